"""The VAE page's numbers, computed a second way: by integrals, finite differences, JAX, scikit-learn and SciPy."""

import json
from math import exp, log, pi, sqrt
from pathlib import Path

import digits
import jax.numpy as jnp
import numpy as np
import pytest
import vae_numbers
from kit import weights
from kit.rng import Counter
from scipy.integrate import quad
from scipy.linalg import sqrtm
from scipy.optimize import minimize
from scipy.stats import norm
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors
from test_autoencoder_numbers import belief, flat, frechet, hidden, levels, verdict

RESULTS = Path(vae_numbers.__file__).parent / "results" / "vae_numbers.json"
NUMBERS = vae_numbers.compute()
HAND = NUMBERS["by_hand"]
X, LABELS = digits.train()
Y, ANSWERS = digits.test()
BETAS = {"beta_0": 0.0, "beta_0_3": 0.3, "beta_1": 1.0, "beta_4": 4.0}


def close(value, digits=7):
    return pytest.approx(value, abs=10**-digits)


# --- by hand: x = (1, −0.3), decoder x̂ = (1.2z + 0.2, −0.4z + 0.1)


def likelihood(z):
    """p(x | z) as a product of two normal densities."""
    return norm.pdf(1.0, 1.2 * z + 0.2, 1) * norm.pdf(-0.3, -0.4 * z + 0.1, 1)


def integral(function):
    return quad(function, -12, 12, epsabs=1e-12, limit=200)[0]


def kl(mu, sigma):
    """KL from its definition, ∫ q·log(q/p)."""
    q = norm(mu, sigma)
    return quad(lambda z: q.pdf(z) * (q.logpdf(z) - norm.logpdf(z)), mu - 12 * sigma, mu + 12 * sigma, epsabs=1e-12)[0]


def test_the_encoders_answer_and_its_price():
    assert (HAND["mu"], HAND["sigma"], HAND["variance"], HAND["logvar"]) == (0.8, 0.5, 0.25, close(2 * log(0.5)))
    assert HAND["kl"] == close(kl(0.8, 0.5)) == HAND["kl_place"] + HAND["kl_width"]
    assert HAND["kl_width"] == close(kl(0, 0.5)) and HAND["kl_place"] == close(kl(0.8, 1))
    assert HAND["log2pi"] == close(-2 * norm.logpdf(0)) and (HAND["x1"], HAND["x2"]) == (1, -0.3)
    for row in NUMBERS["kl_table"].values():
        assert row["kl"] == close(kl(row["mu"], row["sigma"]))


def negative_bound(mu, sigma, epsilon):
    z = mu + sigma * epsilon
    return -log(likelihood(z)) + (mu**2 + sigma**2 - 1) / 2 - log(sigma)


def test_three_draws():
    for name, epsilon in (("first", -0.6), ("middle", 0.0), ("last", 1.2)):
        row = HAND[name]
        assert row["epsilon"] == epsilon and row["z"] == close(0.8 + 0.5 * epsilon)
        assert [row["seen1"], row["seen2"]] == close([1.2 * row["z"] + 0.2, 0.1 - 0.4 * row["z"]])
        assert row["log_likelihood"] == close(log(likelihood(row["z"])))
        assert row["half_square"] == close(-log(2 * pi * likelihood(row["z"])))
        assert row["bound"] == close(-negative_bound(0.8, 0.5, epsilon))
        h = 1e-6
        slopes = [(negative_bound(0.8 + h, 0.5, epsilon) - negative_bound(0.8 - h, 0.5, epsilon)) / (2 * h),
                  (negative_bound(0.8, 0.5 + h, epsilon) - negative_bound(0.8, 0.5 - h, epsilon)) / (2 * h)]
        assert [row["grad_mu"], row["grad_sigma"]] == close(slopes, 6)


def test_the_bound_and_what_it_bounds():
    table = HAND["exact"]
    evidence = integral(lambda z: likelihood(z) * norm.pdf(z))
    assert table["log_p"] == close(log(evidence))
    q = norm(0.8, 0.5)
    assert table["bound"] == close(integral(lambda z: q.pdf(z) * log(likelihood(z))) - kl(0.8, 0.5))
    mean = integral(lambda z: z * likelihood(z) * norm.pdf(z)) / evidence
    square = integral(lambda z: z * z * likelihood(z) * norm.pdf(z)) / evidence
    assert (table["mean"], table["sigma"]) == (close(mean), close(sqrt(square - mean**2)))
    posterior = norm(mean, sqrt(square - mean**2))
    assert table["gap"] == close(integral(lambda z: q.pdf(z) * (q.logpdf(z) - posterior.logpdf(z))))
    assert table["bound"] + table["gap"] == close(table["log_p"])


# --- digits, with JAX as the network


