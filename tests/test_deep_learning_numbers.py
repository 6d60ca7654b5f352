"""The deep-learning page's numbers, computed a second way: JAX's convolution, counted pieces, and counted arrays."""

import json
from fractions import Fraction
from math import log
from pathlib import Path

import deep_learning_numbers as page
import jax
import jax.numpy as jnp
import numpy as np
import pytest

RESULTS = Path(page.__file__).parent / "results" / "deep_learning_numbers.json"
NUMBERS = page.compute()


def close(value, digits=10):
    return pytest.approx(float(value), abs=10**-digits)


def test_folding_by_the_tent_in_fractions():
    """min(2x, 2 − 2x) instead of two ReLU units."""
    x = Fraction(3, 10)
    for layer in (1, 2, 3):
        x = min(2 * x, 2 - 2 * x)
        assert NUMBERS["fold"]["three"][f"layer_{layer}"] == close(x)


@pytest.mark.parametrize(("name", "depth"), [("three", 3), ("ten", 10)])
def test_pieces_by_counting_changes_of_slope(name, depth):
    grid = np.arange(0, 2**14 + 1) / 2**14  # every corner of ten folds lies on this grid
    y = grid
    for _ in range(depth):
        y = np.array([page.fold(v) for v in y])
    slopes = np.sign(np.diff(y))
    pieces = 1 + int((slopes[1:] != slopes[:-1]).sum())
    table = NUMBERS["fold"][name]
    assert (table["pieces"], table["units"], table["shallow"]) == (pieces, 2 * depth, pieces - 1)


def test_a_shallow_network_has_at_most_one_piece_more_than_units():
    """Random one-layer networks with seven units: slopes change only where a unit switches."""
    rng = np.random.default_rng(1)
    x = np.linspace(-10, 10, 200_001)
    for _ in range(20):
        w, b, v = rng.normal(size=(3, 7))
        slope = (v * w * (np.outer(x, w) + b > 0)).sum(axis=1)
        assert 1 + int((np.abs(np.diff(slope)) > 1e-9).sum()) <= 8


@pytest.mark.parametrize(("name", "patch"), [("high", page.PLUS_HIGH), ("low", page.PLUS_LOW)])
def test_convolution_agrees_with_jax(name, patch):
    table = NUMBERS["conv"][name]
    out = jax.lax.conv(jnp.array(patch, float)[None, None], jnp.array(page.KERNEL, float)[None, None], (1, 1), "VALID")[0, 0]
    assert [[table[f"r{i}c{j}"] for j in range(3)] for i in range(3)] == out.tolist()
    lit = jax.nn.relu(out + NUMBERS["conv"]["bias"])
    assert [[table[f"on{i}{j}"] for j in range(3)] for i in range(3)] == lit.tolist()
    assert table["pooled"] == lit.max() == 1 and int((lit > 0).sum()) == 1


def test_moving_the_plus_moves_the_answer():
    high, low = NUMBERS["conv"]["high"], NUMBERS["conv"]["low"]
    assert high["on00"] == low["on22"] == 1
    assert np.array_equal(np.roll(page.PLUS_HIGH, (2, 2), (0, 1)), page.PLUS_LOW)


def test_field_by_following_a_single_pixel():
    """A unit sees a pixel if changing the pixel changes the unit; all filters are full of ones."""
    for layers in (1, 2, 5):
        image = jnp.zeros((1, 1, 31, 31)).at[0, 0, 15, 15].set(1.0)
        for _ in range(layers):
            image = jax.lax.conv(image, jnp.ones((1, 1, 3, 3)), (1, 1), "SAME")
        assert NUMBERS["field"][f"after_{layers}"] == int((image[0, 0, 15] > 0).sum())


def test_sizes_by_shapes():
    size = NUMBERS["size"]
    shapes = jax.eval_shape(lambda: (jnp.zeros((32 * 32 * 3, 32 * 32 * 16)), jnp.zeros(32 * 32 * 16)))
    assert size["dense"] == sum(one.size for one in shapes)
    assert size["conv"] == np.zeros((16, 3, 3, 3)).size + np.zeros(16).size
    assert (size["inputs"], size["outputs"]) == (32**2 * 3, 32**2 * 16)
    assert size["ratio"] == close(Fraction(size["dense"], size["conv"]), 6)
    out = jax.eval_shape(lambda x, k: jax.lax.conv(x, k, (1, 1), "SAME"),
                         jax.ShapeDtypeStruct((1, 3, 32, 32), float), jax.ShapeDtypeStruct((16, 3, 3, 3), float))
    assert out.size == size["outputs"]  # both layers make maps of the same size


@pytest.mark.parametrize("name", ["small", "middle", "large"])
def test_attack_pixel_by_pixel(name):
    """Build the weights and the picture, move every pixel against the gradient's sign, and score again."""
    table = NUMBERS["attack"][name]
    rng = np.random.default_rng(2)
    w = 0.1 * rng.choice([-1.0, 1.0], table["pixels"])
    x = rng.uniform(0.2, 0.8, table["pixels"])
    b = 1.0 - w @ x  # so that the clean score is 1
    gradient = jax.grad(lambda v: jnp.dot(w, v) + b)(x)
    attacked = x - 0.02 * np.sign(gradient)
    score = w @ attacked + b
    assert table["score"] == close(score, 9) and table["shift"] == close(1 - score, 9)
    assert table["probability"] == close(jax.nn.sigmoid(score), 9)
    assert log(NUMBERS["attack"]["before"] / (1 - NUMBERS["attack"]["before"])) == close(1)
    assert (NUMBERS["attack"]["epsilon"], NUMBERS["attack"]["weight"]) == (0.02, 0.1)


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/deep_learning_numbers.py"
