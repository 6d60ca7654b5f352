"""The attention lab over ten draws of stories: how sure of the colour is the model, whole and without each head?

    python models/attention_lab_numbers.py      writes models/results/attention_lab_numbers.json

It reads what models/train_attention_lab.py measured and stored.
"""

import json
from math import exp
from statistics import median

from kit.results import tidy, write
from kit.weights import FOLDER
from stories import COLOURS, LANGUAGES, NAMES, THINGS
from story_model import SHAPE
from train_attention_lab import PLOT


def spread(values):
    return {"median": median(values), "low": min(values), "high": max(values)}


def language(draws):
    """Over the draws: p(correct colour) and how often it is the likeliest, the weight of every head on the first colour,
    which head matters most and which looks hardest."""
    draws, result = list(draws.values()), {}
    for key in ("p", "share"):
        result[f"whole_{key}"] = spread([draw["whole"][key] for draw in draws])
    heads = {}
    for n, (block, found) in enumerate(sorted(draws[0]["off"].items())):
        for h, head in enumerate(sorted(found)):
            off = [draw["off"][block][head] for draw in draws]
            heads[f"{block}_{head}"] = {"p": spread([one["p"] for one in off]), "share": spread([one["share"] for one in off]),
                                        "weight": spread([draw["gaze"][n][h] for draw in draws])}
    worst = sorted(heads, key=lambda name: heads[name]["p"]["median"])
    hardest = max(heads, key=lambda name: heads[name]["weight"]["median"])
    firsts = [min((draw["off"][block][head]["p"], f"{block}_{head}") for block in draw["off"] for head in draw["off"][block])[1]
              for draw in draws]
    return result | {"heads": heads, "matters_most": worst[0], "matters_next": worst[1], "looks_hardest": hardest,
                     "copier": numbered(worst[0]), "runner_up": numbered(worst[1]), "agree": firsts.count(worst[0])}


def plot(found):
    """The lab's own story with every colour, thing and hero, where the hero and where the colour is named again: which head
    matters there, how probable is that word with all heads and without this one, for which word is the head missed least?"""
    result = {}
    for kind, cases in found.items():
        heads = sorted((name for name in cases if name != "whole"), key=lambda name: cases[name]["median"])
        most = cases[heads[0]]
        spared = max(most["of"], key=most["of"].get)
        rest = min(cases[name]["median"] for name in heads[1:])
        result[kind] = {"matters_most": heads[0], **numbered(heads[0]), "rest": rest,
                        **{name: {key: value for key, value in cases[case].items() if key != "of"}
                           for name, case in (("whole", "whole"), ("off", heads[0]))},
                        "least_missed": spared, "least_missed_p": most["of"][spared]}
    return result


def numbered(name):
    """The name of a head as two numbers, for a sentence."""
    block, head = name.split("_")
    return {"block": int(block.removeprefix("block")), "head": int(head.removeprefix("head"))}


def exercise(lengths):
    """Weights from three products of a query and keys of four numbers, divided by the root of four or not; and how many weights
    all heads give in the lab's story."""
    products, root = (6, 2, 2), 2
    divided, plain = ([exp(product / by) for product in products] for by in (root, 1))
    return {"products": {"first": products[0], "other": products[1]}, 
            "scores": {"first": products[0] // root, "other": products[1] // root},
            "divided": {"first": divided[0] / sum(divided), "other": divided[1] / sum(divided)},
            "plain": {"first": plain[0] / sum(plain), "other": plain[1] / sum(plain)},
            "story": {lang: {"words": length, "places": length + 1, "pairs": (length + 1) * (length + 2) // 2,
                             "weights": SHAPE.layers * SHAPE.heads * (length + 1) * (length + 2) // 2}
                      for lang, length in lengths.items()}}


def compute():
    """Every number the page prints."""
    stored = json.loads((FOLDER / "attention_lab.json").read_text(encoding="utf-8"))
    settings = {"draws": len(stored["seeds"]), "stories": stored["stories"], "colours": len(COLOURS),
                "plots": len(COLOURS) * len(THINGS) * len(NAMES)}
    lengths = {lang: len(PLOT[lang].split()) - 1 for lang in LANGUAGES}  # without the colour that comes next
    return tidy({"settings": settings, "chance": 1 / len(COLOURS), "exercise": exercise(lengths),
                 "plot": {lang: plot(found) for lang, found in stored["plot"].items()}}
                | {lang: language(stored[lang]) for lang in LANGUAGES})


if __name__ == "__main__":
    write(__file__, compute())
