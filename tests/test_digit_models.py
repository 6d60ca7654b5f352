"""Digits, judge, autoencoders and VAEs: the right data, the right gradients, the weights that the command trains?"""

import hashlib
import json

import autoencoder
import autoencoder_numbers
import digits
import jax
import jax.numpy as jnp
import judge
import numpy as np
import pytest
import train_digits
import vae
import vae_numbers
from kit import nn, rng, weights
from scipy.linalg import sqrtm
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

JUDGE, _ = weights.load("judge")
X, LABELS = digits.train()
Y, ANSWERS = digits.test()
SMALL = X[:6]


# --- data


def test_the_file_is_scikit_learns_copy():
    theirs = load_digits()
    lines = digits.FILE.read_text().splitlines()
    assert [int(line.split()[0]) for line in lines] == theirs.target.tolist()
    assert [[int(c, 17) for c in line.split()[1]] for line in lines] == theirs.data.astype(int).tolist()


def test_the_split_is_a_partition_and_scaling_is_exact():
    theirs = load_digits()
    rows = np.concatenate([X, Y]) * 8 + 8
    together = sorted((*row, label) for row, label in zip(rows.tolist(), [*LABELS, *ANSWERS]))
    assert together == sorted((*row, label) for row, label in zip(theirs.data.tolist(), theirs.target))
    assert (len(X), len(Y), X.min(), X.max()) == (1500, 297, -1, 1)
    assert min(np.bincount(ANSWERS)) >= 20  # every digit is tested
    assert digits.pictures(X[:2]).shape == (2, 8, 8)
    assert digits.pictures(X[:1])[0, 0] == pytest.approx((X[0, :8] + 1) / 2)


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer")
def test_the_files_own_order_is_harder_than_the_shuffled_one():
    """What data/README.md says of the split."""
    theirs = load_digits()
    net = MLPClassifier((64,), max_iter=40, learning_rate_init=0.005, tol=0, random_state=0)
    scaled = digits.scaled(theirs.data)
    ordered = net.fit(scaled[:1500], theirs.target[:1500]).score(scaled[1500:], theirs.target[1500:])
    shuffled = net.fit(X, LABELS).score(Y, ANSWERS)
    assert 0.91 < ordered < 0.95 and shuffled > 0.97


# --- gradients, against JAX and against finite differences


def check_gradients(mine, loss, params):
    theirs = jax.grad(loss)({name: jnp.asarray(value) for name, value in params.items()})
    assert set(mine) == set(params)
    for name in params:
        assert mine[name] == pytest.approx(np.asarray(theirs[name]), rel=1e-9, abs=1e-12), name


def test_gradients_of_the_judge():
    params = judge.create()

    def loss(p):
        logits = jnp.tanh(SMALL @ p["w1"] + p["b1"]) @ p["w2"] + p["b2"]
        return -jnp.mean(jax.nn.log_softmax(logits)[jnp.arange(6), LABELS[:6]])

    value, grads = judge.loss_and_gradients(params, SMALL, LABELS[:6])
    assert value == pytest.approx(float(loss(params)), rel=1e-12)
    check_gradients(grads, loss, params)


def test_gradients_of_the_autoencoder():
    params = autoencoder.create(3)

    def loss(p):
        code = jnp.tanh(SMALL @ p["w1"] + p["b1"]) @ p["w2"] + p["b2"]
        seen = jnp.tanh(code @ p["w3"] + p["b3"]) @ p["w4"] + p["b4"]
        return 0.5 * jnp.sum((seen - SMALL) ** 2) / 6

    value, grads = autoencoder.loss_and_gradients(params, SMALL)
    assert value == pytest.approx(float(loss(params)), rel=1e-12)
    check_gradients(grads, loss, params)
    tiny = autoencoder.create(2, hidden=3)
    found = nn.numeric_gradient(lambda: autoencoder.loss_and_gradients(tiny, SMALL)[0], tiny)
    for name, grad in autoencoder.loss_and_gradients(tiny, SMALL)[1].items():
        assert grad == pytest.approx(found[name], abs=1e-7), name


