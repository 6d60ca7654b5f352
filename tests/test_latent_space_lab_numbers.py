"""The latent-space lab's numbers for ten seeds, computed a second way; and does the page say what they say?"""

import json
from itertools import pairwise
from pathlib import Path

import digits
import latent_space_lab_numbers as lab
import numpy as np
import pytest
import train_latent_space_lab as training
import vae
from kit import nn, weights
from sklearn.neighbors import NearestNeighbors

RESULTS = Path(lab.__file__).parent / "results" / "latent_space_lab_numbers.json"
NUMBERS, STORED = lab.compute(), lab.stored()
BETAS = {"beta_0": 0.0, "beta_0_3": 0.3, "beta_1": 1.0, "beta_4": 4.0}
SEEDS = [f"seed{seed}" for seed in range(1, 11)]
X, LABELS = digits.test()
JUDGE = weights.load("judge")[0]


def close(value, digits=6):
    return pytest.approx(value, abs=10**-digits)


def by_seed(beta, key):
    """Ten values of one measure, as the lab's small models have it."""
    return np.array([STORED["runs"][beta][seed]["int8"][key] for seed in SEEDS])


def affine(params, name, x):
    return x @ params[f"{name}_w"] + params[f"{name}_b"]


def coded(params, x):
    hidden = np.tanh(affine(params, "enc", x))
    return affine(params, "mean", hidden), affine(params, "logvar", hidden)


def rebuilt(params, z):
    return affine(params, "out", np.tanh(affine(params, "dec2", np.tanh(affine(params, "dec1", z)))))


def read(pictures):
    return (np.tanh(pictures @ JUDGE["w1"] + JUDGE["b1"]) @ JUDGE["w2"] + JUDGE["b2"]).argmax(axis=1)


# --- what was stored


def test_the_results_are_those_of_the_program():
    assert json.loads(RESULTS.read_text(encoding="utf-8")) == NUMBERS


def test_ten_trainings_of_four_models():
    assert STORED["betas"] == BETAS and STORED["seeds"] == list(range(1, 11)) and STORED["judge"] == nn.digest(JUDGE)
    digests = [run["digest"] for runs in STORED["runs"].values() for run in runs.values()]
    assert len(set(digests)) == 40 and all(sorted(runs) == sorted(SEEDS) for runs in STORED["runs"].values())
    for name in BETAS:  # seed 1 is what train_digits.py trained
        assert STORED["runs"][name]["seed1"]["digest"] == weights.load(f"vae_{name}")[1]["digest"]
        assert STORED["kept"][name]["digest"] == nn.digest(weights.load(f"latent_{name}")[0])
        assert STORED["runs"][name]["seed1"]["int8"] == STORED["kept"][name]["int8"]


def test_one_training_again():
    """β = 1 with seed 4, before and after 8 bits."""
    params = weights.rounded(vae.learn(1.0, 4))
    stored = STORED["runs"]["beta_1"]["seed4"]
    assert nn.digest(params) == stored["digest"]
    for kind, model in (("float32", params), ("int8", training.small(params))):
        found = training.measure(model, JUDGE)
        assert found == {key: close(value, 4) for key, value in stored[kind].items()}


@pytest.mark.parametrize("name", BETAS)
def test_the_labs_models_measured_in_the_librarys_products(name):
    params, row = weights.load(f"latent_{name}")[0], STORED["kept"][name]["int8"]
    mean, logvar = coded(params, X)
    seen = rebuilt(params, mean)
    assert row["error"] == close(8 * np.sqrt(((seen - X) ** 2).mean()), 5) and row["kept"] == close((read(seen) == LABELS).mean())
    assert row["kl"] == close(0.5 * (mean**2 + np.exp(logvar) - 1 - logvar).sum(axis=1).mean(), 5)
    assert row["sigma"] == close(np.exp(logvar / 2).mean(), 5)
    train = digits.train()[0]
    assert row["within_2"] == close((np.hypot(*coded(params, train)[0].T) < 2).mean())
    drawn = rebuilt(params, training.Counter(7).normal((512, 2)))
    near = NearestNeighbors(n_neighbors=1).fit(train).kneighbors(drawn)[0][:, 0]
    assert row["strange"] == close(np.median(near) * 8 / 8, 4)  # 8 levels a unit, over the root of 64 pixels


# --- what is made of it


def test_the_spreads():
    for name in BETAS:
        for key in STORED["runs"][name]["seed1"]["int8"]:
            values = np.sort(by_seed(name, key))
            row = NUMBERS["seeds"][name]
            assert (row[f"{key}_low"], row[f"{key}_high"]) == (close(values[0]), close(values[-1]))
            assert row[f"{key}_median"] == close((values[4] + values[5]) / 2)


def test_rounding_and_settings():
    rounding = NUMBERS["rounding"]
    for key, most in rounding["largest"].items():
        pairs = [(run["float32"][key], run["int8"][key]) for runs in STORED["runs"].values() for run in runs.values()]
        assert most == close(np.abs(np.diff(pairs)).max())
    assert rounding["bytes_int8"] < 0.3 * rounding["bytes_float32"] == 0.3 * 4 * NUMBERS["settings"]["weights"]
    assert NUMBERS["settings"] == {
        "seeds": 10, "pairs": 200, "drawn": 512, "test": len(X), "steps": 8, "from": 3, "to": 8, "side": 8,
        "weights": 3 * (64 * 64 + 64) + 2 * (64 * 2 + 2) + 2 * 64 + 64,
        "test_kept": close((read(X) == LABELS).mean()), "disc": close(1 - np.exp(-2))}


