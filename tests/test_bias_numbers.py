"""The bias page's numbers, computed a second way: do they hold with odds, and by counting people?"""

import json
from fractions import Fraction
from math import exp, log
from pathlib import Path

import bias_numbers
import pytest

RESULTS = Path(bias_numbers.__file__).parent / "results" / "bias_numbers.json"
NUMBERS = bias_numbers.compute()


def close(value, digits=10):
    return pytest.approx(float(value), abs=10**-digits)


def sure(power):
    """The share whose log-odds are those of the data times a power."""
    return 1 / (1 + exp(-power * log(0.7 / 0.3)))


def test_sharpening_multiplies_the_log_odds():
    table = NUMBERS["amplified"]
    assert (table["data"], table["rare"], table["power"], table["always"]) == (0.7, close(0.3), 1.2, 1.0)
    assert table["once"] == close(sure(1.2)) and table["half"] == close(sure(2))
    assert table["five"] == close(sure(1.2**5)) and table["ten"] == close(sure(1.2**10))
    assert table["rare_ten"] == close(1 - sure(1.2**10))
    assert table["data"] < table["once"] < table["half"] < table["five"] < table["ten"] < 1


def test_choosing_by_counting_people():
    """Group A: 50 of 100 qualify, group B: 20 of 100; four of five qualified and one of five others are chosen."""
    for name, qualified in (("a", 50), ("b", 20)):
        right, wrong = Fraction(4, 5) * qualified, Fraction(1, 5) * (100 - qualified)
        table = NUMBERS["fair"][name]
        assert table["qualified"] == qualified and table["all"] == close(right + wrong)
        assert (table["right"], table["wrong"]) == (close(right), close(wrong))
        assert table["precision"] == close(right / (right + wrong))


def test_the_false_rate_that_would_make_the_chosen_equally_reliable():
    """16 qualified among the chosen of B may be joined by 4 others, for 16 of 20 is 0.8; 4 of 80 is 0.05."""
    needed = NUMBERS["fair"]["needed"]
    assert needed["wrong"] == close(4) and needed["false"] == close(Fraction(4, 80))
    assert Fraction(16, 20) == Fraction(4, 5) and NUMBERS["fair"]["a"]["precision"] == close(Fraction(4, 5))
    assert (NUMBERS["fair"]["caught"], NUMBERS["fair"]["false"]) == (0.8, 0.2)


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/bias_numbers.py"
