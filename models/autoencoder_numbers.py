"""An autoencoder small enough for paper, and what the trained ones do to digits: which numbers does the page print?

    python models/autoencoder_numbers.py      writes models/results/autoencoder_numbers.json

Keys such as [baldi1989pca] stand in data/references.bib.
"""

import json

import autoencoder
import judge
import numpy as np
from digits import test, train
from kit import weights
from kit.results import tidy, write
from kit.rng import Counter

# --- four points in the plane, squeezed through one number

POINTS = ((3.0, 1.0), (1.0, 3.0), (-1.0, -1.0), (-3.0, -3.0))  # their mean is (0, 0)
START = ((1.0, 0.0), (1.0, 0.0))  # encoder w and decoder v: the first coordinate is kept, the second lost
BEST = ((0.5, 0.5), (1.0, 1.0))   # along the principal direction (1, 1)
ETA = 0.1


def encode(w, x):
    """c = w·x: one number for two."""
    return w[0] * x[0] + w[1] * x[1]


def decode(v, c):
    """x̂ = v·c: a point on the line through v."""
    return v[0] * c, v[1] * c


def loss(w, v):
    """L = mean of ½·|x̂ − x|²"""
    away = [(p - q) ** 2 for x in POINTS for p, q in zip(decode(v, encode(w, x)), x)]
    return sum(away) / 2 / len(POINTS)


def gradient(w, v):
    # with e = x̂ − x:  ∂L/∂v = mean e·c   and, through the code,   ∂L/∂w = mean (e·v)·x
    grad_w, grad_v, n = [0.0, 0.0], [0.0, 0.0], len(POINTS)
    for x in POINTS:
        c = encode(w, x)
        e = [p - q for p, q in zip(decode(v, c), x)]
        back = e[0] * v[0] + e[1] * v[1]
        for i in range(2):
            grad_v[i] += e[i] * c / n
            grad_w[i] += back * x[i] / n
    return grad_w, grad_v


def descend(steps):
    """Loss, weights and gradients before each of so many steps, and after the last."""
    (w, v), path = START, []
    for _ in range(steps + 1):
        grad_w, grad_v = gradient(w, v)
        row = {"loss": loss(w, v), "w1": w[0], "w2": w[1], "v1": v[0], "v2": v[1]}
        path.append(row | {"grad_w1": grad_w[0], "grad_w2": grad_w[1], "grad_v1": grad_v[0], "grad_v2": grad_v[1]})
        w = [a - ETA * g for a, g in zip(w, grad_w)]
        v = [a - ETA * g for a, g in zip(v, grad_v)]
    return path


def four_points():
    """The best squeeze through one number: the first principal component of the points."""
    w, v = BEST
    xx, xy, yy = (sum(x[i] * x[j] for x in POINTS) for i, j in ((0, 0), (0, 1), (1, 1)))
    middle, away = (xx + yy) / 2, (((xx - yy) / 2) ** 2 + xy**2) ** 0.5
    result = {
        "sum_xx": xx, "sum_xy": xy, "sum_yy": yy,
        "along": middle + away, "across": middle - away,  # eigenvalues of ((xx, xy), (xy, yy))
        "kept": (middle + away) / (xx + yy), "loss": loss(w, v),
    }
    for name, x in zip("abcd", POINTS):
        c = encode(w, x)
        seen = decode(v, c)
        result[name] = {"x1": x[0], "x2": x[1], "code": c, "seen1": seen[0], "seen2": seen[1],
                        "error": (seen[0] - x[0]) ** 2 + (seen[1] - x[1]) ** 2}
    return result


def by_hand():
    path = descend(100)
    last = path[-1]
    steps = {f"step{n}": path[n] for n in (0, 1, 2)} | {f"loss_{n}": path[n]["loss"] for n in (5, 10, 20, 100)}
    return steps | {"eta": ETA, "ratio": last["v2"] / last["v1"], "round_trip": last["w1"] * last["v1"] + last["w2"] * last["v2"]}


# --- digits

SAMPLES = 1500


def components(x, count):
    """The mean of rows x and their first principal components (count, features), from the covariance's eigenvectors."""
    centre = x.mean(axis=0)
    _, vectors = np.linalg.eigh((x - centre).T @ (x - centre))
    return centre, vectors[:, ::-1][:, :count].T


