"""The AI page's numbers, computed a second way: do they hold by counting outcomes and with exact fractions?"""

import json
from fractions import Fraction
from itertools import product
from math import factorial, sqrt
from pathlib import Path

import ai_numbers
import pytest

RESULTS = Path(ai_numbers.__file__).parent / "results" / "ai_numbers.json"
NUMBERS = ai_numbers.compute()


def close(value, digits=10):
    return pytest.approx(float(value), abs=10**-digits)


def fooled(n, p):
    """The whole distribution, one judge at a time: no binomial coefficient."""
    chances = [Fraction(1)]
    for _ in range(n):
        stay = [c * (1 - p) for c in chances] + [Fraction(0)]
        move = [Fraction(0)] + [c * p for c in chances]
        chances = [a + b for a, b in zip(stay, move)]
    return chances


def test_three_judges_by_listing_all_eight_outcomes():
    chances = dict.fromkeys(range(4), Fraction(0))
    for outcome in product((False, True), repeat=3):
        weight = Fraction(1)
        for one in outcome:
            weight *= Fraction(3, 10) if one else Fraction(7, 10)
        chances[sum(outcome)] += weight
    table = NUMBERS["three"]
    for k, chance in chances.items():
        assert table[f"exactly_{k}"] == close(chance)
    assert table["some"] == close(sum(chances[k] for k in (1, 2, 3)))
    assert (table["p"], table["right"]) == (close(0.3), close(0.7))


@pytest.mark.parametrize("name", ["small", "large"])
def test_tails_judge_by_judge(name):
    table = NUMBERS[name]
    assert table["share"] == close(Fraction(table["k"], table["n"])) == close(Fraction(1, 3))
    for percent in (20, 30, 40):
        chances = fooled(table["n"], Fraction(percent, 100))
        assert sum(chances) == 1
        assert table[f"p{percent}"] == close(sum(chances[table["k"]:]))


def test_guessing_by_counting_sequences():
    """With probability one half all 2^100 sequences are equally likely, so the tail is a count."""
    pairs = NUMBERS["pairs"]
    for name, share in (("gpt", 73), ("llama", 56), ("eliza", 23)):
        table = pairs[name]
        count = sum(factorial(100) // (factorial(j) * factorial(100 - j)) for j in range(share, 101))
        assert table["guess"] == close(Fraction(count, 2**100))
        assert (table["k"], table["share"]) == (share, close(share / 100)) and pairs["n"] == 100


def test_wilson_limits_are_where_the_score_test_just_fails():
    """Both ends p of the interval satisfy |share − p| = z·√(p(1 − p)/n)."""
    for table, n in ((NUMBERS["small"], 30), (NUMBERS["large"], 300), *((NUMBERS["pairs"][x], 100)
                                                                       for x in ("gpt", "llama", "eliza"))):
        for p in (table["low"], table["high"]):
            assert abs(table["share"] - p) == close(1.959963984540054 * sqrt(p * (1 - p) / n))
        assert table["low"] < table["share"] < table["high"]


def test_what_the_page_concludes():
    """56 of 100 is compatible with guessing, 73 and 23 are not; the interval for 10 of 30 holds 0.3 and much more."""
    pairs = NUMBERS["pairs"]
    assert pairs["llama"]["low"] < 0.5 < pairs["llama"]["high"]
    assert pairs["gpt"]["low"] > 0.5 > pairs["eliza"]["high"]
    assert NUMBERS["small"]["low"] < 0.2 and NUMBERS["small"]["high"] > 0.5
    assert NUMBERS["large"]["low"] < 0.3 < NUMBERS["large"]["high"]


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/ai_numbers.py"
