"""The numbers of the page on computational creativity, computed a second way: with arrays, and by counting words."""

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path

import computational_creativity_numbers as page
import numpy as np
import pytest

NUMBERS = json.loads(
    (Path(page.__file__).parent / "results" / "computational_creativity_numbers.json").read_text(encoding="utf-8")
)
KNOWN = np.array(page.KNOWN)


def table(one, two):
    """All distances between two sets of plots at once."""
    return (np.array(one)[:, None] != np.array(two)[None]).sum(axis=2)


def test_the_file_is_what_the_program_computes():
    assert page.compute() == NUMBERS


@pytest.mark.parametrize("name", page.MADE)
def test_novelty_is_the_slots_left_over_by_the_best_agreement(name):
    plot, ratings = page.MADE[name]
    agreement = max(len([1 for a, b in zip(plot, known) if a == b]) for known in page.KNOWN)
    found = NUMBERS["made"][name]
    assert found["novelty"] == len(plot) - agreement
    assert found["quality"] == pytest.approx(float(Fraction(sum(ratings), len(ratings))))
    assert found["score"] == pytest.approx(float(Fraction(found["novelty"] * (sum(ratings) - 3), 4 * 4 * 3)))


def test_the_robot_is_measured_against_each_known_plot():
    distances = table([page.MADE["robot"][0]], page.KNOWN)[0]
    assert [NUMBERS["robot_to"][str(i)] for i in (1, 2, 3)] == distances.tolist()


@pytest.mark.parametrize(("name", "plots"), [("alone", page.ALONE), ("helped", page.HELPED)])
def test_groups_agree_with_the_table_of_all_distances(name, plots):
    found = NUMBERS[name]
    assert found["novelty"] == pytest.approx(table(plots, page.KNOWN).min(axis=1).mean())
    assert list(found["each"].values()) == table(plots, page.KNOWN).min(axis=1).tolist()
    within = table(plots, plots)
    assert found["sum"] == within.sum() // 2
    assert found["diversity"] == pytest.approx(within.sum() / (len(plots) * (len(plots) - 1)))


@pytest.mark.parametrize(("name", "plots"), [("alone", page.ALONE), ("helped", page.HELPED)])
def test_diversity_follows_from_how_often_each_word_occurs(name, plots):
    # in each slot the pairs that agree are n·(n − 1)/2 for every word that occurs n times
    same = sum(n * (n - 1) // 2 for slot in zip(*plots) for n in Counter(slot).values())
    assert NUMBERS[name]["sum"] == NUMBERS["slots"] * NUMBERS[name]["pairs"] - same


def test_help_makes_each_plot_newer_and_the_plots_more_alike():
    assert NUMBERS["helped"]["novelty"] > NUMBERS["alone"]["novelty"]
    assert NUMBERS["helped"]["diversity"] < NUMBERS["alone"]["diversity"]


def test_neither_novelty_nor_quality_alone_wins():
    best = max(NUMBERS["made"], key=lambda name: NUMBERS["made"][name]["score"])
    assert best == "robot"
    assert NUMBERS["made"]["copy"]["score"] == 0
