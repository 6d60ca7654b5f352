"""Model collapse on paper: what does replacing the data do to a model's error, and what does keeping them do?

    python models/model_collapse_numbers.py      writes models/results/model_collapse_numbers.json

The page's other measured numbers come from models/loop_numbers.py. Keys stand in data/references.bib.
"""

from math import log, log1p, pi

import loop_numbers
from kit.results import tidy, write

GENERATIONS = (1, 2, 5, 10, 100)
SAMPLES = (48, 1_000, 100_000)
RARE = 0.01  # the share of a rare kind
DRAWN = (48, 100, 300, 1_000)


def errors(n):
    """Error of the n-th linear model in units of the first: n if data are replaced, 1 + 1/4 + … + 1/n² if they
    accumulate   [gerstgrasser2024collapse]."""
    return {"replace": float(n), "accumulate": sum(1 / k**2 for k in range(1, n + 1))}


def half_life(samples):
    """Generations until chance alone has halved variety, if each learns from `samples` outputs of the last.

    The chance that two random outputs are of different kinds shrinks by 1 − 1/samples each time.
    """
    return {"samples": samples, "generations": round(log(0.5) / log1p(-1 / samples), 6)}


def missed(drawn):
    """Chance that a kind with share RARE does not turn up among `drawn` outputs."""
    return {"drawn": drawn, "missing": (1 - RARE) ** drawn}


def different():
    """The chance that two pictures show different digits, 1 − Σp², after the last round of every run without votes."""
    runs = loop_numbers.header()["metrics"]["loops"]["blind"]
    return {seed: 1 - sum(share**2 for share in rows[-1]["share"]) for seed, rows in runs.items()}


def compute():
    """Every number that the page prints beside those of the loop."""
    return tidy({"linear": {f"n{n}": errors(n) for n in GENERATIONS} | {"limit": pi**2 / 6},
                 "half": {f"n{n}": half_life(n) for n in SAMPLES},
                 "rare": {f"n{n}": missed(n) for n in DRAWN} | {"share": RARE}, "different": different()})


if __name__ == "__main__":
    write(__file__, compute())
