"""The diffusion and flow models: are the noise, the gradients, the walks and the first steps of training right?"""

import math
from dataclasses import replace

import diffusion
import digits
import flow
import jax
import jax.numpy as jnp
import measure
import mlp
import numpy as np
import points
import pytest
import train_diffusion
from kit import nn, weights
from kit.rng import Counter
from sklearn.neighbors import NearestNeighbors

SMALL = diffusion.Config(size=3, classes=2, hidden=5, knots=4, levels=10)


def nudged(params, seed):
    """Biases away from 0, so that no relu sits on its corner."""
    rng = Counter(seed)
    return {key: value + 0.1 * rng.normal(value.shape) for key, value in params.items()}


# --- the noise

def test_schedules_against_their_formulas():
    for u in np.linspace(0, 1, 101):
        assert diffusion.cosine(u) == pytest.approx(math.cos(math.pi * u / 2), abs=1e-15)
    linear = diffusion.betas(1000, "linear")
    assert np.allclose(linear, np.linspace(1e-4, 0.02, 1000), atol=1e-15)
    cfg = diffusion.Config(levels=100)
    curve = np.cos((np.arange(101) / 100 + 0.008) / 1.008 * np.pi / 2) ** 2
    bars = diffusion.bars(cfg)
    assert np.allclose(bars[:100], (curve / curve[0])[:100], atol=1e-13) and bars[100] == pytest.approx(bars[99] / 1000)
    for schedule in ("linear", "cosine"):
        bars = diffusion.bars(replace(cfg, schedule=schedule))
        assert bars[0] == 1 and (np.diff(bars) < 0).all() and bars[-1] < 1e-3


def test_noised_rows_have_the_right_mean_and_width():
    eps = Counter(1).normal((50_000,))
    x = diffusion.noised(2.0, 0.36, eps)
    assert (x.mean(), x.std()) == (pytest.approx(1.2, abs=0.01), pytest.approx(0.8, abs=0.01))


def test_tents_tell_the_level_exactly():
    u = Counter(2).uniform((50,))
    rows = diffusion.tents(u, 16)
    assert np.allclose(rows.sum(1), 1) and np.allclose(rows @ np.arange(16) / 15, u) and ((rows > 0).sum(1) <= 2).all()


# --- gradients

def stack(params, x):
    for k in range(1, mlp.depth(params) + 1):
        x = x @ params[f"w{k}"] + params[f"b{k}"]
        x = jax.nn.relu(x) if k < mlp.depth(params) else x
    return x


@pytest.mark.parametrize("target", ["clean", "noise"])
def test_diffusion_gradients(target):
    cfg, rng = replace(SMALL, target=target), Counter(4)
    params = nudged(diffusion.create(cfg), 5)
    x0, eps, labels, t = rng.normal((6, 3)), rng.normal((6, 3)), np.array([0, 1, 2, 0, 1, 2]), np.array([1, 2, 5, 7, 9, 10])
    loss, grads = diffusion.loss_and_gradients(params, cfg, x0, labels, t, eps)

    def theirs(p):
        bar = jnp.array(diffusion.bars(cfg))[t][:, None]
        place = jnp.clip(1 - abs(t[:, None] / 10 * 3 - jnp.arange(4)), 0)
        seen = jnp.hstack([jnp.sqrt(bar) * x0 + jnp.sqrt(1 - bar) * eps, place, jax.nn.one_hot(labels, 3)])
        return ((stack(p, seen) - (x0 if target == "clean" else eps)) ** 2).mean()
    assert loss == pytest.approx(float(theirs(params)), abs=1e-12)
    exact, rough = jax.grad(theirs)(params), nn.numeric_gradient(
        lambda: diffusion.loss_and_gradients(params, cfg, x0, labels, t, eps)[0], params)
    for key in params:
        assert np.allclose(grads[key], exact[key], atol=1e-12) and np.allclose(grads[key], rough[key], atol=1e-8), key


def test_flow_gradients():
    cfg, rng = flow.Config(size=2, hidden=5, knots=4), Counter(6)
    params = nudged(flow.create(cfg), 7)
    x0, x1, t = rng.normal((6, 2)), rng.normal((6, 2)), rng.uniform((6,))
    loss, grads = flow.loss_and_gradients(params, cfg, x0, x1, t)

    def theirs(p):
        place = jnp.clip(1 - abs(t[:, None] * 3 - jnp.arange(4)), 0)
        seen = jnp.hstack([x0 + t[:, None] * (x1 - x0), place])
        return ((stack(p, seen) - (x1 - x0)) ** 2).mean()
    assert loss == pytest.approx(float(theirs(params)), abs=1e-12)
    exact = jax.grad(theirs)(params)
    rough = nn.numeric_gradient(lambda: flow.loss_and_gradients(params, cfg, x0, x1, t)[0], params)
    for key in params:
        assert np.allclose(grads[key], exact[key], atol=1e-12) and np.allclose(grads[key], rough[key], atol=1e-8), key


# --- walks

def test_a_perfect_guess_brings_every_start_home(monkeypatch):
    home = np.array([[1.0, -2.0, 0.5]])
    monkeypatch.setattr(diffusion, "guess", lambda params, cfg, x, *rest: np.repeat(home, len(x), 0))
    for steps in (1, 3, 10):
        for rng in (None, Counter(1)):
            out = diffusion.generate(None, SMALL, Counter(3).normal((4, 3)), None, steps, rng=rng)
            assert np.allclose(out, home, atol=1e-12)


