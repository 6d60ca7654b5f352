"""A small classifier of digits, 64-64-10, used as a judge: which digit is this picture, and how far are two sets apart?

It is to our pictures what an Inception network is to photographs: its hidden layer is the space in which
`frechet` compares real and generated pictures, as FID does [heusel2017fid].
"""

import numpy as np
from digits import train
from kit import nn
from kit.rng import Counter

HIDDEN, STEPS, BATCH, RATE, SEED = 64, 1500, 32, 8e-3, 1
JITTER = 0.5  # noise on the training pictures, so that the judge does not rely on single pixels


def create(seed=SEED):
    rng = Counter(seed).split("weights")
    return {
        "w1": nn.glorot(rng, 64, HIDDEN), "b1": np.zeros(HIDDEN),
        "w2": nn.glorot(rng, HIDDEN, 10), "b2": np.zeros(10),
    }


def features(params, x):
    """The hidden layer (n, 64), between −1 and 1, of pictures (n, 64)."""
    return nn.tanh(nn.dense(x, params["w1"], params["b1"]))


def logits(params, x):
    return nn.dense(features(params, x), params["w2"], params["b2"])


def probabilities(params, x):
    """(n, 10): how strongly the judge believes in each digit."""
    return nn.softmax(logits(params, x))


def verdict(params, x):
    """(n,): the digit that the judge believes in most."""
    return np.argmax(logits(params, x), axis=-1)


def loss_and_gradients(params, x, labels):
    hidden = features(params, x)
    loss, dlogits = nn.cross_entropy(nn.dense(hidden, params["w2"], params["b2"]), labels)
    grads = {}
    dhidden, grads["w2"], grads["b2"] = nn.dense_backward(dlogits, hidden, params["w2"])
    grads["w1"], grads["b1"] = nn.dense_gradients(nn.tanh_backward(dhidden, hidden), x)
    return loss, grads


def learn(seed=SEED, steps=STEPS, stop=None):
    """Train a judge on the training digits, all steps or only the first `stop`. Returns params."""
    params, rng = create(seed), Counter(seed).split("batches")
    adam, (pictures, labels) = nn.Adam(params), train()
    for step in range(stop or steps):
        rows = rng.integers(len(pictures), (BATCH,))
        x = pictures[rows] + JITTER * (2 * rng.uniform((BATCH, 64)) - 1)
        _, grads = loss_and_gradients(params, x, labels[rows])
        adam.step(params, grads, RATE * (1 - step / steps))  # the learning rate falls to 0
    return params


# --- the Fréchet distance (evaluation only, so NumPy may add as it likes)


def symmetric_root(matrix):
    """The square root of a symmetric matrix without negative eigenvalues: V·diag(√λ)·Vᵀ."""
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T


def moments(points):
    """Mean (d,) and covariance (d, d) of points (n, d)."""
    centre = points.mean(axis=0)
    return centre, (points - centre).T @ (points - centre) / (len(points) - 1)


def frechet(a, b):
    """Squared Fréchet distance of the normal distributions fitted to points a and b: 0 for equal ones. 4 decimals.

    |m_a − m_b|² + tr(S_a + S_b − 2·(S_a·S_b)^½), the trace of the root taken of the symmetric S_a^½·S_b·S_a^½,
    which has the same eigenvalues   [heusel2017fid, eq. 6].
    """
    (mean_a, cov_a), (mean_b, cov_b) = moments(a), moments(b)
    root = symmetric_root(cov_a)
    between = np.sqrt(np.maximum(np.linalg.eigvalsh(root @ cov_b @ root), 0)).sum()
    distance = ((mean_a - mean_b) ** 2).sum() + np.trace(cov_a) + np.trace(cov_b) - 2 * between
    return round(float(distance), 4)  # the root of an eigenvalue that should be 0 is rounding noise of 1e-8
