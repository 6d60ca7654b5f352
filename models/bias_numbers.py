"""What does a generator that is a little surer than its data do to shares, and which fairness goals exclude each other?

    python models/bias_numbers.py      writes models/results/bias_numbers.json

Keys such as [chouldechova2017fair] stand in data/references.bib.
"""

from kit.results import tidy, write

SHARE = 0.7  # share of the more frequent kind in the data of the example
SURER = 1.2  # the exponent: 1 copies the data, more than 1 is surer than the data
GROUPS = {"a": 50, "b": 20}  # of 100 people in each group, how many really qualify
CAUGHT, FALSE = 0.8, 0.2  # share of the qualified who are chosen, share of the others who are chosen by mistake


def sharpen(p, power):
    """Both shares to a power and scaled to a sum of 1; the power 1/T is the temperature T."""
    return p**power / (p**power + (1 - p) ** power)


def rounds(n):
    """The share after n rounds in which each model learns from the output of the one before."""
    share = SHARE
    for _ in range(n):
        share = sharpen(share, SURER)
    return share


def chosen(qualified, false=FALSE):
    """Of 100 people: who is chosen, and what share of the chosen is qualified."""
    right, wrong = CAUGHT * qualified, false * (100 - qualified)
    return {"qualified": qualified, "right": right, "wrong": wrong, "all": right + wrong, "precision": right / (right + wrong)}


def equal_precision():
    """The false rate that group B would need so that its chosen are as reliable as group A's."""
    a, b = chosen(GROUPS["a"]), chosen(GROUPS["b"])
    wrong = b["right"] * (1 - a["precision"]) / a["precision"]
    return {"wrong": wrong, "false": wrong / (100 - GROUPS["b"])}


def compute():
    """Every number the page prints."""
    amplified = {"data": SHARE, "rare": 1 - SHARE, "power": SURER, "once": sharpen(SHARE, SURER),
                 "half": sharpen(SHARE, 2), "five": rounds(5), "ten": rounds(10)}
    amplified |= {"rare_ten": 1 - amplified["ten"], "always": 1.0}
    fair = {name: chosen(n) for name, n in GROUPS.items()}
    return tidy({"amplified": amplified, "fair": fair | {"caught": CAUGHT, "false": FALSE, "needed": equal_precision()}})


if __name__ == "__main__":
    write(__file__, compute())
