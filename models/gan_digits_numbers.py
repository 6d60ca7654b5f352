"""What real GANs did: which measured numbers does the GAN page print, of clusters in the plane and of 8×8 digits?

    python models/gan_digits_numbers.py      writes models/results/gan_digits_numbers.json

The runs are those of models/train_gan.py; the paper-sized GAN of the same page is computed in gan_numbers.py.
"""

import json
from math import log, prod
from pathlib import Path

from kit.results import tidy, write

HERE = Path(__file__).parent
SEEDS = ("1", "2", "3")


def header(name):
    return json.loads((HERE / "weights" / f"{name}.json").read_text(encoding="utf-8"))


def looks(run):
    """One row per look at a run: {"step300": {modes, on, …, top: the largest share of one cluster, best: which}}."""
    rows = {}
    for step, row in run.items():
        share = row["share"]
        kept = {key: value for key, value in row.items() if key != "share"}
        rows[f"step{step}"] = kept | {"top": max(share), "best": share.index(max(share)) + 1 if max(share) else 0}
    return rows


def spread_over_seeds(runs, step, key):
    values = [runs[seed][step][key] for seed in SEEDS]
    return {"low": min(values), "high": max(values)}


def points():
    """Equal learning rates: the run with seed 1, and how the three seeds differ."""
    runs = header("gan_points")["metrics"]
    result = {"run": looks(runs["1"])}
    for step in ("300", "1000", "2000"):
        result[f"seeds_step{step}"] = {key: spread_over_seeds(runs, step, key) for key in ("modes", "on", "d_loss")}
    return result


def collapse():
    """The generator learns ten times faster than the discriminator."""
    runs = header("gan_collapse")["metrics"]
    seen = [row["modes"] for seed in SEEDS for row in runs[seed].values()]
    return {"run": looks(runs["1"]), "most_modes": max(seen), "looks": len(seen), "empty": seen.count(0)}


def digits():
    """The same on digits, by the judge: the share of each digit, their effective number, the Fréchet distance."""
    found = header("gan_digits")
    result = {}
    for name, run in found["metrics"].items():
        rows = {}
        for step, row in run.items():
            rows[f"step{step}"] = {key: value for key, value in row.items() if key != "share"}
            rows[f"step{step}"] |= {f"share{k}": share for k, share in enumerate(row["share"])}
        result[name] = rows
    result["reference"] = header("diffusion_digits")["metrics"]["reference"]["frechet"]
    result["diffusion"] = header("diffusion_digits")["metrics"]["steps"]["s20"]["frechet"]
    return result


def settings():
    steady, hasty, pictures = header("gan_points")["cfg"], header("gan_collapse")["cfg"], header("gan_digits")["cfg"]
    return {
        "batch": steady["batch"], "hidden": steady["hidden"], "rate": steady["rate_g"], "log4": log(4),
        "samples": header("gan_points")["samples"],
        "hasty_rate_d": hasty["rate_d"], "hasty_rate_g": hasty["rate_g"],
        "hasty_ratio": hasty["rate_g"] / hasty["rate_d"],
        "points_generator": sum_of_sizes(header("gan_points"), "g3000_"),
        "digits_generator": sum_of_sizes(header("gan_digits"), f"g{pictures['steps']}_"),
    }


def sum_of_sizes(head, prefix):
    """How many weights stand under names that begin like this?"""
    return sum(prod(tensor["shape"]) for tensor in head["tensors"] if tensor["name"].startswith(prefix))


def compute():
    """Every number the page prints."""
    return tidy({"settings": settings(), "points": points(), "collapse": collapse(), "digits": digits()})


if __name__ == "__main__":
    write(__file__, compute())
