"""The science page's numbers, computed a second way: do they hold with fractions, variances, and whole seconds?"""

import json
from fractions import Fraction
from math import sqrt
from pathlib import Path

import pytest
import science_numbers

RESULTS = Path(science_numbers.__file__).parent / "results" / "science_numbers.json"
NUMBERS = science_numbers.compute()


def close(value, digits=9):
    return pytest.approx(float(value), abs=10**-digits)


def test_hours_become_seconds_a_visit_and_working_days():
    table = NUMBERS["permanente"]
    assert table["seconds"] * 2_500_000 / 60 / 60 == close(15_791, 6)
    assert table["days"] == close(1973 + Fraction(7, 8))
    assert round(table["days"]) != 1794  # the figure that the report prints


def test_note_times_by_the_clock():
    tool = (4 * 60 + 30) - (3 * 60 + 49)
    control = (4 * 60 + 22) - (4 * 60 + 4)
    assert NUMBERS["note"] == {"tool": tool, "control": control, "net": tool - control}


def test_the_drug_interval_by_adding_variances():
    """A half-width is z standard errors; variances of independent means add, and z cancels."""
    z = 1.96
    errors = [(185.9 - 10.9) / 2 / z, (75.6 + 116.1) / 2 / z]
    half = z * sqrt(sum(error**2 for error in errors))
    table = NUMBERS["drug"]
    assert table["mean"] == close(98.4 + 20.3) and table["half"] == close(half)
    assert (table["low"], table["high"]) == (close(118.7 - half), close(118.7 + half))
    assert table["low"] < 0 < table["high"]


def test_crystals_and_minutes():
    assert NUMBERS["crystals"]["percent"] == close(Fraction(736, 22_000))
    assert NUMBERS["crystals"]["one_in"] == close(Fraction(2_200_000, 736))
    assert NUMBERS["consultation"]["seconds"] == close(Fraction(441 - 314, 100) * 60)


def test_results_are_current():
    assert json.loads(RESULTS.read_text(encoding="utf-8")) == NUMBERS
