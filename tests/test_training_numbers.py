"""The training page's numbers, computed a second way: do they hold with other formulas and other libraries?"""

import json
import random
from decimal import Decimal
from itertools import permutations
from math import log, pi, sin
from pathlib import Path
from statistics import mean, pstdev

import numpy as np
import pytest
import training_numbers
from kit.nn import Adam

RESULTS = Path(training_numbers.__file__).parent / "results" / "training_numbers.json"
NUMBERS = training_numbers.compute()


def close(value, digits=9):
    return pytest.approx(value, abs=10**-digits)


def test_losses_and_their_slopes_by_finite_differences():
    for row in NUMBERS["losses"].values():
        p, h = Decimal(str(row["p"])), Decimal("1e-8")
        score = (p / (1 - p)).ln()
        probability = lambda a: 1 / (1 + (-a).exp())  # noqa: E731
        for name, loss in (("squared", lambda a: (1 - probability(a)) ** 2), ("cross", lambda a: -probability(a).ln())):
            assert row[name] == close(float(loss(score)))
            assert row[f"{name}_slope"] == close(float(abs(loss(score + h) - loss(score - h)) / (2 * h)))


def test_an_untrained_model_guesses_evenly():
    assert NUMBERS["untrained"]["loss"] == close(-mean([log(1 / 50_257)]))


def test_rates_by_the_closed_form():
    """After n steps the loss is ½·(1 − η)^(2n) + 5·(1 − 10η)^(2n)."""
    table = NUMBERS["rates"]
    for name in ("small", "good", "edge", "high"):
        eta = table[name]["eta"]
        assert table[name]["loss"] == close(((1 - eta) ** 40 + 10 * (1 - 10 * eta) ** 40) / 2)
        assert table[name]["flat"] == close(1 - eta) and table[name]["steep"] == close(1 - 10 * eta)
    assert abs(1 - 10 * table["limit"]) == close(1) and table["high"]["loss"] > table["start"] == 5.5


def test_momentum_as_a_recurrence_of_second_order():
    """x_(t+1) = (1 + μ − η·c)·x_t − μ·x_(t−1) has no velocity in it."""
    total = 0.0
    for curvature in (1, 10):
        older, now = 1.0, 1 - 0.02 * curvature
        for _ in range(19):
            older, now = now, (1 + 0.7 - 0.02 * curvature) * now - 0.7 * older
        total += curvature * now * now / 2
    assert NUMBERS["rates"]["momentum"] == close(total)


def test_adam_as_the_kit_does_it():
    table, params = NUMBERS["adam"], {"w": np.array([1.0, 1.0])}
    rule = Adam(params, rate=0.1)
    for step in ("step1", "step2"):
        grad = params["w"] * [1.0, 10.0]
        rule.step(params, {"w": grad})
        row = table[step]
        assert [row["g_u"], row["g_v"]] == close(list(grad))
        assert [row["u"], row["v"]] == close(list(params["w"]))
        assert [row["m_u"], row["m_v"], row["s_u"], row["s_v"]] == close([*rule.first["w"], *rule.second["w"]])
        for axis in "uv":
            assert row[f"first_{axis}"] == close(row[f"m_{axis}"] / (1 - rule.power1))
            assert row[f"root_{axis}"] ** 2 == close(row[f"s_{axis}"] / (1 - rule.power2), 7)
    assert (table["plain_u"], table["plain_v"]) == (0.9, 0.0)


def test_batches_by_all_orders():
    """Splitting every shuffled order into two halves visits each pair equally often."""
    table, h = NUMBERS["batches"], 1e-6
    loss = lambda w, part: mean((w * x - y) ** 2 for x, y in part)  # noqa: E731
    slope = lambda part: (loss(h, part) - loss(-h, part)) / (2 * h)  # noqa: E731
    halves = [slope(order[:2]) for order in permutations(training_numbers.PAIRS)]
    assert table["full"] == close(slope(training_numbers.PAIRS), 6)
    assert table["mean_of_pairs"] == close(mean(halves), 6) and table["count"] == len({round(g, 6) for g in halves})
    assert (table["lowest"], table["highest"]) == (close(min(halves), 6), close(max(halves), 6))
    assert table["spread_pairs"] == close(pstdev(halves), 6)
    assert table["spread_single"] == close(pstdev([slope([pair]) for pair in training_numbers.PAIRS]), 6)


