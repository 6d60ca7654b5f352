"""The scaling-law page's numbers, computed a second way: do they hold without the formulas of scaling_laws_numbers.py?"""

import json
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import scaling_laws_numbers
from scipy import optimize, stats

RESULTS = Path(scaling_laws_numbers.__file__).parent / "results" / "scaling_laws_numbers.json"
NUMBERS = scaling_laws_numbers.compute()
HOFFMANN = (1.69, 406.4, 410.7, 0.34, 0.28)            # E, A, B, α, β as the page prints them
BESIROGLU = (1.8172, 482.01, 2085.43, 0.3478, 0.3658)


def near(value, relative=1e-8):
    return pytest.approx(value, rel=relative)


def loss(n, d, law):
    e, a, b, alpha, beta = law
    return e + a * np.exp(-alpha * np.log(n)) + b * np.exp(-beta * np.log(d))


def cheapest(c, law):
    """The best N for C = 6·N·D, by trying sizes instead of by the closed form."""
    found = optimize.minimize_scalar(
        lambda log_n: loss(10**log_n, c / 6 / 10**log_n, law), bounds=(7, 16), method="bounded", options={"xatol": 1e-10}
    )
    return 10**found.x


def test_the_line_through_three_points():
    line = NUMBERS["line"]
    slope, level = np.polyfit([6, 7, 8], np.log10([4.1, 3.2, 2.6]), 1)
    assert line["slope"] == near(slope)
    assert line["slope"] == near((line["log_8"] - line["log_6"]) / 2)  # the short cut that the page shows
    assert line["per_decade"] == near(10**slope) and line["per_doubling"] ** np.log2(10) == near(10**slope)
    for k in (9, 10):
        assert line[f"at_{k}"] == near(10 ** np.polyval([slope, level], k))


def test_doubling_and_tenfold():
    for name, exponent in (("parameters", Fraction(76, 1000)), ("tokens", Fraction(95, 1000)), ("compute", Fraction(1, 20))):
        row = NUMBERS["doubling"][name]
        assert row["double"] ** (1 / float(exponent)) == near(0.5)
        assert row["tenfold"] == near(row["double"] ** np.log2(10))


def test_costs_with_whole_numbers():
    assert NUMBERS["cost"]["gpt3_1e23"] * 10**23 == near(6 * 175 * 300 * 10**18)
    assert NUMBERS["cost"]["llama3_1e25"] * 10**25 == near(6 * 405 * 156 * 10**20)
    assert NUMBERS["chinchilla_1e23"] * 10**23 == near(6 * 70 * 14 * 10**20)
    many = NUMBERS["hundredfold"]
    assert many["kaplan_n"] * many["kaplan_d"] == near(100) and many["equal"] ** 2 == near(100)


@pytest.mark.parametrize(("name", "law"), [("hoffmann", HOFFMANN), ("besiroglu", BESIROGLU)])
def test_best_split_by_search(name, law):
    row, c = NUMBERS["best"][name], 5.88e23
    n = cheapest(c, law)
    assert row["n_billion"] == near(n / 1e9, 1e-4) and row["d_trillion"] == near(c / 6 / n / 1e12, 1e-4)
    assert row["ratio"] == near(c / 6 / n / n, 2e-4) and row["loss"] == near(loss(n, c / 6 / n, law))
    grown = cheapest(100 * c, law) / n  # the exponent, from a hundredfold budget
    assert row["a"] == near(np.log(grown) / np.log(100), 1e-4) and row["a"] + row["b"] == near(1)


def test_one_budget_four_sizes():
    for key, row in NUMBERS["same_budget"].items():
        n = int(key[1:]) * 1e9
        d = 5.88e23 / (6 * n)
        assert row["d_trillion"] == near(d / 1e12) and row["loss"] == near(loss(n, d, BESIROGLU))
        assert 1.8172 + row["size_term"] + row["data_term"] == near(row["loss"])
    losses = {key: row["loss"] for key, row in NUMBERS["same_budget"].items()}
    assert min(losses, key=losses.get) == "n70"


def test_half_the_size_trained_until_it_is_as_good():
    row = NUMBERS["longer"]
    goal = loss(70e9, 1.4e12, BESIROGLU)
    d = optimize.brentq(lambda d: loss(35e9, d, BESIROGLU) - goal, 1e12, 1e14, xtol=1)
    assert row["goal"] == near(goal) and row["d_trillion"] == near(d / 1e12, 1e-7) and row["ratio"] == near(d / 35e9, 1e-7)
    large, small = 6 * 70e9 * 1.4e12, 6 * 35e9 * d
    assert row["c_1e23"] == near(small / 1e23, 1e-7) and row["extra_percent"] == near(100 * (small / large - 1), 1e-6)
    served = optimize.brentq(lambda t: small + 2 * 35e9 * t - large - 2 * 70e9 * t, 1e10, 1e14)
    assert row["break_even_trillion"] == near(served / 1e12, 1e-6)
    assert row["llama3_8b_ratio"] == 15_000 / 8


def test_the_data_wall_by_search():
    row = NUMBERS["wall"]
    log_c = optimize.brentq(lambda x: 10**x / 6 / cheapest(10**x, BESIROGLU) - 300e12, 24, 32, xtol=1e-9)
    assert row["c_1e28"] == near(10**log_c / 1e28, 1e-3)
    assert row["n_trillion"] == near(cheapest(10**log_c, BESIROGLU) / 1e12, 1e-3)
    assert row["times_llama3"] == near(row["c_1e28"] * 1e28 / 3.7908e25)


def test_exact_match_by_counting_every_outcome():
    for key, row in NUMBERS["emergence"].items():
        p = Fraction(int(key[1:]), 100)
        for name, k in (("one", 1), ("five", 5), ("ten", 10)):
            right = sum(np.prod([p if hit else 1 - p for hit in way]) for way in product((0, 1), repeat=k) if all(way))
            assert row[name] == near(float(right))


def test_floor_and_tries():
    row = NUMBERS["floor"]
    at = {k: 1.69 + 406.4 / (10**k) ** 0.34 for k in (7, 8, 12)}
    assert (row["at_7"], row["at_8"], row["law_12"]) == (near(at[7]), near(at[8]), near(at[12]))
    assert row["line_12"] == near(at[8] * (at[8] / at[7]) ** 4) and row["line_12"] < 1.69
    for k in (1, 5, 10):
        assert NUMBERS["tries"][f"k{k}"] == near(1 - stats.binom.pmf(0, k, 0.2))


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/scaling_laws_numbers.py"
