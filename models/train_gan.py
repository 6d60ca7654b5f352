"""Train the GANs: eight clusters learnt and eight clusters lost, and the same with digits. About two minutes.

    python models/train_gan.py      writes models/weights/gan_points, gan_collapse and gan_digits
"""

import os
import sys
from dataclasses import asdict, replace

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two threads on two busy cores wait for each other

import digits
import gan
import judge
import measure
import numpy as np
import points
from kit import nn, weights
from kit.results import tidy

COMMAND = "python models/train_gan.py"
N = 1000  # generated samples behind every number

STEADY = gan.Config()  # both players learn equally fast
HASTY = gan.Config(rate_d=5e-4, rate_g=5e-3, steps=1800)  # the generator learns ten times faster than the discriminator
STEADY_LOOKS, HASTY_LOOKS = (0, 300, 1000, 2000, 3000), (200, 600, 1000, 1400, 1800)
OTHER_SEEDS, OTHER_STEPS, OTHER_HASTY_STEPS = (2, 3), 2000, 1000
DIGITS = gan.Config(size=64, noise=16, hidden=64, squash=True, steps=2000)
DIGITS_HASTY = replace(DIGITS, rate_d=5e-4, rate_g=5e-3, steps=600)


def ring(rng, n):
    return points.ring().sample(rng, n)[0]


def pictures(rng, n):
    x = digits.train()[0]
    return x[rng.integers(len(x), (n,))]


def fingerprint(trainer):
    """The digest of both networks."""
    return nn.digest({f"g_{k}": v for k, v in trainer.g.items()} | {f"d_{k}": v for k, v in trainer.d.items()})


def quality(g, cfg):
    """What a generator makes of the ring: modes, on, spread of its samples, and the share that each cluster gets."""
    x = gan.samples(g, cfg, N)
    found = points.quality(x, points.ring())
    spread = float(np.sqrt(((x - x.mean(0)) ** 2).sum(1).mean()))
    return {"modes": found["modes"], "on": found["on"], "spread": spread, "share": found["share"].tolist()}


def digit_quality(g, cfg, judge_params):
    """What a generator makes of the digits, by the judge."""
    x, real = gan.samples(g, cfg, N), digits.train()[0]
    share = measure.shares(judge_params, x)
    return {"share": share.tolist(), "effective": measure.effective(share),
            "frechet": judge.frechet(judge.features(judge_params, x), judge.features(judge_params, real)),
            "nearest": measure.copying(x, real)["median"]}


def watched(draw, cfg, looks, look):
    """Train; at every step of `looks` keep the generator (rounded as it will be stored) and what `look` says of it."""
    trainer, kept, seen, digests = gan.Trainer(draw, cfg), {}, {}, {}
    for step in range(cfg.steps + 1):
        if step in (30, 300):
            digests[str(step)] = fingerprint(trainer)
        if step in looks:
            g = weights.rounded(trainer.g)
            kept |= {f"g{step}_{key}": value for key, value in g.items()}
            d, g_loss = trainer.recent()
            seen[str(step)] = look(g, cfg) | ({"d_loss": d, "g_loss": g_loss} if step else {})
            print(f"seed {cfg.seed} step {step}: {seen[str(step)]}", file=sys.stderr)
        if step < cfg.steps:
            trainer.step()
    return trainer, kept, {"digest": digests, "looks": seen}


def train_points(name, cfg, looks, seeds, steps):
    """The run with cfg's own seed is kept with its generators; of the other seeds only the numbers are."""
    trainer, kept, own = watched(ring, cfg, looks, quality)
    runs = {str(cfg.seed): own["looks"]}
    for seed in seeds:
        short = [step for step in looks if step <= steps]
        runs[str(seed)] = watched(ring, replace(cfg, seed=seed, steps=steps), short, quality)[2]["looks"]
    weights.save(name, kept | {f"d_{k}": v for k, v in trainer.d.items()}, {
        "command": COMMAND, "cfg": asdict(cfg), "samples": N, "digest": own["digest"],
        "metrics": tidy(runs, 6)})


def train_digits():
    judge_params = weights.load("judge")[0]
    def look(g, cfg):
        return digit_quality(g, cfg, judge_params)
    looks = (300, 1000, DIGITS.steps)
    _, kept, steady = watched(pictures, DIGITS, looks, look)
    _, lost, hasty = watched(pictures, DIGITS_HASTY, (DIGITS_HASTY.steps,), look)
    final = {k: v for k, v in kept.items() if k.startswith(f"g{DIGITS.steps}_")}
    weights.save("gan_digits", final | {f"hasty_{k}": v for k, v in lost.items()}, {
        "command": COMMAND, "cfg": asdict(DIGITS), "hasty": asdict(DIGITS_HASTY), "samples": N,
        "digest": steady["digest"], "metrics": tidy({"steady": steady["looks"], "hasty": hasty["looks"]}, 6)})


if __name__ == "__main__":
    train_points("gan_points", STEADY, STEADY_LOOKS, OTHER_SEEDS, OTHER_STEPS)
    train_points("gan_collapse", HASTY, HASTY_LOOKS, OTHER_SEEDS, OTHER_HASTY_STEPS)
    train_digits()