def encode(params, x):
    h = jnp.tanh(x @ params["enc_w"] + params["enc_b"])
    return np.asarray(h @ params["mean_w"] + params["mean_b"]), np.asarray(h @ params["logvar_w"] + params["logvar_b"])


def decode(params, z):
    h = jnp.tanh(z @ params["dec1_w"] + params["dec1_b"])
    return np.asarray(jnp.tanh(h @ params["dec2_w"] + params["dec2_b"]) @ params["out_w"] + params["out_b"])


@pytest.mark.parametrize("name", BETAS)
def test_what_beta_does(name):
    row, (params, header) = NUMBERS["digits"][name], weights.load(f"vae_{name}")
    assert row["beta"] == header["cfg"]["beta"] == BETAS[name]
    mean, logvar = encode(params, Y)
    sigma = np.exp(logvar / 2)
    seen = decode(params, mean)
    assert row["error"] == close(levels(seen, Y)) and row["kept"] == close(np.mean(verdict(seen) == ANSWERS))
    noisy = decode(params, mean + sigma * Counter(8).normal((297, 2)))
    assert row["half_square"] == close(32 * np.mean((noisy - Y) ** 2))
    prices = (sigma**2 + mean**2 - 1 - 2 * np.log(sigma)).mean(axis=0) / 2
    assert [row["kl_1"], row["kl_2"]] == close(prices) and row["kl"] == close(prices.sum())
    assert row["bound"] == close(row["half_square"] + row["kl"])
    assert row["active"] == sum(np.var(mean[:, d]) > 0.01 for d in (0, 1))
    codes, _ = encode(params, X)
    assert row["radius"] == close(sqrt(np.mean(np.linalg.norm(codes, axis=1) ** 2)))
    assert row["within_2"] == close(np.mean(np.linalg.norm(codes, axis=1) < 2))
    generated = decode(params, Counter(7).normal((1500, 2)))
    assert row["frechet"] == pytest.approx(frechet(X, generated), abs=1e-3)
    assert row["frechet_again"] == pytest.approx(frechet(X, decode(params, codes)), abs=1e-3)
    fitted = codes.mean(axis=0) + Counter(7).normal((1500, 2)) @ sqrtm(np.cov(codes.T)).real
    assert row["frechet_fitted"] == pytest.approx(frechet(X, decode(params, fitted)), abs=1e-3)
    assert row["variety"] == close(np.trace(np.cov(generated.T)) / np.trace(np.cov(X.T)))
    sure = belief(generated)
    assert row["confidence"] == close(sure.max(axis=1).mean()) and row["unsure"] == close(np.mean(sure.max(axis=1) < 0.5))
    counts = [int(np.sum(verdict(generated) == digit)) for digit in range(10)]
    assert row["rare"] == sum(count < 15 for count in counts)
    assert (row["most"], row["most_digit"]) == (close(max(counts) / 1500), counts.index(max(counts)))
    surprise = sum(count / 1500 * log(1500 / count) for count in counts if count)
    assert row["digits"] == close(exp(surprise))


def test_what_the_table_is_measured_against():
    table = NUMBERS["digits"]
    assert table["prior"]["within_2"] == close(quad(lambda r: r * exp(-r * r / 2), 0, 2)[0])
    assert table["prior"]["radius"] == close(sqrt(quad(lambda r: r**3 * exp(-r * r / 2), 0, 20)[0]))
    assert table["weights"] == sum(value.size for value in weights.load("vae_beta_4")[0].values())
    assert table["frechet_test"] == pytest.approx(frechet(X, Y), abs=1e-3)
    # against one point the Fréchet distance is the mean squared distance to it, with n − 1
    real, point = hidden(X), hidden(X.mean(axis=0)[None])[0]
    assert table["frechet_mean"] == pytest.approx(
        ((real.mean(axis=0) - point) ** 2).sum() + np.trace(np.cov(real.T)), abs=1e-3)
    distance, _ = NearestNeighbors(n_neighbors=1).fit(X).kneighbors(Y)
    assert table["nearest_test"] == close(np.median(distance))  # √64 pixels and 8 levels a unit cancel
    pca = PCA().fit(X)
    row = table["spectrum"]
    assert [row[f"variance_{n}"] for n in (1, 2, 3, 10)] == close(pca.explained_variance_[[0, 1, 2, 9]])
    assert row["total"] == close(np.var(X, axis=0, ddof=1).sum())
    assert [row["above_0_3"], row["above_1"], row["above_4"]] == [
        int(np.sum(pca.explained_variance_ > beta)) for beta in (0.3, 1, 4)]


