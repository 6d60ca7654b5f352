"""The trained GANs' numbers, computed a second way: do the stored generators make what the page says?"""

import json
from math import log
from pathlib import Path

import digits
import gan
import gan_digits_numbers
import numpy as np
import pytest
import train_gan
from kit import weights
from kit.rng import Counter

RESULTS = Path(gan_digits_numbers.__file__).parent / "results" / "gan_digits_numbers.json"
NUMBERS = gan_digits_numbers.compute()
CORNERS = 2 * np.exp(1j * np.pi * np.arange(8) / 4)


def made(params, prefix, z):
    """The generator's output by the library's matrix products."""
    p = {key.removeprefix(prefix): value for key, value in params.items()}
    h = np.maximum(z @ p["w1"] + p["b1"], 0)
    return np.maximum(h @ p["w2"] + p["b2"], 0) @ p["w3"] + p["b3"]


@pytest.mark.parametrize(("name", "part"), [("gan_points", "points"), ("gan_collapse", "collapse")])
def test_clusters_reached(name, part):
    params, header = weights.load(name)
    z = Counter(1000).normal((1000, 2))
    for step, row in header["metrics"]["1"].items():
        x = made(params, f"g{step}_", z)
        gap = abs((x[:, 0] + 1j * x[:, 1])[:, None] - CORNERS)
        near = gap.min(1) <= 0.3
        count = np.bincount(gap.argmin(1)[near], minlength=8)
        shown = NUMBERS[part]["run"][f"step{step}"]
        assert np.allclose(row["share"], count / 1000, atol=0.0011) and shown["on"] == pytest.approx(near.mean(), abs=0.0011)
        assert shown["modes"] == (count >= 10).sum()
        assert shown["spread"] == pytest.approx(np.sqrt(x.var(0).sum()), abs=1e-5)
        assert shown["top"] == max(row["share"]) and (shown["best"] == 0 or row["share"][shown["best"] - 1] == shown["top"])


def test_what_the_page_says_of_every_seed():
    """Equal rates reach all clusters, a hasty generator at most two, and the loss does not tell them apart."""
    steady, hasty = weights.load("gan_points")[1]["metrics"], weights.load("gan_collapse")[1]["metrics"]
    for seed in "123":
        assert steady[seed]["2000"]["modes"] == 8 and steady[seed]["2000"]["on"] > 0.75 > steady[seed]["1000"]["on"] - 0.1
        assert steady[seed]["300"]["on"] < 0.15 and max(row["modes"] for row in hasty[seed].values()) <= 2
        for runs in (steady, hasty):
            for step, row in runs[seed].items():
                assert step == "0" or abs(row["d_loss"] - log(4)) < 0.2
    bad, good = steady["1"]["300"], steady["1"]["3000"]
    assert abs(bad["d_loss"] - good["d_loss"]) < 0.05 and good["on"] - bad["on"] > 0.7
    for step in ("300", "1000", "2000"):
        for key, ends in NUMBERS["points"][f"seeds_step{step}"].items():
            values = sorted(steady[seed][step][key] for seed in "123")
            assert [ends["low"], ends["high"]] == [values[0], values[2]]
    counts = [row["modes"] for runs in hasty.values() for row in runs.values()]
    table = NUMBERS["collapse"]
    assert (table["most_modes"], table["looks"], table["empty"]) == (max(counts), len(counts), sum(n == 0 for n in counts))


def test_digits_made(judged):
    params, header = weights.load("gan_digits")
    z = Counter(1000).normal((1000, 16))
    runs = [("steady", f"g{header['cfg']['steps']}_"), ("hasty", f"hasty_g{header['hasty']['steps']}_")]
    for name, prefix in runs:
        x = np.tanh(made(params, prefix, z))
        hidden, verdict = judged(x)
        share = np.bincount(verdict, minlength=10) / 1000
        shown = NUMBERS["digits"][name][f"step{prefix.split('g')[-1][:-1]}"]
        assert np.allclose([shown[f"share{k}"] for k in range(10)], share, atol=0.0011)
        entropy = -sum(p * log(p) for p in share if p)
        assert shown["effective"] == pytest.approx(np.exp(entropy), abs=0.01)
        real = judged(digits.train()[0])[0]
        between = np.linalg.eigvals(np.cov(hidden.T) @ np.cov(real.T)).real.clip(0)
        mean = ((hidden.mean(0) - real.mean(0)) ** 2).sum()
        distance = mean + np.trace(np.cov(hidden.T)) + np.trace(np.cov(real.T)) - 2 * np.sqrt(between).sum()
        assert shown["frechet"] == pytest.approx(distance, abs=1e-3)
        nearest = [min(((row - real_row) ** 2).sum() for real_row in digits.train()[0]) for row in x[:40]]
        everything = np.sqrt(((x[:, None, :] - digits.train()[0][None, :100]) ** 2).sum(-1)).min()
        assert np.sqrt(min(nearest)) > 0.5 and everything > 0.5  # no copies among those looked at
    assert NUMBERS["digits"]["steady"]["step2000"]["effective"] > 8 > 3 > NUMBERS["digits"]["hasty"]["step600"]["effective"]


@pytest.fixture(scope="module")
def judged():
    """pictures → (hidden features, verdicts), by the library's matrix products."""
    p = weights.load("judge")[0]

    def look(x):
        hidden = np.tanh(x @ p["w1"] + p["b1"])
        return hidden, (hidden @ p["w2"] + p["b2"]).argmax(1)
    return look


def test_settings():
    table = NUMBERS["settings"]
    assert table["points_generator"] == sum(v.size for v in gan.create(train_gan.STEADY)[0].values())
    assert table["digits_generator"] == sum(v.size for v in gan.create(train_gan.DIGITS)[0].values())
    assert (table["rate"], table["batch"], table["hidden"]) == (0.002, 64, 32) and table["log4"] == pytest.approx(log(4))
    assert (table["hasty_rate_d"], table["hasty_rate_g"], table["hasty_ratio"]) == (0.0005, 0.005, pytest.approx(10))


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/gan_digits_numbers.py"
