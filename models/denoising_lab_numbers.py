"""The denoising lab with ten seeds of noise: which numbers does its page print, and how far do they vary?

    python models/denoising_lab_numbers.py      writes models/results/denoising_lab_numbers.json

It reads what models/train_denoising_lab.py measured and stored, and works out the exercises.
"""

import diffusion
import digits
import numpy as np
from kit import weights
from kit.results import tidy, write
from pipeline_lab_numbers import spread, uniforms
from train_denoising_lab import DIGITS, SIXTEEN, USUAL, N

EXERCISE = {"with_label": 0.2, "without": -0.4, "w": 1.5}  # one pixel, guessed twice


def spreads(runs):
    """Of what was measured with ten seeds: lowest, median and highest."""
    keys = next(iter(runs.values()))
    return {name: value for key in keys for name, value in spread(key, [row[key] for row in runs.values()]).items()}


def obedient(runs):
    """Pictures that were not read as asked, of all seeds together."""
    return round(sum(N * (1 - row["obeyed"]) for row in runs.values()))


def rows(kind, metrics):
    return {key: spreads(runs) | {"missed": obedient(runs)} for key, runs in metrics[kind].items()}


def compared(metrics):
    """The float32 model and its small copy, side by side."""
    return {kind: metrics[kind] for kind in ("float32", "int8", "reference")}


def levels():
    """ᾱ, and what noise and signal weigh, at a few levels."""
    share = diffusion.bars(DIGITS)
    return {f"t{t}": {"signal": float(share[t]), "noise": float(1 - share[t]), "mean": float(np.sqrt(share[t])),
                      "std": float(np.sqrt(1 - share[t]))} for t in (0, 20, 40, 50, 60, 80, 100)}


def half():
    """The level at which signal and noise have equal shares, as nearly as whole levels can."""
    return int(np.argmin(abs(diffusion.bars(DIGITS) - 0.5)))


def pushed():
    """The exercise's guided guess for one pixel."""
    a, b, w = EXERCISE.values()
    return EXERCISE | {"guided": (1 + w) * a - w * b, "opposite": b}


def chance(metrics):
    """If every picture were read as asked with this chance: how often are all sixteen?"""
    drawn = N * len(metrics["seeds"])
    one = {name: 1 - obedient(metrics["guidance"][key]) / drawn for name, key in (("half", "w-0_5"), ("full", "w0"))}
    return one | {f"{name}_all": share**SIXTEEN for name, share in one.items()}


def compute():
    """Every number the page prints."""
    header = weights.load("denoising_lab")[1]
    metrics = header["metrics"]
    before = weights.load("diffusion_digits")[1]
    settings = {"seeds": len(metrics["seeds"]), "pictures": N, "drawn": N * len(metrics["seeds"]), "sixteen": SIXTEEN,
                "samples": metrics["samples"], "tests": len(digits.test()[0]), "weights": metrics["weights"],
                "levels": DIGITS.levels, "steps": USUAL, "uniforms": uniforms(), "drop": DIGITS.drop,
                "ratio": header["bytes"] / before["bytes"]}
    steps = rows("steps", metrics)
    gain = steps["s100"]["variety_median"] - steps["s20"]["variety_median"]
    return tidy({
        "settings": settings, "quality": compared(metrics), "guidance": rows("guidance", metrics), "steps": steps,
        "gain": {"steps": gain},
        "drowned": {key: spreads(runs) for key, runs in metrics["drowned"].items()}, "levels": levels(), "half": half(),
        "pushed": pushed(), "chance": chance(metrics),
        "nearest": {"test": metrics["reference"]["median"], "test_least": metrics["reference"]["least"]}})


if __name__ == "__main__":
    write(__file__, compute())
