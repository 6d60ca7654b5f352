"""How much did each word contribute? Two methods and two answers for “not good”, as the page on interpretability prints them.

    python models/interpretability_numbers.py      writes models/results/interpretability_numbers.json

Keys such as [lundberg2017shap] stand in data/references.bib.
"""

from kit.results import tidy, write

SCORE = {"": 0.5, "not": 0.4, "good": 0.9, "not good": 0.2}  # a made-up judge: probability that a review is favourable


def removal():
    """Take one word away and see how the score of the whole changes."""
    whole = SCORE["not good"]
    return {"not": whole - SCORE["good"], "good": whole - SCORE["not"]}


def shapley():
    """The mean of a word's contribution over both orders in which the two words can be added   [lundberg2017shap]."""
    alone = {word: SCORE[word] - SCORE[""] for word in ("not", "good")}
    last = removal()
    return {word: (alone[word] + last[word]) / 2 for word in alone} | {f"{word}_alone": value for word, value in alone.items()}


def compute():
    """Every number the page prints."""
    score = {"none": SCORE[""], "not": SCORE["not"], "good": SCORE["good"], "both": SCORE["not good"]}
    left, fair = removal(), shapley()
    return tidy({"score": score, "removal": left | {"sum": left["not"] + left["good"]},
                 "shapley": fair | {"sum": fair["not"] + fair["good"]}, "change": SCORE["not good"] - SCORE[""]})


if __name__ == "__main__":
    write(__file__, compute())
