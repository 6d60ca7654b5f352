"""The numbers of the page on datasets, computed a second way: by scikit-learn, by exact sums, and by shuffling."""

import json
from math import comb, sqrt
from pathlib import Path

import datasets_numbers as page
import numpy as np
import pytest
from sklearn import metrics

NUMBERS = json.loads(
    (Path(page.__file__).parent / "results" / "datasets_numbers.json").read_text(encoding="utf-8")
)


def emails(caught, alarms):
    """What is true of each email, and what the filter says."""
    true = np.r_[np.ones(page.FRAUD, int), np.zeros(page.EMAILS - page.FRAUD, int)]
    said = np.zeros(page.EMAILS, int)
    said[:caught] = 1
    said[page.FRAUD : page.FRAUD + alarms] = 1
    return true, said


def test_the_file_is_what_the_program_computes():
    assert page.compute() == NUMBERS


@pytest.mark.parametrize(("name", "found"), [("never", (0, 0)), ("filter", (page.CAUGHT, page.ALARMS))])
def test_filters_are_judged_by_scikit_learn(name, found):
    true, said = emails(*found)
    numbers = NUMBERS[name]
    assert numbers["right"] == (true == said).sum()
    assert numbers["accuracy"] == pytest.approx(metrics.accuracy_score(true, said))
    assert numbers["recall"] == pytest.approx(metrics.recall_score(true, said))
    assert numbers["balanced"] == pytest.approx(metrics.balanced_accuracy_score(true, said))
    if said.any():
        assert numbers["precision"] == pytest.approx(metrics.precision_score(true, said))
    else:
        assert numbers["precision"] is None


def spread(p, n):
    """Standard deviation of the share of successes, summed over every possible count."""
    chance = [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    return sqrt(sum(c * (k / n - p) ** 2 for k, c in enumerate(chance)))


@pytest.mark.parametrize("n", [100, 1000])
def test_margins_follow_from_the_exact_binomial_distribution(n):
    assert NUMBERS["sampling"][f"n{n}"] == pytest.approx(1.96 * spread(0.9, n))


def test_a_hundred_times_the_examples_give_a_tenth_of_the_margin():
    found = NUMBERS["sampling"]
    assert found["n10000"] == pytest.approx(found["n100"] / 10)


def test_one_point_is_reached_at_the_first_n_that_suffices():
    n = NUMBERS["sampling"]["for_one_point"]
    assert page.margin(0.9, n) <= 0.01 < page.margin(0.9, n - 1)


def test_a_subject_of_ceval_is_a_small_test():
    found = NUMBERS["sampling"]["ceval"]
    assert abs(found["each"] * found["subjects"] - found["all"]) < found["subjects"]
    assert found["margin_each"] == pytest.approx(1.96 * spread(0.7, found["each"]))
    assert found["margin_all"] / found["margin_each"] == pytest.approx(sqrt(found["each"] / found["all"]))


def test_twins_are_counted_by_shuffling():
    draw, shares = np.random.default_rng(1), []
    for _ in range(2000):
        order = draw.permutation(page.PHOTOS) // 2  # photos 0 and 1 are twins, 2 and 3, and so on
        shares.append(np.isin(order[: page.TEST], order[page.TEST :]).mean())
    assert NUMBERS["leak"]["twin"] == pytest.approx(np.mean(shares), abs=0.003)
    assert NUMBERS["leak"]["expected"] == pytest.approx(page.TEST * np.mean(shares), abs=0.6)
    measured = 100 * np.mean([share + 0.7 * (1 - share) for share in shares])
    assert NUMBERS["leak"]["measured"] == pytest.approx(measured, abs=0.1)


def test_a_perfect_model_is_marked_down_where_the_label_is_wrong():
    truth = np.arange(100)
    labels = np.where(truth < NUMBERS["labels"]["wrong"], -1, truth)
    assert (truth == labels).sum() == NUMBERS["labels"]["ceiling"]
