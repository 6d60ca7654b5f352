"""An autoencoder of digits, 64-64-k-64-64: how much of a picture survives a squeeze through k numbers?"""

import numpy as np
from digits import train
from kit import nn
from kit.rng import Counter

HIDDEN, STEPS, BATCH, RATE, SEED = 64, 2000, 32, 8e-3, 1


def create(code, seed=SEED, hidden=HIDDEN):
    rng = Counter(seed).split("weights")
    sizes = {"w1": (64, hidden), "w2": (hidden, code), "w3": (code, hidden), "w4": (hidden, 64)}
    params = {name: nn.glorot(rng, *size) for name, size in sizes.items()}
    return params | {"b" + name[1]: np.zeros(size[1]) for name, size in sizes.items()}


def encode(params, x):
    """Pictures (n, 64) → codes (n, k)."""
    return nn.dense(nn.tanh(nn.dense(x, params["w1"], params["b1"])), params["w2"], params["b2"])


def decode(params, code):
    """Codes (n, k) → pictures (n, 64)."""
    return nn.dense(nn.tanh(nn.dense(code, params["w3"], params["b3"])), params["w4"], params["b4"])


def loss_and_gradients(params, x):
    """½·Σ(x̂ − x)² per picture, averaged over the batch, and its gradients."""
    h1 = nn.tanh(nn.dense(x, params["w1"], params["b1"]))
    code = nn.dense(h1, params["w2"], params["b2"])
    h2 = nn.tanh(nn.dense(code, params["w3"], params["b3"]))
    error = nn.dense(h2, params["w4"], params["b4"]) - x
    loss, grads = 0.5 * nn.total(error * error) / len(x), {}
    dh2, grads["w4"], grads["b4"] = nn.dense_backward(error / len(x), h2, params["w4"])
    dcode, grads["w3"], grads["b3"] = nn.dense_backward(nn.tanh_backward(dh2, h2), code, params["w3"])
    dh1, grads["w2"], grads["b2"] = nn.dense_backward(dcode, h1, params["w2"])
    grads["w1"], grads["b1"] = nn.dense_gradients(nn.tanh_backward(dh1, h1), x)
    return loss, grads


def learn(code, seed=SEED, steps=STEPS, stop=None):
    """Train an autoencoder with codes of that many numbers, all steps or only the first `stop`. Returns params."""
    return descend(create(code, seed), loss_and_gradients, seed, steps, stop)


def descend(params, loss_and_gradients, seed, steps, stop=None):
    rng, adam, (pictures, _) = Counter(seed).split("batches"), nn.Adam(params), train()
    for step in range(stop or steps):
        _, grads = loss_and_gradients(params, pictures[rng.integers(len(pictures), (BATCH,))])
        adam.step(params, grads, RATE * (1 - step / steps))  # the learning rate falls to 0
    return params


# --- without hidden layers and tanh: this one finds the principal components [baldi1989pca]


def create_linear(code, seed=SEED):
    rng = Counter(seed).split("weights")
    return {"down": nn.glorot(rng, 64, code), "up": nn.glorot(rng, code, 64), "centre": np.zeros(64)}


def linear(params, x):
    """Pictures (n, 64) → reconstructions (n, 64): (x − centre)·down·up + centre."""
    return nn.dense(nn.dense(x - params["centre"], params["down"]), params["up"]) + params["centre"]


def linear_loss_and_gradients(params, x):
    """As loss_and_gradients, for the linear one."""
    away = x - params["centre"]
    code = nn.dense(away, params["down"])
    error = nn.dense(code, params["up"]) - away
    dcode, up, _ = nn.dense_backward(error / len(x), code, params["up"])
    daway, down, _ = nn.dense_backward(dcode, away, params["down"])
    grads = {"down": down, "up": up, "centre": nn.total(error / len(x) - daway, 0)}
    return 0.5 * nn.total(error * error) / len(x), grads


def learn_linear(code, seed=SEED, steps=STEPS, stop=None):
    """Train a linear autoencoder. Returns params."""
    return descend(create_linear(code, seed), linear_loss_and_gradients, seed, steps, stop)