def test_gradients_of_the_linear_autoencoder():
    params = autoencoder.create_linear(2)
    params["centre"] += 0.1

    def loss(p):
        return 0.5 * jnp.sum(((SMALL - p["centre"]) @ p["down"] @ p["up"] + p["centre"] - SMALL) ** 2) / 6

    value, grads = autoencoder.linear_loss_and_gradients(params, SMALL)
    assert value == pytest.approx(float(loss(params)), rel=1e-12)
    check_gradients(grads, loss, params)


@pytest.mark.parametrize("beta", [0.0, 0.7, 4.0])
def test_gradients_of_the_vae(beta):
    params, noise = vae.create(hidden=9), rng.Counter(5).normal((6, 2))

    def loss(p):
        hidden = jnp.tanh(SMALL @ p["enc_w"] + p["enc_b"])
        mean, logvar = hidden @ p["mean_w"] + p["mean_b"], hidden @ p["logvar_w"] + p["logvar_b"]
        z = mean + jnp.exp(logvar / 2) * noise
        h = jnp.tanh(jnp.tanh(z @ p["dec1_w"] + p["dec1_b"]) @ p["dec2_w"] + p["dec2_b"])
        kl = -0.5 * jnp.sum(1 + logvar - mean**2 - jnp.exp(logvar)) / 6
        return 0.5 * jnp.sum((h @ p["out_w"] + p["out_b"] - SMALL) ** 2) / 6 + beta * kl

    value, reconstruction, kl, grads = vae.loss_and_gradients(params, SMALL, noise, beta)
    assert value == pytest.approx(float(loss(params)), rel=1e-12) == reconstruction + beta * kl
    check_gradients(grads, loss, params)


def test_gradients_of_the_vae_by_finite_differences():
    params, noise = vae.create(hidden=3), rng.Counter(5).normal((2, 2))
    grads = vae.loss_and_gradients(params, SMALL[:2], noise, 0.5)[3]
    found = nn.numeric_gradient(lambda: vae.loss_and_gradients(params, SMALL[:2], noise, 0.5)[0], params)
    assert all(grads[name] == pytest.approx(found[name], abs=1e-7) for name in params)


# --- training


RECIPES = train_digits.models(judge.SEED)


@pytest.mark.parametrize("name", RECIPES)
def test_training_begins_as_recorded_and_the_weights_are_those(name):
    params, header = weights.load(name)
    learn, _, extra, measure = RECIPES[name]
    assert nn.digest(learn(header["first_steps"])) == header["first_digest"]
    assert nn.digest(params) == header["digest"]
    assert header["data_sha256"] == hashlib.sha256(digits.FILE.read_bytes()).hexdigest()
    assert {key: header["cfg"][key] for key in extra} == extra
    assert {key: round(value, 6) for key, value in measure(params).items()} == pytest.approx(header["metrics"], abs=2e-6)


def test_a_recorded_seed_is_the_seed_of_the_weights():
    """digits_seeds.json holds, under the seed of the committed weights, just what they measure."""
    recorded = json.loads((weights.FOLDER / "digits_seeds.json").read_text())
    assert len(recorded) >= 5
    row = recorded[str(judge.SEED)]
    for code in (2, 16):
        found = autoencoder_numbers.measure(weights.load(f"autoencoder_{code}")[0], JUDGE)
        assert row[f"code_{code}"] == pytest.approx(found, abs=1e-4)
    for beta in vae_numbers.BETAS:
        found = vae_numbers.measure(weights.load(f"vae_{beta}")[0], JUDGE)
        assert row[beta] == pytest.approx(found, abs=1e-4)


# --- quality, beside established libraries


