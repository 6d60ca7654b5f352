"""The numbers of the overview of principles, computed a second way, mostly with exact fractions."""

import json
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pipeline_numbers
import pytest

RESULTS = Path(pipeline_numbers.__file__).parent / "results" / "pipeline_numbers.json"
NUMBERS = pipeline_numbers.compute()


def squared_error(w):
    """½·[(w − 2)² + (2w − 3)²], the two points written out."""
    return Fraction((w - 2) ** 2 + (2 * w - 3) ** 2) / 2


def slope(w):
    """Exact for a parabola: the difference over an interval around w."""
    return (squared_error(w + 1) - squared_error(w - 1)) / 2


def test_gradient_descent_in_fractions():
    w = Fraction(0)
    for k in range(5):
        row = NUMBERS["descent"][f"step{k}"]
        assert row["w"] == pytest.approx(float(w)) and row["loss"] == pytest.approx(float(squared_error(w)))
        assert row["gradient"] == pytest.approx(float(slope(w)))
        w -= Fraction(1, 10) * slope(w)


def test_every_step_halves_the_distance():
    best = NUMBERS["descent"]["best"]["w"]
    distances = [best - NUMBERS["descent"][f"step{k}"]["w"] for k in range(5)]
    for before, after in pairwise(distances):
        assert after == pytest.approx(before / 2)


def test_the_lowest_loss_by_search():
    candidates = [Fraction(k, 100) for k in range(-300, 701)]
    best = min(candidates, key=squared_error)
    assert NUMBERS["descent"]["best"] == {"w": float(best), "loss": pytest.approx(float(squared_error(best)))}


def test_too_large_a_step_runs_away():
    w, hasty = Fraction(0), NUMBERS["descent"]["hasty"]
    for k in range(4):
        assert hasty[f"w{k}"] == pytest.approx(float(w))
        last, w = w, w - Fraction(1, 2) * slope(w)
    assert hasty["loss0"] == float(squared_error(0)) and hasty["loss3"] == float(squared_error(last)) > hasty["loss0"]


def test_softmax_with_decimals_and_by_ratios():
    for name, temperature in (("cold", Decimal("0.5")), ("plain", Decimal(1)), ("hot", Decimal(2))):
        row = NUMBERS["softmax"][name]
        powers = [(score / temperature).exp() for score in (Decimal(2), Decimal(1), Decimal(0))]
        for key, power in zip(("first", "second", "third"), powers):
            assert row[key] == pytest.approx(float(power / sum(powers)))
            assert row[f"exp_{key}"] == pytest.approx(float(power))
        assert row["sum"] == pytest.approx(float(sum(powers)))
        assert row["first"] + row["second"] + row["third"] == pytest.approx(1)
        # equally spaced scores: each probability is the same multiple of the next
        assert row["first"] / row["second"] == pytest.approx(row["second"] / row["third"])


def test_scaling_budgets_in_integers():
    gopher, chinchilla = NUMBERS["scaling"]["gopher"], NUMBERS["scaling"]["chinchilla"]
    assert gopher["flops_1e23"] == pytest.approx(6 * 280 * 300 / 1e5)  # 1e9 · 1e9 / 1e23 = 1e-5
    assert chinchilla["flops_1e23"] == pytest.approx(6 * 70 * 1400 / 1e5)
    assert (round(gopher["tokens_per_parameter"], 2), chinchilla["tokens_per_parameter"]) == (1.07, 20)


def test_lora_counted_entry_by_entry():
    side, rank = NUMBERS["lora"]["side"], NUMBERS["lora"]["rank"]
    assert NUMBERS["lora"]["full"] == sum(side for _ in range(side))
    assert NUMBERS["lora"]["thin"] == sum(rank for _ in range(side)) + sum(side for _ in range(rank))
    assert Fraction(NUMBERS["lora"]["full"], NUMBERS["lora"]["thin"]) == NUMBERS["lora"]["ratio"]


def test_the_committed_results_are_these():
    assert json.loads(RESULTS.read_text(encoding="utf-8")) == NUMBERS
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/pipeline_numbers.py"
