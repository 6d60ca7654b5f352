"""How far a test can be trusted: which numbers does the page on datasets print?

    python models/datasets_numbers.py      writes models/results/datasets_numbers.json

Keys such as [huang2023ceval] stand in data/references.bib. The collections of examples are invented.
"""

from fractions import Fraction
from math import ceil, sqrt

from kit.results import tidy, write

# --- an unbalanced test set: 1000 emails, of which 30 are fraud

EMAILS, FRAUD = 1000, 30
CAUGHT, ALARMS = 24, 40  # a filter finds 24 of the 30 and suspects 40 honest ones as well


def judged(caught, alarms):
    """Accuracy, recall, precision, and balanced accuracy of a filter. Precision is None if it suspects nothing."""
    honest = EMAILS - FRAUD
    recall, spared = Fraction(caught, FRAUD), Fraction(honest - alarms, honest)
    suspected = caught + alarms
    return {
        "right": caught + honest - alarms, "accuracy": Fraction(caught + honest - alarms, EMAILS), "recall": recall,
        "precision": Fraction(caught, suspected) if suspected else None, "balanced": (recall + spared) / 2,
    }


# --- a measured share is uncertain: the smaller the test, the more

Z = 1.96  # 95% of a normal distribution lie within 1.96 standard deviations


def margin(share, n):
    """± of a 95% interval: 1.96·√(p(1 − p)/n)."""
    return Z * sqrt(share * (1 - share) / n)


def enough(share, small):
    """How many examples until the margin is at most so small?"""
    return ceil(share * (1 - share) * (Z / small) ** 2)


SUBJECTS, QUESTIONS = 52, 13_948  # of C-Eval [huang2023ceval]


def sampling():
    each = round(QUESTIONS / SUBJECTS)
    return {"share": 0.9, "n100": margin(0.9, 100), "n1000": margin(0.9, 1000), "n10000": margin(0.9, 10_000),
            "for_one_point": enough(0.9, 0.01),
            "ceval": {"all": QUESTIONS, "subjects": SUBJECTS, "each": each, "share": 0.7,
                      "margin_each": margin(0.7, each), "margin_all": margin(0.7, QUESTIONS)}}


# --- twins: every photograph is in the collection twice, and the split does not know it

PHOTOS, TEST = 1000, 200
NEW, SEEN = Fraction(7, 10), Fraction(1)  # share right on new photographs, and on those with a twin in training


def leak():
    """A test photo's twin is one of the 999 others, of which 800 are in the training set."""
    twin = Fraction(PHOTOS - TEST, PHOTOS - 1)
    return {"photos": PHOTOS, "test": TEST, "train": PHOTOS - TEST, "twin": twin, "expected": TEST * twin,
            "honest": 100 * NEW, "measured": 100 * (twin * SEEN + (1 - twin) * NEW)}


# --- wrong labels: a perfect model is marked down

WRONG = 6  # percent of the labels, at least, in the validation set of ImageNet [northcutt2021errors]


def compute():
    """Every number the page prints."""
    return tidy({
        "emails": EMAILS, "fraud": FRAUD, "honest": EMAILS - FRAUD, "caught": CAUGHT, "alarms": ALARMS,
        "never": judged(0, 0), "filter": judged(CAUGHT, ALARMS), "sampling": sampling(), "leak": leak(),
        "labels": {"wrong": WRONG, "ceiling": 100 - WRONG},
    })


if __name__ == "__main__":
    write(__file__, compute())
