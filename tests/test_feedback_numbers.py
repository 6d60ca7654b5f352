"""The feedback page's numbers, computed a second way: with Decimal, finite differences, brute force and a search."""

import json
from decimal import Decimal
from itertools import product
from math import log
from pathlib import Path

import feedback_numbers
import jax
import jax.numpy as jnp
import pytest
import scipy.stats
from kit.weights import load

RESULTS = Path(feedback_numbers.__file__).parent / "results" / "feedback_numbers.json"
NUMBERS = feedback_numbers.compute()
_, HEADER = load("preference")


def close(value, digits=10):
    return pytest.approx(value, abs=10**-digits)


def wins(margin):
    """Two players with strengths eʳ: the first wins with its share of their sum."""
    first = Decimal(margin).exp()
    return first / (first + 1)


def slope(function, at, h=Decimal("1e-9")):
    return (function(at + h) - function(at - h)) / (2 * h)


def test_two_votes_by_finite_differences():
    w = [Decimal(0), Decimal(0)]
    votes = (((1, 0), (0, 1)), ((1, 1), (1, 0)))
    for number, (chosen, rejected) in enumerate(votes, start=1):
        row = NUMBERS["votes"][f"vote{number}"]

        def surprise(a, b):
            margin = a * (chosen[0] - rejected[0]) + b * (chosen[1] - rejected[1])
            return -wins(margin).ln()

        assert row["loss"] == close(float(surprise(*w))) and row["p"] == close(float((-surprise(*w)).exp()))
        assert row["chosen"] - row["rejected"] == close(row["margin"]) and row["p"] == close(float(wins(row["margin"])))
        gradient = [slope(lambda a: surprise(a, w[1]), w[0]), slope(lambda b: surprise(w[0], b), w[1])]
        assert [row["gradient1"], row["gradient2"]] == close([float(g) for g in gradient])
        w = [weight - g / 2 for weight, g in zip(w, gradient)]
        assert [row["w1"], row["w2"]] == close([float(weight) for weight in w])
        assert row["p_after"] == close(float((-surprise(*w)).exp())) and row["p_after"] > row["p"]


def test_margins():
    for row in NUMBERS["margins"].values():
        assert row["p"] == close(float(wins(row["margin"]))) and row["p"] + row["p_lost"] == close(1)
        assert row["loss"] == close(float(-wins(row["margin"]).ln()))


def test_dpo_of_one_pair():
    for row in NUMBERS["dpo"].values():

        def loss(chosen, rejected, beta=row["beta"]):
            return -jax.nn.log_sigmoid(beta * ((chosen + 12.5) - (rejected + 10.6)))

        assert row["loss"] == close(float(loss(-12.0, -11.0)))
        assert row["pull"] == close(-float(jax.grad(loss)(-12.0, -11.0))) == close(float(jax.grad(loss, 1)(-12.0, -11.0)))
        assert row["margin"] == close(row["beta"] * (row["gain_chosen"] - row["gain_rejected"]))
        assert row["p"] == close(float(wins(row["margin"])))


def test_tilted_policies_beat_every_other():
    reference, rewards = jnp.array([0.6, 0.3, 0.1]), jnp.array([0.0, 1.0, 2.0])
    assert NUMBERS["tilted"]["start"]["reward"] == close(float(reference @ rewards))
    for key, row in NUMBERS["tilted"].items():
        if key == "start":
            continue
        p = [row["a"], row["b"], row["c"]]
        assert p == close(jax.nn.softmax(jnp.log(reference) + rewards / row["beta"]).tolist())
        assert row["kl"] == close(scipy.stats.entropy(p, reference)) and row["reward"] == close(p[1] + 2 * p[2])
        assert row["objective"] == close(row["reward"] - row["beta"] * row["kl"])
        assert row["objective"] == close(row["beta"] * log(row["sum"]))  # the maximum is β·log Z
        for i, j in product(range(1, 40), repeat=2):
            if i + j < 40:
                other = [i / 40, j / 40, (40 - i - j) / 40]
                value = other[1] + 2 * other[2] - row["beta"] * scipy.stats.entropy(other, reference)
                assert value <= row["objective"] + 1e-12
    kls = [NUMBERS["tilted"][key]["kl"] for key in ("b4", "b1", "b05", "b02")]
    assert kls == sorted(kls)


