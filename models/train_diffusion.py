"""Train the diffusion and flow models, and measure what they draw: digits first, then points. About four minutes.

    python models/train_diffusion.py    writes models/weights/{diffusion_digits,diffusion_points,flow_points,flow_straight}
"""

import os
import sys
from dataclasses import asdict, replace
from itertools import pairwise

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two threads on two busy cores wait for each other

import diffusion
import digits
import flow
import judge
import measure
import numpy as np
import points
from kit import nn, weights
from kit.results import tidy
from kit.rng import Counter

COMMAND = "python models/train_diffusion.py"
N = 1000                       # pictures, or points, behind every number
ASKED = np.arange(N) % 10      # every digit is asked for equally often
DIGITS = diffusion.Config()
HASTY = replace(DIGITS, steps=300)                         # stopped so early that guidance has something to mend
PAIR = replace(DIGITS, steps=1500)                         # for the comparison of the two targets
STEPS, WEIGHTS = (1, 2, 5, 10, 20, 50, 100), (0, 0.5, 1, 2, 4)
POINTS = diffusion.Config(size=2, classes=0, hidden=48, steps=3000, rate=1e-2, drop=0.0)
FLOW = flow.Config(hidden=48, batch=64, steps=3000, rate=1e-2)
WALKS = (1, 2, 4, 8, 16, 32)
SEEDS = (1, 2, 3)              # of the models of points; the first one's weights are kept
PAIRS = 4096                   # noise and where it went, for straightening


def noise(size, n=N, seed=77):
    """The noise that every measurement starts from."""
    return Counter(seed).normal((n, size))


def some_digits(rng, n):
    pictures, labels = digits.train()
    rows = rng.integers(len(pictures), (n,))
    return pictures[rows], labels[rows]


def ring(rng, n):
    return points.ring().sample(rng, n)[0]


def begun(trainer):
    """The digest of a model after 30 steps, and the trainer, to go on."""
    for _ in range(30):
        trainer.step()
    return nn.digest(trainer.params), trainer


# --- digits

def drawn(params, cfg, steps=20, w=0.0, seed=77, ancestral=False):
    """N pictures, the digit asked for being ASKED."""
    x = noise(64, seed=seed)
    rng = Counter(seed + 1) if ancestral else None
    return measure.clipped(diffusion.generate(params, cfg, x, ASKED, steps, w, rng))


def judged(judge_params, x):
    """obeyed, sure, frechet, variety, median and least: everything that measure.py knows about pictures of ASKED."""
    real = digits.train()[0]
    return measure.obedience(judge_params, x, ASKED) | measure.copying(x, real) | {
        "frechet": judge.frechet(judge.features(judge_params, x), judge.features(judge_params, real)),
        "variety": measure.variety(judge_params, x, ASKED)}


def reference(judge_params):
    """What real pictures get on the same scales: the 297 test pictures against the 1,500 of training."""
    (real, labels), (test, test_labels) = digits.train(), digits.test()
    return measure.obedience(judge_params, test, test_labels) | measure.copying(test, real) | {
        "frechet": judge.frechet(judge.features(judge_params, test), judge.features(judge_params, real)),
        "variety": measure.variety(judge_params, real, labels)}


def errors(params, cfg, levels=(10, 30, 50, 70, 90)):
    """Mean squared error per pixel of the guess for test pictures, by level of noise."""
    x0, labels = digits.test()
    result = {}
    for t in levels:
        x = diffusion.noised(x0, diffusion.bars(cfg)[t], noise(64, len(x0), seed=t))
        result[f"t{t}"] = nn.mean((diffusion.guess(params, cfg, x, t, labels) - x0) ** 2)
    return result


def train_digits():
    judge_params, _ = weights.load("judge")
    digest, trainer = begun(diffusion.Trainer(some_digits, DIGITS))
    params = weights.rounded(trainer.run(DIGITS.steps - 30))
    metrics = {"reference": reference(judge_params), "errors": errors(params, DIGITS)}
    losses = np.array(trainer.history)
    metrics["loss"] = {"first": nn.mean(losses[:20]), "last": nn.mean(losses[-200:])}
    metrics["steps"] = {f"s{s}": judged(judge_params, drawn(params, DIGITS, s)) for s in STEPS}
    metrics["ancestral"] = judged(judge_params, drawn(params, DIGITS, 100, ancestral=True))
    metrics["repeats"] = {f"seed{s}": judged(judge_params, drawn(params, DIGITS, seed=s)) for s in (101, 102, 103, 104)}
    metrics["guidance"] = {name(w): judged(judge_params, drawn(params, DIGITS, 20, w)) for w in WEIGHTS}
    hasty = diffusion.Trainer(some_digits, HASTY).run()
    metrics["hasty"] = {name(w): judged(judge_params, drawn(hasty, HASTY, 20, w)) for w in WEIGHTS}
    for target in ("clean", "noise"):
        cfg = replace(PAIR, target=target)
        metrics[f"target_{target}"] = judged(judge_params, drawn(diffusion.Trainer(some_digits, cfg).run(), cfg))
    weights.save("diffusion_digits", params, {
        "command": COMMAND, "cfg": asdict(DIGITS), "seed": DIGITS.seed, "digest": {"30": digest}, "samples": N,
        "hasty_steps": HASTY.steps, "pair_steps": PAIR.steps, "metrics": tidy(metrics, 6)})


