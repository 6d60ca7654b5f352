"""The GAN duel with ten seeds a setting: which numbers does its page print, and how far do they vary?

    python models/gan_lab_numbers.py      writes models/results/gan_lab_numbers.json

It reads what models/train_gan_lab.py measured and stored, and works out the exercises. All logarithms are natural.
"""

import json
from inspect import signature
from math import log

import gan
import points
from kit.results import tidy, write
from kit.rng import Counter
from pipeline_lab_numbers import spread, uniforms
from train_gan_lab import EVERY, LOOKS, SETTINGS, STEPS, STORED, N
from train_gan_lab import TARGETS as DATA

CLUSTERS, LEFT = 8, 3  # of the data; of a generator that has given up the others
AVERAGED = signature(gan.Trainer.recent).parameters["n"].default  # steps behind a loss
TIMES = 3              # how much denser the real points are than those made, in an exercise


def last(runs):
    return [run["looks"][f"step{STEPS}"] for run in runs.values()]


def summed(runs):
    """Of the last look: lowest, median and highest; how many seeds reached all, nothing, once all and then no more."""
    row = {name: value for key in ("modes", "on", "d", "g", "real", "made")
           for name, value in spread(key, [one[key] for one in last(runs)]).items()}
    most = [max(look["modes"] for look in run["looks"].values()) for run in runs.values()]
    ends = [one["modes"] for one in last(runs)]
    return row | {"all": ends.count(CLUSTERS), "none": sum(one["on"] == 0 for one in last(runs)),
                  "lost": sum(top == CLUSTERS > end for top, end in zip(most, ends))}


def stages(runs):
    """On the way: lowest, median and highest share on the data, and clusters reached."""
    return {step: spread("on", [run["looks"][step]["on"] for run in runs.values()])
            | spread("modes", [run["looks"][step]["modes"] for run in runs.values()]) for step in runs["seed1"]["looks"]}


def told(runs, name, seed):
    """One run, as a reader finds it in the lab: at its end, and where it had the most hits."""
    looks = runs[name][f"seed{seed}"]["looks"]
    keys = ("modes", "on", "d", "g", "real", "made")
    best = max(looks, key=lambda step: looks[step]["on"])
    return {"seed": seed, "end": {key: looks[f"step{STEPS}"][key] for key in keys},
            "best": {"step": int(best.removeprefix("step"))} | {key: looks[best][key] for key in ("modes", "on")}}


def empty(runs):
    """At how many looks of all seeds, the first aside, not a single point was a hit; and how many looks there were."""
    found = [look["on"] == 0 for run in runs.values() for step, look in run["looks"].items() if step != "step0"]
    return {"empty": sum(found), "looks": len(found)}


def few(runs):
    """Seeds that ended with no more than LEFT clusters, and their hits beside those of the others."""
    chosen = [one["on"] for one in last(runs) if one["modes"] <= LEFT]
    return {"seeds": len(chosen), "low": min(chosen), "others_high": max(one["on"] for one in last(runs) if one["modes"] > LEFT)}


def heaps(found):
    """Whether all points are pushed the same way; visits of most points to one cluster: how long, and what D came to think."""
    rows = {name: spread("alike", [run["alike"] for run in runs.values()]) for name, runs in found.items()}
    runs = found["fast_generator"].values()
    visits = [visit for run in runs for visit in run["visits"]]
    told = {"count": len(visits), "seeds": sum(bool(run["visits"]) for run in runs),
            "fell": sum(visit["left"] < visit["came"] for visit in visits),
            "others_fell": sum(visit["others_left"] < visit["others_came"] for visit in visits)}
    for key in ("stayed", "came", "left", "others_came", "others_left"):
        told |= spread(key, [visit[key] for visit in visits])
    return rows | {"visits": told}


def reference():
    """What the same measure says of as many real points as are generated at a look."""
    found = {name: points.quality(data().sample(Counter(2000), N)[0], data()) for name, data in DATA.items()}
    return {name: {key: one[key] for key in ("modes", "on")} for name, one in found.items()}


def overlap(runs):
    """How far the discriminator's losses of the good and of the bad setting lie in one another."""
    good, bad = ([one["d"] for one in last(runs[name])] for name in ("balanced", "fast_generator"))
    return {"inside": sum(min(good) <= one <= max(good) for one in bad)}


def best(share):
    """The best discriminator where real points have density 1 and generated ones `share`   [goodfellow2014gan, prop. 1]"""
    return 1 / (1 + share)


def exercises():
    """A discriminator that cannot tell; one that is the best possible for a generator that makes only LEFT clusters."""
    denser = CLUSTERS / LEFT  # how much denser than the data its points lie where it makes any
    kept = best(denser)
    real = -LEFT / CLUSTERS * log(kept)  # the other clusters are told to be real with certainty, which costs nothing
    made = -log(1 - kept)
    return {"half": 0.5, "both_half": 2 * log(2), "g_half": log(2), "denser": best(1 / TIMES), "kept": kept, "left": LEFT,
            "real": real, "made": made, "loss": real + made, "divergence": (2 * log(2) - real - made) / 2, "g": -log(kept)}


def compute():
    """Every number the page prints."""
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    runs, cfg = stored["runs"], gan.Config()
    return tidy({
        "settings": {"seeds": len(stored["seeds"]), "steps": STEPS, "samples": N, "looks": LOOKS, "averaged": AVERAGED,
                     "every": EVERY, "batch": cfg.batch, "hidden": cfg.hidden, "clusters": CLUSTERS, "uniforms": uniforms(),
                     "parts": len(DATA["moons"]().centres),
                     "weights": [sum(v.size for v in one.values()) for one in gan.create(cfg)]},
        "runs": {name: summed(runs[name]) for name in SETTINGS},
        "stages": {name: stages(runs[name]) for name in ("balanced", "both_fast")},
        "told": {"wandering": told(runs, "fast_generator", 1), "saved": told(runs, "fast_generator", 5),
                 "few": told(runs, "fast_discriminator", 8), "lost": told(runs, "both_fast", 2)},
        "overlap": overlap(runs), "wandering": empty(runs["fast_generator"]), "few": few(runs["fast_discriminator"]),
        "heaps": heaps(stored["heaps"]),
        "reference": reference(), "rates": {name: {"d": d, "g": g} for name, (_, d, g) in SETTINGS.items()},
        "exercise": exercises(),
    }, significant=True)


if __name__ == "__main__":
    write(__file__, compute())
