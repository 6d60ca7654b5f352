"""Data → training → generation → feedback, and round again: what becomes of a model that learns from its own best work?

A small diffusion model draws digits without being told which. A reader votes on a few; a reward model learns the
votes; the pictures it likes best are what the model is trained on next, alone or mixed with the original data.
This is rejection sampling with a learnt reward, the skeleton of learning from human feedback, not PPO.
"""

from dataclasses import dataclass, replace

import diffusion
import digits
import judge
import measure
import numpy as np
from diffusion import Config
from kit import detmath, nn
from kit.rng import Counter

MODEL = Config(classes=0, hidden=96, knots=8, levels=20, steps=1200, batch=32, drop=0.0)


@dataclass(frozen=True)
class Settings:
    """One experiment: who votes on how much, and what is done with it."""

    rounds: int = 5
    votes: int = 16        # pictures the reader votes on in every round; 0: nobody votes, and the choice is blind
    candidates: int = 256  # pictures the reward model chooses from
    keep: int = 48         # how many it keeps
    steps: int = 150       # training steps on those
    original: float = 0.0  # share of original data in every batch of those steps
    likes: int = 7         # the digit that the simulated reader likes


# --- data: which digits go in, and how many of each

def chosen(pictures, labels, weights):
    """A draw(rng, n) for the trainer: digit k is `weights[k]` times as common as in the data (0 leaves it out)."""
    reached = np.add.accumulate(np.asarray(weights, dtype=float)[labels])

    def draw(rng, n):
        rows = np.searchsorted(reached, rng.uniform((n,)) * reached[-1], side="right")
        return pictures[rows], labels[rows]
    return draw


def trained(draw, cfg=MODEL):
    """A model trained on what draw gives."""
    return diffusion.Trainer(draw, cfg).run()


def drawn(params, cfg, rng, n, steps=20):
    """n new pictures."""
    x = rng.normal((n, cfg.size))
    return measure.clipped(diffusion.generate(params, cfg, x, np.zeros(n, dtype=int), steps))


# --- feedback: votes and the reward model that learns them

def votes(judge_params, x, likes):
    """1.0 (like) or 0.0 from a reader who likes one digit and reads as the judge does."""
    return (judge.verdict(judge_params, x) == likes).astype(float)


def reward_model(x, liked, steps=300, rate=0.05, decay=0.01):
    """Logistic regression on the pixels: weights (64, 1) and bias so that σ(x·w + b) is the chance of a like."""
    params = {"w": np.zeros((x.shape[1], 1)), "b": np.zeros(1)}
    adam = nn.Adam(params, rate)
    for _ in range(steps):
        slope = (detmath.sigmoid(nn.dense(x, params["w"], params["b"])) - liked[:, None]) / len(x)
        adam.step(params, {"w": nn.matmul(x.T, slope) + decay * params["w"], "b": nn.total(slope, 0)})
    return params


def reward(params, x):
    """The chance of a like for every picture (n,), as the reward model sees it."""
    return detmath.sigmoid(nn.dense(x, params["w"], params["b"]))[:, 0]


# --- the loop

def mixed(kept, original, share):
    """A draw(rng, n) that takes `share` of every batch from `original` (itself a draw) and the rest from kept rows."""
    def draw(rng, n):
        old = round(share * n)
        rows = kept[rng.integers(len(kept), (n - old,))]
        return np.concatenate([rows, original(rng, old)[0]]) if old else rows, np.zeros(n, dtype=int)
    return draw


class Loop:
    """Rounds of feedback from a trained model on. `history` has one dict per round, the first from before any vote."""

    def __init__(self, params, judge_params, original, settings=Settings(), cfg=MODEL, seed=1):
        """params: the trained model (copied) · original: a draw of original data · seed: of everything random."""
        self.params, self.judge, self.original = {k: v.copy() for k, v in params.items()}, judge_params, original
        self.settings, self.cfg, self.rng = settings, cfg, Counter(seed)
        self.voted, self.liked, self.likes, self.history = np.zeros((0, cfg.size)), np.zeros(0), None, []

    def vote(self):
        """The reader votes on new pictures, and the reward model learns from all votes so far."""
        new = drawn(self.params, self.cfg, self.rng, self.settings.votes)
        self.voted = np.concatenate([self.voted, new])
        self.liked = np.concatenate([self.liked, votes(self.judge, new, self.settings.likes)])
        self.likes = reward_model(self.voted, self.liked)

    def choose(self):
        """Of many candidates those that the reward model likes best; without votes, those that come first."""
        candidates = drawn(self.params, self.cfg, self.rng, self.settings.candidates)
        if self.likes is None:
            return candidates[:self.settings.keep]
        return candidates[np.argsort(-reward(self.likes, candidates), kind="stable")[:self.settings.keep]]

    def round(self):
        """Generate, vote, choose, train on the chosen."""
        if self.settings.votes:
            self.vote()
        draw = mixed(self.choose(), self.original, self.settings.original)
        cfg = replace(self.cfg, steps=self.settings.steps, seed=self.rng.integers(2**31))
        diffusion.Trainer(draw, cfg, self.params).run()

    def look(self, n=512):
        """Draw n pictures from noise kept for this purpose, write down what they are, and return them."""
        x, real = drawn(self.params, self.cfg, Counter(4000), n), digits.train()[0]
        share, labels = measure.shares(self.judge, x), judge.verdict(self.judge, x)
        self.history.append({
            "share": share.tolist(), "liked": float(share[self.settings.likes]), "effective": measure.effective(share),
            "variety": measure.variety(self.judge, x, labels), "votes": len(self.liked), "likes": int(self.liked.sum()),
            "reward": nn.mean(reward(self.likes, x)) if self.likes else 0.0,
            "frechet": judge.frechet(judge.features(self.judge, x), judge.features(self.judge, real)),
        })
        return x

    def run(self):
        """All rounds. Returns the pictures seen before each of them and after the last."""
        seen = [self.look()]
        for _ in range(self.settings.rounds):
            self.round()
            seen.append(self.look())
        return seen
