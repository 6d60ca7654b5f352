"""A GAN for rows of numbers: can a network learn to draw from clusters, or digits, that it never sees itself?

Generator and discriminator have two hidden layers; the discriminator's output is a score a with D(x) = σ(a).
Keys such as [goodfellow2014gan] stand in data/references.bib.
"""

from dataclasses import dataclass

import mlp
import numpy as np
from kit import detmath, nn
from kit.rng import Counter


@dataclass(frozen=True)
class Config:
    """Sizes and speeds; the first line is the shape of both networks, the others say how they are trained."""

    size: int = 2         # numbers in a row of data
    noise: int = 2        # numbers that the generator receives
    hidden: int = 32      # width of both hidden layers
    squash: bool = False  # generated numbers between −1 and 1, by tanh
    steps: int = 3000
    batch: int = 64       # real rows, and generated ones, per step
    rate_d: float = 2e-3
    rate_g: float = 2e-3
    beta1: float = 0.5    # little memory of old gradients: the other player keeps moving [radford2016dcgan, §4]
    seed: int = 1


def create(cfg):
    """The weights of generator and discriminator."""
    rng = Counter(cfg.seed)
    g = mlp.init(rng.split("generator"), [cfg.noise, cfg.hidden, cfg.hidden, cfg.size])
    return g, mlp.init(rng.split("discriminator"), [cfg.size, cfg.hidden, cfg.hidden, 1])


# --- the generator

def generate(g, cfg, z):
    """Noise (n, noise) → rows (n, size)."""
    return generate_kept(g, cfg, z)[0]


def generate_kept(g, cfg, z):
    x, kept = mlp.forward(g, z)
    return nn.tanh(x) if cfg.squash else x, kept


def samples(g, cfg, n, seed=1000):
    """n generated rows from noise that the training has not used."""
    return generate(g, cfg, Counter(seed).normal((n, cfg.noise)))


# --- the two losses

def d_loss(real, fake):
    """−mean log D(x) − mean log(1 − D(G(z))) from scores (n, 1), and its slopes   [goodfellow2014gan, eq. 1]"""
    loss = nn.mean(detmath.softplus(-real)) + nn.mean(detmath.softplus(fake))  # −log σ(a) = log(1 + e^(−a))
    return loss, (detmath.sigmoid(real) - 1) / len(real), detmath.sigmoid(fake) / len(fake)


def g_loss(fake):
    """−mean log D(G(z)), the non-saturating loss, and its slope   [goodfellow2014gan, §3]"""
    return nn.mean(detmath.softplus(-fake)), (detmath.sigmoid(fake) - 1) / len(fake)


def d_gradients(d, real, fake):
    """The discriminator's loss on real and generated rows (n, size), and its gradients."""
    score, kept = mlp.forward(d, np.concatenate([real, fake]))
    loss, slope_real, slope_fake = d_loss(score[:len(real)], score[len(real):])
    return loss, mlp.backward(d, kept, np.concatenate([slope_real, slope_fake]), inputs=False)[1]


def g_gradients(g, d, cfg, z):
    """The generator's loss on noise z, and its gradients: they reach G through D, which stays as it is."""
    fake, kept_g = generate_kept(g, cfg, z)
    score, kept_d = mlp.forward(d, fake)
    loss, slope = g_loss(score)
    slope, _ = mlp.backward(d, kept_d, slope, weights=False)  # from now on ∂L_G/∂(generated row)
    if cfg.squash:
        slope = nn.tanh_backward(slope, fake)
    return loss, mlp.backward(g, kept_g, slope, inputs=False)[1]


class Trainer:
    """Training in turns; `draw(rng, n)` gives n real rows. `history` gets (loss of D, loss of G) at every step."""

    def __init__(self, draw, cfg):
        self.draw, self.cfg, self.history = draw, cfg, []
        self.g, self.d = create(cfg)
        self.adam_g = nn.Adam(self.g, cfg.rate_g, cfg.beta1)
        self.adam_d = nn.Adam(self.d, cfg.rate_d, cfg.beta1)
        self.real, self.noise = Counter(cfg.seed).split("real"), Counter(cfg.seed).split("noise")

    def step(self):
        """First the discriminator against the present generator, then the generator against the new discriminator."""
        shape = (self.cfg.batch, self.cfg.noise)
        real, fake = self.draw(self.real, self.cfg.batch), generate(self.g, self.cfg, self.noise.normal(shape))
        loss_d, grads = d_gradients(self.d, real, fake)
        self.adam_d.step(self.d, grads)
        loss_g, grads = g_gradients(self.g, self.d, self.cfg, self.noise.normal(shape))
        self.adam_g.step(self.g, grads)
        self.history.append((loss_d, loss_g))

    def recent(self, n=100):
        """Both losses averaged over the last n steps."""
        last = self.history[-n:]
        return tuple(sum(pair[k] for pair in last) / len(last) for k in (0, 1)) if last else (None, None)
