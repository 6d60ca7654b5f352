"""Train the small models of the pipeline: what goes in, what comes out, and what five rounds of votes do. Two minutes.

    python models/train_loop.py      writes models/weights/loop_base and loop_pictures
"""

import os
import sys
from dataclasses import asdict, replace

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two threads on two busy cores wait for each other

import digits
import judge
import loop
import measure
import numpy as np
from kit import nn, weights
from kit.results import tidy
from kit.rng import Counter

COMMAND = "python models/train_loop.py"
N = 1000           # pictures behind every share
SEEDS = (1, 2, 3)  # the first one's base model and pictures are kept
SHOWN = 12         # pictures kept of every round
MIXES = {          # how much more often than in the data each digit goes in
    "all": [1] * 10,
    "no_fours": [1, 1, 1, 1, 0, 1, 1, 1, 1, 1],
    "mostly_zeros": [81, 1, 1, 1, 1, 1, 1, 1, 1, 1],  # about 90% zeros
}
LOOPS = {
    "alone": loop.Settings(),
    "mixed": loop.Settings(original=0.5),
    "blind": loop.Settings(votes=0),
    "blind_mixed": loop.Settings(votes=0, original=0.5),
}


def base(seed, mix="all"):
    """A model trained on a mix of digits, as it will be stored."""
    draw = loop.chosen(*digits.train(), MIXES[mix])
    return weights.rounded(loop.trained(draw, replace(loop.MODEL, seed=seed)))


def first_digest(seed=SEEDS[0]):
    """The digest of the base model after 30 steps."""
    trainer = loop.diffusion.Trainer(loop.chosen(*digits.train(), MIXES["all"]), replace(loop.MODEL, seed=seed))
    for _ in range(30):
        trainer.step()
    return nn.digest(trainer.params)


def came_out(params, judge_params, mix):
    """Share of each digit that went in and that came out, and how sure the judge is of what came out."""
    labels = digits.train()[1]
    inside = np.asarray(MIXES[mix], dtype=float)[labels]
    x = loop.drawn(params, loop.MODEL, Counter(55), N)
    share, real = measure.shares(judge_params, x), judge.features(judge_params, digits.train()[0])
    return {"in": [float(inside[labels == k].sum() / inside.sum()) for k in range(10)], "out": share.tolist(),
            "effective": measure.effective(share), "sure": float(judge.probabilities(judge_params, x).max(1).mean()),
            "frechet": judge.frechet(judge.features(judge_params, x), real)}


def main():
    judge_params, original = weights.load("judge")[0], loop.chosen(*digits.train(), MIXES["all"])
    metrics, pictures, bases = {"mixes": {}, "loops": {}}, {}, {seed: base(seed) for seed in SEEDS}
    for mix in MIXES:
        params = bases[SEEDS[0]] if mix == "all" else base(SEEDS[0], mix)
        metrics["mixes"][mix] = came_out(params, judge_params, mix)
        pictures[f"mix_{mix}"] = loop.drawn(params, loop.MODEL, Counter(56), SHOWN)
    for name, settings in LOOPS.items():
        metrics["loops"][name] = {}
        for seed in SEEDS:
            run = loop.Loop(bases[seed], judge_params, original, settings, seed=seed)
            seen = run.run()
            metrics["loops"][name][f"seed{seed}"] = run.history
            print(name, seed, [round(row["liked"], 3) for row in run.history], file=sys.stderr)
            if seed == SEEDS[0]:
                pictures |= {f"{name}_round{k}": x[:SHOWN] for k, x in enumerate(seen)}
    weights.save("loop_base", bases[SEEDS[0]], {
        "command": COMMAND, "cfg": asdict(loop.MODEL), "seed": SEEDS[0], "samples": N, "digest": {"30": first_digest()},
        "settings": {name: asdict(settings) for name, settings in LOOPS.items()}, "metrics": tidy(metrics, 6)})
    weights.save("loop_pictures", pictures, {"command": COMMAND, "seed": SEEDS[0]})


if __name__ == "__main__":
    main()
