"""The counting lab with ten seeds: which numbers does its page print, and how far do they vary?

    python models/counting_lab_numbers.py      writes models/results/counting_lab_numbers.json

It reads what models/train_counting_lab.py measured and stored.
"""

import json
from math import log
from pathlib import Path
from statistics import mean, median

import counting
import stories
import story_reader
import train_counting_lab
import train_transformer
from kit.results import tidy, write

STORED = Path(__file__).parent / "weights" / "counting_lab.json"
SPREAD = {"low": min, "median": median, "high": max}
LANGUAGES = stories.LANGUAGES
EXERCISE = {"seen": 3, "of": 4, "kinds": 2, "below": 0.1}  # counts for the exercise on paper


def spread(name, values):
    """Lowest, median and highest of some values, under the name of what they are."""
    return {f"{name}_{kind}": of(values) for kind, of in SPREAD.items()}


def column(runs, key, n):
    """What runs have in a list by orders."""
    return [run[key][n - 1] for run in runs]


def orders(runs, key):
    """Spread of a list by orders, over runs: {order1: {key_low, …}, …}."""
    return {f"order{n}": spread(key, list(values)) for n, values in enumerate(zip(*(run[key] for run in runs)), 1)}


def best(bits):
    return min(range(1, len(bits) + 1), key=lambda n: bits[n - 1])


def votes(bests):
    """How often which order was best, and the commonest."""
    count = {f"order{n}": bests.count(n) for n in range(1, counting.ORDERS + 1)}
    return count | {"most": max(set(bests), key=bests.count), "often": max(count.values())}


def texts(runs):
    rows = orders(runs, "bits")
    for key in ("known", "copied"):
        for n, more in orders(runs, key).items():
            rows[n] |= more
    return rows | {"best": votes([best(run["bits"]) for run in runs]), "contexts2": median(run["contexts"][1] for run in runs),
                   "rise": spread("bits", [run["bits"][-1] - min(run["bits"]) for run in runs])} | {
                       key: median(run[key] for run in runs) for key in ("tokens", "held", "vocabulary")}


def on_stories(runs, lang):
    sweep = {}
    for count in runs[0]["sweep"]:
        bits = [run["sweep"][count] for run in runs]
        sweep[f"stories{count}"] = orders([{"bits": one} for one in bits], "bits") | {
            "best": votes([best(one) for one in bits]), "least": spread("bits", [min(one) for one in bits]),
            "rise": spread("bits", [one[-1] - min(one) for one in bits])}
    looked = {}
    for count in runs[0]["looked"]:
        each = [run["looked"][count] for run in runs]
        looked[f"stories{count}"] = {
            f"order{n}": {key: value for name in ("known", "copied") for key, value in spread(name, column(each, name, n)).items()}
            for n in range(1, counting.ORDERS + 1)}
        rare = [one["rare"][-1] for one in each]  # of the longest memory
        looked[f"stories{count}"]["rare"] = {key: value for name in ("share", "counts", "network", "counts_known", "network_known")
                                             for key, value in spread(name, [one[name] for one in rare]).items()}
    return {
        "sweep": sweep, "looked": looked, "learnt": median(run["learnt"] for run in runs),
        "network": spread("bits", [run["network"] for run in runs]), "grammar": spread("bits", [run["grammar"] for run in runs]),
        "over": spread("bits", [run["network"] - run["grammar"] for run in runs]),
        "long": spread("known", [run["long"] for run in runs]),
        "floor": story_reader.floor(lang) / log(2), "known_stories": sum(run["known_stories"] for run in runs),
        "length": mean(run["held"] for run in runs) / counting.HELD_STORIES,
        "guess": counting.HELD_STORIES / mean(run["held"] for run in runs),
        "left": median(run["network"] - run["grammar"] for run in runs) - counting.HELD_STORIES / mean(run["held"] for run in runs),
        "wins": sum(run["network"] < min(min(bits) for bits in run["sweep"].values()) for run in runs),
    }


def exercise():
    """Witten–Bell by hand: the token was seen 3 times after a context that occurred 4 times, followed by 2 kinds."""
    seen, of, kinds, below = EXERCISE.values()
    p = (seen + kinds * below) / (of + kinds)
    return EXERCISE | {"p": p, "bits": -log(p) / log(2), "fives": len(counting.STORY_WORDS) ** 5}


def compute():
    """Every number the page prints."""
    found = json.loads(STORED.read_text(encoding="utf-8"))
    settings = {
        "seeds": len(found["seeds"]), "held": counting.HELD_STORIES, "chapters": counting.HELD_CHAPTERS, "run": counting.RUN,
        "orders": counting.ORDERS, "train": stories.TRAIN, "told": counting.TOLD, "written": counting.WRITTEN,
        "both": stories.TRAIN * len(LANGUAGES), "words": len(counting.STORY_WORDS),
        "read": train_transformer.STEPS * train_transformer.BATCH / (stories.TRAIN * len(LANGUAGES)),
        "steps": train_transformer.STEPS, "batch": train_transformer.BATCH,
        "long": train_counting_lab.LONG,
        "least": train_counting_lab.SWEEP[0], "few": train_counting_lab.LOOKED[0], "most": train_counting_lab.SWEEP[-1]}
    numbers = {lang: {"stories": on_stories(list(found[lang]["stories"].values()), lang),
                      "daodejing": texts(list(found[lang]["daodejing"].values()))} for lang in LANGUAGES}
    return tidy(numbers | {"settings": settings, "exercise": exercise()})


if __name__ == "__main__":
    write(__file__, compute())
