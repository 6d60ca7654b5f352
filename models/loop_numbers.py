"""Round the pipeline with digits, five rounds of votes long: which numbers do the pages print?

    python models/loop_numbers.py      writes models/results/loop_numbers.json

The first half can be done on paper; the second reads what models/train_loop.py measured and stored.
"""

import json
from math import exp, prod
from pathlib import Path

from kit.results import tidy, write

HERE = Path(__file__).parent
CANDIDATES, KEEP = 256, 48
SEEDS = ("seed1", "seed2", "seed3")
DRAWN = 512  # pictures looked at in every round


# --- on paper

def chosen_share(share):
    """The share of 7s among the 48 kept when a perfect reward model sorts 256 candidates: all 7s come first."""
    return min(1.0, CANDIDATES * share / KEEP)


def prediction(share, original=0.0, base=0.1, rounds=5):
    """The share of 7s round by round, if a model reproduced exactly what it is trained on.

    `original` of the training data are the original digits, of which `base` are 7s; the rest are the kept pictures.
    """
    rows = {"round0": {"share": share}}
    for k in range(1, rounds + 1):
        kept = chosen_share(share)
        after = original * base + (1 - original) * kept
        rows[f"round{k}"] = {"found": CANDIDATES * share, "kept": kept, "share": after}
        share = after
    return rows


def blind_drift(generations=5, keep=KEEP, base=0.1):
    """Without any preference: chance alone loses variety when each generation learns from `keep` pictures of the last.

    The chance that two random pictures show different digits shrinks by 1 − 1/keep each time; a digit with share `base`
    is missing from a draw of `keep` with probability (1 − base)^keep.
    """
    different = 1 - 10 * base * base
    return {"start": different, "factor": 1 - 1 / keep, "end": different * (1 - 1 / keep) ** generations,
            "missing": (1 - base) ** keep, "missing_rare": 0.98 ** keep}


def one_vote(rate=1.0):
    """A reward model with one weight: picture A (ink in the middle: x = 1) is liked, B (x = −1) is not.

    r = σ(w·x + b); loss −log r(A) − log(1 − r(B)), averaged; one step from w = b = 0.
    """
    before = 0.5
    slope_w = ((before - 1) * 1 + before * -1) / 2
    slope_b = ((before - 1) + before) / 2
    w, b = -rate * slope_w, -rate * slope_b
    return {"slope_w": slope_w, "slope_b": slope_b, "w": w, "b": b,
            "liked": 1 / (1 + exp(-(w + b))), "other": 1 / (1 + exp(-(b - w))), "half": 1 / (1 + exp(-(w / 2 + b)))}


# --- measured

def header():
    return json.loads((HERE / "weights" / "loop_base.json").read_text(encoding="utf-8"))


def mixes():
    """For each mix of the data: the share of every digit that went in and came out (1,000 pictures, by the judge)."""
    rows = {}
    for name, row in header()["metrics"]["mixes"].items():
        rows[name] = {f"in{k}": share for k, share in enumerate(row["in"])}
        rows[name] |= {f"out{k}": share for k, share in enumerate(row["out"])}
        rows[name] |= {key: row[key] for key in ("effective", "sure", "frechet")}
    return rows


def loops():
    """Every loop by rounds: all measures of seed 1; of three seeds the lowest and highest share of 7s and variety."""
    rows = {}
    for name, runs in header()["metrics"]["loops"].items():
        rows[name] = {}
        for rows_of_seed in runs.values():
            for row in rows_of_seed:
                row["liked"] = round(row["liked"] * DRAWN) / DRAWN  # stored rounded; a count divided by 512 is exact
        for k, row in enumerate(runs["seed1"]):
            kept = {key: value for key, value in row.items() if key != "share"}
            for key in ("liked", "effective", "variety"):
                values = [runs[seed][k][key] for seed in SEEDS]
                kept[f"{key}_low"], kept[f"{key}_high"] = min(values), max(values)
            rows[name][f"round{k}"] = kept
    return rows


def settings():
    head = header()
    alone = head["settings"]["alone"]
    sizes = sum(prod(tensor["shape"]) for tensor in head["tensors"])
    return {key: alone[key] for key in ("rounds", "votes", "candidates", "keep", "steps", "likes")} | {
        "all_votes": alone["rounds"] * alone["votes"], "weights": sizes, "base_steps": head["cfg"]["steps"],
        "levels": head["cfg"]["levels"], "original": head["settings"]["mixed"]["original"]}


def compute():
    """Every number the pages print."""
    measured = loops()
    start = measured["alone"]["round0"]["liked"]
    paper = {"alone": prediction(start), "mixed": prediction(start, original=0.5)}
    paper |= {"drift": blind_drift(), "vote": one_vote()}
    return tidy({"paper": paper, "mixes": mixes(), "loops": measured, "settings": settings()})


if __name__ == "__main__":
    write(__file__, compute())
