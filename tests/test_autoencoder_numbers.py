"""The autoencoder page's numbers, computed a second way: with fractions, finite differences, scikit-learn and SciPy."""

import json
from fractions import Fraction
from pathlib import Path

import autoencoder_numbers
import digits
import numpy as np
import pytest
from kit import weights
from kit.rng import Counter
from scipy.linalg import sqrtm
from scipy.optimize import minimize
from sklearn.decomposition import PCA
from sklearn.neighbors import KNeighborsClassifier

RESULTS = Path(autoencoder_numbers.__file__).parent / "results" / "autoencoder_numbers.json"
NUMBERS = autoencoder_numbers.compute()
POINTS = np.array([(3, 1), (1, 3), (-1, -1), (-3, -3)], dtype=float)
X, LABELS = digits.train()
Y, ANSWERS = digits.test()


def close(value, digits=7):
    return pytest.approx(value, abs=10**-digits)


def loss(numbers):
    """Mean of half the squared distance between the points and (x·w)·v, in one matrix expression."""
    w, v = np.asarray(numbers[:2]), np.asarray(numbers[2:])
    return ((np.outer(POINTS @ w, v) - POINTS) ** 2).sum() / 2 / 4


# --- by hand


def test_the_four_points_and_their_direction():
    table = NUMBERS["four_points"]
    assert POINTS.sum(axis=0).tolist() == [0, 0]
    pca = PCA(2).fit(POINTS)
    assert [table["across"] / 3, table["along"] / 3] == close(sorted(pca.explained_variance_))  # PCA divides by n − 1
    assert table["kept"] == close(pca.explained_variance_ratio_[0]) and abs(pca.components_[0]) == close(np.full(2, 0.5**0.5))
    assert [[table["sum_xx"], table["sum_xy"]], [table["sum_xy"], table["sum_yy"]]] == (POINTS.T @ POINTS).tolist()
    seen = PCA(1).fit(POINTS).inverse_transform(PCA(1).fit_transform(POINTS))
    for name, point, back in zip("abcd", POINTS, seen):
        row = table[name]
        assert [row["x1"], row["x2"]] == point.tolist()
        assert [row["seen1"], row["seen2"]] == close(back)
        assert row["code"] == close(point.mean()) and row["error"] == close(((back - point) ** 2).sum())
    assert table["loss"] == close(loss((0.5, 0.5, 1, 1)))


def test_no_weights_do_better():
    starts = Counter(4).normal((8, 4))
    found = [minimize(loss, start, method="Nelder-Mead", options={"maxiter": 4000, "xatol": 1e-9, "fatol": 1e-12}).fun
             for start in starts]
    assert min(found) == close(NUMBERS["four_points"]["loss"], 6)


def exact_step(w, v):
    """One step with fractions, the gradient by differences: exact, for the loss is a parabola in each single weight."""
    points = [(3, 1), (1, 3), (-1, -1), (-3, -3)]

    def value(numbers):
        w, v = numbers[:2], numbers[2:]
        codes = [w[0] * a + w[1] * b for a, b in points]
        return sum((v[0] * c - a) ** 2 + (v[1] * c - b) ** 2 for c, (a, b) in zip(codes, points)) / 8

    now, gradient = [*w, *v], []
    for i in range(4):
        up, down = list(now), list(now)
        up[i], down[i] = now[i] + 1, now[i] - 1
        gradient.append((value(up) - value(down)) / 2)
    after = [a - Fraction(1, 10) * g for a, g in zip(now, gradient)]
    return value(now), gradient, after


def test_the_steps_of_gradient_descent():
    now = [Fraction(n) for n in (1, 0, 1, 0)]
    assert NUMBERS["by_hand"]["eta"] == 0.1  # the 1/10 of exact_step
    for step in range(101):
        value, gradient, after = exact_step(now[:2], now[2:])
        if step < 3:
            row = NUMBERS["by_hand"][f"step{step}"]
            assert row["loss"] == close(float(value))
            assert [row[k] for k in ("w1", "w2", "v1", "v2")] == close([float(n) for n in now])
            assert [row[f"grad_{k}"] for k in ("w1", "w2", "v1", "v2")] == close([float(n) for n in gradient])
        if step in (5, 10, 20, 100):
            assert NUMBERS["by_hand"][f"loss_{step}"] == close(float(value))
        last, now = now, [n.limit_denominator(10**15) for n in after]
    assert NUMBERS["by_hand"]["ratio"] == close(float(last[3] / last[2]), 6)
    assert NUMBERS["by_hand"]["round_trip"] == close(float(last[0] * last[2] + last[1] * last[3]), 6)


# --- digits: the same networks in plain NumPy, judged by scikit-learn and SciPy


def forward(params, x, first=1, last=4):
    """Layers first … last; tanh after layers 1 and 3."""
    for n in range(first, last + 1):
        x = x @ params[f"w{n}"] + params[f"b{n}"]
        x = np.tanh(x) if n in (1, 3) else x
    return x


def hidden(x):
    judge = weights.load("judge")[0]
    return np.tanh(x @ judge["w1"] + judge["b1"])


def verdict(x):
    judge = weights.load("judge")[0]
    return (hidden(x) @ judge["w2"] + judge["b2"]).argmax(axis=1)


def belief(x):
    judge = weights.load("judge")[0]
    power = np.exp(hidden(x) @ judge["w2"] + judge["b2"])
    return power / power.sum(axis=1, keepdims=True)


