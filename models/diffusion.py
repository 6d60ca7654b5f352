"""A diffusion model for rows of numbers: how does a network that guesses the clean picture come to draw new ones?

Level t = 0 is clean, t = T nearly pure noise: x_t = √ᾱ_t·x_0 + √(1 − ᾱ_t)·ε. The network sees x_t, t and a label.
Keys such as [ho2020ddpm] stand in data/references.bib. Rows have shape (n, size); labels (n,) are 0 … classes, where
`classes` itself means "no label".
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import mlp
import numpy as np
from kit import nn
from kit.rng import Counter


@dataclass(frozen=True)
class Config:
    """What is noised (`size` numbers a row, `classes` labels), how (`levels`, `schedule`), and how it is learnt."""

    size: int = 64
    classes: int = 10
    hidden: int = 128
    knots: int = 16           # numbers that tell the network the level
    levels: int = 100         # T
    schedule: str = "cosine"
    target: str = "clean"     # what the network puts out: the "clean" row x_0 or the "noise" ε
    limit: float = 1.0        # guesses from ε are cut to ±limit, where the data live; 0 for data without limits
    steps: int = 5000
    batch: int = 64
    rate: float = 2e-3
    drop: float = 0.1         # how often the label is left out, so that the model also learns to do without
    seed: int = 1


# --- the noise

def cosine(u):
    """cos(π·u/2) for 0 ≤ u ≤ 1 by Taylor's series, with + − × ÷ only."""
    square, term, value = (1.5707963267948966 * u) ** 2, 1.0, 1.0
    for n in range(1, 14):
        term = -term * square / ((2 * n - 1) * (2 * n))
        value += term
    return value


def betas(levels, schedule):
    """β_1 … β_T. "linear" rises evenly as in [ho2020ddpm, §4], "cosine" follows [nichol2021improved, eq. 17]."""
    if schedule == "linear":  # 0.0001 … 0.02 in the paper's 1,000 levels; fewer levels take larger steps
        return [(0.1 + 19.9 * k / (levels - 1)) / levels for k in range(levels)]
    curve = [cosine((k / levels + 0.008) / 1.008) for k in range(levels + 1)]
    return [min(1 - (after * after) / (before * before), 0.999) for before, after in pairwise(curve)]


@cache
def bars(cfg):
    """ᾱ_0 = 1, ᾱ_1, …, ᾱ_T as an array: the share of the variance that is still signal."""
    values = [1.0]
    for beta in betas(cfg.levels, cfg.schedule):
        values.append(values[-1] * (1 - beta))
    return np.array(values)


def noised(x0, bar, eps):
    """x_t = √ᾱ_t·x_0 + √(1 − ᾱ_t)·ε   [ho2020ddpm, eq. 4]"""
    return np.sqrt(bar) * x0 + np.sqrt(1 - bar) * eps


# --- the network

def create(cfg):
    inputs = cfg.size + cfg.knots + (cfg.classes + 1 if cfg.classes else 0)
    return mlp.init(Counter(cfg.seed).split("weights"), [inputs, cfg.hidden, cfg.hidden, cfg.size])


def tents(u, knots):
    """Where u (n,) in [0, 1] lies between `knots` even places: (n, knots), at most two of them not 0, their sum 1."""
    return np.maximum(0.0, 1.0 - np.abs(u[:, None] * (knots - 1) - np.arange(knots)))


def inputs(cfg, x, t, labels):
    """What the network sees: the noisy row, the level and, if there are classes, the label as a row of 0 and one 1."""
    parts = [x, tents(t / cfg.levels, cfg.knots)]
    if cfg.classes:
        parts.append((labels[:, None] == np.arange(cfg.classes + 1)).astype(float))
    return np.concatenate(parts, axis=1)