def name(w):
    return f"w{w:g}".replace(".", "_")


# --- points: the same network as a diffusion model, as a flow, and as a flow made straight

def exact(cfg, steps):
    """What the best possible denoiser makes of the same noise in that many steps."""
    x, share, walk = noise(2), diffusion.bars(cfg), diffusion.ladder(cfg.levels, steps)
    for t, s in pairwise(walk):
        clean = points.ring().clean(x, np.sqrt(share[t]), np.sqrt(1 - share[t]))
        x = diffusion.noised(clean, share[s], (x - np.sqrt(share[t]) * clean) / np.sqrt(1 - share[t]))
    return x


def quality(x):
    """modes, on (the share within three deviations of a centre) and energy (distance to real points)."""
    data = points.ring()
    found = points.quality(x, data)
    real = data.sample(Counter(9), N)[0]
    return {"modes": found["modes"], "on": found["on"], "energy": points.energy_distance(x, real)}


def guess_errors(params, cfg, levels=(20, 40, 60, 80, 100)):
    """By level: how far the exact guess lies from the truth, which is unavoidable, and the network's from the exact."""
    data = points.ring()
    x0, result = data.sample(Counter(10), N)[0], {}
    for t in levels:
        bar = diffusion.bars(cfg)[t]
        x = diffusion.noised(x0, bar, noise(2, seed=t))
        best = data.clean(x, np.sqrt(bar), np.sqrt(1 - bar))
        learnt = diffusion.guess(params, cfg, x, t, None)
        result[f"t{t}"] = {"unavoidable": nn.mean((best - x0) ** 2), "learnt": nn.mean((learnt - best) ** 2)}
    return result


def train_points():
    metrics = {"exact": {f"s{s}": quality(exact(POINTS, s)) for s in WALKS},
               "reference": quality(points.ring().sample(Counter(11), N)[0])}
    kept, digests = {}, {}
    for seed in SEEDS:
        flow_cfg, cfg = replace(FLOW, seed=seed), replace(POINTS, seed=seed)
        digest, trainer = begun(diffusion.Trainer(lambda rng, n: (ring(rng, n), np.zeros(n)), cfg))
        denoiser = weights.rounded(trainer.run(cfg.steps - 30))
        flow_digest, trainer = begun(flow.Trainer(ring, flow_cfg))
        curved = weights.rounded(trainer.run(flow_cfg.steps - 30))
        starts = noise(2, PAIRS, seed=78)
        ends = flow.walk(curved, flow_cfg, starts, 32)[-1]

        def pairs(rng, n, starts=starts, ends=ends):
            rows = rng.integers(PAIRS, (n,))
            return starts[rows], ends[rows]
        straight = weights.rounded(flow.Trainer(pairs, flow_cfg).run())
        metrics[f"seed{seed}"] = compared(denoiser, cfg, curved, straight, flow_cfg)
        if seed == SEEDS[0]:
            kept = {"diffusion_points": denoiser, "flow_points": curved, "flow_straight": straight}
            digests = {"diffusion_points": digest, "flow_points": flow_digest}
        print("points, seed", seed, metrics[f"seed{seed}"]["flow"], file=sys.stderr)
    for key, params in kept.items():
        cfg = POINTS if key == "diffusion_points" else FLOW
        weights.save(key, params, {"command": COMMAND, "cfg": asdict(cfg), "seed": cfg.seed, "samples": N,
                                   "digest": {"30": digests[key]} if key in digests else {}}
                     | ({"metrics": tidy(metrics, 6)} if key == "flow_points" else {}))


def compared(denoiser, cfg, curved, straight, flow_cfg):
    result = {"errors": guess_errors(denoiser, cfg), "diffusion": {}, "flow": {}, "straight": {}}
    for s in WALKS:
        result["diffusion"][f"s{s}"] = quality(diffusion.generate(denoiser, cfg, noise(2), None, s))
        for kind, params in (("flow", curved), ("straight", straight)):
            places = flow.walk(params, flow_cfg, noise(2), s)
            result[kind][f"s{s}"] = quality(places[-1]) | {"bend": flow.bend(places)}
    return result


if __name__ == "__main__":
    train_digits()
    train_points()
