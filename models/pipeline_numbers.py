"""Training and generation in miniature: which numbers does the overview of the principles print?

    python models/pipeline_numbers.py      writes models/results/pipeline_numbers.json

Keys such as [kaplan2020scaling] stand in data/references.bib.
"""

from math import exp

from kit.results import tidy, write

# --- gradient descent: fit y = w·x to two points

POINTS = ((1, 2), (2, 3))


def loss(w):
    """L(w) = mean (w·x − y)²"""
    return sum((w * x - y) ** 2 for x, y in POINTS) / len(POINTS)


def gradient(w):
    """dL/dw = mean 2x·(w·x − y), here 5w − 8"""
    return sum(2 * x * (w * x - y) for x, y in POINTS) / len(POINTS)


def descend(eta, steps, w=0.0):
    """w ← w − η·dL/dw, from w = 0   [goodfellow2016deep, §4.3]"""
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - eta * gradient(path[-1]))
    return path


def gradient_descent():
    good, hasty = descend(0.1, 4), descend(0.5, 3)
    best = 8 / 5  # where 5w − 8 = 0
    result = {f"step{k}": {"w": w, "gradient": gradient(w), "loss": loss(w)} for k, w in enumerate(good)}
    result["best"] = {"w": best, "loss": loss(best)}
    result["hasty"] = {f"w{k}": w for k, w in enumerate(hasty)} | {"loss0": loss(hasty[0]), "loss3": loss(hasty[3])}
    return result


# --- temperature: from scores to probabilities

SCORES = {"first": 2.0, "second": 1.0, "third": 0.0}


def softmax(scores, temperature):
    """p_i = exp(s_i / T) / Σ_j exp(s_j / T); also returns the exponentials, for readers with a calculator."""
    powers = {name: exp(score / temperature) for name, score in scores.items()}
    total = sum(powers.values())
    shares = {name: power / total for name, power in powers.items()}
    return shares | {f"exp_{name}": power for name, power in powers.items()} | {"sum": total}


# --- scaling: the same compute, spent in two ways

MODELS = {  # parameters N, training tokens D   [hoffmann2022chinchilla, table 1]
    "gopher": (280e9, 300e9),
    "chinchilla": (70e9, 1.4e12),
}


def budget(n, d):
    # C ≈ 6·N·D: per parameter and token, 2 operations forward and 4 backward   [kaplan2020scaling, §2.1]
    return {"flops_1e23": 6 * n * d / 1e23, "tokens_per_parameter": d / n}


# --- LoRA: two thin matrices instead of one square one

SIDE, RANK = 4096, 8


def lora():
    # W + B·A with B of size side × rank and A of size rank × side   [hu2022lora, §4.1]
    full, thin = SIDE * SIDE, 2 * SIDE * RANK
    return {"side": SIDE, "rank": RANK, "full": full, "thin": thin, "ratio": full / thin}


def compute():
    """Every number the page prints."""
    numbers = {
        "descent": gradient_descent(),
        "softmax": {name: softmax(SCORES, t) for name, t in (("cold", 0.5), ("plain", 1.0), ("hot", 2.0))},
        "scaling": {name: budget(n, d) for name, (n, d) in MODELS.items()},
        "lora": lora(),
    }
    return tidy(numbers)


if __name__ == "__main__":
    write(__file__, compute())
