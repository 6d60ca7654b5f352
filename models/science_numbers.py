"""Science and medicine: what do an hour count, a small drug trial, and a long list of crystals amount to?

    python models/science_numbers.py      writes models/results/science_numbers.json

Keys such as [ama2025scribes] stand in data/references.bib.
"""

from math import hypot

from kit.results import tidy, write

SCRIBE_HOURS = 15_791  # hours of documentation saved, over 2.5 million visits   [ama2025scribes]
SCRIBE_VISITS = 2_500_000
SHIFT = 8  # hours in a working day
NOTE_SECONDS = {"tool": (270, 229), "control": (262, 244)}  # mean writing time before and after   [newsmedical2025scribes]
DRUG = (98.4, 10.9, 185.9)  # change of forced vital capacity in mL, 60 mg once daily: mean, 95% interval   [xu2025rentosertib]
PLACEBO = (-20.3, -116.1, 75.6)
CRYSTALS, MADE = 2_200_000, 736  # proposed, and made by others independently   [merchant2023gnome]
CONSULTATION = (4.41, 3.14)  # minutes without and with the referral report   [tao2026prea]


def difference(drug, placebo):
    """Mean difference of two independent groups with a rough 95% interval: half-widths add like the sides of a right angle."""
    mean = drug[0] - placebo[0]
    half = hypot((drug[2] - drug[1]) / 2, (placebo[2] - placebo[1]) / 2)
    return {"mean": mean, "half": half, "low": mean - half, "high": mean + half}


def compute():
    """Every number the page prints."""
    saved = {name: before - after for name, (before, after) in NOTE_SECONDS.items()}
    return tidy({
        "permanente": {"seconds": SCRIBE_HOURS * 3600 / SCRIBE_VISITS, "days": SCRIBE_HOURS / SHIFT},
        "note": saved | {"net": saved["tool"] - saved["control"]},
        "drug": difference(DRUG, PLACEBO),
        "crystals": {"percent": 100 * MADE / CRYSTALS, "one_in": CRYSTALS / MADE},
        "consultation": {"seconds": 60 * (CONSULTATION[0] - CONSULTATION[1])},
    })


if __name__ == "__main__":
    write(__file__, compute())