def test_a_linear_vae_uses_a_direction_only_if_its_variance_exceeds_beta():
    """In one dimension: data of variance λ, encoder N(w·x, s²), decoder v·z. The best v² is λ − β, or 0."""

    def objective(numbers, variance, beta):
        w, v, logvar = numbers
        reconstruction = (variance * (1 - v * w) ** 2 + v * v * exp(logvar)) / 2
        return reconstruction + beta * (w * w * variance + exp(logvar) - 1 - logvar) / 2

    first = NUMBERS["digits"]["spectrum"]["variance_1"]
    for beta in (0.3, 1.0, 4.0):
        found = min((minimize(objective, start, (first, beta), method="Nelder-Mead",
                              options={"maxiter": 8000, "xatol": 1e-9, "fatol": 1e-13})
                     for start in ((0.5, 0.5, -1), (0.1, 0.1, 0))), key=lambda r: r.fun)
        assert found.x[1] ** 2 == pytest.approx(max(0, first - beta), abs=1e-3)


def test_from_a_three_to_an_eight():
    table, params = NUMBERS["digits"]["between"], weights.load("vae_beta_0_3")[0]
    a, b = table["row_from"], table["row_to"]
    assert (ANSWERS[a], ANSWERS[b]) == (table["from"], table["to"]) == (3, 8)
    mean, _ = encode(params, Y)
    kept = verdict(decode(params, mean)) == ANSWERS
    assert kept[a] and kept[b] and not (kept & (ANSWERS == 3))[:a].any() and not (kept & (ANSWERS == 8))[:b].any()
    neighbours = NearestNeighbors(n_neighbors=1).fit(X)
    for n in range(9):
        on_map = decode(params, mean[a] + (mean[b] - mean[a]) * n / 8)[None]
        in_pixels = (Y[a] + (Y[b] - Y[a]) * n / 8)[None]
        for name, picture in (("map", on_map), ("pixels", in_pixels)):
            row, sure = table[f"{name}_{n}"], belief(picture)[0]
            assert row["digit"] == sure.argmax() and row["belief"] == close(sure.max())
            assert [row["belief_from"], row["belief_to"]] == close(sure[[3, 8]])
            assert row["nearest"] == close(neighbours.kneighbors(picture)[0].item())
    for name in ("map", "pixels"):
        assert table[f"{name}_farthest"] == max(table[f"{name}_{n}"]["nearest"] for n in range(9))


def test_halfway_between_two_digits():
    table, params = NUMBERS["digits"]["halfway"], weights.load("vae_beta_0_3")[0]
    pairs = [(a, b) for a, b in Counter(9).integers(297, (800, 2)) if ANSWERS[a] != ANSWERS[b]][:200]
    mean, _ = encode(params, Y)
    neighbours = NearestNeighbors(n_neighbors=1).fit(X)
    on_map = np.array([decode(params, (mean[a] + mean[b]) / 2) for a, b in pairs])
    in_pixels = np.array([(Y[a] + Y[b]) / 2 for a, b in pairs])
    assert table["pairs"] == 200
    assert table["map"] == close(np.median(neighbours.kneighbors(on_map)[0]))
    assert table["pixels"] == close(np.median(neighbours.kneighbors(in_pixels)[0]))
    assert table["map"] < table["pixels"]


def test_what_the_page_claims():
    none, little, one, much = (NUMBERS["digits"][name] for name in BETAS)
    assert little["frechet"] < one["frechet"] < none["frechet"] < much["frechet"]
    assert none["kept"] > little["kept"] > one["kept"] > 0.5 > much["kept"]
    assert one["bound"] < min(none["bound"], little["bound"], much["bound"])  # each wins at what it was trained for
    assert none["within_2"] < 0.5 and none["frechet_fitted"] < little["frechet"]
    assert much["digits"] == 1 and much["confidence"] > 0.95 and much["active"] == 0


def test_the_range_over_seeds():
    recorded = json.loads((weights.FOLDER / "digits_seeds.json").read_text()).values()
    assert NUMBERS["seeds"]["count"] == len(recorded)
    for name in BETAS:
        table = NUMBERS["seeds"][name]
        for key in {k.rsplit("_", 1)[0] for k in table}:
            values = sorted(run[name][key] for run in recorded)
            assert [table[f"{key}_least"], table[f"{key}_most"]] == [values[0], values[-1]]
            assert values[0] - 1e-4 <= NUMBERS["digits"][name][key] <= values[-1] + 1e-4


def test_the_committed_results_are_these():
    """Within what two linear algebra libraries may differ; everything else to the last digit."""
    committed = flat(json.loads(RESULTS.read_text(encoding="utf-8")))
    assert committed.keys() == flat(NUMBERS).keys(), "run python models/vae_numbers.py"
    for name, value in flat(NUMBERS).items():
        assert committed[name] == pytest.approx(value, abs=2e-4 if "frechet" in name else 2e-8), name
