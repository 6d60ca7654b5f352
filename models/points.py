"""Points in the plane whose true distribution is known: how good is a model, when the right answer has a formula?

Every data set is a mixture of round Gaussians, so that its density and the best possible denoiser are exact.
Arrays of points have shape (n, 2). Only + − × ÷ √ and kit.detmath are used, so the points are the same everywhere.
"""

from dataclasses import dataclass

import numpy as np
from kit import detmath, nn

SQRT_HALF = 0.7071067811865476
COS_STEP, SIN_STEP = 0.9948693233918952, 0.10116832198743228  # of π/31: 32 points on half a circle


@dataclass(frozen=True)
class Mixture:
    """Equally likely round Gaussians: `centres` (k, 2), all with the deviation `std` in every direction."""

    centres: np.ndarray
    std: float

    def sample(self, rng, n):
        """n points (n, 2), and the component (n,) that each came from."""
        which = rng.integers(len(self.centres), (n,))
        return self.centres[which] + self.std * rng.normal((n, 2)), which

    def distances(self, x):
        """Squared distance of every point to every centre: (n, k)."""
        gap = x[:, None, :] - self.centres
        return gap[:, :, 0] * gap[:, :, 0] + gap[:, :, 1] * gap[:, :, 1]

    def density(self, x):
        """The probability density at points x (n, 2): mean over k of exp(−|x − c_k|²/2σ²)/(2πσ²)."""
        variance = self.std * self.std
        bells = detmath.exp(-self.distances(x) / (2 * variance)) / (6.283185307179586 * variance)
        return nn.mean(bells, -1)

    def clean(self, x, signal, noise):
        """E[x_0 | x] for x = signal·x_0 + noise·ε: what the best denoiser says. signal, noise: numbers or (n, 1).

        Each centre's guess is drawn from its Gaussian towards x; the guesses are weighted by how well they explain x.
        """
        variance = signal * signal * (self.std * self.std) + noise * noise
        gap = x[:, None, :] - np.reshape(signal, (-1, 1, 1)) * self.centres
        square = gap[:, :, 0] * gap[:, :, 0] + gap[:, :, 1] * gap[:, :, 1]
        weight = detmath.softmax(-square / (2 * variance))
        pull = np.reshape(signal * (self.std * self.std) / variance, (-1, 1, 1))
        return nn.total(weight[:, :, None] * (self.centres + pull * gap), 1)


def ring():
    """Eight Gaussians on a circle of radius 2, the classic test of whether a model forgets kinds of sample."""
    d = 2 * SQRT_HALF
    return Mixture(np.array([(2, 0), (d, d), (0, 2), (-d, d), (-2, 0), (-d, -d), (0, -2), (d, -d)], dtype=float), 0.1)


def moons():
    """Two half circles that hook into each other, each drawn by 32 small Gaussians."""
    x, y, upper = 1.0, 0.0, []
    for _ in range(32):
        upper.append((x, y))
        x, y = COS_STEP * x - SIN_STEP * y, SIN_STEP * x + COS_STEP * y  # turn by π/31
    upper = np.array(upper)
    centres = np.concatenate([upper - [0.5, 0.25], np.array([0.5, 0.25]) - upper])
    return Mixture(1.6 * centres, 0.1)


def quality(x, data, width=3.0, least=0.01):
    """How many centres do points x (n, 2) reach, and what share lies within `width` deviations of one?

    A centre counts as reached when at least the share `least` of all points lies that near to it. Returns a dict with
    modes, on (the share), and share (k,) per centre.
    """
    squares = data.distances(x)
    nearest = squares.argmin(1)
    near = squares.min(1) <= (width * data.std) ** 2
    share = np.array([float((near & (nearest == k)).sum()) / len(x) for k in range(len(data.centres))])
    return {"modes": int((share >= least).sum()), "on": float(near.sum()) / len(x), "share": share}


def energy_distance(x, y):
    """2·E|X − Y| − E|X − X'| − E|Y − Y'| of two sets of points: 0 only for equal distributions [szekely2013energy]."""
    def mean_gap(a, b):
        gap = a[:, None, :] - b
        return nn.mean(np.sqrt(gap[:, :, 0] * gap[:, :, 0] + gap[:, :, 1] * gap[:, :, 1]))
    return 2 * mean_gap(x, y) - mean_gap(x, x) - mean_gap(y, y)