def test_best_of_n():
    for row in NUMBERS["best_of"].values():
        assert row["good"] == close(scipy.stats.binom.sf(0, row["n"], 0.2))
        good = row["good"]  # the exact divergence of this coin stays below the bound
        exact = good * log(good / 0.2) + (1 - good) * log((1 - good) / 0.8)
        assert exact <= row["kl_bound"] + 1e-12
    n = 4  # for continuous rewards the bound is reached: ∫ n·u^(n−1)·log(n·u^(n−1)) du, by adding thin slices
    slices = [(k + 0.5) / 200_000 for k in range(200_000)]
    integral = sum(n * u ** (n - 1) * log(n * u ** (n - 1)) for u in slices) / len(slices)
    assert NUMBERS["best_of"]["n4"]["kl_bound"] == pytest.approx(integral, abs=1e-6)


def test_loops_by_counting_texts():
    for name, fresh in (("alone", 0), ("half", 0.5)):
        liked, other = 100.0, 900.0  # texts of a round
        for k in range(6):
            assert NUMBERS["loop"][name][f"round{k}"] == close(liked / (liked + other))
            kept = (3 * liked, other)
            scale = 1000 / sum(kept)
            liked, other = ((1 - fresh) * n * scale + fresh * first for n, first in zip(kept, (100, 900)))


# --- measured: the numbers are those in the header of the weights, and say what the page says


def test_measured_numbers_stand_in_the_header():
    measured, metrics = NUMBERS["measured"], HEADER["metrics"]
    assert measured["loop"]["alone"]["round5"]["nats"] == close(metrics["loop"]["alone"]["round5"]["nats"])
    assert measured["dpo"]["b1"]["kl"] == close(metrics["dpo"]["b1"]["kl"])
    assert measured["best_of"]["quick"]["n8"]["true"] == close(metrics["best_of"]["curves"]["quick"]["n8"]["true"])
    curve = {int(key[1:]): row["true"] for key, row in measured["best_of"]["quick"].items()}
    peak = measured["peak"]
    assert peak["true"] == max(curve.values()) == curve[peak["n"]] and peak["last_n"] == max(curve)
    assert peak["lost"] == close(peak["true"] - curve[peak["last_n"]])
    gain = measured["dpo"]["b01"]
    assert gain["reward_gain"] == close(gain["reward"] - measured["dpo"]["base"]["reward"])


def test_reader_likes_what_the_close_model_finds():
    measured = NUMBERS["measured"]
    for fact, like in measured["likes"].items():
        assert measured["close"][fact] == pytest.approx(like, abs=0.5)
    assert 0.5 < measured["quick"]["right"] < measured["close"]["right"] < measured["reader"]["right"] < 0.9


def test_dpo_pleases_more_the_longer_the_leash():
    rows = [NUMBERS["measured"]["dpo"][name] for name in ("base", "b1", "b03", "b01")]
    for key in ("reward", "kl", "gift", "wins"):
        values = [row[key] for row in rows]
        assert values == sorted(values), key
    assert rows[0]["kl"] == 0 and rows[-1]["wins"] > 0.65
    hasty = NUMBERS["measured"]["dpo"]["hasty"]
    assert hasty["kl"] > 2 * rows[-1]["kl"] and hasty["right"] < rows[0]["right"] - 0.1


def test_the_loop_narrows_unless_original_stories_are_mixed_in():
    first, last = ({name: NUMBERS["measured"]["loop"][name][f"round{k}"] for name in ("alone", "mixed", "unchosen")}
                   for k in (0, 5))
    assert first["alone"] == first["mixed"] == first["unchosen"]
    assert last["alone"]["reward"] > last["mixed"]["reward"] > first["alone"]["reward"] + 1
    assert last["alone"]["nats"] < 15 < 20 < last["mixed"]["nats"] < first["alone"]["nats"]
    assert last["alone"]["things"] < first["alone"]["things"] / 2 < last["mixed"]["things"]
    assert last["mixed"]["loss"] < 0.55 < 0.75 < min(last["alone"]["loss"], last["unchosen"]["loss"])
    assert last["unchosen"]["right"] < 0.2 < first["alone"]["right"]


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/feedback_numbers.py"
