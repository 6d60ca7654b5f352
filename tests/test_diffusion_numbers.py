"""The diffusion page's numbers, computed a second way: do they hold without the formulas of diffusion_numbers.py?"""

import json
from math import prod, sqrt
from pathlib import Path
from statistics import NormalDist

import diffusion_numbers
import numpy as np
import pytest

RESULTS = Path(diffusion_numbers.__file__).parent / "results" / "diffusion_numbers.json"
NUMBERS = diffusion_numbers.compute()
BETAS = (0.2, 0.4, 0.6, 0.8)


def close(value, digits=9):
    return pytest.approx(value, abs=10**-digits)


def bell(x, mean, std):
    return np.exp(-((x - mean) ** 2) / (2 * std**2)) / std  # without the factor 1/√(2π), which cancels in Bayes' rule


def bar(t):
    return prod(1 - beta for beta in BETAS[:t])


def test_levels_by_following_mean_and_variance():
    """Each step shrinks the mean by √(1 − β) and the variance by 1 − β, then adds β to the variance."""
    mean, variance = 1.0, 0.0
    for t, beta in enumerate(BETAS, start=1):
        mean, variance = mean * sqrt(1 - beta), variance * (1 - beta) + beta
        row = NUMBERS["levels"][f"t{t}"]
        assert (row["mean"], row["std"]) == (close(mean), close(sqrt(variance)))
        assert (row["bar"], row["snr"]) == (close(mean**2), close(mean**2 / variance))
        assert (row["beta"], row["alpha"]) == (beta, close(1 - beta))
    assert NUMBERS["levels"]["t0"] == {"beta": 0, "alpha": 1, "bar": 1, "mean": 1, "std": 0}


def test_many_noised_values_have_that_mean_and_width():
    rng = np.random.default_rng(3)
    x = np.ones(200_000)
    for t, beta in enumerate(BETAS, start=1):
        x = np.sqrt(1 - beta) * x + np.sqrt(beta) * rng.standard_normal(x.size)
        row = NUMBERS["levels"][f"t{t}"]
        assert (x.mean(), x.std()) == (pytest.approx(row["mean"], abs=0.01), pytest.approx(row["std"], abs=0.01))


def test_forward_path_and_the_single_jump():
    row, x, share = NUMBERS["forward"], 1.0, []
    for t, (beta, eps) in enumerate(zip(BETAS, (0.5, -1.0, 0.8, 0.3)), start=1):
        x = x * sqrt(1 - beta) + eps * sqrt(beta)
        share = [part * sqrt(1 - beta) for part in share] + [eps * sqrt(beta)]  # what each ε has become by now
        assert row[f"eps{t}"] == eps and row[f"x{t}"] == close(x)
        assert row[f"joint{t}"] == close(sum(share) / sqrt(1 - bar(t)))


def test_one_noising_and_back():
    row = NUMBERS["noising"]
    assert row["signal"] ** 2 == close(0.8 * 0.6) and row["noise"] ** 2 == close(0.25 * (1 - 0.8 * 0.6))
    assert row["x"] == close(row["signal"] + row["noise"]) and row["back"] == close(1)
    # an error of 0.2 in ε moves the clean value by 0.2·√(1 − ᾱ)/√ᾱ, downwards because ε is subtracted
    for end, t in (("", 2), ("_last", 4)):
        noise_to_signal = NUMBERS["levels"][f"t{t}"]["std"] / NUMBERS["levels"][f"t{t}"]["mean"]
        assert row[f"factor{end}"] == close(noise_to_signal) and row[f"error{end}"] == close(-0.2 * noise_to_signal)
        assert row[f"back_wrong{end}"] == close(1 - 0.2 * noise_to_signal)
    assert row["x_last"] == close(sqrt(0.0384) - 0.5 * sqrt(0.9616))


def test_the_two_losses_of_one_example():
    row = NUMBERS["example"]
    assert row["loss_clean"] == 0.25 and sqrt(0.48) * row["guess"] + sqrt(0.52) * row["guess_eps"] == close(row["x"])
    assert row["loss_eps"] == close((-0.5 - row["guess_eps"]) ** 2) and row["snr"] == close(48 / 52)
    assert row["loss_eps"] == close(0.25 * 48 / 52)


GRID = np.linspace(-9, 9, 180_001)


def back_by_grid(x, x0, t):
    """Bayes' rule on a fine grid of x_{t−1}: where it would be from x_0, times how well it explains x_t."""
    if t == 1:
        return x0, 0.0
    weights = bell(GRID, sqrt(bar(t - 1)) * x0, sqrt(1 - bar(t - 1)))
    weights = weights * bell(x, sqrt(1 - BETAS[t - 1]) * GRID, sqrt(BETAS[t - 1]))
    weights /= weights.sum()
    mean = (weights * GRID).sum()
    return mean, (weights * (GRID - mean) ** 2).sum()


