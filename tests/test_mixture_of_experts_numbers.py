"""The mixture-of-experts page's numbers, computed a second way: by masks, token by token, and tensor by tensor."""

import json
from fractions import Fraction
from itertools import combinations
from math import prod
from pathlib import Path

import mixture_of_experts_numbers
import numpy as np
import pytest

RESULTS = Path(mixture_of_experts_numbers.__file__).parent / "results" / "mixture_of_experts_numbers.json"
NUMBERS = mixture_of_experts_numbers.compute()


def close(value, digits=10):
    return pytest.approx(value, abs=10**-digits)


def test_routing_by_masking_with_minus_infinity():
    """The paper's own form: Softmax(TopK(x·W)) with −∞ outside the best two, over all four experts."""
    table, token = NUMBERS["routing"], np.array([1.0, 2.0])
    scores = np.array([[0, 1], [1, 0], [2, -1], [1, -1]]) @ token
    outputs = np.array([[1, 1], [1, -1], [0, 2], [3, 0]]) @ token
    masked = np.where(scores >= np.sort(scores)[-2], scores, -np.inf)
    gates = np.exp(masked) / np.exp(masked).sum()
    assert table["y"] == close(gates @ outputs) and (table["gate1"], table["gate2"]) == close(tuple(gates[:2]))
    shares = np.exp(scores) / np.exp(scores).sum()
    assert table["dense"] == close(shares @ outputs)
    for n in range(4):
        row = table[f"e{n + 1}"]
        assert (row["score"], row["power"], row["share"], row["output"]) == close(
            (scores[n], np.exp(scores[n]), shares[n], outputs[n]))


def test_balance_token_by_token():
    """N·Σ f·P as the mean over tokens of N·P of the expert each token chose."""
    for name, (loads, probabilities) in mixture_of_experts_numbers.BATCHES.items():
        chosen = [i for i, load in enumerate(loads) for _ in range(load)]
        shares = [Fraction(str(p)) for p in probabilities]
        assert sum(shares) == 1 and len(chosen) == 8
        assert NUMBERS["balance"][name] == close(float(sum(4 * shares[i] for i in chosen) / 8))


def test_capacity_by_seating_the_tokens():
    for row in NUMBERS["capacity"].values():
        free, dropped = [row["places"]] * 4, 0
        for expert in (0, 1, 0, 2, 0, 0, 1, 0):  # eight tokens: five, two, one, none
            if free[expert]:
                free[expert] -= 1
            else:
                dropped += 1
        assert (row["dropped"], row["empty"]) == (dropped, sum(free))
        assert row["places"] == 8 / 4 * row["factor"]


def test_collapse_by_numerical_gradients():
    def loss(s1, s2, w1, w2):
        p1 = 1 / (1 + np.exp(s2 - s1))
        return (p1 * w1 - 1) ** 2 if p1 >= 0.5 else ((1 - p1) * w2 - 1) ** 2

    at, h = np.array([0.1, 0.0, 0.5, 0.5]), 1e-6
    for step in range(21):
        if step in (0, 5, 20):
            row = NUMBERS["collapse"][f"step{step}"]
            assert row["p1"] == close(1 / (1 + np.exp(at[1] - at[0])), 6)
            assert (row["w1"], row["w2"]) == close((at[2], at[3]), 6)
        slopes = [(loss(*(at + h * unit)) - loss(*(at - h * unit))) / (2 * h) for unit in np.eye(4)]
        at = at - 0.2 * np.array(slopes)
    assert NUMBERS["collapse"]["step20"]["w2"] == 0.5  # the other expert has learned nothing


def test_bias_steps_by_division():
    """Each step closes the gap by 2γ; the first step after which it is no longer positive."""
    row = NUMBERS["bias"]
    assert row["gap"] == close(np.tanh(0.05)) and row["first"] + row["second"] == close(1)
    assert row["steps"] == int(np.ceil(row["gap"] / 0.02))


def count(tensors):
    return sum(times * prod(shape) for times, shape in tensors)


def test_mixtral_tensor_by_tensor():
    outside = [(2, (32000, 4096)), (1, (4096,))]
    each = [(1, (4096, 4096)), (2, (1024, 4096)), (1, (4096, 4096)), (1, (8, 4096)), (2, (4096,))]
    expert = [(2, (14336, 4096)), (1, (4096, 14336))]
    table = NUMBERS["mixtral"]
    assert table["expert"] == count(expert)
    rest = count(outside) + 32 * count(each)
    assert table["rest"] == rest
    for key, experts in (("total", 8), ("active", 2)):
        assert table[key] == rest + 32 * experts * count(expert)
    assert table["experts"] == 256 * count(expert)
    assert round(table["total"] / 1e9) == 47 and round(table["active"] / 1e9) == 13  # as the paper states


def test_deepseek_tensor_by_tensor():
    """The whole model from its published configuration comes to the 671 billion that DeepSeek states."""
    mlp = lambda hidden: [(2, (hidden, 7168)), (1, (7168, hidden))]  # noqa: E731
    attention = [(1, (1536, 7168)), (1, (1536,)), (1, (128 * 192, 1536)), (1, (512 + 64, 7168)), (1, (512,)),
                 (1, (128 * 256, 512)), (1, (7168, 128 * 128)), (2, (7168,))]
    routed = 58 * 256 * count(mlp(2048))
    rest = 3 * count(mlp(18432)) + 58 * count(mlp(2048)) + 61 * count(attention) + 58 * 256 * 7168 + 2 * 129280 * 7168
    table = NUMBERS["deepseek"]
    assert table["expert"] == count(mlp(2048)) and table["routed"] == routed
    assert round((routed + rest) / 1e9) == 671
    assert table["percent"] == close(float(Fraction(routed, 6_710_000_000)))


def test_combinations():
    assert NUMBERS["deepseek"]["pairs_16"] == sum(1 for _ in combinations(range(16), 2))
    assert NUMBERS["deepseek"]["eights_64"] == prod(range(57, 65)) // prod(range(1, 9))


def test_sizes_in_fractions():
    stated = {"mixtral": (47, 13), "deepseek": (671, 37), "qwen": (235, 22), "v4": (1600, 49)}  # thousand million
    for name, (total, active) in stated.items():
        row = NUMBERS["sizes"][name]
        assert row["percent"] == close(float(Fraction(100 * active, total)))
        assert row["times"] == close(float(Fraction(total, active)))
        assert (row["gigabytes"], row["gigaflops"]) == (2 * total, 2 * active)


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/mixture_of_experts_numbers.py"
