"""Neurons small enough for paper: which sums, votes, and weights does the neural-networks page print?

    python models/neural_networks_numbers.py      writes models/results/neural_networks_numbers.json

Keys such as [rosenblatt1958perceptron] stand in data/references.bib.
"""

from itertools import pairwise
from math import exp

from kit.results import tidy, write

INPUTS = ((0, 0), (0, 1), (1, 0), (1, 1))
AND, XOR = (0, 0, 0, 1), (0, 1, 1, 0)


# --- one neuron: y = f(w·x + b)

def weighted_sum(x, w, b):
    return sum(wi * xi for wi, xi in zip(w, x)) + b


def step(a):
    return 1 if a > 0 else 0


def relu(a):
    """max(0, a), the rectified linear unit   [glorot2011relu]"""
    return max(0.0, a)


def sigmoid(a):
    return 1 / (1 + exp(-a))


def one_neuron(x, w=(0.5, -1.5), b=1.0):
    """The same weighted sum through three activation functions."""
    a = weighted_sum(x, w, b)
    return {"x1": x[0], "x2": x[1], "w1": w[0], "w2": w[1], "b": b, "p1": w[0] * x[0], "p2": w[1] * x[1], "a": a,
            "step": step(a), "relu": relu(a), "sigmoid": sigmoid(a)}


# --- the perceptron learns AND, and cannot learn XOR

def perceptron(targets, passes):
    """The perceptron rule: after each example, w ← w + (t − y)·x and b ← b + (t − y).

    Returns (weights, bias, mistakes) after each pass through the four inputs, from w = 0 and b = 0
    [rosenblatt1958perceptron; novikoff1962convergence].
    """
    w, b, history = [0, 0], 0, []
    for _ in range(passes):
        mistakes = 0
        for x, t in zip(INPUTS, targets):
            delta = t - step(weighted_sum(x, w, b))
            mistakes += delta != 0
            w = [wi + delta * xi for wi, xi in zip(w, x)]
            b += delta
        history.append((tuple(w), b, mistakes))
    return history


def learning():
    """AND until a pass without a mistake; XOR until a state comes back, after which it repeats for ever."""
    result = {"and": {}, "xor": {}}
    learned = perceptron(AND, 50)
    done = next(k for k, (_, _, mistakes) in enumerate(learned) if not mistakes)
    for k, (w, b, mistakes) in enumerate(learned[:done + 1], 1):
        result["and"][f"pass_{k}"] = {"w1": w[0], "w2": w[1], "b": b, "mistakes": mistakes}
    result["and"]["passes"] = done + 1
    states = perceptron(XOR, 50)
    first = next(k for k in range(1, 50) if states[k][:2] == states[k - 1][:2])
    w, b, mistakes = states[first]
    result["xor"] = {"pass": first, "w1": w[0], "w2": w[1], "b": b, "mistakes": mistakes, "after_50": states[-1][2]}
    return result


# --- XOR with two hidden units: h₁ = relu(x₁ + x₂), h₂ = relu(x₁ + x₂ − 1), y = h₁ − 2·h₂   [goodfellow2016deep, §6.1]

HIDDEN = (((1.0, 1.0), 0.0), ((1.0, 1.0), -1.0))
OUTPUT = ((1.0, -2.0), 0.0)


def xor_network(x, hidden=HIDDEN, output=OUTPUT, activation=relu):
    sums = [weighted_sum(x, w, b) for w, b in hidden]
    units = [activation(a) for a in sums]
    return sums, units, weighted_sum(units, *output)


def xor_table():
    """Every intermediate number for the four inputs, and what remains if the activation is left out."""
    table = {}
    for x in INPUTS:
        sums, units, y = xor_network(x)
        linear = xor_network(x, activation=lambda a: a)[2]
        table[f"x{x[0]}{x[1]}"] = {"x1": x[0], "x2": x[1], "a1": sums[0], "a2": sums[1],
                                   "h1": units[0], "h2": units[1], "y": y, "linear": linear}
    return table


# --- universal approximation, seen: a staircase of steps nears x² on [0, 1]

def staircase(units):
    """Largest error of the best one-level-per-interval staircase with `units` equal intervals against x² on [0, 1].

    Each interval [k/n, (k+1)/n] gets the mean of the end values, so its error is half the rise: (2k + 1)/(2n²).
    """
    return max((2 * k + 1) / (2 * units**2) for k in range(units))


def parameters(layers):
    """Weights and biases of fully connected layers: Σ inputs·outputs + outputs."""
    return sum(a * b + b for a, b in pairwise(layers))


def compute():
    """Every number the page prints."""
    numbers = {
        "neuron": {"first": one_neuron((2.0, 1.0)), "second": one_neuron((1.0, 2.0))},
        "learning": learning(), "xor": xor_table(),
        "outside": {"x20": xor_network((2, 0))[2], "x33": xor_network((3, 3))[2]},
        "stairs": {f"n{n}": staircase(n) for n in (4, 10, 100)},
        "size": {"xor": parameters((2, 2, 1)), "digits": parameters((64, 32, 10)),
                 "digits_hidden": 64 * 32 + 32, "digits_output": 32 * 10 + 10},
    }
    return tidy(numbers)


if __name__ == "__main__":
    write(__file__, compute())
