"""How good are generated digits: are they what was asked for, as varied as the real ones, and more than copies?

Pictures are rows (n, 64) of −1 (paper) … 1 (ink). `params` are the judge's. Evaluation only: NumPy may add as it likes.
"""

import judge
import numpy as np


def clipped(x):
    """Grey levels that paper and ink can have: everything outside −1 … 1 brought to the nearest end."""
    return np.clip(x, -1.0, 1.0)


def obedience(params, x, labels):
    """What share of pictures does the judge read as the digit asked for, and how sure is it on average?"""
    probability = judge.probabilities(params, x)
    return {"obeyed": float((probability.argmax(1) == labels).mean()),
            "sure": float(probability[np.arange(len(x)), labels].mean())}


def variety(params, x, labels):
    """Spread inside a digit: root mean square distance of the judge's features from their digit's mean, over digits."""
    f = judge.features(params, x)
    spread = [np.sqrt(((f[labels == k] - f[labels == k].mean(0)) ** 2).sum(1).mean()) for k in np.unique(labels)]
    return float(np.mean(spread))


def nearest(x, others):
    """Distance of every picture (n,) to the most similar of `others` (m, 64): small if it is a copy."""
    square = (x * x).sum(1)[:, None] + (others * others).sum(1) - 2 * x @ others.T
    return np.sqrt(np.maximum(square, 0)).min(1)


def copying(x, others):
    """Median and smallest distance to the most similar of others."""
    gap = nearest(x, others)
    return {"median": float(np.median(gap)), "least": float(gap.min())}


def shares(params, x):
    """The share of each digit 0 … 9 among the pictures, by the judge: (10,)."""
    return np.bincount(judge.verdict(params, x), minlength=10) / len(x)


def effective(share):
    """How many digits, if all were equally common, would be as varied as these shares? exp of their entropy: 1 … 10."""
    p = share[share > 0]
    return float(np.exp(-(p * np.log(p)).sum()))
