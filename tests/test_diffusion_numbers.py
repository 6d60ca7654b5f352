"""The diffusion page's numbers, computed a second way: do they hold without the formulas of diffusion_numbers.py?"""

import json
from itertools import pairwise
from math import prod, sqrt
from pathlib import Path
from statistics import NormalDist

import diffusion
import diffusion_numbers
import digits
import numpy as np
import points
import pytest
from kit import weights
from kit.rng import Counter

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
    clean = rng.choice([-1.0, 1.0], 1_000_000)
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
    for now, then in pairwise(times):
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
    y, sigmas = starts * sqrt(1 + 999**2), np.geomspace(999, 1e-3, 1500)  # y = x/√ᾱ
    for now, then in pairwise(sigmas):
        guess = (1 + w) * mean_of((0, 2), y, 1, now) - w * mean_of((-2, 0, 2), y, 1, now)
        y = guess + (y - guess) * then / now
    row = NUMBERS["guidance"][f"w{w}"]
    assert set(np.round(y)) <= {0, 2} and row["share_2"] == pytest.approx((y > 1).mean(), abs=0.01)
    assert row["share_0"] + row["share_2"] == close(1)


# --- what was measured


@pytest.fixture(scope="module")
def judged():
    """pictures → (hidden features, probabilities), by the library's matrix products."""
    p = weights.load("judge")[0]

    def look(x):
        hidden = np.tanh(x @ p["w1"] + p["b1"])
        power = np.exp(hidden @ p["w2"] + p["b2"])
        return hidden, power / power.sum(1, keepdims=True)
    return look


