"""The GAN, the points it learns and the network inside: are gradients, data and the first steps of training right?"""

from dataclasses import replace

import gan
import jax
import jax.numpy as jnp
import mlp
import numpy as np
import points
import pytest
import train_gan
from kit import nn, weights
from kit.rng import Counter

CFG = gan.Config(hidden=6, batch=5)


def stack(params, x):
    """The same network in JAX."""
    layers = mlp.depth(params)
    for k in range(1, layers + 1):
        x = x @ params[f"w{k}"] + params[f"b{k}"]
        x = jax.nn.relu(x) if k < layers else x
    return x


def nudged(params, seed):
    """Biases away from 0, so that no relu sits on its corner."""
    rng = Counter(seed)
    return {key: value + 0.1 * rng.normal(value.shape) for key, value in params.items()}


@pytest.fixture
def small():
    g, d = gan.create(CFG)
    rng = Counter(7)
    return nudged(g, 1), nudged(d, 2), rng.normal((5, 2)), rng.normal((5, 2)), rng.normal((5, 2))


def test_the_stack_agrees_with_jax(small):
    _, d, x, _, _ = small
    y, kept = mlp.forward(d, x)
    weights_of_loss = np.linspace(-1, 1, 5)[:, None]
    loss = lambda p, x: (stack(p, x) * weights_of_loss).sum()  # noqa: E731
    assert np.allclose(y, stack(d, x), atol=1e-12)
    dx, grads = mlp.backward(d, kept, weights_of_loss)
    theirs, dx_theirs = jax.grad(loss, argnums=(0, 1))(d, x)
    assert np.allclose(dx, dx_theirs, atol=1e-12)
    assert grads.keys() == d.keys() and all(np.allclose(grads[k], theirs[k], atol=1e-12) for k in d)
    assert mlp.backward(d, kept, weights_of_loss, weights=False)[1] == {}
    assert mlp.backward(d, kept, weights_of_loss, inputs=False)[0] is None


def d_loss_jax(d, real, fake):
    return -jnp.log(jax.nn.sigmoid(stack(d, real))).mean() - jnp.log(1 - jax.nn.sigmoid(stack(d, fake))).mean()


@pytest.mark.parametrize("squash", [False, True])
def test_gradients_agree_with_jax_and_finite_differences(small, squash):
    g, d, real, fake, z = small
    cfg = replace(CFG, squash=squash)
    loss, grads = gan.d_gradients(d, real, fake)
    assert loss == pytest.approx(float(d_loss_jax(d, real, fake)), abs=1e-12)
    theirs = jax.grad(d_loss_jax)(d, real, fake)
    by_hand = nn.numeric_gradient(lambda: gan.d_gradients(d, real, fake)[0], d)
    assert all(np.allclose(grads[k], theirs[k], atol=1e-12) and np.allclose(grads[k], by_hand[k], atol=1e-8) for k in d)

    def g_loss_jax(g):
        x = stack(g, z)
        return -jnp.log(jax.nn.sigmoid(stack(d, jnp.tanh(x) if squash else x))).mean()
    loss, grads = gan.g_gradients(g, d, cfg, z)
    assert loss == pytest.approx(float(g_loss_jax(g)), abs=1e-12)
    theirs = jax.grad(g_loss_jax)(g)
    by_hand = nn.numeric_gradient(lambda: gan.g_gradients(g, d, cfg, z)[0], g)
    assert all(np.allclose(grads[k], theirs[k], atol=1e-12) and np.allclose(grads[k], by_hand[k], atol=1e-8) for k in g)


@pytest.mark.parametrize(("name", "cfg"), [("gan_points", train_gan.STEADY), ("gan_collapse", train_gan.HASTY)])
def test_training_begins_as_it_was_recorded(name, cfg):
    trainer = gan.Trainer(train_gan.ring, cfg)
    for _ in range(30):
        trainer.step()
    assert train_gan.fingerprint(trainer) == weights.load(name)[1]["digest"]["30"]
    assert vars(cfg) == weights.load(name)[1]["cfg"]


def test_digits_training_begins_as_it_was_recorded():
    trainer = gan.Trainer(train_gan.pictures, train_gan.DIGITS)
    for _ in range(30):
        trainer.step()
    assert train_gan.fingerprint(trainer) == weights.load("gan_digits")[1]["digest"]["30"]


# --- the data

def test_points_have_the_density_that_is_claimed():
    for data in (points.ring(), points.moons()):
        x, which = data.sample(Counter(3), 20_000)
        assert np.bincount(which, minlength=len(data.centres)).min() > 20_000 / len(data.centres) * 0.7
        gap = ((x[:, None] - data.centres) ** 2).sum(-1)
        density = np.exp(-gap / (2 * data.std**2)).mean(1) / (2 * np.pi * data.std**2)
        assert np.allclose(data.density(x), density, rtol=1e-9)
        # the share of points in a square is the integral of the density over it
        grid = np.stack(np.meshgrid(*[np.linspace(0.9, 2.1, 241)] * 2), -1).reshape(-1, 2)
        inside = ((x > 0.9) & (x < 2.1)).all(1).mean()
        assert inside == pytest.approx(data.density(grid).mean() * 1.2**2, abs=0.01)
    assert np.allclose(np.linalg.norm(points.ring().centres, axis=1), 2)
    assert np.allclose(points.moons().centres[31], 1.6 * np.array([-1.5, -0.25]), atol=1e-12)


@pytest.mark.parametrize("signal", [0.3, 0.9])
def test_best_guess_by_weighing_many_points(signal):
    data, noise = points.ring(), np.sqrt(1 - signal**2)
    clean = data.sample(Counter(8), 100_000)[0]
    x = np.array([[0.4, 0.7], [-1.1, 0.2], [1.5, -1.4]])
    for here, guess in zip(x, data.clean(x, signal, noise)):
        weight = np.exp(-((here - signal * clean) ** 2).sum(1) / (2 * noise**2))
        assert np.allclose(guess, (weight[:, None] * clean).sum(0) / weight.sum(), atol=0.02)


def test_best_guess_is_the_score():
    """Tweedie's formula: E[x_0|x] = (x + noise²·∇ log p(x))/signal, the gradient taken by JAX."""
    data, signal, noise = points.ring(), 0.7, np.sqrt(0.51)
    def log_density(x):
        return jax.nn.logsumexp(-((x - signal * data.centres) ** 2).sum(-1) / (2 * (signal**2 * data.std**2 + noise**2)))
    x = Counter(2).normal((20, 2))
    score = jax.vmap(jax.grad(log_density))(x)
    assert np.allclose(data.clean(x, signal, noise), (x + noise**2 * score) / signal, atol=1e-9)


def test_energy_distance_and_quality_on_known_sets():
    a, b = np.array([[0.0, 0.0]]), np.array([[3.0, 4.0]])
    assert points.energy_distance(a, b) == 10 and points.energy_distance(a, a) == 0
    x = np.array([[2.0, 0.0]] * 60 + [[0.0, 2.25]] * 39 + [[0.0, 1.5]])
    found = points.quality(x, points.ring())
    assert (found["modes"], found["on"]) == (2, 0.99) and found["share"].tolist() == [0.6, 0, 0.39, 0, 0, 0, 0, 0]
