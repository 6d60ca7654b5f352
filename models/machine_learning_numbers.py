"""Learning from four deliveries: which fits, errors, and neighbours does the machine-learning page print?

    python models/machine_learning_numbers.py      writes models/results/machine_learning_numbers.json

The data are invented. x is a distance in kilometres, y the time of a delivery in minutes.
Keys such as [goodfellow2016deep] stand in data/references.bib.
"""

from math import comb

from kit.results import tidy, write

TRAIN = ((1.0, 12.0), (2.0, 12.0), (3.0, 19.0), (4.0, 19.0))
VALIDATION = ((1.5, 14.0), (5.0, 24.0))
TEST = ((2.5, 14.0), (6.0, 27.0))
MOVED = (*TRAIN[:3], (4.0, 21.0))  # the same deliveries, but the last one took two minutes longer


def mean(values):
    values = list(values)
    return sum(values) / len(values)


# --- three models, from stiff to supple; each takes points and returns a function of x

def constant(points):
    """Always the mean of the training times."""
    middle = mean(y for _, y in points)
    return lambda x: middle


def slope_and_intercept(points):
    """Least squares: w = Σ(x − x̄)(y − ȳ) / Σ(x − x̄)²,  b = ȳ − w·x̄   [goodfellow2016deep, §5.1.4]"""
    mean_x, mean_y = mean(x for x, _ in points), mean(y for _, y in points)
    w = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    return w, mean_y - w * mean_x


def line(points):
    w, b = slope_and_intercept(points)
    return lambda x: w * x + b


def cubic(points):
    """The polynomial of degree 3 through all four points (Lagrange): Σ yᵢ·Πⱼ (x − xⱼ)/(xᵢ − xⱼ)."""
    def value(x):
        total = 0.0
        for i, (xi, yi) in enumerate(points):
            weight = yi
            for j, (xj, _) in enumerate(points):
                if j != i:
                    weight *= (x - xj) / (xi - xj)
            total += weight
        return total
    return value


MODELS = {"constant": constant, "line": line, "cubic": cubic}


def error(model, points):
    """Mean squared error, in minutes squared."""
    return mean((model(x) - y) ** 2 for x, y in points)


def fits():
    """For each model: its errors on the three sets, its values, and what one changed delivery does at 5 km."""
    result = {}
    for name, fit in MODELS.items():
        model, moved = fit(TRAIN), fit(MOVED)
        result[name] = {
            "train": error(model, TRAIN), "validation": error(model, VALIDATION), "test": error(model, TEST),
            "at_1_5": model(1.5), "at_5": model(5.0), "moved_at_5": moved(5.0), "shift": moved(5.0) - model(5.0),
        } | {f"at_{round(x)}": model(x) for x, _ in TRAIN}
    return result


def by_hand():
    """The sums behind the line."""
    mean_x, mean_y = mean(x for x, _ in TRAIN), mean(y for _, y in TRAIN)
    w, b = slope_and_intercept(TRAIN)
    return {
        "mean_x": mean_x, "mean_y": mean_y, "w": w, "b": b,
        "products": sum((x - mean_x) * (y - mean_y) for x, y in TRAIN),
        "squares": sum((x - mean_x) ** 2 for x, _ in TRAIN),
    }


# --- a recommender: three other people have rated film 4, you have not

YOU = (5, 4, 1)
OTHERS = {"a": (4, 5, 2, 5), "b": (1, 2, 5, 2), "c": (5, 3, 1, 4)}


def recommender():
    """Distance = mean absolute difference over the films both have rated; prediction from the nearest neighbours."""
    distance = {name: mean(abs(u - v) for u, v in zip(YOU, ratings)) for name, ratings in OTHERS.items()}
    order = sorted(distance, key=distance.get)
    near = order[:2]
    weights = {name: 1 / distance[name] for name in near}
    weighted = sum(weights[name] * OTHERS[name][3] for name in near) / sum(weights.values())
    everyone = mean(ratings[3] for ratings in OTHERS.values())
    return {
        "distance": distance, "weight": weights, "everyone": everyone, "weighted": weighted,
        "you": {f"film_{k}": stars for k, stars in enumerate(YOU, 1)}, "one": float(OTHERS[order[0]][3]),
        "two": mean(OTHERS[name][3] for name in near),
    }


# --- why a test set serves once: the best of many guessers looks skilled

def guessers(models=20, questions=10, right=8):
    """Models that toss a coin for every question: how probable is a good score, for one and for the best of many?"""
    one = sum(comb(questions, k) for k in range(right, questions + 1)) / 2**questions
    return {"models": models, "questions": questions, "right": right, "one": one, "miss": 1 - one,
            "best": 1 - (1 - one) ** models}


def compute():
    """Every number the page prints."""
    return tidy({"fit": fits(), "hand": by_hand(), "film": recommender(), "guess": guessers()})


if __name__ == "__main__":
    write(__file__, compute())
