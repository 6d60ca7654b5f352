"""The model-collapse page's numbers, computed a second way: by recursion, by exact fractions, and by going step by step."""

import json
from fractions import Fraction
from pathlib import Path

import model_collapse_numbers
import pytest

RESULTS = Path(model_collapse_numbers.__file__).parent / "results" / "model_collapse_numbers.json"
NUMBERS = model_collapse_numbers.compute()


def test_committed_results_are_current():
    text = json.dumps(NUMBERS, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run: python models/model_collapse_numbers.py"


@pytest.mark.parametrize("n", model_collapse_numbers.GENERATIONS)
def test_errors_grow_by_one_or_by_a_square(n):
    replace = accumulate = Fraction(0)
    for k in range(1, n + 1):
        replace += 1
        accumulate += Fraction(1, k * k)
    row = NUMBERS["linear"][f"n{n}"]
    assert row["replace"] == float(replace)
    assert row["accumulate"] == pytest.approx(float(accumulate), abs=1e-11)
    assert row["accumulate"] < NUMBERS["linear"]["limit"]


def test_limit_of_the_squares():
    # the rest of the sum beyond N lies between 1/(N + 1) and 1/N
    n, total = 100_000, sum(1 / k**2 for k in range(100_000, 0, -1))
    assert total + 1 / (n + 1) < NUMBERS["linear"]["limit"] < total + 1 / n


@pytest.mark.parametrize("samples", model_collapse_numbers.SAMPLES)
def test_variety_is_halved_between_two_whole_generations(samples):
    generations = NUMBERS["half"][f"n{samples}"]["generations"]
    variety, step = 1.0, 0
    while variety > 0.5:
        variety *= 1 - 1 / samples
        step += 1
    assert step - 1 < generations <= step


@pytest.mark.parametrize("drawn", model_collapse_numbers.DRAWN)
def test_a_rare_kind_is_missed(drawn):
    chance = Fraction(1)
    for _ in range(drawn):
        chance *= Fraction(99, 100)
    assert NUMBERS["rare"][f"n{drawn}"]["missing"] == pytest.approx(float(chance), abs=1e-11)


@pytest.mark.parametrize("seed", ["seed1", "seed2", "seed3"])
def test_two_pictures_differ_counted_in_pairs(seed):
    header = json.loads((RESULTS.parents[1] / "weights" / "loop_base.json").read_text(encoding="utf-8"))
    share = header["metrics"]["loops"]["blind"][seed][-1]["share"]
    pairs = sum(a * b for i, a in enumerate(share) for j, b in enumerate(share) if i != j)
    assert sum(share) == pytest.approx(1, abs=1e-5)
    assert NUMBERS["different"][seed] == pytest.approx(pairs, abs=1e-5)
