"""The numbers of the page on control, computed a second way: do they hold one attempt at a time?"""

import json
from fractions import Fraction
from pathlib import Path

import control_numbers
import pytest

RESULTS = Path(control_numbers.__file__).parent / "results" / "control_numbers.json"
NUMBERS = control_numbers.compute()


def close(value, digits=10):
    return pytest.approx(float(value), abs=10**-digits)


def walk(rate, n):
    """Probability of a first success at attempt 1, 2, …, n, added up: no power."""
    left, total = Fraction(1), Fraction(0)
    for _ in range(n):
        total += left * rate
        left *= 1 - rate
    return total


def test_attempts_one_at_a_time():
    for table in NUMBERS["attempts"].values():
        assert table["bare"] == close(walk(Fraction(86, 100), table["n"]))
        assert table["guarded"] == close(walk(Fraction(44, 1000), table["n"]))
    assert [t["n"] for t in NUMBERS["attempts"].values()] == [1, 10, 50]


def test_where_the_odds_turn():
    n = NUMBERS["half"]
    assert walk(Fraction(44, 1000), n - 1) < Fraction(1, 2) <= walk(Fraction(44, 1000), n)
    assert NUMBERS["stopped"] == close(Fraction(956, 1000))


def test_refusals_in_a_million():
    refused = NUMBERS["refused"]
    assert refused["count"] == 38 * refused["traffic"] // 10_000 and refused["rate"] == close(Fraction(38, 10_000))


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/control_numbers.py"
