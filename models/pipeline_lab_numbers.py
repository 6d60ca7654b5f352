"""The pipeline lab with ten seeds: which numbers does its page print, and how far do they vary?

    python models/pipeline_lab_numbers.py      writes models/results/pipeline_lab_numbers.json

It reads what models/train_pipeline_lab.py measured and stored.
"""

import json
from pathlib import Path
from statistics import median

import digits
import judge
import measure
import numpy as np
from kit import weights
from kit.results import tidy, write
from kit.rng import Counter

STORED = Path(__file__).parent / "weights" / "pipeline_lab.json"
SPREAD = {"low": min, "median": median, "high": max}
NEARLY_ALL = 0.99  # the share of 7s from which on a page says that nothing else is left


def stored():
    """What was stored, with shares as they were before rounding: counts divided by the number of pictures looked at."""
    found = json.loads(STORED.read_text(encoding="utf-8"))
    drawn = found["looked"]
    histories = [runs.values() for runs in found["loops"].values()]
    rows = [row for runs in histories for history in runs for row in history]
    for row in rows + [row for mix in found["mixes"].values() for row in mix.values()]:
        row["share"] = [round(share * drawn) / drawn for share in row["share"]]
        row["liked"] = round(row["liked"] * drawn) / drawn
    return found


def spread(name, values):
    """Lowest, median and highest of some values, under the name of what they are."""
    return {f"{name}_{kind}": of(values) for kind, of in SPREAD.items()}


def mixes(found):
    """For each mix of the data: shares of 0s and 4s and the number of digits that went in, and came out of ten models."""
    rows = {}
    for name, runs in found["mixes"].items():
        inside, outs = np.array(found["in"][name]), list(runs.values())
        rows[name] = {"in0": float(inside[0]), "in4": float(inside[4]), "in_effective": measure.effective(inside)}
        rows[name] |= spread("out0", [row["share"][0] for row in outs]) | spread("out4", [row["share"][4] for row in outs])
        rows[name] |= spread("out8", [row["share"][8] for row in outs])
        rows[name] |= spread("effective", [row["effective"] for row in outs])
    return rows


def loops(found):
    """The loops by rounds: lowest, median and highest of ten seeds."""
    rows = {}
    for name, runs in found["loops"].items():
        rows[name] = {}
        for k, column in enumerate(zip(*runs.values())):
            rows[name][f"round{k}"] = {}
            for key in ("liked", "effective", "variety"):
                rows[name][f"round{k}"] |= spread(key, [row[key] for row in column])
    return rows


def first_seed(found):
    """The loops of seed 1 by rounds, in full."""
    rows = {}
    for name, runs in found["loops"].items():
        rows[name] = {}
        for k, row in enumerate(runs[f"seed{found['seeds'][0]}"]):
            kept = {key: row[key] for key in ("liked", "effective", "variety", "votes", "likes")}
            rows[name][f"round{k}"] = kept | {f"d{digit}": share for digit, share in enumerate(row["share"])}
    return rows


def nothing_else(found):
    """In how many seeds "alone" ended with more than 99% 7s; the round after which more were first drawn, by seeds."""
    runs = [[row["liked"] for row in rows] for rows in found["loops"]["alone"].values()]
    first = [next(k for k, share in enumerate(liked) if share > NEARLY_ALL) for liked in runs if max(liked) > NEARLY_ALL]
    return {"ended": sum(liked[-1] > NEARLY_ALL for liked in runs), "reached": len(first),
            "earliest": min(first), "latest": max(first)}


def unheard(found):
    """Where nobody heard the votes: how many different digits ended as the commonest, how many were lost, and the most 7s."""
    runs = list(found["loops"]["unheard"].values())
    ends = [run[-1]["share"] for run in runs]
    return {"commonest": len({share.index(max(share)) for share in ends}),
            "sevens": max(row["liked"] for run in runs for row in run), **spread("lost", [share.count(0) for share in ends])}


def fours(found):
    """In how many of all pictures the judge read a 4 though none was in the data."""
    shares = [row["share"][4] for row in found["mixes"]["no_fours"].values()]
    return {"found": round(found["looked"] * sum(shares)), "pictures": found["looked"] * len(shares)}


def exercise(found):
    """The 7s among the candidates of seed 1, and their share among the kept if the reward model never erred."""
    alone = found["settings"]["alone"]
    sevens = alone["candidates"] * found["loops"]["alone"][f"seed{found['seeds'][0]}"][0]["liked"]
    return {"found": sevens, "kept": min(1.0, sevens / alone["keep"])}


def real(found):
    """The judge on real digits: the share of test pictures it reads rightly, and the variety of the training pictures; the
    share of 7s in what "mixed" trains on if every chosen picture were one."""
    params = weights.load("judge")[0]
    x, labels = digits.test()
    inside = found["in"]["all"][found["settings"]["alone"]["likes"]]
    half = found["settings"]["mixed"]["original"]
    return {"read": float((judge.probabilities(params, x).argmax(1) == labels).mean()),
            "variety": measure.variety(params, *digits.train()), "at_most": 1 - half + half * inside,
            "in8": found["in"]["all"][8]}


def uniforms():
    """How many uniform random numbers the kit adds up to a nearly normal one."""
    stream = Counter(1)
    stream.normal()
    return stream.used


def settings(found):
    alone, cfg = found["settings"]["alone"], found["cfg"]
    return {key: alone[key] for key in ("rounds", "votes", "candidates", "keep", "steps", "likes")} | {
        "seeds": len(found["seeds"]), "looked": found["looked"], "base_steps": cfg["steps"], "batch": cfg["batch"],
        "levels": cfg["levels"], "weights": found["weights"], "uniforms": uniforms(),
        "original": found["settings"]["mixed"]["original"]}


def compute():
    """Every number the page prints."""
    found = stored()
    return tidy({"mixes": mixes(found), "loops": loops(found), "seed1": first_seed(found),
                 "sevens": nothing_else(found), "unheard": unheard(found), "fours": fours(found), "exercise": exercise(found),
                 "real": real(found), "settings": settings(found)})


if __name__ == "__main__":
    write(__file__, compute())