def test_backpropagation_agrees_with_jax():
    jax = pytest.importorskip("jax")
    jnp, net = jax.numpy, NUMBERS["network"]

    def loss(w):
        hidden = jax.nn.sigmoid(jnp.array([[w["w11"], w["w12"]], [w["w21"], w["w22"]]]) @ jnp.array([1.0, 2.0])
                                + jnp.array([w["b1"], w["b2"]]))
        return jnp.logaddexp(0.0, -(w["v1"] * hidden[0] + w["v2"] * hidden[1] + w["c"]))  # −log σ(s)

    weights = {name: float(value) for name, value in net["weights"].items()}
    value, grads = jax.value_and_grad(loss)(weights)
    assert net["before"]["loss"] == close(float(value))
    for name, grad in grads.items():
        assert net["grads"][name] == close(float(grad)), name
        assert net["new"][name] == close(weights[name] - 0.5 * float(grad)), name
    later = loss({name: weights[name] - 0.5 * grads[name] for name in weights})
    assert net["after"]["loss"] == close(float(later)) and net["drop"] == close(float(value - later))
    length = sum(float(grad) ** 2 for grad in grads.values())
    assert net["square"] == close(length) and net["promised"] == close(length / 2) and net["count"] == len(grads)


def test_the_forward_pass_by_hand():
    before, after = NUMBERS["network"]["before"], NUMBERS["network"]["after"]
    assert (before["a1"], before["a2"], before["h1"]) == (0, 1, 0.5)
    for side in (before, after):
        for h, a in (("h1", "a1"), ("h2", "a2"), ("p", "s")):
            assert side[h] == close((1 + np.tanh(side[a] / 2)) / 2)  # σ(a) = (1 + tanh(a/2)) / 2
        assert np.exp(-side["loss"]) == close(side["p"])


def points(pairs):
    return np.array([[float(x), float(y)] for x, y in pairs]).T


def test_the_data_are_the_sine_and_noise_that_the_comment_says():
    draw = random.Random(4)
    for pairs in (training_numbers.TRAIN, training_numbers.HELD_OUT):
        assert [float(y) for _, y in pairs] == [round(10 * (sin(pi * x) + draw.gauss(0, 0.25))) / 10 for x, _ in pairs]


def test_polynomials_agree_with_numpy():
    x, y = points(training_numbers.TRAIN)
    vx, vy = points(training_numbers.HELD_OUT)
    table = NUMBERS["overfitting"]
    for degree in (1, 3, 5, 7, 8):
        found = np.polyfit(x, y, degree)
        row = table[f"degree{degree}"]
        assert row["train"] == close(np.mean((np.polyval(found, x) - y) ** 2))
        assert row["held_out"] == close(np.mean((np.polyval(found, vx) - vy) ** 2))
        assert row["largest"] == close(max(abs(found)), 7)
    for name in ("light", "medium", "heavy"):  # a penalty is the same as eight more rows of data
        row = table[name]
        rows = np.vstack([np.vander(x, 9), np.sqrt(row["penalty"]) * np.eye(9)[:8]])
        found = np.linalg.lstsq(rows, np.concatenate([y, np.zeros(8)]), rcond=None)[0]
        assert row["held_out"] == close(np.mean((np.polyval(found, vx) - vy) ** 2))
        assert row["train"] == close(np.mean((np.polyval(found, x) - y) ** 2))
        assert row["largest"] == close(max(abs(found)), 7)
    assert table["points"] == len(x)


def test_early_stopping_by_eigenvectors():
    """Along an eigenvector with value λ, k steps from 0 reach (1 − (1 − ηλ)^k) of the way."""
    x, y = points(training_numbers.TRAIN)
    vx, vy = points(training_numbers.HELD_OUT)
    features, table = np.vander(x, 9), NUMBERS["overfitting"]["early"]
    values, vectors = np.linalg.eigh(2 * features.T @ features / 9)
    pull = vectors.T @ (2 * features.T @ y / 9)

    def held_out(step):
        w = vectors @ (-np.expm1(step * np.log(np.abs(1 - 0.3 * values))) / values * pull)
        return np.mean((np.vander(vx, 9) @ w - vy) ** 2), np.mean((features @ w - y) ** 2)

    for step in (10, 100, 1000, 10_000):
        row = table[f"step{step}"]
        assert (row["held_out"], row["train"]) == close(held_out(step), 6)
    best = min(range(1, 3000), key=lambda step: held_out(step)[0])
    assert (table["best_step"], table["best"]) == (best, close(held_out(best)[0], 6))


def test_shares_of_extraction():
    assert NUMBERS["extraction"]["percent"] == close(604 / 18)


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/training_numbers.py"