def guess(params, cfg, x, t, labels, w=0.0):
    """The guess of x_0 for rows x, all at level t; with w > 0 pushed away from what it would be without a label.

    (1 + w)·(with the label) − w·(without)   [ho2022cfg, eq. 6; the same for x_0 as for ε, which is linear in it]
    """
    out, _ = mlp.forward(params, inputs(cfg, x, np.full(len(x), t), labels))
    if cfg.target == "noise":
        bar = bars(cfg)[t]
        out = (x - np.sqrt(1 - bar) * out) / np.sqrt(bar)
        out = np.clip(out, -cfg.limit, cfg.limit) if cfg.limit else out
    if w == 0:
        return out
    nobody = np.full(len(x), cfg.classes)
    return (1 + w) * out - w * guess(params, cfg, x, t, nobody)


# --- learning

def loss_and_gradients(params, cfg, x0, labels, t, eps):
    """Mean squared error of the network on rows x0 noised to levels t (n,) with eps, and its gradients.

    For "noise" this is L_simple   [ho2020ddpm, eq. 14]; for "clean" the same with x_0 in the place of ε.
    """
    x = noised(x0, bars(cfg)[t][:, None], eps)
    out, kept = mlp.forward(params, inputs(cfg, x, t, labels))
    error = out - (x0 if cfg.target == "clean" else eps)
    _, grads = mlp.backward(params, kept, 2 * error / error.size, inputs=False)
    return nn.mean(error * error), grads


class Trainer:
    """Training in steps; `draw(rng, n)` gives n clean rows and their labels. `history` gets every loss."""

    def __init__(self, draw, cfg, params=None):
        self.draw, self.cfg, self.params = draw, cfg, create(cfg) if params is None else params
        self.adam, self.history = nn.Adam(self.params, cfg.rate), []
        rng = Counter(cfg.seed)
        self.rows, self.levels, self.noise = rng.split("rows"), rng.split("levels"), rng.split("noise")

    def step(self):
        cfg = self.cfg
        x0, labels = self.draw(self.rows, cfg.batch)
        labels = np.where(self.levels.uniform((cfg.batch,)) < cfg.drop, cfg.classes, labels)
        t = 1 + self.levels.integers(cfg.levels, (cfg.batch,))
        loss, grads = loss_and_gradients(self.params, cfg, x0, labels, t, self.noise.normal((cfg.batch, cfg.size)))
        self.adam.step(self.params, grads, cfg.rate * (1 - len(self.history) / cfg.steps))  # falls to 0
        self.history.append(loss)

    def run(self, steps=None):
        for _ in range(self.cfg.steps if steps is None else steps):
            self.step()
        return self.params


# --- generating

def ladder(levels, steps):
    """The levels that a walk of `steps` steps visits: from T down to 0, evenly."""
    return [(2 * levels * (steps - k) + steps) // (2 * steps) for k in range(steps + 1)]  # rounded, a half upwards


def generate(params, cfg, x, labels, steps=20, w=0.0, rng=None, watch=None):
    """From noise x (n, size) at level T to finished rows, asking the network `steps` times.

    Without rng every step keeps the noise that the guess implies (DDIM, the same start always gives the same end); with
    rng it draws from q(x_s | x_t, x̂_0) instead (ancestral)   [song2021ddim, eq. 12, σ = 0; ho2020ddpm, eq. 6–7].
    `watch(t, x, guess)` is called before every step.
    """
    share = bars(cfg)
    walk = ladder(cfg.levels, steps)
    for t, s in pairwise(walk):
        clean = guess(params, cfg, x, t, labels, w)
        if watch:
            watch(t, x, clean)
        now, then = share[t], share[s]
        if rng is None:
            eps = (x - np.sqrt(now) * clean) / np.sqrt(1 - now)
            x = noised(clean, then, eps)
        else:
            beta = 1 - now / then
            mean = np.sqrt(then) * beta / (1 - now) * clean + np.sqrt(now / then) * (1 - then) / (1 - now) * x
            x = mean + np.sqrt((1 - then) / (1 - now) * beta) * rng.normal(x.shape)
    return x