def test_walks_and_the_exercises_drawing():
    three, eight = np.flatnonzero(LABELS == 3)[0], np.flatnonzero(LABELS == 8)[0]
    drawing = np.sign(X[three]) + (X[three] == 0) * -1
    assert set(drawing) == {-1, 1}
    for name in BETAS:
        params = weights.load(f"latent_{name}")[0]
        ends = coded(params, X[[three, eight]])[0]
        walk = read(rebuilt(params, np.linspace(*ends, 9)))
        assert NUMBERS["walk"][name]["map"]["read"] == " ".join(map(str, walk))
        assert NUMBERS["walk"][name]["pixels"]["read"] == " ".join(map(str, read(np.linspace(X[three], X[eight], 9))))
        (place,), (logvar,) = coded(params, drawing[None])
        row, sigma = NUMBERS["drawing"][name], np.exp(logvar / 2)
        price = (place**2 + sigma**2 - 1) / 2 - np.log(sigma)
        assert [row[key] for key in ("x", "y", "sigma_x", "sigma_y", "kl_x", "kl_y")] == close([*place, *sigma, *price])
        seen = rebuilt(params, place[None])
        assert row["kl"] == close(price.sum()) and row["error"] == close(8 * np.sqrt(((seen - drawing) ** 2).mean()))
        assert row["digit"] == read(seen)[0]
        mean = coded(params, X)[0]
        assert NUMBERS["maps"][name]["inside"] == close(np.mean((abs(mean[:, 0]) <= 3) & (abs(mean[:, 1]) <= 3)))
        assert NUMBERS["maps"][name]["farthest"] == close(abs(mean).max())


# --- what the page says


def test_a_larger_beta_costs_more_with_every_seed():
    ordered = list(BETAS)
    for less, more in pairwise(ordered):
        assert (by_seed(less, "error") < by_seed(more, "error") - 0.01).all()
        assert (by_seed(less, "kl") > by_seed(more, "kl") + 1).all()


def test_a_little_price_buys_the_best_draws_with_every_seed():
    for other in ("beta_0", "beta_1", "beta_4"):
        assert (by_seed("beta_0_3", "frechet") < by_seed(other, "frechet") - 2).all()
        assert (by_seed("beta_0_3", "digits") > by_seed(other, "digits") + 0.5).all()
    assert by_seed("beta_0_3", "digits").min() > 9


def test_without_a_price_most_places_lie_outside_and_the_judge_does_not_mind():
    assert by_seed("beta_0", "within_2").max() < 0.5 < NUMBERS["settings"]["disc"] - 0.3
    for name in ("beta_0", "beta_0_3"):
        assert by_seed(name, "unsure").max() < 0.1
    assert abs(np.median(by_seed("beta_0", "unsure")) - np.median(by_seed("beta_0_3", "unsure"))) < 0.02
    assert NUMBERS["maps"]["beta_0"]["inside"] < 0.65 and NUMBERS["maps_wide"]["beta_0"]["inside"] == 1


def test_the_highest_price_collapses_with_every_seed():
    assert by_seed("beta_4", "kl").max() < 0.01 and by_seed("beta_4", "contrast").max() < 0.01
    assert set(by_seed("beta_4", "active")) == {0}
    assert by_seed("beta_4", "kept").max() < 0.15 and by_seed("beta_4", "digits").max() < 1.01
    assert abs(by_seed("beta_4", "sigma") - 1).max() < 0.01


def test_halfway_on_the_map_is_nearer_to_digits_than_a_mixture_with_every_seed():
    assert (by_seed("beta_0_3", "halfway") < by_seed("beta_0_3", "halfway_pixels") - 0.2).all()
    assert NUMBERS["walk"]["beta_0_3"]["map"]["others"] > 0 and NUMBERS["walk"]["beta_0_3"]["pixels"]["others"] == 0


def test_eight_bits_change_little():
    largest = NUMBERS["rounding"]["largest"]
    assert largest["error"] < 0.01 and largest["kept"] < 0.02 and largest["sigma"] < 0.01
    for key in ("error", "kl"):  # and never the order
        for seed in SEEDS:
            for kind in ("float32", "int8"):
                values = [STORED["runs"][name][seed][kind][key] for name in BETAS]
                assert values == sorted(values, reverse=key == "kl")


def test_every_digit_put_in_with_the_highest_price_comes_back_the_same():
    params = weights.load("latent_beta_4")[0]
    drawings = np.array([lab.black_and_white(digit) for digit in range(10)])
    assert set(read(rebuilt(params, coded(params, drawings)[0]))) == {NUMBERS["drawing"]["beta_4"]["digit"]}
    assert (read(rebuilt(params, lab.squares(3))) == NUMBERS["drawing"]["beta_4"]["digit"]).all()
