"""The tokenizer lab: which numbers does its page print, and how far do they vary with the text?

    python models/tokenizer_lab_numbers.py      writes models/results/tokenizer_lab_numbers.json

It reads what models/train_tokenizer_lab.py measured with ten divisions of the text, and cuts the sentences of the page with
the merges that the lab itself learns.
"""

import json
from statistics import median

import bpe
from kit.results import tidy, write
from tokenization_numbers import learn
from train_tokenizer_lab import HELD_OUT, MERGES, SOURCES, STORED

SENTENCES = {"water": ("上善若水。水善利万物而不争。", "The highest excellence is like (that of) water."),
             "ball": ("小猫找到一个红球。", "The cat found a red ball.")}
SPREAD = {"low": min, "median": median, "high": max}


def spread(name, values):
    return {f"{name}_{kind}": of(values) for kind, of in SPREAD.items()}


def runs():
    """For each source and number of merges: tokens per Chinese character, characters per English token, over the seeds."""
    stored = json.loads(STORED.read_text(encoding="utf-8"))["runs"].values()
    rows = {}
    for source in SOURCES:
        rows[source] = {}
        for merges in MERGES:
            cut = [(run, run["cut"][source][f"merges_{merges}"]) for run in stored]
            rows[source][f"merges_{merges}"] = (
                spread("zh", [found["zh_tokens"] / run["zh_characters"] for run, found in cut])
                | spread("en", [run["en_characters"] / found["en_tokens"] for run, found in cut]))
    rows["order"] = {  # in how many runs merges from both languages lie between the other two
        lang: sum(run["cut"][own]["merges_1000"][f"{lang}_tokens"] < run["cut"]["both"]["merges_1000"][f"{lang}_tokens"]
                  < run["cut"][other]["merges_1000"][f"{lang}_tokens"] for run in stored)
        for lang, own, other in (("zh", "zh", "en"), ("en", "en", "zh"))}
    return rows


def sentences():
    """The page's sentences cut with the lab's own merges."""
    rows = {}
    for name, pair in SENTENCES.items():
        rows[name] = {}
        for lang, text in zip(("zh", "en"), pair):
            rows[name][lang] = {"text": text, "characters": len(text), "bytes": len(text.encode())}
            for source, languages in SOURCES.items():
                for merges in (300, 1000):
                    rows[name][lang][f"{source}_{merges}"] = len(bpe.encode(text, learn(*languages)[:merges]))
    return rows


def exercise():
    """How many merges one character of three bytes needs, and the saving of a merge that stands n times in the text."""
    (_, first), (_, last) = learn("zh", "en")[0], learn("zh", "en")[-1]
    return {"first": first, "last": last}


def compute():
    """Every number the page prints."""
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    return tidy({
        "settings": {"seeds": len(stored["seeds"]), "held_out": HELD_OUT, "merges": max(MERGES)},
        "runs": runs(), "sentences": sentences(), "exercise": exercise(),
    }, significant=True)


if __name__ == "__main__":
    write(__file__, compute())