def test_one_step_back_by_integration():
    row = NUMBERS["back"]
    mean, variance = back_by_grid(row["x"], 1.0, 2)
    assert (row["mean"], row["variance"], row["std"]) == (close(mean), close(variance), close(sqrt(variance)))
    assert row["weight_clean"] == close(back_by_grid(0, 1, 2)[0] - back_by_grid(0, 0, 2)[0])
    assert row["weight_now"] == close(back_by_grid(1, 0, 2)[0] - back_by_grid(0, 0, 2)[0])


def plus(x, t):
    """The probability that the clean value was +1, by Bayes' rule with two bell curves."""
    up, down = (NormalDist(sign * sqrt(bar(t)), sqrt(1 - bar(t))).pdf(x) for sign in (1, -1))
    return up / (up + down)


def test_denoiser_by_bayes_rule():
    for t in (1, 2, 3, 4):
        row = NUMBERS["denoiser"][f"t{t}"]
        assert row["plus"] == close(plus(0.4, t)) and row["guess"] == close(2 * plus(0.4, t) - 1)
        assert np.tanh(row["argument"]) == close(row["guess"])


def test_denoiser_is_the_mean_of_what_was_noised():
    rng = np.random.default_rng(5)
    clean = rng.choice([-1.0, 1.0], 2_000_000)
    x = sqrt(bar(2)) * clean + sqrt(1 - bar(2)) * rng.standard_normal(clean.size)
    near = abs(x - 0.4) < 0.02
    assert clean[near].mean() == pytest.approx(NUMBERS["denoiser"]["t2"]["guess"], abs=0.02)


def test_the_random_way_back():
    x = -0.6
    for t, z in ((4, 0.9), (3, -0.4), (2, 1.1), (1, 0.0)):
        row, guess = NUMBERS["ancestral"][f"t{t}"], 2 * plus(x, t) - 1
        mean, variance = back_by_grid(x, guess, t)
        assert (row["x"], row["guess"], row["z"]) == (close(x), close(guess), z)
        assert (row["mean"], row["std"]) == (close(mean), close(sqrt(variance)))
        assert row["weight_clean"] * guess + row["weight_now"] * x == close(mean)
        x = mean + sqrt(variance) * z
        assert row["after"] == close(x)


@pytest.mark.parametrize(("name", "times"), [("four", (4, 3, 2, 1, 0)), ("two", (4, 2, 0)), ("one", (4, 0))])
def test_the_way_back_without_noise(name, times):
    """The distance from √ᾱ·guess shrinks like the deviation of the noise."""
    x = -0.6
    for now, then in zip(times, times[1:]):
        row, guess = NUMBERS["ddim"][name][f"t{now}"], 2 * plus(x, now) - 1
        gap = x - sqrt(bar(now)) * guess
        assert (row["x"], row["guess"]) == (close(x), close(guess)) and row["eps"] ** 2 == close(gap**2 / (1 - bar(now)))
        x = sqrt(bar(then)) * guess + gap * sqrt((1 - bar(then)) / (1 - bar(now)))
        assert row["after"] == close(x)
    assert NUMBERS["ddim"][name]["end"] == close(x)


def mean_of(points, x, signal, noise):
    weights = np.stack([bell(x, signal * p, noise) for p in points])
    return (weights * np.array(points).reshape(-1, *[1] * np.ndim(x))).sum(0) / weights.sum(0)


def test_guidance_arithmetic():
    row, signal, noise = NUMBERS["guidance"], sqrt(0.48), sqrt(0.52)
    with_label, without = (mean_of(points, 0.4, signal, noise) for points in ((0, 2), (-2, 0, 2)))
    assert (row["with_label"], row["without"]) == (close(with_label), close(without))
    assert row["difference"] == close(with_label - without)
    eps = [(0.4 - signal * guess) / noise for guess in (with_label, without)]
    for w in (0, 1, 2):  # the paper's own form, for the noise instead of the clean value
        noise_guess = (1 + w) * eps[0] - w * eps[1]
        assert row[f"w{w}"]["guess"] == close((0.4 - noise * noise_guess) / signal)


@pytest.mark.parametrize("w", [0, 1, 2])
def test_guidance_shares_by_following_many_starts(w):
    """4,001 even starts, followed with ten times finer steps in noise over signal σ: dx/dσ = (x − guess)/σ."""
    starts = np.array([NormalDist().inv_cdf((k + 0.5) / 4001) for k in range(4001)])
    y, sigmas = starts * sqrt(1 + 999**2), np.geomspace(999, 1e-3, 4000)  # y = x/√ᾱ
    for now, then in zip(sigmas, sigmas[1:]):
        guess = (1 + w) * mean_of((0, 2), y, 1, now) - w * mean_of((-2, 0, 2), y, 1, now)
        y = guess + (y - guess) * then / now
    row = NUMBERS["guidance"][f"w{w}"]
    assert set(np.round(y)) <= {0, 2} and row["share_2"] == pytest.approx((y > 1).mean(), abs=0.01)
    assert row["share_0"] + row["share_2"] == close(1)


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/diffusion_numbers.py"
