"""How large is a measured benefit? The arithmetic behind percentages, percentage points, and standard deviations.

    python models/benefits_numbers.py      writes models/results/benefits_numbers.json

Inputs are figures that a source states; everything else is derived here. Keys stand in data/references.bib.
"""

from math import erf, sqrt

from kit.results import tidy, write

TIME = {  # change of the time that a task takes, in per cent
    "writing": -40.0,  # [noy2023productivity]
    "copilot": -55.8,  # [peng2023copilot]
    "metr": 19.0,      # [becker2025metr]
}
WRITING_MINUTES = 27   # control group of [noy2023productivity], as reported; the group with ChatGPT took about 16
CORRECT = {"without": 84.5, "with_1": 60.0, "with_2": 70.6}  # per cent, task outside the frontier [dellacqua2026frontier]
SHIFTS = {  # difference of two means in standard deviations
    "nigeria_all": 0.31,      # [desimone2025nigeria], assessment with three parts
    "nigeria_english": 0.23,  # the same, English only
    "harvard_low": 0.73,      # [kestin2025tutoring]
    "harvard_high": 1.3,
    "combination": -0.23,     # [vaccaro2024combinations]
}
ESTIMATE, ERROR = 26.08, 10.3  # [cui2024highskilled]: more completed tasks, in per cent, and its standard error
Z95 = 1.959963984540054


def pace(change):
    """Time changed by `change` per cent: how many times as much is done in the same hours, and per cent more or less."""
    times = 1 / (1 + change / 100)
    return {"change": change, "times": times, "output": 100 * (times - 1), "less": 100 * (1 - times)}


def below(shift):
    """Of 100 people in the untreated group, how many are below the average of the treated: Φ(d), both groups normal."""
    return {"sd": shift, "percentile": 100 * (1 + erf(shift / sqrt(2))) / 2}


def frontier():
    """The task outside the frontier: the same gap in percentage points, as a share, and as errors."""
    with_ai = (CORRECT["with_1"] + CORRECT["with_2"]) / 2
    gap = CORRECT["without"] - with_ai
    return CORRECT | {"with": with_ai, "points": gap, "relative": 100 * gap / CORRECT["without"],
                      "errors_without": 100 - CORRECT["without"], "errors_with": 100 - with_ai,
                      "error_factor": (100 - with_ai) / (100 - CORRECT["without"])}


def interval():
    """95% interval of an estimate from its standard error."""
    return {"estimate": ESTIMATE, "error": ERROR, "low": ESTIMATE - Z95 * ERROR, "high": ESTIMATE + Z95 * ERROR}


def compute():
    """Every number that the page prints."""
    return tidy({"pace": {name: pace(change) for name, change in TIME.items()},
                 "minutes": {"without": WRITING_MINUTES, "with": WRITING_MINUTES * (1 + TIME["writing"] / 100)},
                 "shift": {name: below(shift) for name, shift in SHIFTS.items()},
                 "frontier": frontier(), "copilot_field": interval()})


if __name__ == "__main__":
    write(__file__, compute())
