"""The numbers of the page on generative AI, computed a second way: the twenty animals are written out and counted."""

import json
from bisect import bisect_right
from itertools import accumulate
from pathlib import Path

import generative_numbers
import pytest

NUMBERS = json.loads(
    (Path(generative_numbers.__file__).parent / "results" / "generative_numbers.json").read_text(encoding="utf-8")
)
ANIMALS = (
    ["pointed_small cat"] * 6 + ["pointed_small dog"]
    + ["pointed_large cat"] * 2 + ["pointed_large dog"] * 3
    + ["floppy_small cat"] + ["floppy_small dog"] * 2
    + ["floppy_large dog"] * 5
)  # fmt: skip
CELLS = [f"{x} {y}" for x in generative_numbers.COUNTS for y in generative_numbers.LABELS]


def test_the_file_is_what_the_program_computes():
    assert generative_numbers.compute() == NUMBERS


def test_joint_and_marginal_shares_are_counts_over_twenty():
    assert len(ANIMALS) == NUMBERS["total"] == 20
    for cell in CELLS:
        x, y = cell.split()
        assert NUMBERS["joint"][x][y] == pytest.approx(ANIMALS.count(cell) / 20)
        assert NUMBERS["p_x"][x] == pytest.approx(sum(animal.startswith(x) for animal in ANIMALS) / 20)
        assert NUMBERS["p_y"][y] == pytest.approx(sum(animal.endswith(y) for animal in ANIMALS) / 20)


def test_conditional_shares_obey_bayes_rule():
    for cell in CELLS:
        x, y = cell.split()
        bayes = NUMBERS["p_x_given_y"][y][x] * NUMBERS["p_y"][y] / NUMBERS["p_x"][x]
        assert NUMBERS["p_y_given_x"][x][y] == pytest.approx(bayes)


def test_the_draw_falls_where_a_search_in_the_running_sums_finds_it():
    sums = list(accumulate(ANIMALS.count(cell) for cell in CELLS))
    index = bisect_right(sums, 20 * NUMBERS["draw"]["u"])
    assert CELLS[index] == f"{NUMBERS['draw']['features']} {NUMBERS['draw']['label']}"
    assert (20 * NUMBERS["draw"]["low"], 20 * NUMBERS["draw"]["high"]) == pytest.approx((sums[index - 1], sums[index]))


def test_more_animals_of_one_kind_move_the_marginal_but_not_the_label():
    many = ANIMALS + [animal for animal in ANIMALS if animal.startswith("pointed_small")] * 9
    small = [animal for animal in many if animal.startswith("pointed_small")]
    assert NUMBERS["shift"]["total"] == len(many)
    assert NUMBERS["shift"]["p_x"] == pytest.approx(len(small) / len(many))
    assert NUMBERS["shift"]["p_cat"] == pytest.approx(small.count("pointed_small cat") / len(small))
    assert NUMBERS["shift"]["p_cat"] == pytest.approx(NUMBERS["p_y_given_x"]["pointed_small"]["cat"])


def test_smoothing_adds_one_imaginary_animal_to_every_cell():
    imagined = ANIMALS + CELLS
    share = imagined.count("floppy_large cat") / len(imagined)
    assert NUMBERS["smoothed_floppy_large_cat"] == pytest.approx(share)


def test_pictures_are_counted_by_doubling():
    count = 1
    for _ in range(NUMBERS["pictures"]["pixels"]):
        count += count
    assert NUMBERS["pictures"]["count"] == count
