"""A variational autoencoder of digits with a latent plane [kingma2014vae]: how does a cloud of codes become a map?

Encoder 64-64-(μ, log σ²), decoder 2-64-64-64. β weighs the KL term [higgins2017betavae]; β = 1 is the VAE itself.
"""

import numpy as np
from digits import train
from kit import nn
from kit.rng import Counter

LATENT, HIDDEN, STEPS, BATCH, RATE, SEED = 2, 64, 2500, 32, 8e-3, 1


def create(seed=SEED, latent=LATENT, hidden=HIDDEN):
    rng = Counter(seed).split("weights")
    sizes = {"enc": (64, hidden), "mean": (hidden, latent), "logvar": (hidden, latent),
             "dec1": (latent, hidden), "dec2": (hidden, hidden), "out": (hidden, 64)}
    params = {f"{name}_w": nn.glorot(rng, *size) for name, size in sizes.items()}
    return params | {f"{name}_b": np.zeros(size[1]) for name, size in sizes.items()}


def layer(params, name, x):
    return nn.dense(x, params[f"{name}_w"], params[f"{name}_b"])


def encode(params, x):
    """Pictures (n, 64) → μ and log σ², each (n, latent): where a picture may lie on the map, and how exactly."""
    hidden = nn.tanh(layer(params, "enc", x))
    return layer(params, "mean", hidden), layer(params, "logvar", hidden)


def sample(mean, logvar, noise):
    """z = μ + σ·ε: the randomness comes from outside, so the gradient reaches μ and σ   [kingma2014vae, §2.4]."""
    return mean + nn.exp(0.5 * logvar) * noise


def decode(params, z):
    """Points of the latent plane (n, latent) → pictures (n, 64)."""
    return layer(params, "out", nn.tanh(layer(params, "dec2", nn.tanh(layer(params, "dec1", z)))))


def divergence(mean, logvar):
    """KL(N(μ, σ²) ‖ N(0, 1)) = ½·(μ² + σ² − 1 − log σ²), for each number of the code   [kingma2014vae, app. B]."""
    return 0.5 * (mean * mean + nn.exp(logvar) - 1.0 - logvar)


def loss_and_gradients(params, x, noise, beta):
    """Mean over the batch of ½·Σ(x̂ − x)² + β·KL, its two parts, and the gradients. noise: (n, latent)."""
    n, grads = len(x), {}

    def back(name, dy, x):
        dx, grads[f"{name}_w"], grads[f"{name}_b"] = nn.dense_backward(dy, x, params[f"{name}_w"])
        return dx

    hidden = nn.tanh(layer(params, "enc", x))
    mean, logvar = layer(params, "mean", hidden), layer(params, "logvar", hidden)
    z = sample(mean, logvar, noise)
    h1 = nn.tanh(layer(params, "dec1", z))
    h2 = nn.tanh(layer(params, "dec2", h1))
    error = layer(params, "out", h2) - x
    reconstruction, kl = 0.5 * nn.total(error * error) / n, nn.total(divergence(mean, logvar)) / n

    dh2 = back("out", error / n, h2)
    dh1 = back("dec2", nn.tanh_backward(dh2, h2), h1)
    dz = back("dec1", nn.tanh_backward(dh1, h1), z)
    dmean = dz + beta / n * mean
    dlogvar = 0.5 * (dz * (z - mean) + beta / n * (nn.exp(logvar) - 1.0))  # z − μ = σ·ε, and dσ/d log σ² = σ/2
    dhidden = back("mean", dmean, hidden) + back("logvar", dlogvar, hidden)
    grads["enc_w"], grads["enc_b"] = nn.dense_gradients(nn.tanh_backward(dhidden, hidden), x)
    return reconstruction + beta * kl, reconstruction, kl, grads


def learn(beta, seed=SEED, steps=STEPS, stop=None):
    """Train a VAE with that weight of the KL term, all steps or only the first `stop`. Returns params."""
    params, rng = create(seed), Counter(seed).split("batches")
    adam, (pictures, _) = nn.Adam(params), train()
    for step in range(stop or steps):
        x = pictures[rng.integers(len(pictures), (BATCH,))]
        *_, grads = loss_and_gradients(params, x, rng.normal((BATCH, LATENT)), beta)
        adam.step(params, grads, RATE * (1 - step / steps))  # the learning rate falls to 0
    return params