def test_the_judge_is_as_good_as_scikit_learns_classifiers():
    mine = np.mean(judge.verdict(JUDGE, Y) == ANSWERS)
    theirs = LogisticRegression(max_iter=2000).fit(X, LABELS).score(Y, ANSWERS)
    assert mine >= 0.975 and mine >= theirs - 0.005
    assert judge.probabilities(JUDGE, Y).sum(axis=1) == pytest.approx(np.ones(len(Y)))


def test_the_linear_autoencoder_finds_the_principal_components():
    params, _ = weights.load("autoencoder_linear")
    pca = PCA(2).fit(X)
    best = np.mean((pca.inverse_transform(pca.transform(X)) - X) ** 2)
    mine = np.mean((autoencoder.linear(params, X) - X) ** 2)
    assert best <= mine < 1.003 * best
    angles = np.linalg.svd(np.linalg.qr(params["up"].T)[0].T @ pca.components_.T, compute_uv=False)
    assert angles.min() > 0.98  # cosines of the angles between the two planes


def test_longer_codes_keep_more_and_beat_principal_components():
    errors = []
    for code in train_digits.CODES:
        params, _ = weights.load(f"autoencoder_{code}")
        errors.append(np.mean((autoencoder.decode(params, autoencoder.encode(params, Y)) - Y) ** 2))
        pca = PCA(code).fit(X)
        assert errors[-1] < np.mean((pca.inverse_transform(pca.transform(Y)) - Y) ** 2)
    assert errors == sorted(errors, reverse=True)


def test_what_holds_for_every_recorded_seed():
    """The order that the pages claim is no accident of one seed."""
    for row in json.loads((weights.FOLDER / "digits_seeds.json").read_text()).values():
        by_beta = [row[name] for name in vae_numbers.BETAS]
        none, little, one, much = by_beta
        assert little["frechet"] < one["frechet"] < none["frechet"] < much["frechet"]
        assert one["bound"] < little["bound"] < much["bound"] < none["bound"]
        for key, descending in (("kl", True), ("kept", True), ("error", False)):
            values = [table[key] for table in by_beta]
            assert values == sorted(values, reverse=descending), key
        assert much["kl"] < 0.01 and much["active"] == 0 and much["kept"] < 0.15 and much["variety"] < 0.01
        assert none["within_2"] < 0.6 < 0.75 < little["within_2"] < one["within_2"]
        assert none["frechet_fitted"] < 0.6 * none["frechet"]  # the codes are elsewhere, not the map full of holes
        assert row["judge"]["test_accuracy"] > 0.975
        codes = [row[f"code_{code}"] for code in train_digits.CODES]
        assert [c["error"] for c in codes] == sorted((c["error"] for c in codes), reverse=True)
        for table in codes[2:]:
            assert table["frechet_drawn"] > 1.3 * table["frechet_again"]


# --- the Fréchet distance


def test_frechet_agrees_with_scipys_matrix_root():
    a, b = judge.features(JUDGE, X[:400]), judge.features(JUDGE, Y)
    cov_a, cov_b = np.cov(a.T), np.cov(b.T)
    root = sqrtm(cov_a @ cov_b).real
    theirs = ((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(cov_a + cov_b - 2 * root)
    assert judge.frechet(a, b) == pytest.approx(theirs, abs=2e-4)
    assert judge.frechet(a, a) == 0 and judge.frechet(a, b) == pytest.approx(judge.frechet(b, a), abs=2e-4)


def test_frechet_where_it_is_known():
    points = rng.Counter(1).normal((500, 1))
    assert judge.frechet(points, 3 * points + 2) == pytest.approx(
        (2 * points.mean() + 2) ** 2 + (2 * points.std(ddof=1)) ** 2, abs=1e-4)
    square = judge.moments(judge.features(JUDGE, Y))[1]
    root = judge.symmetric_root(square)
    assert root @ root == pytest.approx(square, abs=1e-12) and root == pytest.approx(root.T, abs=1e-14)
