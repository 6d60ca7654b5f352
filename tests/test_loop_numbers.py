"""The feedback loop's numbers, computed a second way: do the stored pictures and a first round say the same?"""

import json
from math import log
from pathlib import Path

import digits
import judge
import loop
import loop_numbers
import measure
import numpy as np
import pytest
import train_loop
from kit import weights
from kit.rng import Counter
from sklearn.linear_model import LogisticRegression

RESULTS = Path(loop_numbers.__file__).parent / "results" / "loop_numbers.json"
NUMBERS = loop_numbers.compute()


def close(value, digits=9):
    return pytest.approx(value, abs=10**-digits)


# --- on paper


@pytest.mark.parametrize(("name", "original"), [("alone", 0.0), ("mixed", 0.5)])
def test_prediction_by_counting_pictures(name, original):
    """Lay out 256,000 candidates, sort the sevens to the front, keep 48,000, and count."""
    rows = NUMBERS["paper"][name]
    share = rows["round0"]["share"]
    for k in range(1, 6):
        candidates = np.arange(256_000) < round(256_000 * share)
        kept = candidates[:48_000].mean()
        share = original * 0.1 + (1 - original) * kept
        assert rows[f"round{k}"]["kept"] == pytest.approx(kept, abs=1e-4)
        assert rows[f"round{k}"]["share"] == pytest.approx(share, abs=1e-4)
    assert rows["round1"]["found"] == close(256 * NUMBERS["loops"]["alone"]["round0"]["liked"])


def test_drift_by_simulation():
    rng, row = np.random.default_rng(1), NUMBERS["paper"]["drift"]
    share, missing = np.full((20_000, 10), 0.1), 0
    for generation in range(5):
        share = rng.multinomial(48, share) / 48
        missing = (share[:, 0] == 0).mean() if generation == 0 else missing
    assert row["end"] == pytest.approx((1 - (share**2).sum(1)).mean(), abs=0.002)
    assert row["missing"] == pytest.approx(missing, abs=0.003) and row["start"] == close(0.9)
    assert row["factor"] == close(47 / 48) and row["missing_rare"] == close(np.prod([0.98] * 48))


def test_one_vote_by_finite_differences():
    def loss(w, b):
        chance = lambda x: 1 / (1 + np.exp(-(w * x + b)))  # noqa: E731
        return -(log(chance(1)) + log(1 - chance(-1))) / 2
    row, h = NUMBERS["paper"]["vote"], 1e-6
    assert row["slope_w"] == close((loss(h, 0) - loss(-h, 0)) / (2 * h), 8)
    assert row["slope_b"] == close((loss(0, h) - loss(0, -h)) / (2 * h), 8)
    assert (row["w"], row["b"]) == (close(-row["slope_w"]), close(-row["slope_b"]))
    odds = np.exp(row["w"])
    assert row["liked"] == close(odds / (1 + odds)) and row["liked"] + row["other"] == close(1)
    assert row["half"] == close(1 / (1 + odds**-0.5))


# --- the parts


def test_mixes_go_in_as_asked():
    pictures, labels = digits.train()
    for name, weight in train_loop.MIXES.items():
        x, drawn = loop.chosen(pictures, labels, weight)(Counter(3), 20_000)
        share = np.bincount(drawn, minlength=10) / 20_000
        expected = np.bincount(labels, minlength=10) * np.array(weight)
        assert np.allclose(share, expected / expected.sum(), atol=0.012), name
        inside = [NUMBERS["mixes"][name][f"in{k}"] for k in range(10)]
        assert np.allclose(inside, expected / expected.sum(), atol=1e-6)
        assert (labels[[np.flatnonzero((pictures == row).all(1))[0] for row in x[:50]]] == drawn[:50]).all()


def test_reward_model_against_a_library():
    x, labels = digits.train()
    liked = (labels[:80] == 7).astype(float)
    ours = loop.reward_model(x[:80], liked, steps=2000, rate=0.03, decay=0.01)
    theirs = LogisticRegression(C=1 / (0.01 * 80), tol=1e-10, max_iter=10_000).fit(x[:80], liked)
    assert np.allclose(ours["w"][:, 0], theirs.coef_[0], atol=0.03)
    assert np.allclose(loop.reward(ours, x[:80]), theirs.predict_proba(x[:80])[:, 1], atol=0.01)
    quick = loop.reward_model(x[:80], liked)
    assert ((loop.reward(quick, x[80:]) > 0.5) == (labels[80:] == 7)).mean() > 0.9


def test_mixed_batches_hold_half_of_each():
    kept, original = np.ones((4, 64)), loop.chosen(*digits.train(), [1] * 10)
    x, _ = loop.mixed(kept, original, 0.5)(Counter(1), 32)
    assert (x == 1).all(1).sum() == 16 and len(x) == 32
    assert (loop.mixed(kept, original, 0.0)(Counter(1), 32)[0] == 1).all()


# --- what was measured


@pytest.fixture(scope="module")
def stored():
    return weights.load("loop_base")


def test_base_training_begins_as_it_was_recorded(stored):
    assert train_loop.first_digest() == stored[1]["digest"]["30"]


