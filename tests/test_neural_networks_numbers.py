"""The neural-networks page's numbers, computed a second way: JAX, brute force, fine grids, and scikit-learn."""

import itertools
import json
from pathlib import Path

import jax
import jax.numpy as jnp
import neural_networks_numbers as page
import numpy as np
import pytest
from sklearn.linear_model import Perceptron

RESULTS = Path(page.__file__).parent / "results" / "neural_networks_numbers.json"
NUMBERS = page.compute()
POINTS = np.array(page.INPUTS, float)


def close(value, digits=10):
    return pytest.approx(float(value), abs=10**-digits)


@pytest.mark.parametrize("name", ["first", "second"])
def test_one_neuron_agrees_with_jax(name):
    table = NUMBERS["neuron"][name]
    a = jnp.dot(jnp.array([table["x1"], table["x2"]]), jnp.array([table["w1"], table["w2"]])) + table["b"]
    assert table["a"] == close(a) == close(table["p1"] + table["p2"] + table["b"])
    assert table["relu"] == close(jax.nn.relu(a)) and table["sigmoid"] == close(jax.nn.sigmoid(a))
    assert table["step"] == int(a > 0)


def separates(w1, w2, b, targets):
    return all((w1 * x1 + w2 * x2 + b > 0) == bool(t) for (x1, x2), t in zip(page.INPUTS, targets))


def test_the_learned_and_is_an_and_and_no_neuron_of_a_large_grid_is_an_xor():
    rounds = NUMBERS["learning"]["and"]
    last = rounds[f"pass_{rounds['passes']}"]
    assert [rounds[f"pass_{k}"]["mistakes"] for k in range(1, 7)] == [1, 3, 3, 2, 1, 0]
    assert separates(last["w1"], last["w2"], last["b"], page.AND)
    grid = [k / 4 for k in range(-16, 17)]
    found = [w for w in itertools.product(grid, repeat=3) if separates(*w, page.XOR)]
    assert not found
    assert any(separates(*w, page.AND) for w in itertools.product(grid, repeat=3))


def test_scikit_learns_perceptron_learns_and_but_never_xor():
    for targets, learnable in ((page.AND, True), (page.XOR, False)):
        model = Perceptron(max_iter=100, tol=None, shuffle=False, penalty=None).fit(POINTS, targets)
        assert (model.score(POINTS, targets) == 1) is learnable


def test_the_rule_by_signed_vectors():
    """The same walk with ±1 targets and the bias as a third weight: add t·(x, 1) while t·(w·x + b) is wrong."""
    for name, targets in (("and", page.AND), ("xor", page.XOR)):
        v, history = np.zeros(3), []
        for _ in range(50):
            mistakes = 0
            for x, t in zip(POINTS, targets):
                z, sign = np.append(x, 1.0), 2 * t - 1
                if (v @ z > 0) != (sign > 0):
                    v, mistakes = v + sign * z, mistakes + 1
            history.append((*v, mistakes))
        table = NUMBERS["learning"][name]
        if name == "and":
            for k in range(table["passes"]):
                shown = table[f"pass_{k + 1}"]
                assert (shown["w1"], shown["w2"], shown["b"], shown["mistakes"]) == tuple(map(int, history[k]))
        else:
            at = table["pass"]
            assert (table["w1"], table["w2"], table["b"]) == tuple(map(int, history[at - 1][:3]))
            assert history[at][:3] == history[at - 1][:3] and table["after_50"] == history[-1][3] == 4
            assert table["mistakes"] == history[at][3]


def test_xor_network_agrees_with_matrices():
    hidden, bias, out = jnp.array([[1.0, 1.0], [1.0, 1.0]]), jnp.array([0.0, -1.0]), jnp.array([1.0, -2.0])
    for (x1, x2), t in zip(page.INPUTS, page.XOR):
        shown = NUMBERS["xor"][f"x{x1}{x2}"]
        sums = jnp.array([x1, x2], float) @ hidden + bias
        assert (shown["a1"], shown["a2"]) == (close(sums[0]), close(sums[1]))
        assert (shown["h1"], shown["h2"]) == tuple(close(h) for h in jax.nn.relu(sums))
        assert shown["y"] == close(jax.nn.relu(sums) @ out) == t
        assert shown["linear"] == close(2 - x1 - x2)  # without the activation: (x₁ + x₂) − 2(x₁ + x₂ − 1)
    for key, x in (("x20", (2, 0)), ("x33", (3, 3))):
        assert NUMBERS["outside"][key] == close(jax.nn.relu(jnp.array(x, float) @ hidden + bias) @ out)


@pytest.mark.parametrize("n", [4, 10, 100])
def test_staircase_on_a_fine_grid(n):
    x = np.linspace(0, 1, 200_001)
    k = np.minimum((x * n).astype(int), n - 1)
    stairs = ((k / n) ** 2 + ((k + 1) / n) ** 2) / 2
    assert NUMBERS["stairs"][f"n{n}"] == pytest.approx(np.abs(stairs - x**2).max(), abs=2e-5)


def test_sizes_by_counting_the_entries_of_the_arrays():
    def count(*layers):
        return sum(np.zeros((a, b)).size + np.zeros(b).size for a, b in itertools.pairwise(layers))

    size = NUMBERS["size"]
    assert (size["xor"], size["digits"]) == (count(2, 2, 1), count(64, 32, 10))
    assert (size["digits_hidden"], size["digits_output"]) == (count(64, 32), count(32, 10))


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/neural_networks_numbers.py"
