"""A VAE small enough for paper, and what β does to maps of digits: which numbers does the VAE page print?

    python models/vae_numbers.py      writes models/results/vae_numbers.json

Keys such as [kingma2014vae] stand in data/references.bib. All logarithms are natural.
"""

import json
from math import exp, log, pi

import judge
import numpy as np
import vae
from autoencoder_numbers import SAMPLES, drawn, error, kept
from digits import test, train
from kit import weights
from kit.results import tidy, write
from kit.rng import Counter

# --- one picture of two pixels, one latent number z

X = (1.0, -0.3)
MU, LOGVAR = 0.8, log(0.25)        # what the encoder says of X: σ = 0.5
SLOPE, SHIFT = (1.2, -0.4), (0.2, 0.1)  # the decoder: x̂ = SLOPE·z + SHIFT, each pixel with variance 1 around it
EPSILONS = {"first": -0.6, "middle": 0.0, "last": 1.2}  # the random numbers, fixed for the page


def kl(mu, logvar):
    """KL(N(μ, σ²) ‖ N(0, 1)) = ½·μ² + ½·(σ² − 1 − log σ²)   [kingma2014vae, app. B]"""
    return 0.5 * mu**2 + 0.5 * (exp(logvar) - 1 - logvar)


def decode(z):
    return [a * z + b for a, b in zip(SLOPE, SHIFT)]


def log_likelihood(z):
    """log p(x | z) = −½·|x − x̂|² − log 2π, for two pixels with variance 1"""
    return -0.5 * sum((x - seen) ** 2 for x, seen in zip(X, decode(z))) - log(2 * pi)


def one(epsilon):
    """The encoder's answer, a draw, the reconstruction, the bound, and the gradient through the draw."""
    sigma = exp(LOGVAR / 2)
    z = MU + sigma * epsilon
    seen = decode(z)
    push = sum((s - x) * a for s, x, a in zip(seen, X, SLOPE))  # ∂ ½|x̂ − x|² / ∂z
    return {
        "epsilon": epsilon, "z": z, "seen1": seen[0], "seen2": seen[1],
        "half_square": -log_likelihood(z) - log(2 * pi), "log_likelihood": log_likelihood(z),
        "bound": log_likelihood(z) - kl(MU, LOGVAR),
        "grad_mu": push + MU, "grad_sigma": push * epsilon + sigma - 1 / sigma,  # of −bound: ∂z/∂μ = 1, ∂z/∂σ = ε
    }


def exact():
    """This decoder is linear, so that log p(x) and the true posterior of z can be worked out, and with them the gap."""
    square = sum(a * a for a in SLOPE)
    away = [x - b for x, b in zip(X, SHIFT)]
    hit = sum(a * d for a, d in zip(SLOPE, away))
    variance = 1 / (1 + square)  # of p(z | x), which is normal
    mean = variance * hit
    # x is normal with mean SHIFT and covariance I + a·aᵀ, whose determinant is 1 + |a|²
    log_p = -0.5 * (sum(d * d for d in away) - hit**2 * variance) - 0.5 * log(1 + square) - log(2 * pi)
    # the mean of the bound over ε: the expected square gains |a|²·σ²
    bound = log_likelihood(MU) - 0.5 * square * exp(LOGVAR) - kl(MU, LOGVAR)
    gap = 0.5 * ((exp(LOGVAR) + (MU - mean) ** 2) / variance - 1 - log(exp(LOGVAR) / variance))
    return {"log_p": log_p, "bound": bound, "gap": gap, "mean": mean, "sigma": variance**0.5}


def by_hand():
    result = {name: one(epsilon) for name, epsilon in EPSILONS.items()}
    result |= {
        "x1": X[0], "x2": X[1], "mu": MU, "sigma": exp(LOGVAR / 2), "variance": exp(LOGVAR), "logvar": LOGVAR,
        "kl_place": 0.5 * MU**2, "kl_width": 0.5 * (exp(LOGVAR) - 1 - LOGVAR), "kl": kl(MU, LOGVAR), "log2pi": log(2 * pi),
        "exact": exact(),
    }
    return result


def kl_table():
    """The price of some answers of an encoder, in nats."""
    rows = {"prior": (0, 1), "moved": (2, 1), "narrow": (0, 0.1), "moved_narrow": (2, 0.1), "wide": (0, 2)}
    return {name: {"mu": mu, "sigma": sigma, "kl": kl(mu, 2 * log(sigma))} for name, (mu, sigma) in rows.items()}


# --- digits

BETAS = {"beta_0": 0.0, "beta_0_3": 0.3, "beta_1": 1.0, "beta_4": 4.0}