@pytest.mark.parametrize("ancestral", [False, True])
def test_the_best_guess_draws_from_the_data(monkeypatch, ancestral):
    """With the exact denoiser both walks must end in the eight clusters, as often in each."""
    data, cfg = points.ring(), diffusion.Config(size=2, classes=0, levels=200)
    share = diffusion.bars(cfg)
    monkeypatch.setattr(diffusion, "guess", lambda params, cfg, x, t, labels, w:
                        data.clean(x, np.sqrt(share[t]), np.sqrt(1 - share[t])))
    x = diffusion.generate(None, cfg, Counter(3).normal((1500, 2)), None, 200, rng=Counter(4) if ancestral else None)
    found = points.quality(x, data)
    assert found["modes"] == 8 and found["on"] > 0.97
    assert points.energy_distance(x, data.sample(Counter(5), 1500)[0]) < 0.02


def test_one_ancestral_step_has_the_posteriors_mean_and_width(monkeypatch):
    """Against Bayes' rule on a grid, as in the numbers of the page."""
    monkeypatch.setattr(diffusion, "guess", lambda params, cfg, x, *rest: np.full_like(x, 0.7))
    monkeypatch.setattr(diffusion, "ladder", lambda levels, steps: [6, 4])
    cfg, share = replace(SMALL, size=1), diffusion.bars(SMALL)
    x = diffusion.generate(None, cfg, np.full((40_000, 1), 0.3), None, 1, rng=Counter(9))
    grid = np.linspace(-5, 5, 20_001)
    ratio = share[6] / share[4]
    weight = np.exp(-((grid - np.sqrt(share[4]) * 0.7) ** 2) / (2 * (1 - share[4])))
    weight *= np.exp(-((0.3 - np.sqrt(ratio) * grid) ** 2) / (2 * (1 - ratio)))
    mean = (weight * grid).sum() / weight.sum()
    width = np.sqrt((weight * (grid - mean) ** 2).sum() / weight.sum())
    assert (x.mean(), x.std()) == (pytest.approx(mean, abs=0.01), pytest.approx(width, abs=0.01))


def test_guidance_and_noise_target_by_their_formulas():
    params, x, labels = nudged(diffusion.create(SMALL), 1), Counter(2).normal((4, 3)), np.array([0, 1, 0, 1])
    seen = lambda label: mlp.forward(params, diffusion.inputs(SMALL, x, np.full(4, 7), label))[0]  # noqa: E731
    with_label, without = seen(labels), seen(np.full(4, 2))
    assert np.allclose(diffusion.guess(params, SMALL, x, 7, labels, 1.5), without + 2.5 * (with_label - without))
    noisy = replace(SMALL, target="noise", limit=0.0)
    bar = diffusion.bars(SMALL)[7]
    assert np.allclose(diffusion.noised(diffusion.guess(params, noisy, x, 7, labels), bar, with_label), x)
    assert abs(diffusion.guess(params, replace(noisy, limit=0.1), x, 7, labels)).max() <= 0.1


def test_walks_of_a_flow_and_their_bend(monkeypatch):
    monkeypatch.setattr(flow, "velocity", lambda params, cfg, x, t: np.stack([np.ones(len(x)), 2 * t], 1))
    places = flow.walk(None, None, np.zeros((2, 2)), 4)
    assert places.shape == (5, 2, 2) and np.allclose(places[-1], [1, 0.75])
    length = sum(math.hypot(0.25, 0.125 * k) for k in range(4))
    assert flow.bend(places) == pytest.approx(length / math.hypot(1, 0.75) - 1)


# --- training

@pytest.mark.parametrize("name", ["diffusion_digits", "diffusion_points", "flow_points"])
def test_training_begins_as_it_was_recorded(name):
    trainer = {
        "diffusion_digits": lambda: diffusion.Trainer(train_diffusion.some_digits, train_diffusion.DIGITS),
        "diffusion_points": lambda: diffusion.Trainer(
            lambda rng, n: (train_diffusion.ring(rng, n), np.zeros(n)), train_diffusion.POINTS),
        "flow_points": lambda: flow.Trainer(train_diffusion.ring, train_diffusion.FLOW),
    }[name]()
    assert train_diffusion.begun(trainer)[0] == weights.load(name)[1]["digest"]["30"]
    assert vars(trainer.cfg) == weights.load(name)[1]["cfg"]


def test_labels_are_left_out_as_often_as_said(monkeypatch):
    seen = []
    monkeypatch.setattr(diffusion, "loss_and_gradients", lambda params, cfg, x0, labels, t, eps:
                        (seen.append((labels, t)), (0.0, {}))[1])
    trainer = diffusion.Trainer(train_diffusion.some_digits, train_diffusion.DIGITS)
    trainer.run(100)
    labels, levels = (np.concatenate(part) for part in zip(*seen))
    assert (labels == 10).mean() == pytest.approx(0.1, abs=0.015)
    assert set(levels) == set(range(1, 101))


# --- how pictures are measured

def test_measures_of_pictures_against_a_library():
    (real, _), (others, _) = digits.train(), digits.test()
    gaps = NearestNeighbors(n_neighbors=1).fit(real).kneighbors(others)[0][:, 0]
    assert np.allclose(measure.nearest(others, real), gaps)
    assert measure.copying(real[:5], real)["least"] == pytest.approx(0, abs=1e-6)
    assert measure.effective(np.array([0.5, 0.5, 0])) == pytest.approx(2)
    assert measure.effective(np.full(10, 0.1)) == pytest.approx(10)
    assert measure.clipped(np.array([-3, 0.5, 2])).tolist() == [-1, 0.5, 1]
