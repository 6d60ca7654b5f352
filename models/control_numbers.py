"""What are filters worth when attackers may try again? Which numbers does the page on control print?

    python models/control_numbers.py      writes models/results/control_numbers.json

Keys such as [sharma2025classifiers] stand in data/references.bib.
"""

from math import ceil, log

from kit.results import tidy, write

BARE, GUARDED = 0.86, 0.044  # share of attempts that got through, without and with classifiers   [sharma2025classifiers]
REFUSED = 0.0038  # refusals added to ordinary traffic, as a share of requests   [sharma2025classifiers]
TRAFFIC = 1_000_000  # requests of the example
TRIES = (1, 10, 50)


def through(rate, n):
    """Probability that at least one of n independent attempts gets through: 1 − (1 − rate)^n."""
    return 1 - (1 - rate) ** n


def tries_for_half(rate):
    """The smallest number of attempts with which at least one gets through more often than not."""
    return ceil(log(0.5) / log(1 - rate))


def compute():
    """Every number the page prints."""
    attempts = {f"n{n}": {"n": n, "bare": through(BARE, n), "guarded": through(GUARDED, n)} for n in TRIES}
    return tidy({"attempts": attempts, "half": tries_for_half(GUARDED), "stopped": 1 - GUARDED,
                 "refused": {"traffic": TRAFFIC, "rate": REFUSED, "count": round(TRAFFIC * REFUSED)}})


if __name__ == "__main__":
    write(__file__, compute())
