"""The numbers of the page on vision, computed a second way: the filter by SciPy, the boxes by counting squares."""

import json
from pathlib import Path

import computer_vision_numbers as page
import numpy as np
import pytest
from scipy.signal import correlate2d

NUMBERS = json.loads(
    (Path(page.__file__).parent / "results" / "computer_vision_numbers.json").read_text(encoding="utf-8")
)
PATCH = np.array(page.PATCH)


def squares(box):
    left, top, right, bottom = box
    return {(x, y) for x in range(left, right) for y in range(top, bottom)}


def by_place(array):
    return {f"r{r + 1}c{c + 1}": value for (r, c), value in np.ndenumerate(array)}


def test_the_file_is_what_the_program_computes():
    assert page.compute() == NUMBERS


def test_the_filters_agree_with_scipy():
    across = correlate2d(PATCH, np.array(page.ACROSS), mode="valid")
    down = correlate2d(PATCH, np.array(page.ACROSS).T, mode="valid")
    assert NUMBERS["edges"]["across"] == by_place(across)
    assert NUMBERS["edges"]["down"] == by_place(down)
    assert NUMBERS["edges"]["strength"] == pytest.approx(by_place(np.hypot(across, down)))


def test_the_filter_is_a_smoothed_difference():
    # Sobel = a column of weights 1, 2, 1 times a row of weights -1, 0, 1: smooth down, subtract across
    smooth = PATCH[:-2] + 2 * PATCH[1:-1] + PATCH[2:]
    assert NUMBERS["edges"]["across"] == by_place(smooth[:, 2:] - smooth[:, :-2])


def test_more_light_everywhere_changes_nothing_and_more_contrast_does():
    assert NUMBERS["edges"]["kernel_sum"] == NUMBERS["edges"]["change_when_brighter"] == 0
    double = correlate2d(2 * PATCH, np.array(page.ACROSS), mode="valid")
    assert by_place(double) == {place: 2 * value for place, value in NUMBERS["edges"]["across"].items()}


def test_weights_are_counted_by_the_matrix_that_would_do_the_same():
    rows = []
    for pixel in np.eye(PATCH.size):
        rows.append(correlate2d(pixel.reshape(PATCH.shape), np.array(page.ACROSS), mode="valid").ravel())
    assert NUMBERS["edges"]["dense_weights"] == np.array(rows).size
    assert NUMBERS["edges"]["kernel_weights"] == np.array(page.ACROSS).size
    assert (NUMBERS["edges"]["inputs"], NUMBERS["edges"]["outputs"]) == np.array(rows).shape


@pytest.mark.parametrize("name", page.GUESSES)
def test_boxes_are_compared_square_by_square(name):
    true, guess = squares(page.TRUE), squares(page.GUESSES[name])
    found = NUMBERS["boxes"][name]
    assert (found["common"], found["union"]) == (len(true & guess), len(true | guess))
    assert found["iou"] == pytest.approx(len(true & guess) / len(true | guess))
    assert NUMBERS["boxes"]["area"] == len(true)


def test_only_the_near_guess_counts_as_found():
    counted = [name for name in page.GUESSES if NUMBERS["boxes"][name]["iou"] >= NUMBERS["boxes"]["threshold"]]
    assert counted == ["near"]


def test_a_picture_is_counted_by_cutting_one_up():
    side, piece = NUMBERS["picture"]["side"], NUMBERS["picture"]["piece"]
    image = np.zeros((side, side, 3))
    pieces = image.reshape(side // piece, piece, side // piece, piece, 3).swapaxes(1, 2).reshape(-1, piece * piece * 3)
    assert image.size == NUMBERS["picture"]["numbers"]
    assert pieces.shape == (NUMBERS["picture"]["pieces"], NUMBERS["picture"]["per_piece"])
