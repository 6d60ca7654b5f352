"""The numbers of the page on interpretability, computed a second way: do they hold over both orders of the words?"""

import json
from fractions import Fraction
from itertools import permutations
from pathlib import Path

import interpretability_numbers
import pytest

RESULTS = Path(interpretability_numbers.__file__).parent / "results" / "interpretability_numbers.json"
NUMBERS = interpretability_numbers.compute()
TENTHS = {frozenset(): 5, frozenset({"not"}): 4, frozenset({"good"}): 9, frozenset({"not", "good"}): 2}


def close(value, digits=10):
    return pytest.approx(float(value), abs=10**-digits)


def test_shapley_by_adding_the_words_in_every_order():
    total = {"not": Fraction(0), "good": Fraction(0)}
    for order in permutations(total):
        there = frozenset()
        for word in order:
            total[word] += Fraction(TENTHS[there | {word}] - TENTHS[there], 10)
            there |= {word}
    for word, value in total.items():
        assert NUMBERS["shapley"][word] == close(value / 2)
        assert NUMBERS["shapley"][f"{word}_alone"] == close(Fraction(TENTHS[frozenset({word})] - 5, 10))
    assert NUMBERS["shapley"]["sum"] == close(Fraction(-3, 10)) and NUMBERS["change"] == close(Fraction(-3, 10))


def test_removal_and_what_the_page_concludes():
    """The two methods disagree about the sign of “good”, and the removals do not add up to the change."""
    removal = NUMBERS["removal"]
    assert removal["not"] == close(Fraction(2 - 9, 10)) and removal["good"] == close(Fraction(2 - 4, 10))
    assert removal["sum"] == close(Fraction(-9, 10)) != NUMBERS["change"]
    assert removal["good"] < 0 < NUMBERS["shapley"]["good"]


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/interpretability_numbers.py"
