"""The sampling lab with ten seeds: which numbers does its page print, and how far do they vary?

    python models/sampling_lab_numbers.py      writes models/results/sampling_lab_numbers.json

It reads what models/train_sampling_lab.py measured and stored.
"""

import json
from math import prod

import generation_numbers
from kit import weights
from kit.results import tidy, write
from pipeline_lab_numbers import spread

STORED = weights.FOLDER / "sampling_lab.json"
MEASURED = ("distinct", "right", "words", "nats")
LENGTH = 45  # words and marks of a story, in an exercise
DOUBTFUL = 12  # choices between two, in another


def stored():
    return json.loads(STORED.read_text(encoding="utf-8"))


def measured(found):
    """For each language and setting: lowest, median and highest of ten runs."""
    return {lang: {name: {key: value for of in MEASURED for key, value in spread(of, [run[of] for run in runs.values()]).items()}
                   for name, runs in settings.items()} for lang, settings in found["runs"].items()}


def over_all(found):
    """The fewest distinct stories of any run that draws at all, and of any at temperature 0.3 or above without a k."""
    runs = [(name, run["distinct"]) for settings in found["runs"].values() for name, of in settings.items() for run in of.values()]
    return {"least": min(count for name, count in runs if name != "greedy"),
            "least_from_t03": min(count for name, count in runs if name not in ("greedy", "t01", "k2"))}


def greedy(found):
    """The only story there is at k = 1, and where it breaks the grammar."""
    return {lang: {"text": one["text"]} | ({key: one["fault"][key] for key in ("place", "found", "right")} if one["fault"] else {})
            for lang, one in found["greedy"].items()}


def order():
    """Which cut leaves how many of five words: temperature 2 before top-p with 0.9, or after it?"""
    p = generation_numbers.NEXT
    hot = generation_numbers.at_temperature(p, 2)
    first, then = generation_numbers.top_p(hot, 0.9), generation_numbers.top_p(p, 0.9)
    return {"hot": hot, "hot_four": sum(sorted(hot.values(), reverse=True)[:4]), "temperature_first": first["kept"],
            "top_p_first": then["kept"], "plain_three": sum(sorted(p.values(), reverse=True)[:3]),
            "plain_four": sum(sorted(p.values(), reverse=True)[:4])}


def exercise(found):
    rows, stories = measured(found), found["stories"]
    share = rows["en"]["t1"]["right_median"] / stories
    ways = 2 ** DOUBTFUL
    return {"length": LENGTH, "share": share, "wrong": 1 - share ** (1 / LENGTH), "doubtful": DOUBTFUL, "ways": ways,
            "all_distinct": prod(1 - told / ways for told in range(stories)), "order": order()}


def compute():
    """Every number the page prints."""
    found = stored()
    params = weights.load("stories_small")[0]
    settings = {"seeds": len(found["seeds"]), "stories": found["stories"], "words": len(params["words"]),
                "weights": sum(value.size for value in params.values())}
    return tidy({"measured": measured(found), "distinct": over_all(found), "greedy": greedy(found),
                 "exercise": exercise(found), "settings": settings})


if __name__ == "__main__":
    write(__file__, compute())