def error(seen, x):
    """Root of the mean squared error of a pixel, in grey levels of 0 … 16."""
    return 8 * float(np.sqrt(np.mean((seen - x) ** 2)))


def kept(judge_params, seen, labels):
    """Share of pictures in which the judge still sees the digit that was written."""
    return float(np.mean(judge.verdict(judge_params, seen) == labels))


def neighbours(known, known_labels, codes, labels):
    """Share of codes whose nearest known code belongs to the same digit."""
    distance = ((codes[:, None] - known[None]) ** 2).sum(axis=-1)
    return float(np.mean(known_labels[distance.argmin(axis=1)] == labels))


def drawn(codes, count=SAMPLES, seed=7):
    """Codes (count, k) drawn from the normal distribution with the mean and covariance of the given ones."""
    centre, covariance = judge.moments(codes)
    return centre + Counter(seed).normal((count, codes.shape[1])) @ judge.symmetric_root(covariance)


def measure(params, judge_params):
    """What one trained autoencoder does to test pictures, and as a generator."""
    (x, labels), (y, answers) = train(), test()
    codes, seen = autoencoder.encode(params, x), autoencoder.decode(params, autoencoder.encode(params, y))
    generated = autoencoder.decode(params, drawn(codes))
    real = judge.features(judge_params, x)
    again = autoencoder.decode(params, codes)
    return {
        "error": error(seen, y), "train_error": error(again, x), "kept": kept(judge_params, seen, answers),
        "neighbours": neighbours(codes, labels, autoencoder.encode(params, y), answers),
        "frechet_again": judge.frechet(real, judge.features(judge_params, again)),
        "frechet_drawn": judge.frechet(real, judge.features(judge_params, generated)),
        "unsure": float(np.mean(judge.probabilities(judge_params, generated).max(axis=1) < 0.5)),
    }


def principal(code, judge_params):
    """The same for principal component analysis with as many components."""
    (x, labels), (y, answers) = train(), test()
    centre, directions = components(x, code)
    codes, mine = (x - centre) @ directions.T, (y - centre) @ directions.T
    seen = mine @ directions + centre
    return {"pca_error": error(seen, y), "pca_train_error": error(codes @ directions + centre, x),
            "pca_kept": kept(judge_params, seen, answers), "pca_neighbours": neighbours(codes, labels, mine, answers)}


def digits(judge_params):
    (x, _), (y, answers) = train(), test()
    result = {
        "train": len(x), "test": len(y), "pixels": y.shape[1],
        "mean_error": error(x.mean(axis=0), y),  # without any code: always the mean picture
        "kept_real": kept(judge_params, y, answers),
        "frechet_test": judge.frechet(judge.features(judge_params, x), judge.features(judge_params, y)),
    }
    for code in (1, 2, 4, 8, 16):
        params, _ = weights.load(f"autoencoder_{code}")
        row = measure(params, judge_params) | principal(code, judge_params)
        row |= {"ratio": y.shape[1] / code, "weights": sum(value.size for value in params.values())}
        row["saved"] = 1 - (row["error"] / row["pca_error"]) ** 2  # of PCA's squared error, what the network avoids
        result[f"code_{code}"] = row
    straight, _ = weights.load("autoencoder_linear")
    result["linear"] = {"train_error": error(autoencoder.linear(straight, x), x),
                        "pca_train_error": result["code_2"]["pca_train_error"]}
    return result


def seeds():
    """Smallest and largest value over the seeds that train_digits.py --seeds has recorded."""
    recorded = json.loads((weights.FOLDER / "digits_seeds.json").read_text(encoding="utf-8")).values()
    return {"count": len(recorded)} | {
        f"code_{code}": {
            f"{key}_{name}": choose(run[f"code_{code}"][key] for run in recorded)
            for key in ("error", "kept", "neighbours", "frechet_drawn")
            for name, choose in (("least", min), ("most", max))
        }
        for code in (1, 2, 4, 8, 16)
    }


def compute():
    """Every number the page prints."""
    judge_params, _ = weights.load("judge")
    return tidy({"four_points": four_points(), "by_hand": by_hand(), "digits": digits(judge_params), "seeds": seeds()}, 8)


if __name__ == "__main__":
    write(__file__, compute())