def drawn_again(p, x, levels=20):
    """DDIM with the stored network written out in the library's matrix products."""
    curve = np.cos((np.arange(levels + 1) / levels + 0.008) / 1.008 * np.pi / 2) ** 2
    bars = np.append((curve / curve[0])[:levels], (curve / curve[0])[levels - 1] / 1000)
    for t in range(levels, 0, -1):
        place = np.clip(1 - abs(7 * t / levels - np.arange(8)), 0, None)
        h = np.maximum(np.hstack([x, np.tile(place, (len(x), 1))]) @ p["w1"] + p["b1"], 0)
        guess = np.maximum(h @ p["w2"] + p["b2"], 0) @ p["w3"] + p["b3"]
        x = np.sqrt(bars[t - 1]) * guess + (x - np.sqrt(bars[t]) * guess) * np.sqrt((1 - bars[t - 1]) / (1 - bars[t]))
    return x.clip(-1, 1)


def test_what_came_out_of_the_base_model(stored):
    x, p = drawn_again(stored[0], Counter(55).normal((1000, 64))), weights.load("judge")[0]
    logits = np.tanh(x @ p["w1"] + p["b1"]) @ p["w2"] + p["b2"]
    share, row = np.bincount(logits.argmax(1), minlength=10) / 1000, NUMBERS["mixes"]["all"]
    assert np.allclose([row[f"out{k}"] for k in range(10)], share, atol=0.0021)
    assert row["effective"] == pytest.approx(np.exp(-(share * np.log(share)).sum()), abs=0.02)
    chances = np.exp(logits - logits.max(1, keepdims=True))
    assert row["sure"] == pytest.approx((1 / chances.sum(1)).mean(), abs=1e-3)


@pytest.mark.parametrize("name", ["alone", "mixed"])
def test_the_first_round_again(stored, name):
    """The same seed gives the same first round: its votes, what was kept, and what the model then draws."""
    original = loop.chosen(*digits.train(), [1] * 10)
    run = loop.Loop(stored[0], weights.load("judge")[0], original, train_loop.LOOPS[name], seed=1)
    run.look()
    run.round()
    run.look()
    for k, row in enumerate(run.history):
        recorded = stored[1]["metrics"]["loops"][name]["seed1"][k]
        assert row["share"] == pytest.approx(recorded["share"], abs=1e-6) and row["likes"] == recorded["likes"]
        for key in ("liked", "effective", "variety", "reward", "frechet"):
            assert row[key] == pytest.approx(recorded[key], abs=1e-5), key
            assert NUMBERS["loops"][name][f"round{k}"][key] == pytest.approx(recorded[key], abs=1e-6)
    assert run.liked.sum() == (judge.verdict(run.judge, run.voted) == 7).sum() and len(run.voted) == 16


def test_what_the_page_says_of_every_seed(stored):
    """Alone the loop ends with 7s only; half original data stop it; without votes there is no pull towards 7s."""
    loops = stored[1]["metrics"]["loops"]
    for seed in ("seed1", "seed2", "seed3"):
        alone, mixed, blind = (loops[name][seed] for name in ("alone", "mixed", "blind"))
        assert alone[0]["liked"] < 0.15 and alone[2]["liked"] > 0.8 and alone[3]["liked"] > 0.99
        assert alone[5]["effective"] < 1.2
        assert alone[5]["variety"] < 0.5 * alone[0]["variety"]
        assert 0.4 < mixed[5]["liked"] < 0.9 and mixed[5]["effective"] > 2.5
        assert mixed[5]["variety"] > 0.75 * mixed[0]["variety"]
        assert blind[5]["liked"] < 0.5 and blind[5]["effective"] < 0.7 * blind[0]["effective"]  # yet variety goes
        assert loops["blind_mixed"][seed][5]["effective"] > 0.85 * loops["blind_mixed"][seed][0]["effective"]
    for name, runs in loops.items():
        for k in range(6):
            values = [runs[seed][k]["effective"] for seed in ("seed1", "seed2", "seed3")]
            row = NUMBERS["loops"][name][f"round{k}"]
            assert (row["effective_low"], row["effective_high"]) == (min(values), max(values))
    mixes = NUMBERS["mixes"]
    assert mixes["no_fours"]["in4"] == 0 and mixes["no_fours"]["out4"] < 0.01 < 0.05 < mixes["all"]["out4"]
    assert mixes["mostly_zeros"]["out0"] > 0.8


def test_shares_by_counting(stored):
    x = weights.load("loop_pictures")[0]["alone_round5"]
    assert (judge.verdict(weights.load("judge")[0], x) == 7).all()
    history = stored[1]["metrics"]["loops"]["alone"]["seed1"]
    assert [row["votes"] for row in history] == [0, 16, 32, 48, 64, 80]
    for row in history:
        assert row["effective"] == pytest.approx(measure.effective(np.array(row["share"])), abs=1e-4)
    assert NUMBERS["settings"]["all_votes"] == 80
    assert NUMBERS["settings"]["weights"] == sum(v.size for v in stored[0].values())


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/loop_numbers.py"
