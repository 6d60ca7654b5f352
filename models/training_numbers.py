"""Training small enough for paper: which numbers does the page on losses, gradients, and overfitting print?

    python models/training_numbers.py      writes models/results/training_numbers.json

Keys such as [goodfellow2016deep] stand in data/references.bib. All logarithms are natural.
"""

from fractions import Fraction
from itertools import combinations
from math import exp, log, sqrt

from kit.results import tidy, write

# --- two losses, by the probability that the model gives to the right answer


def sigmoid(a):
    return 1 / (1 + exp(-a))


def losses(p):
    # L = (1 − p)² and L = −log p, with p = σ(a); slopes with respect to the score a   [goodfellow2016deep, §6.2.2.2]
    return {"p": p, "squared": (1 - p) ** 2, "cross": -log(p), "squared_slope": 2 * (1 - p) * p * (1 - p),
            "cross_slope": 1 - p}


VOCABULARY = 50_257  # entries of GPT-2's vocabulary   [radford2019gpt2]

# --- gradient descent in a valley: L(u, v) = ½·(u² + 10·v²), from (1, 1)

CURVATURE = (1.0, 10.0)
STEPS = 20
ADAM_RATE, BETA1, BETA2, EPS = 0.1, 0.9, 0.999, 1e-8


def valley(w):
    return sum(c * x * x for c, x in zip(CURVATURE, w)) / 2


def slope(w):
    return [c * x for c, x in zip(CURVATURE, w)]


def descend(eta, friction=0.0, steps=STEPS):
    """w ← w − η·v with v ← μ·v + gradient; μ = 0 is plain gradient descent   [goodfellow2016deep, §8.3.2]"""
    w, velocity = [1.0, 1.0], [0.0, 0.0]
    for _ in range(steps):
        velocity = [friction * v + g for v, g in zip(velocity, slope(w))]
        w = [x - eta * v for x, v in zip(w, velocity)]
    return w


def rates():
    """Each direction shrinks by its own factor 1 − η·curvature at every step; beyond −1 it grows."""
    result = {}
    for name, eta in (("small", 0.02), ("good", 0.1), ("edge", 0.19), ("high", 0.21)):
        flat, steep = (1 - eta * c for c in CURVATURE)
        result[name] = {"eta": eta, "flat": flat, "steep": steep, "loss": valley(descend(eta))}
    result["start"] = valley([1.0, 1.0])
    result["limit"] = 2 / CURVATURE[1]
    result["momentum"] = valley(descend(0.02, friction=0.7))
    return result


def adam(steps=2):
    """Adam on the same valley   [kingma2015adam, alg. 1]; each step with its gradient, moments, and length."""
    w, m, v, path = [1.0, 1.0], [0.0, 0.0], [0.0, 0.0], {}
    for t in range(1, steps + 1):
        g = slope(w)
        m = [BETA1 * a + (1 - BETA1) * x for a, x in zip(m, g)]
        v = [BETA2 * a + (1 - BETA2) * x * x for a, x in zip(v, g)]
        first = [a / (1 - BETA1**t) for a in m]
        second = [a / (1 - BETA2**t) for a in v]
        w = [x - ADAM_RATE * a / (sqrt(b) + EPS) for x, a, b in zip(w, first, second)]
        path[f"step{t}"] = {"g_u": g[0], "g_v": g[1], "m_u": m[0], "m_v": m[1], "s_u": v[0], "s_v": v[1],
                            "first_u": first[0], "first_v": first[1], "root_u": sqrt(second[0]),
                            "root_v": sqrt(second[1]), "u": w[0], "v": w[1]}
    return path | {"rate": ADAM_RATE, "plain_u": 1 - 0.1 * 1, "plain_v": 1 - 0.1 * 10}


# --- mini-batches: the gradient of a sample of the data

PAIRS = ((1, 2), (2, 3), (1, 1), (2, 5))  # fit y = w·x; at w = 0 the gradient of (w·x − y)² is −2·x·y


def batches():
    single = [-2 * x * y for x, y in PAIRS]
    pairs = [(a + b) / 2 for a, b in combinations(single, 2)]
    full = sum(single) / len(single)
    spread = lambda values: sqrt(sum((value - full) ** 2 for value in values) / len(values))  # noqa: E731
    return {"full": full, "lowest": min(pairs), "highest": max(pairs), "mean_of_pairs": sum(pairs) / len(pairs),
            "spread_single": spread(single), "spread_pairs": spread(pairs), "count": len(pairs)}


# --- backpropagation through two inputs, two hidden units, one output

X, Y = (1.0, 2.0), 1.0
WEIGHTS = {"w11": 0.5, "w12": -0.5, "b1": 0.5, "w21": 1.0, "w22": 0.5, "b2": -1.0, "v1": 1.0, "v2": -1.0, "c": 0.0}
ETA = 0.5


def forward(w):
    """a_j = w_j1·x_1 + w_j2·x_2 + b_j,  h_j = σ(a_j),  s = v_1·h_1 + v_2·h_2 + c,  p = σ(s),  L = −log p as y = 1."""
    a1 = w["w11"] * X[0] + w["w12"] * X[1] + w["b1"]
    a2 = w["w21"] * X[0] + w["w22"] * X[1] + w["b2"]
    h1, h2 = sigmoid(a1), sigmoid(a2)
    s = w["v1"] * h1 + w["v2"] * h2 + w["c"]
    p = sigmoid(s)
    return {"a1": a1, "a2": a2, "h1": h1, "h2": h2, "s": s, "p": p, "loss": -log(p)}


