"""The reasoning page's numbers, computed a second way: draw by draw, subset by subset, and move by move."""

import json
from collections import Counter
from fractions import Fraction
from itertools import combinations
from math import exp, log1p
from pathlib import Path
from statistics import mean, pstdev

import pytest
import reasoning_models_numbers

RESULTS = Path(reasoning_models_numbers.__file__).parent / "results" / "reasoning_models_numbers.json"
NUMBERS = reasoning_models_numbers.compute()


def close(value, digits=10):
    return pytest.approx(value, abs=10**-digits)


def elected(shares, n):
    """The probability that answer 0 wins, by adding one draw after another to a table of all counts."""
    table = {(0,) * len(shares): Fraction(1)}
    for _ in range(n):
        grown = Counter()
        for counts, p in table.items():
            for i, share in enumerate(shares):
                grown[(*counts[:i], counts[i] + 1, *counts[i + 1:])] += p * share
        table = grown
    return float(sum(p / counts.count(max(counts)) for counts, p in table.items() if counts[0] == max(counts)))


def test_votes_draw_by_draw():
    fifth = Fraction(1, 5)
    for row in NUMBERS["votes"].values():
        assert row["good"] == close(elected((3 * fifth, 2 * fifth), row["n"]))
        assert row["poor"] == close(elected((2 * fifth, 3 * fifth), row["n"]))
        assert row["spread"] == close(elected((2 * fifth, fifth, fifth, fifth), row["n"]))


def test_best_of_n_answer_by_answer():
    hit, keeps, lets = Fraction(1, 10), Fraction(9, 10), Fraction(1, 10)
    for row in NUMBERS["best_of"].values():
        none_right = undecided = Fraction(1)
        found = Fraction(0)
        for _ in range(row["n"]):
            none_right *= 1 - hit
            found += undecided * hit * keeps
            undecided *= 1 - hit * keeps - (1 - hit) * lets
        assert row["perfect"] == close(float(1 - none_right)) and row["flawed"] == close(float(found))
        assert row["limit"] == close(float(hit * keeps / (hit * keeps + (1 - hit) * lets)))


def test_pass_at_k_by_listing_every_choice():
    tries = [True] * 3 + [False] * 7
    for k in (1, 5):
        chosen = list(combinations(tries, k))
        assert NUMBERS["pass_at"][f"k{k}"]["unbiased"] == close(sum(map(any, chosen)) / len(chosen))
        assert NUMBERS["pass_at"][f"k{k}"]["naive"] == close(1 - 0.7**k)


def standardised(rewards):
    return [(r - mean(rewards)) / pstdev(rewards) for r in rewards]


def test_advantages_by_the_statistics_module():
    table = NUMBERS["grpo"]
    values = standardised([1, 0, 0, 1, 0])
    assert (table["mean"], table["deviation"]) == (close(0.4), close(pstdev([1, 0, 0, 1, 0])))
    assert table["variance"] == close(0.4 * 0.6)  # of a coin that shows 1 with probability 0.4
    assert (table["right"], table["wrong"]) == (close(values[0]), close(values[1]))
    for name, right in (("hard", 1), ("middle", 4), ("easy", 7)):
        rewards = [1] * right + [0] * (8 - right)
        values = standardised(rewards)
        assert (table[name]["right"], table[name]["wrong"]) == (close(values[0]), close(values[-1]))
        assert table[name]["bare"] == close(1 - mean(rewards))
        assert sum(values) == close(0) and mean(v * v for v in values) == close(1)
    assert table["solved"] == {"right": 0, "wrong": 0, "bare": 0}


def test_clipping_case_by_case():
    """Good answers stop counting above 1 + ε, bad ones below 1 − ε; elsewhere nothing is clipped."""
    table = NUMBERS["grpo"]
    assert table["up"] == close(1.2 * table["right"]) and table["up_plain"] == close(1.3 * table["right"])
    assert table["down"] == close(0.8 * table["wrong"])
    rule = reasoning_models_numbers.clipped
    for ratio in (0.7, 0.9, 1.0, 1.1, 1.3):
        assert rule(ratio, 1.0) == close(ratio if ratio < 1.2 else 1.2)
        assert rule(ratio, -1.0) == close(-ratio if ratio > 0.8 else -0.8)


def hanoi(disks, a="a", b="b", c="c"):
    if disks:
        yield from hanoi(disks - 1, a, c, b)
        yield a, c
        yield from hanoi(disks - 1, b, a, c)


def test_tower_move_by_move():
    for disks in (7, 10, 15):
        moves, row = sum(1 for _ in hanoi(disks)), NUMBERS["tower"][f"disks{disks}"]
        assert (row["moves"], row["tokens"]) == (moves, 10 * moves)
        assert row["success"] == close(exp(moves * log1p(-0.001)))


def test_cost_in_tokens():
    row = NUMBERS["cost"]
    assert row["times"] * row["answer"] == row["answer"] + row["thought"]
    assert row["votes"] == 64 * row["times"] and row["overthinking"] == close((100 + 1953) / 100)


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/reasoning_models_numbers.py"
