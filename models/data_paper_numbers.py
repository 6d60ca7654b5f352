"""How far can the cleaning and mixing of data be followed on paper: hashes, votes, filters, shares?

    python models/data_paper_numbers.py      writes models/results/data_paper_numbers.json

Keys such as [penedo2024fineweb] stand in data/references.bib.
"""

from fractions import Fraction
from math import comb

import classic
from kit.results import tidy, write

# --- the funnel of FineWeb, in trillions of tokens   [penedo2024fineweb, §3.3–4]

FILTERED = 36  # passed the first filter
LEFT = {"each": 20, "all": 4, "final": 15, "edu": Fraction(13, 10)}


def funnel():
    """What is left of the text that passed the first filter, in percent."""
    return {f"{name}_percent": 100 * Fraction(tokens) / FILTERED for name, tokens in LEFT.items()}


# --- MinHash: one hash function in full, and the chance that a pair is found   [broder1997resemblance]

SHINGLES = 10  # in both sentences together


def hashes():
    """h(x) = (5x + 4) mod 11 for the shingles numbered 0 … 9."""
    return {f"x{x}": (5 * x + 4) % 11 for x in range(SHINGLES)}


BUCKETS, ROWS = 14, 8  # 112 hash functions, as in FineWeb


def found(likeness):
    """Chance that two documents agree in all eight values of at least one bucket: 1 − (1 − s^8)^14."""
    return 1 - (1 - Fraction(likeness) ** ROWS) ** BUCKETS


def buckets():
    return {"functions": BUCKETS * ROWS, "buckets": BUCKETS, "rows": ROWS} | {
        f"s{percent}": found(Fraction(percent, 100)) for percent in (50, 65, 75, 85)}


# --- a blocklist that hits one way of writing more often than another   [dodge2021c4, §5.3]

REMOVED = {"aae": Fraction(42, 100), "hispanic": Fraction(32, 100), "white": Fraction(62, 1000)}
BEFORE = Fraction(10, 100)  # supposed share of the dialect before the filter


def blocklist():
    kept, other = BEFORE * (1 - REMOVED["aae"]), (1 - BEFORE) * (1 - REMOVED["white"])
    return {name: 100 * rate for name, rate in REMOVED.items()} | {
        "ratio": REMOVED["aae"] / REMOVED["white"], "before": 100 * BEFORE, "kept": kept, "other": other,
        "after": 100 * kept / (kept + other)}


# --- annotation: high agreement with nothing behind it, and the vote of several   [cohen1960kappa]

LOPSIDED = {"both_yes": 34, "only_a": 3, "only_b": 3, "both_no": 0}  # 40 stories, nearly all called good


def agreement(both_yes, only_a, only_b, both_no):
    n = both_yes + only_a + only_b + both_no
    a, b = Fraction(both_yes + only_a, n), Fraction(both_yes + only_b, n)
    observed, expected = Fraction(both_yes + both_no, n), a * b + (1 - a) * (1 - b)
    return {"observed": observed, "expected": expected, "kappa": (observed - expected) / (1 - expected)}


def majority(people, right):
    """Chance that more than half of independent annotators are right, each with the same probability."""
    return sum(comb(people, k) * right**k * (1 - right) ** (people - k) for k in range(people // 2 + 1, people + 1))


RIGHT = Fraction(8, 10)


def votes():
    return {"one": RIGHT} | {name: majority(people, RIGHT) for name, people in (("three", 3), ("five", 5))}


# --- mixing two sources of unequal size: p ∝ n^α   [xue2021mt5]


def mixing():
    """The Chinese and the English Daodejing; a run reads as many characters as both have together."""
    zh, en = (len(classic.joined(classic.chapters(lang))) for lang in ("zh", "en"))
    result = {"zh": zh, "en": en, "all": zh + en}
    for name, alpha in (("a1", 1.0), ("a05", 0.5), ("a03", 0.3), ("a0", 0.0)):
        share = zh**alpha / (zh**alpha + en**alpha)
        result[name] = {"alpha": alpha, "share": share, "zh_passes": share * (zh + en) / zh,
                        "en_passes": (1 - share) * (zh + en) / en}
    return result


def compute():
    """Every number the page prints from this script."""
    return tidy({"funnel": funnel(), "hashes": hashes(), "buckets": buckets(), "blocklist": blocklist(),
                 "lopsided": LOPSIDED | {"n": sum(LOPSIDED.values())} | agreement(**LOPSIDED), "votes": votes(),
                 "mixing": mixing()})


if __name__ == "__main__":
    write(__file__, compute())
