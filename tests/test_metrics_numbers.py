"""The metrics page's numbers, computed a second way: do they hold without the formulas of metrics_numbers.py?"""

import json
from fractions import Fraction
from itertools import combinations
from math import log
from pathlib import Path

import metrics_numbers
import numpy as np
import pytest
from scipy import integrate, stats

RESULTS = Path(metrics_numbers.__file__).parent / "results" / "metrics_numbers.json"
NUMBERS = metrics_numbers.compute()
CATS = ["cats", "often", "sleep", "on", "the", "sofa"]  # the page's sentence itself, instead of letters


def close(value, digits=8):
    return pytest.approx(value, abs=10**-digits)


def test_perplexity_is_the_number_of_equal_choices():
    found = NUMBERS["perplexity"]
    assert found["product_denominator"] == 2 * 4 * 8 * 4 == 4**4
    assert found["value"] == close(4) and found["mean_bits"] == close(log(found["value"]) / log(2))
    assert found["surprised"] ** 4 == close(2 * 4 * 8 * 1000, 4)
    assert found["six_tokens"] ** 6 == close(256, 4)


# BLEU with fractions, by striking pieces off a list.


def matched(candidate, reference, n):
    left = [reference[i:i + n] for i in range(len(reference) - n + 1)]
    found = 0
    for i in range(len(candidate) - n + 1):
        if candidate[i:i + n] in left:
            left.remove(candidate[i:i + n])
            found += 1
    return Fraction(found, len(candidate) - n + 1)


@pytest.mark.parametrize(("name", "text"), [("short", "cats sleep on the sofa"), ("opposite", "cats never sleep on the sofa")])
def test_bleu_of_the_sentences(name, text):
    candidate, row = text.split(), NUMBERS["overlap"][name]
    precisions = [matched(candidate, CATS, n) for n in (1, 2, 3, 4)]
    for n, precision in enumerate(precisions, 1):
        assert row[f"p{n}"] == close(float(precision))
    product = precisions[0] * precisions[1] * precisions[2] * precisions[3]
    assert row["mean"] ** 4 == close(float(product))
    lacking = Fraction(len(CATS) - len(candidate), len(candidate))
    assert -log(row["penalty"]) == close(float(max(lacking, 0)))
    assert row["bleu"] == close(row["mean"] * row["penalty"])
    assert NUMBERS["overlap"]["clipping"]["clipped"] == float(matched(["cats"] * 5, CATS, 1))


def test_rouge_by_trying_every_subsequence():
    for name, text in (("rouge_short", "cats sleep on the sofa"), ("rouge_reordered", "on the sofa cats often sleep")):
        candidate = text.split()
        within = [
            size for size in range(1, 7) for pick in combinations(candidate, size)
            if any(list(pick) == list(other) for other in combinations(CATS, size))
        ]
        common = {"one": sum(word in CATS for word in candidate), "l": max(within)}
        for kind, count in common.items():
            row = NUMBERS["overlap"][name][kind]
            assert row["recall"] == close(count / 6) and row["precision"] == close(count / len(candidate))
            assert row["f"] == close(2 * count / (6 + len(candidate)))


def test_inception_score_from_entropies():
    """KL averages to the entropy of the mixture minus the mean entropy of the rows."""
    for name, rows in (("varied", metrics_numbers.VARIED), ("alike", metrics_numbers.ALIKE)):
        gain = stats.entropy(np.mean(rows, axis=0)) - np.mean([stats.entropy(row) for row in rows])
        assert NUMBERS["images"][name]["kl"] == close(gain)
        assert NUMBERS["images"][name]["score"] == close(np.exp(gain))


def test_fid_is_the_cost_of_moving_one_curve_onto_the_other():
    """The squared 2-Wasserstein distance, by comparing quantiles one by one."""
    share = (np.arange(2_000_000) + 0.5) / 2_000_000
    for name, mean, sd in (("shifted", 0.5, 1), ("narrow", 0, 0.5), ("both", 1, 2)):
        gap = stats.norm.ppf(share) - stats.norm.ppf(share, mean, sd)
        assert NUMBERS["images"]["fid"][name] == pytest.approx(np.mean(gap**2), abs=1e-4)


