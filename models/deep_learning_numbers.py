"""Depth on paper: which folds, convolutions, parameter counts, and attacks does the deep-learning page print?

    python models/deep_learning_numbers.py      writes models/results/deep_learning_numbers.json

Keys such as [telgarsky2016benefits] stand in data/references.bib.
"""

from math import exp

from kit.results import tidy, write

# --- why depth: every layer folds the line once more   [telgarsky2016benefits]

def relu(a):
    return max(0.0, a)


def fold(x):
    """The tent on [0, 1] from two ReLU units: relu(2x) − relu(4x − 2), which is 2x up to ½ and 2 − 2x after it."""
    return relu(2 * x) - relu(4 * x - 2)


def folds(depth, x=0.3):
    """x after 1, 2, … layers; pieces and hidden units of the deep network, and units a single layer would need.

    A function of one input with m ReLU units in one hidden layer has at most m + 1 straight pieces.
    """
    values = {}
    for layer in range(1, depth + 1):
        x = fold(x)
        values[f"layer_{layer}"] = x
    return values | {"pieces": 2**depth, "units": 2 * depth, "shallow": 2**depth - 1}


# --- convolution: one 3 × 3 filter, a plus sign, slides over a 5 × 5 patch

PLUS_HIGH = ((0, 1, 0, 0, 0), (1, 1, 1, 0, 0), (0, 1, 0, 0, 0), (0, 0, 0, 0, 0), (0, 0, 0, 0, 0))
PLUS_LOW = ((0, 0, 0, 0, 0), (0, 0, 0, 0, 0), (0, 0, 0, 1, 0), (0, 0, 1, 1, 1), (0, 0, 0, 1, 0))
KERNEL = ((-1, 1, -1), (1, 1, 1), (-1, 1, -1))
BIAS = -4  # only a perfect match, which scores 5, survives ReLU


def convolve(image, kernel):
    """out[i][j] = Σₐ Σᵦ kernel[a][b]·image[i + a][j + b], as deep learning writes it   [goodfellow2016deep, §9.1]"""
    size = len(kernel)
    rows, columns = len(image) - size + 1, len(image[0]) - size + 1
    return [
        [sum(kernel[a][b] * image[i + a][j + b] for a in range(size) for b in range(size)) for j in range(columns)]
        for i in range(rows)
    ]


def convolution():
    """The nine sums for the plus in the upper left and in the lower right corner, and what bias and ReLU leave of them."""
    result = {"bias": BIAS}
    for name, image in (("high", PLUS_HIGH), ("low", PLUS_LOW)):
        sums = convolve(image, KERNEL)
        result[name] = {f"r{i}c{j}": sums[i][j] for i in range(3) for j in range(3)}
        result[name] |= {f"on{i}{j}": int(relu(sums[i][j] + BIAS)) for i in range(3) for j in range(3)}
        result[name]["pooled"] = max(int(relu(value + BIAS)) for row in sums for value in row)
    return result


def field(layers):
    """Side of the window that one unit sees after so many 3 × 3 layers: 1 + 2·layers."""
    return 1 + 2 * layers


# --- parameters: a fully connected layer and a convolution that make maps of the same size

def sizes(side=32, channels=3, maps=16):
    inputs, outputs = side * side * channels, side * side * maps
    dense, conv = inputs * outputs + outputs, maps * (3 * 3 * channels + 1)
    return {"side": side, "maps": maps, "inputs": inputs, "outputs": outputs, "dense": dense, "conv": conv,
            "ratio": dense / conv}


# --- an attack on a linear unit: every pixel moves by ε in the direction of its weight   [goodfellow2015adversarial, §3]

EPSILON, WEIGHT, SCORE = 0.02, 0.1, 1.0


def sigmoid(a):
    return 1 / (1 + exp(-a))


def attack(pixels):
    """The score moves by ε·Σ|w|: with weights of ±0.1, ε·0.1·pixels."""
    shift = EPSILON * WEIGHT * pixels
    return {"pixels": pixels, "shift": shift, "score": SCORE - shift, "probability": sigmoid(SCORE - shift)}


def compute():
    """Every number the page prints."""
    numbers = {
        "fold": {"three": folds(3), "ten": folds(10)}, "conv": convolution(), "size": sizes(),
        "field": {f"after_{n}": field(n) for n in (1, 2, 5)},
        "attack": {"epsilon": EPSILON, "weight": WEIGHT, "before": sigmoid(SCORE),
                   "small": attack(100), "middle": attack(1_000), "large": attack(10_000)},
    }
    return tidy(numbers)


if __name__ == "__main__":
    write(__file__, compute())
