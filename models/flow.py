"""Flow matching for rows of numbers: can a network learn the direction in which noise should move to become data?

Time runs from noise (t = 0) to data (t = 1) along straight lines x_t = (1 − t)·x_0 + t·x_1; the network sees x_t and t
and learns the velocity. Keys such as [lipman2023flow] stand in data/references.bib. Rows have shape (n, size).
"""

from dataclasses import dataclass

import mlp
import numpy as np
from diffusion import tents
from kit import nn
from kit.rng import Counter


@dataclass(frozen=True)
class Config:
    size: int = 2
    hidden: int = 64
    knots: int = 16  # numbers that tell the network the time
    steps: int = 3000
    batch: int = 128
    rate: float = 2e-3
    seed: int = 1


def create(cfg):
    return mlp.init(Counter(cfg.seed).split("weights"), [cfg.size + cfg.knots, cfg.hidden, cfg.hidden, cfg.size])


def on_the_way(x0, x1, t):
    """x_t = (1 − t)·x_0 + t·x_1 for noise x0 and data x1 (n, size), times t (n, 1)   [liu2023rectified, eq. 1]"""
    return (1 - t) * x0 + t * x1


def velocity(params, cfg, x, t):
    """The learnt velocity (n, size) at rows x and times t (n,)."""
    return mlp.forward(params, np.concatenate([x, tents(t, cfg.knots)], axis=1))[0]


def loss_and_gradients(params, cfg, x0, x1, t):
    """Mean of (v(x_t, t) − (x_1 − x_0))², and its gradients   [lipman2023flow, eq. 23; liu2023rectified, eq. 1]"""
    x = on_the_way(x0, x1, t[:, None])
    out, kept = mlp.forward(params, np.concatenate([x, tents(t, cfg.knots)], axis=1))
    error = out - (x1 - x0)
    _, grads = mlp.backward(params, kept, 2 * error / error.size, inputs=False)
    return nn.mean(error * error), grads


class Trainer:
    """Training in steps; `draw(rng, n)` gives n data rows, or n pairs (noise, data) to be joined as they are."""

    def __init__(self, draw, cfg):
        self.draw, self.cfg, self.params = draw, cfg, create(cfg)
        self.adam, self.history = nn.Adam(self.params, cfg.rate), []
        rng = Counter(cfg.seed)
        self.rows, self.times, self.noise = rng.split("rows"), rng.split("times"), rng.split("noise")

    def step(self):
        cfg = self.cfg
        x1 = self.draw(self.rows, cfg.batch)
        x0, x1 = x1 if isinstance(x1, tuple) else (self.noise.normal((cfg.batch, cfg.size)), x1)
        loss, grads = loss_and_gradients(self.params, cfg, x0, x1, self.times.uniform((cfg.batch,)))
        self.adam.step(self.params, grads, cfg.rate * (1 - len(self.history) / cfg.steps))  # falls to 0
        self.history.append(loss)

    def run(self, steps=None):
        for _ in range(self.cfg.steps if steps is None else steps):
            self.step()
        return self.params


def walk(params, cfg, x, steps):
    """Euler's method: x ← x + v(x, t)/steps. Returns all the places (steps + 1, n, size), noise first."""
    places = [x]
    for k in range(steps):
        places.append(places[-1] + velocity(params, cfg, places[-1], np.full(len(x), k / steps)) / steps)
    return np.stack(places)


def bend(places):
    """How crooked are the walks (steps + 1, n, size)? Length of all paths over distance between all ends, minus 1."""
    moves, whole = places[1:] - places[:-1], places[-1] - places[0]
    return nn.total(np.sqrt(nn.total(moves * moves, -1))) / nn.total(np.sqrt(nn.total(whole * whole, -1))) - 1