def backward(w, f):
    """The chain rule from the loss back to every weight   [rumelhart1986backprop]"""
    d = f["p"] - Y                                # ∂L/∂s: cross-entropy and σ together
    d1 = d * w["v1"] * f["h1"] * (1 - f["h1"])    # ∂L/∂a_1 = ∂L/∂s · v_1 · σ′(a_1)
    d2 = d * w["v2"] * f["h2"] * (1 - f["h2"])
    grads = {"v1": d * f["h1"], "v2": d * f["h2"], "c": d,
             "w11": d1 * X[0], "w12": d1 * X[1], "b1": d1, "w21": d2 * X[0], "w22": d2 * X[1], "b2": d2}
    return {"d": d, "d1": d1, "d2": d2}, grads


def network():
    before = forward(WEIGHTS)
    deltas, grads = backward(WEIGHTS, before)
    after = {name: WEIGHTS[name] - ETA * grads[name] for name in WEIGHTS}
    square = sum(g * g for g in grads.values())
    later = forward(after)
    return {"before": before, "deltas": deltas, "weights": WEIGHTS, "grads": grads, "new": after, "after": later,
            "slope1": before["h1"] * (1 - before["h1"]), "slope2": before["h2"] * (1 - before["h2"]),
            "square": square, "promised": ETA * square, "drop": before["loss"] - later["loss"], "count": len(WEIGHTS)}


# --- overfitting: polynomials through nine points of a noisy sine curve

# sin(πx) plus normal noise of standard deviation 0.25, rounded; drawn once with Python's random.Random(4) and written down
TRAIN = tuple(zip([Fraction(k, 4) - 1 for k in range(9)],
                  map(Fraction, ("0.0", "-0.6", "-1.1", "-0.6", "0.2", "0.8", "1.4", "0.5", "0.0"))))
HELD_OUT = tuple(zip([Fraction(2 * k + 1, 8) - 1 for k in range(8)],
                     map(Fraction, ("-0.6", "-1.1", "-1.0", "-0.3", "0.5", "1.1", "1.5", "0.6"))))


def error(weights, points):
    """Mean squared error of the polynomial Σ w_i·x^i."""
    return float(sum((sum(c * x**i for i, c in enumerate(weights)) - y) ** 2 for x, y in points) / len(points))


def fit(degree, penalty=Fraction(0)):
    """Least squares in exact fractions, with penalty·w_i² on all but the constant   [goodfellow2016deep, §7.1.1]"""
    n = degree + 1
    rows = [[sum(x ** (i + j) for x, _ in TRAIN) + (penalty if i == j > 0 else 0) for j in range(n)]
            + [sum(y * x**i for x, y in TRAIN)] for i in range(n)]
    for k in range(n):  # Gauss–Jordan; the pivots are positive, for the matrix is positive definite
        rows[k] = [value / rows[k][k] for value in rows[k]]
        for r in range(n):
            if r != k:
                rows[r] = [value - rows[r][k] * top for value, top in zip(rows[r], rows[k])]
    return [row[-1] for row in rows]


def described(weights):
    return {"train": error(weights, TRAIN), "held_out": error(weights, HELD_OUT),
            "largest": max(abs(float(w)) for w in weights)}


def early(degree=8, eta=0.3, last=10_000):
    """Gradient descent from w = 0 on the same polynomial, watched on both sets; `best` is the step to stop at."""
    n = degree + 1
    matrix = [[float(2 * sum(x ** (i + j) for x, _ in TRAIN) / len(TRAIN)) for j in range(n)] for i in range(n)]
    right = [float(2 * sum(y * x**i for x, y in TRAIN) / len(TRAIN)) for i in range(n)]
    train, held_out = ([(float(x), float(y)) for x, y in points] for points in (TRAIN, HELD_OUT))
    w, result, best = [0.0] * n, {"eta": eta}, (error([0.0], held_out), 0)
    for step in range(1, last + 1):
        grads = [sum(a * b for a, b in zip(row, w)) - target for row, target in zip(matrix, right)]
        w = [x - eta * g for x, g in zip(w, grads)]
        if step <= 1000:
            best = min(best, (error(w, held_out), step))
        if step in (10, 100, 1000, 10_000):
            result[f"step{step}"] = {"train": error(w, train), "held_out": error(w, held_out)}
    return result | {"best_step": best[1], "best": best[0]}


def overfitting():
    result = {f"degree{d}": described(fit(d)) for d in (1, 3, 5, 7, 8)}
    for name, penalty in (("light", Fraction(1, 100)), ("medium", Fraction(1, 10)), ("heavy", Fraction(1))):
        result[name] = described(fit(8, penalty)) | {"penalty": float(penalty)}
    return result | {"early": early(), "points": len(TRAIN)}


# --- memorised text

CANDIDATES, FOUND = 1800, 604  # [carlini2021extracting, §6]


def compute():
    """Every number the page prints."""
    numbers = {
        "losses": {name: losses(p) for name, p in (("sure", 0.9), ("even", 0.5), ("tenth", 0.1), ("hundredth", 0.01))},
        "untrained": {"vocabulary": VOCABULARY, "loss": log(VOCABULARY)},
        "rates": rates(), "adam": adam(), "batches": batches(), "network": network(), "overfitting": overfitting(),
        "extraction": {"found": FOUND, "candidates": CANDIDATES, "percent": 100 * FOUND / CANDIDATES},
    }
    return tidy(numbers, 10)


if __name__ == "__main__":
    write(__file__, compute())