def frechet(a, b):
    """The trace of the root is the sum of the roots of the eigenvalues of the product of the covariances."""
    between = np.linalg.eigvals(np.cov(a.T) @ np.cov(b.T)).real.clip(0)
    return ((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(np.cov(a.T)) + np.trace(np.cov(b.T)) - 2 * np.sqrt(between).sum()


def network(p, x, t, labels):
    """The stored network's guess, written out."""
    level = np.clip(1 - abs(15 * t / 100 - np.arange(16)), 0, None)
    h = np.hstack([x, np.tile(level, (len(x), 1)), np.eye(11)[labels]])
    h = np.maximum(h @ p["w1"] + p["b1"], 0)
    return np.maximum(h @ p["w2"] + p["b2"], 0) @ p["w3"] + p["b3"]


def walk(p, steps, w, bars, asked):
    """DDIM from the noise of the measurements, in the variables of the second way above."""
    x, levels = Counter(77).normal((1000, 64)), np.floor(100 * np.arange(steps, -1, -1) / steps + 0.5).astype(int)
    for now, then in pairwise(levels):
        guess = network(p, x, now, asked)
        guess = guess + w * (guess - network(p, x, now, np.full(1000, 10)))
        gap = x - np.sqrt(bars[now]) * guess
        x = np.sqrt(bars[then]) * guess + gap * np.sqrt((1 - bars[then]) / (1 - bars[now]))
    return x.clip(-1, 1)


@pytest.mark.parametrize(("where", "key", "steps", "w"), [
    ("steps", "s1", 1, 0), ("steps", "s2", 2, 0), ("steps", "s5", 5, 0), ("steps", "s10", 10, 0), ("steps", "s20", 20, 0),
    ("steps", "s50", 50, 0), ("guidance", "w0_5", 20, 0.5), ("guidance", "w1", 20, 1), ("guidance", "w2", 20, 2),
    ("guidance", "w4", 20, 4)])
def test_measured_digits_from_the_stored_weights(judged, where, key, steps, w):
    params, asked, real = weights.load("diffusion_digits")[0], np.arange(1000) % 10, digits.train()[0]
    curve = np.cos((np.arange(101) / 100 + 0.008) / 1.008 * np.pi / 2) ** 2
    bars = np.append((curve / curve[0])[:100], (curve / curve[0])[99] / 1000)
    x, row = walk(params, steps, w, bars, asked), NUMBERS["measured"][where][key]
    hidden, chances = judged(x)
    assert row["obeyed"] == pytest.approx((chances.argmax(1) == asked).mean(), abs=0.0021)
    assert row["sure"] == pytest.approx(chances[np.arange(1000), asked].mean(), abs=1e-4)
    assert row["frechet"] == pytest.approx(frechet(hidden, judged(real)[0]), abs=2e-3)
    spread = [np.sqrt(np.trace(np.cov(hidden[asked == k].T, bias=True))) for k in range(10)]
    assert row["variety"] == pytest.approx(np.mean(spread), abs=1e-3)
    gaps = np.array([np.linalg.norm(real - one, axis=1).min() for one in x])
    assert (row["median"], row["least"]) == (pytest.approx(np.median(gaps), abs=1e-3), pytest.approx(gaps.min(), abs=1e-3))


def test_reference_and_errors(judged):
    (real, labels), (test, asked), row = digits.train(), digits.test(), NUMBERS["measured"]["reference"]
    hidden, chances = judged(test)
    assert row["obeyed"] == pytest.approx((chances.argmax(1) == asked).mean(), abs=1e-6)
    assert row["frechet"] == pytest.approx(frechet(hidden, judged(real)[0]), abs=1e-4)
    assert row["median"] == pytest.approx(np.median([np.linalg.norm(real - one, axis=1).min() for one in test]), abs=1e-5)
    features = judged(real)[0]
    spread = [np.sqrt(np.trace(np.cov(features[labels == k].T, bias=True))) for k in range(10)]
    assert row["variety"] == pytest.approx(np.mean(spread), abs=1e-5)
    params, cfg = weights.load("diffusion_digits")[0], diffusion.Config()
    for t in (10, 30, 50, 70, 90):
        share = diffusion.bars(cfg)[t]
        x = np.sqrt(share) * test + np.sqrt(1 - share) * Counter(t).normal((297, 64))
        error = ((network(params, x, t, asked) - test) ** 2).mean()
        assert NUMBERS["measured"]["errors"][f"t{t}"] == pytest.approx(error, abs=1e-5)


def test_points_the_network_guesses_nearly_as_well_as_can_be():
    data, params = points.ring(), weights.load("diffusion_points")[0]
    x0 = data.sample(Counter(10), 1000)[0]
    for t in (20, 40, 60, 80, 100):
        share, row = diffusion.bars(diffusion.Config())[t], NUMBERS["measured"]["points"]["errors"][f"t{t}"]
        x = np.sqrt(share) * x0 + np.sqrt(1 - share) * Counter(t).normal((1000, 2))
        square = ((x[:, None] - np.sqrt(share) * data.centres) ** 2).sum(-1)
        total = share * data.std**2 + 1 - share
        weight = np.exp(-(square - square.min(1, keepdims=True)) / (2 * total))
        weight /= weight.sum(1, keepdims=True)  # for each centre: its Gaussian times the noise is again a Gaussian
        means = (data.centres * (1 - share) + np.sqrt(share) * data.std**2 * x[:, None]) / total
        best = (weight[..., None] * means).sum(1)
        assert row["unavoidable"] == pytest.approx(((best - x0) ** 2).mean(), abs=1e-5)
        level = np.clip(1 - abs(15 * t / 100 - np.arange(16)), 0, None)
        h = np.maximum(np.hstack([x, np.tile(level, (1000, 1))]) @ params["w1"] + params["b1"], 0)
        guess = np.maximum(h @ params["w2"] + params["b2"], 0) @ params["w3"] + params["b3"]
        assert row["learnt"] == pytest.approx(((guess - best) ** 2).mean(), abs=1e-5)


def test_what_the_page_says():
    """Few steps blur, guidance buys obedience with variety, nothing is copied, and the noise is the harder target."""
    found = NUMBERS["measured"]
    steps, guidance, hasty = found["steps"], found["guidance"], found["hasty"]
    assert steps["s1"]["frechet"] > 2 * steps["s2"]["frechet"] > 2 * steps["s10"]["frechet"]
    assert steps["s20"]["obeyed"] > 0.98 and steps["s1"]["variety"] < 0.5 * steps["s20"]["variety"]
    assert abs(steps["s20"]["frechet"] - steps["s100"]["frechet"]) < 0.2
    for table in (guidance, hasty):
        assert table["w0"]["frechet"] < table["w1"]["frechet"] < table["w2"]["frechet"] < table["w4"]["frechet"]
        assert table["w2"]["variety"] < table["w0"]["variety"]
    assert hasty["w0"]["obeyed"] < 0.97 < 0.99 < hasty["w1"]["obeyed"]
    assert steps["s20"]["least"] > 0.5 and found["repeats"]["frechet_high"] < 1
    assert found["target_noise"]["frechet"] > found["target_clean"]["frechet"]
    frechets = [row["frechet"] for row in weights.load("diffusion_digits")[1]["metrics"]["repeats"].values()]
    assert (found["repeats"]["frechet_low"], found["repeats"]["frechet_high"]) == (min(frechets), max(frechets))


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/diffusion_numbers.py"
