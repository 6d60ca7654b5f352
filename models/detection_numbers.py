"""Detection: how often is a flagged text really generated, and how well can any detector do?

    python models/detection_numbers.py      writes models/results/detection_numbers.json

Keys such as [liang2023detectors] stand in data/references.bib.
"""

from fractions import Fraction
from math import comb

from kit.results import tidy, write

SHARES = (2, 10, 50)  # per cent of all texts that are generated
DETECTORS = {  # (share of generated texts found, share of human texts flagged)
    "sharp": (Fraction(90, 100), Fraction(1, 100)),  # supposed
    "middling": (Fraction(80, 100), Fraction(5, 100)),  # supposed
    "openai": (Fraction(26, 100), Fraction(9, 100)),  # measured   [openai2023classifier]
}
SECOND_LANGUAGE = Fraction(6122, 10000)  # mean false alarm on TOEFL essays   [liang2023detectors, fig. 1]
HUMAN = (62, 48, 41, 33, 25)  # invented perplexities of five texts by people
MACHINE = (37, 28, 22, 18, 12)  # and of five generated ones
STYLES = ((Fraction(5, 10), Fraction(3, 10), Fraction(2, 10)), (Fraction(3, 10), Fraction(3, 10), Fraction(4, 10)))


def predictive(share, found, alarm):
    """Of the texts flagged, which part is generated?   Bayes: π·t / (π·t + (1 − π)·f)."""
    return share * found / (share * found + (1 - share) * alarm)


def pile(share, found, alarm, texts=1000):
    """The same as heads to count: a pile of texts, sorted by what they are and by what the detector says."""
    generated = share * texts
    hit, false = generated * found, (texts - generated) * alarm
    heads = {"generated": generated, "human": texts - generated, "hit": hit, "false": false, "flagged": hit + false}
    return {name: int(number) for name, number in heads.items()} | {"texts": texts}


def rates(threshold):
    """A rule that flags every perplexity below the threshold: (share of machine texts found, share of human texts flagged)."""
    return tuple(Fraction(sum(x < threshold for x in group), len(group)) for group in (MACHINE, HUMAN))


def area():
    """AUROC: the share of pairs, one text of each kind, in which the generated one has the lower perplexity."""
    return Fraction(sum(m < h for m in MACHINE for h in HUMAN), len(MACHINE) * len(HUMAN))


def listed(scores):
    return " · ".join(map(str, scores))


def distance(texts):
    """Total variation between `texts` independent texts by people and as many generated ones: ½·Σ|p − q| over all counts."""
    p, q = STYLES
    total = Fraction(0)
    for a in range(texts + 1):
        for b in range(texts + 1 - a):
            ways, c = comb(texts, a) * comb(texts - a, b), texts - a - b
            total += ways * abs(p[0]**a * p[1]**b * p[2]**c - q[0]**a * q[1]**b * q[2]**c)
    return total / 2


def ceiling(tv):
    """No detector has a larger AUROC than ½ + TV − TV²/2   [sadasivan2023detection, thm. 1]."""
    return Fraction(1, 2) + tv - tv**2 / 2


def campus():
    """Honest writers among the flagged: one class, one university, one student over a course of study."""
    alarm, honest = Fraction(5, 100), 27
    return {
        "class": {
            "pupils": 30, "honest": honest, "alarm": alarm,
            "expected": honest * alarm, "some": 1 - (1 - alarm) ** honest,
        },
        "university": {"papers": 75000, "alarm": Fraction(1, 100), "flagged": 75000 // 100},  # [vanderbilt2023turnitin]
        "student": {"essays": 40, "alarm": Fraction(1, 100), "some": 1 - (1 - Fraction(1, 100)) ** 40},
    }


def compute():
    """Every number the pages print."""
    table = {
        name: {"found": t, "alarm": f} | {f"p{s}": predictive(Fraction(s, 100), t, f) for s in SHARES}
        for name, (t, f) in DETECTORS.items()
    }
    one = distance(1)
    cap = Fraction(1, 100) + one  # on every set of texts p and q differ by TV at most, so found ≤ alarm + TV
    numbers = {
        "table": table,
        "wrong": 1 - table["sharp"]["p2"],
        "pile": pile(Fraction(10, 100), *DETECTORS["middling"]),
        "second_language": {"alarm": SECOND_LANGUAGE, "p10": predictive(Fraction(10, 100), Fraction(9, 10), SECOND_LANGUAGE)},
        "campus": campus(),
        "roc": {f"t{x}": dict(zip(("found", "alarm"), rates(x))) for x in (20, 30, 40)}
        | {"area": area(), "pairs": 25, "won": int(25 * area()), "human": listed(HUMAN), "machine": listed(MACHINE)},
        "styles": {
            "tv": one, "area": ceiling(one), "found": cap, "p10": predictive(Fraction(10, 100), cap, Fraction(1, 100)),
            "more": {f"n{n}": {"tv": distance(n), "area": ceiling(distance(n))} for n in (10, 50)},
        },
    }
    return tidy(numbers)


if __name__ == "__main__":
    write(__file__, compute())