def frechet(a, b):
    a, b = hidden(a), hidden(b)
    cov_a, cov_b = np.cov(a.T), np.cov(b.T)
    root = sqrtm(cov_a @ cov_b).real
    return ((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(cov_a + cov_b - 2 * root)


def levels(seen, x):
    """RMS error in grey levels, counted in levels from the start."""
    return np.sqrt((((8 * seen + 8) - (8 * x + 8)) ** 2).mean())


@pytest.mark.parametrize("code", [1, 2, 4, 8, 16])
def test_what_the_networks_do(code):
    row, params = NUMBERS["digits"][f"code_{code}"], weights.load(f"autoencoder_{code}")[0]
    assert (row["ratio"], row["weights"]) == (64 / code, 64 * 64 * 2 + 64 * code * 2 + 64 * 3 + code)
    seen, again = forward(params, Y), forward(params, X)
    assert (row["error"], row["train_error"]) == (close(levels(seen, Y)), close(levels(again, X)))
    assert row["kept"] == close(np.mean(verdict(seen) == ANSWERS))
    codes, mine = forward(params, X, 1, 2), forward(params, Y, 1, 2)
    assert row["neighbours"] == close(KNeighborsClassifier(1).fit(codes, LABELS).score(mine, ANSWERS))
    assert row["frechet_again"] == pytest.approx(frechet(X, again), abs=1e-3)
    spread = np.atleast_2d(np.cov(codes.T))
    drawn = codes.mean(axis=0) + Counter(7).normal((1500, code)) @ sqrtm(spread).real
    generated = forward(params, drawn, 3, 4)
    assert row["frechet_drawn"] == pytest.approx(frechet(X, generated), abs=1e-3)
    assert row["unsure"] == close(np.mean(belief(generated).max(axis=1) < 0.5))


@pytest.mark.parametrize("code", [1, 2, 4, 8, 16])
def test_principal_components_beside_them(code):
    row, pca = NUMBERS["digits"][f"code_{code}"], PCA(code, svd_solver="full").fit(X)
    seen = pca.inverse_transform(pca.transform(Y))
    assert row["pca_error"] == close(levels(seen, Y)) and row["pca_kept"] == close(np.mean(verdict(seen) == ANSWERS))
    assert row["pca_train_error"] == close(levels(pca.inverse_transform(pca.transform(X)), X))
    nearest = KNeighborsClassifier(1).fit(pca.transform(X), LABELS)
    assert row["pca_neighbours"] == close(nearest.score(pca.transform(Y), ANSWERS))
    assert row["saved"] == close(1 - row["error"] ** 2 / row["pca_error"] ** 2, 6)


def test_what_the_table_is_measured_against():
    table = NUMBERS["digits"]
    assert (table["train"], table["test"], table["pixels"]) == (1500, 297, 64)
    assert table["mean_error"] == close(levels(X.mean(axis=0), Y))
    assert table["kept_real"] == close(np.mean(verdict(Y) == ANSWERS))
    assert table["frechet_test"] == pytest.approx(frechet(X, Y), abs=1e-3)
    straight = weights.load("autoencoder_linear")[0]
    seen = (X - straight["centre"]) @ straight["down"] @ straight["up"] + straight["centre"]
    assert table["linear"]["train_error"] == close(levels(seen, X))
    assert table["linear"]["pca_train_error"] == table["code_2"]["pca_train_error"]


def test_what_the_page_claims():
    table = NUMBERS["digits"]
    rows = [table[f"code_{code}"] for code in (1, 2, 4, 8, 16)]
    for key in ("error", "pca_error", "frechet_again"):
        values = [row[key] for row in rows]
        assert values == sorted(values, reverse=True), key
    assert all(row["error"] < row["pca_error"] < table["mean_error"] for row in rows)
    # better reconstruction does not make a generator: what is drawn falls ever further behind what is rebuilt
    gaps = [row["frechet_drawn"] / row["frechet_again"] for row in rows]
    assert gaps == sorted(gaps) and gaps[-1] > 10


def test_the_range_over_seeds():
    recorded = json.loads((weights.FOLDER / "digits_seeds.json").read_text()).values()
    assert NUMBERS["seeds"]["count"] == len(recorded)
    for code in (1, 2, 4, 8, 16):
        row, here = NUMBERS["seeds"][f"code_{code}"], NUMBERS["digits"][f"code_{code}"]
        for key in ("error", "kept", "neighbours", "frechet_drawn"):
            values = sorted(run[f"code_{code}"][key] for run in recorded)
            assert [row[f"{key}_least"], row[f"{key}_most"]] == [values[0], values[-1]]
            assert values[0] - 1e-4 <= here[key] <= values[-1] + 1e-4


def flat(value, name=""):
    if isinstance(value, dict):
        return {k: v for key, inner in value.items() for k, v in flat(inner, f"{name}.{key}").items()}
    return {name: value}


def test_the_committed_results_are_these():
    """Within what two linear algebra libraries may differ; everything else to the last digit."""
    committed = flat(json.loads(RESULTS.read_text(encoding="utf-8")))
    assert committed.keys() == flat(NUMBERS).keys(), "run python models/autoencoder_numbers.py"
    for name, value in flat(NUMBERS).items():
        assert committed[name] == pytest.approx(value, abs=2e-4 if "frechet" in name else 2e-8), name