def measure(params, judge_params):
    """What one trained VAE does to test pictures, where it puts the training pictures, and what it generates."""
    (x, _), (y, answers) = train(), test()
    mean, logvar = vae.encode(params, y)
    seen = vae.decode(params, mean)
    noisy = vae.decode(params, vae.sample(mean, logvar, Counter(8).normal(mean.shape)))
    prices = vae.divergence(mean, logvar).mean(axis=0)
    codes, _ = vae.encode(params, x)
    generated = vae.decode(params, Counter(7).normal((SAMPLES, codes.shape[1])))
    belief = judge.probabilities(judge_params, generated)
    shares = np.bincount(belief.argmax(axis=1), minlength=10) / len(belief)
    real = judge.features(judge_params, x)

    def distance(pictures):
        return judge.frechet(real, judge.features(judge_params, pictures))

    half_square = float(((noisy - y) ** 2).sum(axis=1).mean()) / 2
    return {
        "error": error(seen, y), "kept": kept(judge_params, seen, answers),
        "half_square": half_square, "kl": float(prices.sum()), "bound": half_square + float(prices.sum()),
        "kl_1": float(prices[0]), "kl_2": float(prices[1]),
        "active": int((mean.var(axis=0) > 0.01).sum()),  # numbers of the code that follow the picture [burda2016iwae]
        "radius": float(np.sqrt((codes**2).sum(axis=1).mean())),  # for the prior, √2
        "within_2": float(np.mean((codes**2).sum(axis=1) < 4)),  # for the prior, 1 − e⁻² = 0.865
        "frechet": distance(generated), "frechet_again": distance(vae.decode(params, codes)),
        "frechet_fitted": distance(vae.decode(params, drawn(codes))),
        "variety": float(generated.var(axis=0).sum() / x.var(axis=0).sum()),
        "confidence": float(belief.max(axis=1).mean()), "unsure": float(np.mean(belief.max(axis=1) < 0.5)),
        "digits": float(np.exp(-sum(share * np.log(share) for share in shares if share))),  # 10 if all equally often
        "rare": int((shares < 0.01).sum()), "most": float(shares.max()), "most_digit": int(shares.argmax()),
    }


def between(params, judge_params, first=3, second=8, steps=8):
    """From a test picture of one digit to one of another: along the map, and by mixing their pixels."""
    x, labels = test()
    mean, _ = vae.encode(params, x)
    right = judge.verdict(judge_params, vae.decode(params, mean)) == labels
    a, b = (int(np.flatnonzero(right & (labels == digit))[0]) for digit in (first, second))
    share = np.arange(steps + 1)[:, None] / steps
    walked = vae.decode(params, (1 - share) * mean[a] + share * mean[b])
    mixed = (1 - share) * x[a] + share * x[b]
    result = {"from": first, "to": second, "row_from": a, "row_to": b}
    for name, pictures in (("map", walked), ("pixels", mixed)):
        belief, away = judge.probabilities(judge_params, pictures), nearest(pictures)
        for n, row in enumerate(belief):
            result[f"{name}_{n}"] = {"digit": int(row.argmax()), "belief": float(row.max()),
                                     "belief_from": float(row[first]), "belief_to": float(row[second]),
                                     "nearest": float(away[n])}
        result[f"{name}_farthest"] = float(away.max())
    return result


def halfway(params, pairs=200):
    """Midpoints between random test pictures of different digits: how far from any training picture, as a median?"""
    x, labels = test()
    ends = Counter(9).integers(len(x), (4 * pairs, 2))
    ends = ends[labels[ends[:, 0]] != labels[ends[:, 1]]][:pairs]
    mean, _ = vae.encode(params, x)
    on_map = vae.decode(params, (mean[ends[:, 0]] + mean[ends[:, 1]]) / 2)
    in_pixels = (x[ends[:, 0]] + x[ends[:, 1]]) / 2
    return {"pairs": len(ends), "map": float(np.median(nearest(on_map))), "pixels": float(np.median(nearest(in_pixels)))}


def nearest(pictures):
    """How far the most similar training picture is: root of the mean square over pixels, in grey levels of 0 … 16."""
    x, _ = train()
    return 8 * np.sqrt(((pictures[:, None] - x[None]) ** 2).mean(axis=2).min(axis=1))


def spectrum():
    """Variances of the training pictures along their principal components.

    A linear VAE uses a direction only if its variance exceeds β: it is probabilistic PCA with noise variance β
    [tipping1999ppca; lucas2019elbo].
    """
    x, _ = train()
    variances = np.linalg.eigvalsh(judge.moments(x)[1])[::-1]
    result = {f"variance_{n}": float(variances[n - 1]) for n in (1, 2, 3, 10)} | {"total": float(variances.sum())}
    return result | {f"above_{name[5:]}": int((variances > beta).sum()) for name, beta in BETAS.items() if beta}


def digits():
    judge_params, _ = weights.load("judge")
    models = {name: weights.load(f"vae_{name}")[0] for name in BETAS}
    result = {name: measure(params, judge_params) | {"beta": BETAS[name]} for name, params in models.items()}
    (x, _), (y, _) = train(), test()
    real = judge.features(judge_params, x)
    result |= {
        "prior": {"within_2": 1 - exp(-2), "radius": 2**0.5},
        "weights": sum(value.size for value in models["beta_1"].values()),
        "frechet_test": judge.frechet(real, judge.features(judge_params, y)),
        "frechet_mean": judge.frechet(real, judge.features(judge_params, np.tile(x.mean(axis=0), (len(x), 1)))),
        "nearest_test": float(np.median(nearest(y))), "spectrum": spectrum(),
        "between": between(models["beta_0_3"], judge_params), "halfway": halfway(models["beta_0_3"]),
    }
    return result


def seeds():
    """Smallest and largest value over the seeds that train_digits.py --seeds has recorded."""
    recorded = json.loads((weights.FOLDER / "digits_seeds.json").read_text(encoding="utf-8")).values()
    keys = ("error", "kept", "kl", "bound", "frechet", "frechet_fitted", "within_2", "digits", "variety", "rare")
    return {"count": len(recorded)} | {
        name: {
            f"{key}_{end}": choose(run[name][key] for run in recorded)
            for key in keys for end, choose in (("least", min), ("most", max))
        }
        for name in BETAS
    }


def compute():
    """Every number the page prints."""
    return tidy({"by_hand": by_hand(), "kl_table": kl_table(), "digits": digits(), "seeds": seeds()}, 8)


if __name__ == "__main__":
    write(__file__, compute())
