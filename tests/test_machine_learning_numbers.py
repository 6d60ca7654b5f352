"""The machine-learning page's numbers, computed a second way: matrices, differences, fractions, and enumeration."""

import json
from fractions import Fraction
from itertools import product
from pathlib import Path

import machine_learning_numbers as page
import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.neighbors import KNeighborsRegressor

RESULTS = Path(page.__file__).parent / "results" / "machine_learning_numbers.json"
NUMBERS = page.compute()
DEGREES = {"constant": 0, "line": 1, "cubic": 3}


def close(value, digits=9):
    return pytest.approx(float(value), abs=10**-digits)


def polynomial(points, degree):
    """Exact least squares by the normal equations, in fractions: (VᵀV)c = Vᵀy by elimination."""
    rows = [[Fraction(x) ** k for k in range(degree + 1)] for x, _ in points]
    size = degree + 1
    system = [
        [sum(r[i] * r[j] for r in rows) for j in range(size)] + [sum(r[i] * Fraction(y) for r, (_, y) in zip(rows, points))]
        for i in range(size)
    ]
    for i in range(size):
        pivot = next(k for k in range(i, size) if system[k][i])
        system[i], system[pivot] = system[pivot], system[i]
        system[i] = [entry / system[i][i] for entry in system[i]]
        for k in range(size):
            if k != i:
                system[k] = [a - system[k][i] * b for a, b in zip(system[k], system[i])]
    return lambda x: sum(system[k][-1] * Fraction(x) ** k for k in range(size))


@pytest.mark.parametrize("name", DEGREES)
def test_fits_by_exact_normal_equations(name):
    table, model = NUMBERS["fit"][name], polynomial(page.TRAIN, DEGREES[name])
    for key, points in (("train", page.TRAIN), ("validation", page.VALIDATION), ("test", page.TEST)):
        mse = sum((model(x) - Fraction(y)) ** 2 for x, y in points) / len(points)
        assert table[key] == close(mse), key
    for key, x in (("at_1", 1), ("at_2", 2), ("at_3", 3), ("at_4", 4), ("at_5", 5), ("at_1_5", Fraction(3, 2))):
        assert table[key] == close(model(x)), key
    moved = polynomial(page.MOVED, DEGREES[name])
    assert table["moved_at_5"] == close(moved(5)) and table["shift"] == close(moved(5) - model(5))


def test_line_agrees_with_scikit_learn():
    points = np.array(page.TRAIN)
    model = LinearRegression().fit(points[:, :1], points[:, 1])
    assert NUMBERS["hand"]["w"] == close(model.coef_[0]) and NUMBERS["hand"]["b"] == close(model.intercept_)
    assert NUMBERS["hand"]["products"] / NUMBERS["hand"]["squares"] == close(model.coef_[0])
    assert (NUMBERS["hand"]["mean_x"], NUMBERS["hand"]["mean_y"]) == tuple(points.mean(axis=0))


def test_cubic_at_five_by_continuing_the_differences():
    """The third difference of a cubic is constant."""
    rows = [[y for _, y in page.TRAIN]]
    while len(rows[-1]) > 1:
        rows.append([b - a for a, b in zip(rows[-1], rows[-1][1:])])
    assert NUMBERS["fit"]["cubic"]["at_5"] == close(sum(row[-1] for row in rows))


def test_what_the_page_concludes():
    fit = NUMBERS["fit"]
    assert min(fit, key=lambda name: fit[name]["train"]) == "cubic"
    assert min(fit, key=lambda name: fit[name]["validation"]) == "line"
    assert min(fit, key=lambda name: fit[name]["test"]) == "line"
    assert fit["constant"]["shift"] < fit["line"]["shift"] < fit["cubic"]["shift"]


@pytest.mark.parametrize(("key", "k", "weights"), [("one", 1, "uniform"), ("two", 2, "uniform"), ("weighted", 2, "distance"),
                                                   ("everyone", 3, "uniform")])
def test_film_agrees_with_scikit_learn(key, k, weights):
    ratings = np.array(list(page.OTHERS.values()))
    model = KNeighborsRegressor(k, weights=weights, metric="manhattan").fit(ratings[:, :3], ratings[:, 3])
    assert NUMBERS["film"][key] == close(model.predict([page.YOU])[0])


def test_film_distances_and_weights():
    film = NUMBERS["film"]
    assert film["distance"] == {"a": close(1), "b": close(Fraction(10, 3)), "c": close(Fraction(1, 3))}
    assert film["you"] == {"film_1": 5, "film_2": 4, "film_3": 1}
    assert film["weight"] == {"c": close(3), "a": close(1)}


def test_guessers_by_listing_all_answer_sheets():
    good = sum(sum(sheet) >= 8 for sheet in product((0, 1), repeat=10))
    one = Fraction(good, 2**10)
    guess = NUMBERS["guess"]
    assert (guess["right"], guess["questions"], guess["models"]) == (8, 10, 20)
    assert guess["one"] == close(one) and guess["miss"] == close(1 - one) and guess["best"] == close(1 - (1 - one) ** 20)


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/machine_learning_numbers.py"