def test_small_samples_make_fid_look_bad():
    for n in (5, 50, 5000):
        mean_s = stats.chi(n - 1).mean() / np.sqrt(n - 1)  # s·√(n−1) has a chi distribution
        assert NUMBERS["images"]["same"][f"n{n}"] == close(1 / n + 2 - 2 * mean_s, 7)
    draws = np.random.default_rng(0).standard_normal((200_000, 5))
    seen = np.mean(draws.mean(axis=1) ** 2 + (draws.std(axis=1, ddof=1) - 1) ** 2)
    assert NUMBERS["images"]["same"]["n5"] == pytest.approx(seen, abs=0.005)


def test_clipscore_of_unit_vectors():
    for name, text in (("caption", (2, -1, 1)), ("unrelated", (-2, 1, -1))):
        image, text = np.array([1, 2, 2]) / 3, np.array(text) / np.linalg.norm(text)
        assert NUMBERS["images"][name]["cos"] == close(float(image @ text))
        assert NUMBERS["images"][name]["score"] == close(max(0.0, 2.5 * float(image @ text)))


def test_mos_interval_against_scipy():
    found = NUMBERS["people"]["mos"]
    low, high = stats.t.interval(0.95, 7, np.mean(metrics_numbers.RATINGS), stats.sem(metrics_numbers.RATINGS))
    assert (found["low"], found["high"]) == (close(low, 5), close(high, 5))
    assert found["half_of_100"] == close(stats.t.ppf(0.975, 99) * found["sd"] / 10, 5)
    assert found["mean"] == 4 and found["sd"] ** 2 == close(4 / 7)
    assert found["tacotron_high"] == close(4.592) and found["human_low"] == close(4.529)


def test_elo_is_bradley_terry_in_another_scale():
    found = NUMBERS["people"]
    for d in (0, 50, 100, 200, 400):
        strong, weak = 10 ** (d / 400), 1.0
        assert found["expected"][f"d{d}"] == close(strong / (strong + weak))
    assert found["odds_100"] == close(found["expected"]["d100"] / (1 - found["expected"]["d100"]))
    assert found["win"]["change"] - found["loss"]["change"] == close(32)
    for game in ("win", "loss"):
        assert found[game]["a"] + found[game]["b"] == close(3100)
    assert found["win"]["change"] == close(32 * (1 - found["expected"]["d100"]))


def test_votes_by_maximum_likelihood():
    for name, wins, losses in (("votes_60", 60, 40), ("votes_600", 600, 400)):
        scale, row = log(10) / 400, NUMBERS["people"][name]
        points = np.linspace(0, 200, 200_001)
        likelihood = -wins * np.log1p(np.exp(-points * scale)) - losses * np.log1p(np.exp(points * scale))
        best = points[np.argmax(likelihood)]
        assert row["points"] == pytest.approx(best, abs=0.001)
        h = 1.0  # the curvature of the likelihood gives the standard error
        near = np.interp([best - h, best, best + h], points, likelihood)
        assert row["half"] == pytest.approx(1.959964 * h / np.sqrt(2 * near[1] - near[0] - near[2]), rel=1e-3)


def test_the_best_of_many_equals_looks_better():
    found = NUMBERS["people"]["selection"]
    value, _ = integrate.quad(lambda x: x * 27 * stats.norm.pdf(x) * stats.norm.cdf(x) ** 26, -8, 8)
    assert found["factor_27"] == close(value, 7)
    votes = np.random.default_rng(1).binomial(1000, 0.5, size=(20_000, 27)).max(axis=1)
    seen = np.mean(400 * np.log10(votes / (1000 - votes)))
    assert found["gain_27"] == pytest.approx(seen, abs=0.3)


def test_chance_in_benchmarks():
    found = NUMBERS["benchmarks"]
    for n in (164, 10_000):
        assert found[f"half_{n}"] == close(100 * 1.959964 * 0.5 / n**0.5, 6)
    assert found["contaminated"] == 20 * 1 + 80 / 2


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/metrics_numbers.py"
