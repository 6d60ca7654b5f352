"""The hallucination page's numbers, computed a second way: do they hold by counting answers one at a time?"""

import json
from fractions import Fraction
from itertools import product
from pathlib import Path

import hallucination_numbers
import pytest

RESULTS = Path(hallucination_numbers.__file__).parent / "results" / "hallucination_numbers.json"
NUMBERS = hallucination_numbers.compute()


def close(value, digits=10):
    return pytest.approx(float(value), abs=10**-digits)


def test_a_guess_by_answering_ten_questions():
    """Of ten guesses three are right: add up the points one answer at a time."""
    for scheme in NUMBERS["schemes"].values():
        points = sum(1 if right else -scheme["penalty"] for right in [True] * 3 + [False] * 7)
        assert scheme["guess"] == close(Fraction(points, 10))


def test_at_the_threshold_guessing_and_silence_are_worth_the_same():
    for scheme in NUMBERS["schemes"].values():
        p = Fraction(scheme["penalty"], 1 + scheme["penalty"])
        assert scheme["threshold"] == close(p) and p * 1 - (1 - p) * scheme["penalty"] == 0
    assert NUMBERS["schemes"]["none"]["guess"] > 0 > NUMBERS["schemes"]["one"]["guess"] > NUMBERS["schemes"]["three"]["guess"]


def test_two_models_question_by_question():
    for model in NUMBERS["models"].values():
        marks = [1] * model["right"] + [-1] * model["wrong"] + [0] * model["silent"]
        assert len(marks) == 100 and model["strict"] == sum(marks) and model["plain"] == marks.count(1)
        assert model["reliable"] == close(Fraction(marks.count(1), 100 - marks.count(0)))
    old, new = NUMBERS["models"]["old"], NUMBERS["models"]["new"]
    assert old["plain"] > new["plain"] and old["strict"] < new["strict"]


def test_ten_references_by_listing_every_outcome():
    share, clean, mean = Fraction(18, 100), Fraction(0), Fraction(0)
    for list_ in product((0, 1), repeat=10):
        weight = Fraction(1)
        for invented in list_:
            weight *= share if invented else 1 - share
        clean += weight * (sum(list_) == 0)
        mean += weight * sum(list_)
    table = NUMBERS["references"]
    assert (table["n"], table["share"]) == (10, close(share))
    assert table["clean"] == close(clean) and table["expected"] == close(mean)


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/hallucination_numbers.py"
