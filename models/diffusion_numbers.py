"""Diffusion small enough for paper, and what the trained digits model does: which numbers does the page print?

    python models/diffusion_numbers.py      writes models/results/diffusion_numbers.json

The first half is one-dimensional and needs only a calculator: four noise levels, data that are −1 or +1, and the
exact denoiser in place of a network. The second half reads what models/train_diffusion.py measured and stored.
Keys such as [ho2020ddpm] stand in data/references.bib.
"""

import json
from itertools import pairwise
from math import erf, exp, sqrt, tanh
from pathlib import Path

from kit.results import tidy, write

HERE = Path(__file__).parent
BETAS = (0.2, 0.4, 0.6, 0.8)   # β_1 … β_4: the noise variance that each step adds
X0 = 1.0                       # the clean value that is noised
NOISES = (0.5, -1.0, 0.8, 0.3)  # ε_1 … ε_4, written down once instead of drawn
START = -0.6                   # x_4 of the reverse chains, as if drawn from N(0, 1)
REVERSE_NOISES = {4: 0.9, 3: -0.4, 2: 1.1}  # z_4, z_3, z_2; the last step adds none


def schedule(betas=BETAS):
    """ᾱ_0 … ᾱ_T with ᾱ_0 = 1 and ᾱ_t = Π_{s ≤ t} (1 − β_s)   [ho2020ddpm, §2]"""
    bars = [1.0]
    for beta in betas:
        bars.append(bars[-1] * (1 - beta))
    return bars


BARS = schedule()


def noised(x0, bar, eps):
    """x_t = √ᾱ_t·x_0 + √(1 − ᾱ_t)·ε   [ho2020ddpm, eq. 4]"""
    return sqrt(bar) * x0 + sqrt(1 - bar) * eps


def clean_from_eps(x, bar, eps):
    """The same equation solved for x_0."""
    return (x - sqrt(1 - bar) * eps) / sqrt(bar)


def eps_from_clean(x, bar, x0):
    """The same equation solved for ε."""
    return (x - sqrt(bar) * x0) / sqrt(1 - bar)


def levels():
    """One row for each t: how much of x_0 = 1 is left (the mean of x_t) and how wide the noise is (its deviation)."""
    rows = {}
    for t, beta in enumerate((0.0, *BETAS)):
        bar = BARS[t]
        rows[f"t{t}"] = {"beta": beta, "alpha": 1 - beta, "bar": bar, "mean": sqrt(bar) * X0, "std": sqrt(1 - bar)}
        if t:
            rows[f"t{t}"]["snr"] = bar / (1 - bar)  # signal-to-noise ratio
    return rows


def forward_path():
    """Four small steps x_t = √(1 − β_t)·x_{t−1} + √β_t·ε_t, and the single jump that ends at the same place."""
    path, x = {"x0": X0}, X0
    for t, (beta, eps) in enumerate(zip(BETAS, NOISES), start=1):
        x = sqrt(1 - beta) * x + sqrt(beta) * eps
        path[f"eps{t}"], path[f"x{t}"] = eps, x
        path[f"joint{t}"] = eps_from_clean(x, BARS[t], X0)  # the one ε that jumps there directly
    return path


def one_noising(t=2, eps=-0.5, wrong=-0.3):
    """x_0 → x_t → x_0 with the true ε, then with an ε that is off by 0.2, at level t and at the noisiest level."""
    x, last = noised(X0, BARS[t], eps), noised(X0, BARS[-1], eps)
    back, back_last = clean_from_eps(x, BARS[t], wrong), clean_from_eps(last, BARS[-1], wrong)
    return {
        "t": t, "eps": eps, "wrong": wrong, "x": x, "signal": sqrt(BARS[t]) * X0, "noise": sqrt(1 - BARS[t]) * eps,
        "back": clean_from_eps(x, BARS[t], eps), "back_wrong": back, "error": back - X0,
        "x_last": last, "back_wrong_last": back_last, "error_last": back_last - X0,
        "factor": sqrt((1 - BARS[t]) / BARS[t]), "factor_last": sqrt((1 - BARS[-1]) / BARS[-1]),
    }


def training_example(t=2, eps=-0.5, guess=0.5):
    """One training example: the loss on the clean value and on the noise differ by the factor ᾱ/(1 − ᾱ)."""
    x = noised(X0, BARS[t], eps)
    guess_eps = eps_from_clean(x, BARS[t], guess)
    return {
        "x": x, "guess": guess, "loss_clean": (X0 - guess) ** 2, "guess_eps": guess_eps,
        "loss_eps": (eps - guess_eps) ** 2, "snr": BARS[t] / (1 - BARS[t]),
    }


# --- one step back

def posterior(x, x0, t):
    """Mean and variance of q(x_{t−1} | x_t, x_0)   [ho2020ddpm, eq. 6–7], and the two weights of the mean."""
    before, bar, beta = BARS[t - 1], BARS[t], BETAS[t - 1]
    weight_clean = sqrt(before) * beta / (1 - bar)
    weight_now = sqrt(1 - beta) * (1 - before) / (1 - bar)
    return weight_clean * x0 + weight_now * x, (1 - before) / (1 - bar) * beta, weight_clean, weight_now


def one_step_back(t=2, eps=-0.5):
    x = noised(X0, BARS[t], eps)
    mean, variance, weight_clean, weight_now = posterior(x, X0, t)
    return {"x": x, "mean": mean, "variance": variance, "std": sqrt(variance),
            "weight_clean": weight_clean, "weight_now": weight_now}


# --- the exact denoiser of data that are −1 or +1 with equal chances

def denoiser(x, bar):
    """E[x_0 | x_t] = tanh(√ᾱ·x/(1 − ᾱ)): Bayes' rule for two Gaussians of mean ±√ᾱ and variance 1 − ᾱ."""
    return tanh(sqrt(bar) * x / (1 - bar))


def denoiser_table():
    """The best guess for x_t = 0.4 at every level, and the probability that the clean value was +1."""
    rows = {}
    for t in range(1, len(BARS)):
        guess = denoiser(0.4, BARS[t])
        rows[f"t{t}"] = {"argument": sqrt(BARS[t]) * 0.4 / (1 - BARS[t]), "guess": guess, "plus": (1 + guess) / 2}
    return rows


def ancestral(x=START):
    """The random way back: guess, take the posterior's mean, add z_t times its deviation   [ho2020ddpm, alg. 2]"""
    rows = {}
    for t in (4, 3, 2, 1):
        guess = denoiser(x, BARS[t])
        mean, variance, weight_clean, weight_now = posterior(x, guess, t)
        z = REVERSE_NOISES.get(t, 0.0)
        after = mean + sqrt(variance) * z
        rows[f"t{t}"] = {"x": x, "guess": guess, "weight_clean": weight_clean, "weight_now": weight_now, "mean": mean,
                         "std": sqrt(variance), "z": z, "after": after}
        x = after
    return rows


def ddim_step(x, bar, before, guess):
    """Keep the guess and the noise that goes with it; mix them for the next level   [song2021ddim, eq. 12, σ = 0]"""
    return noised(guess, before, eps_from_clean(x, bar, guess))


def ddim(times, x=START):
    """The way back without new noise, from level to level of `times` (ends at 0)."""
    rows = {}
    for now, then in pairwise(times):
        guess = denoiser(x, BARS[now])
        after = ddim_step(x, BARS[now], BARS[then], guess)
        rows[f"t{now}"] = {"x": x, "guess": guess, "eps": eps_from_clean(x, BARS[now], guess), "after": after}
        x = after
    return rows | {"end": x}


# --- guidance: data −2, 0 and 2; the label "a" belongs to 0 and 2, the label "b" to −2

CLASS_A, EVERYTHING = (0.0, 2.0), (-2.0, 0.0, 2.0)


def mixture_denoiser(x, bar, points):
    """E[x_0 | x_t] when x_0 is one of `points` with equal chances."""
    exponents = [-((x - sqrt(bar) * p) ** 2) / (2 * (1 - bar)) for p in points]
    top = max(exponents)
    weights = [exp(e - top) for e in exponents]
    return sum(w * p for w, p in zip(weights, points)) / sum(weights)


def guided(x, bar, w):
    """(1 + w)·(guess with the label) − w·(guess without)   [ho2022cfg, eq. 6, there for ε]"""
    return (1 + w) * mixture_denoiser(x, bar, CLASS_A) - w * mixture_denoiser(x, bar, EVERYTHING)


def fine_schedule(steps=100):
    """ᾱ from 1 to nearly 0 in many steps: ᾱ = (1 − u)²/((1 − u)² + u²), so that noise over signal is u/(1 − u)."""
    us = [k / steps * 0.999 for k in range(steps + 1)]
    return [(1 - u) ** 2 / ((1 - u) ** 2 + u * u) for u in us]


def guided_end(x, w, bars):
    for bar, before in zip(bars[:0:-1], bars[-2::-1]):
        x = ddim_step(x, bar, before, guided(x, bar, w))
    return x


def guided_shares(w, bars):
    """Which share of all starting noises ends at 2 rather than at 0? Paths in one dimension never cross: halve."""
    low, high = -4.0, 4.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if guided_end(middle, w, bars) > 1 else (middle, high)
    return 1 - (1 + erf(low / sqrt(2))) / 2


def guidance():
    """The arithmetic of one guided guess at level 2, and what guidance does to the variety inside the class."""
    x, bar = 0.4, BARS[2]
    with_label, without = mixture_denoiser(x, bar, CLASS_A), mixture_denoiser(x, bar, EVERYTHING)
    result = {"x": x, "with_label": with_label, "without": without, "difference": with_label - without}
    bars = fine_schedule()
    for w in (0, 1, 2):
        result[f"w{w}"] = {"guess": guided(x, bar, w), "share_2": guided_shares(w, bars)}
        result[f"w{w}"]["share_0"] = 1 - result[f"w{w}"]["share_2"]
    return result


def paper():
    """Every number that can be recomputed by hand."""
    return {
        "levels": levels(), "forward": forward_path(), "noising": one_noising(), "example": training_example(),
        "back": one_step_back(), "denoiser": denoiser_table(), "ancestral": ancestral(),
        "ddim": {"four": ddim((4, 3, 2, 1, 0)), "two": ddim((4, 2, 0)), "one": ddim((4, 0))}, "guidance": guidance(),
    }


# --- measured: the trained models

def stored(name):
    """What the training wrote down."""
    return json.loads((HERE / "weights" / f"{name}.json").read_text(encoding="utf-8"))["metrics"]


def measured():
    """What models/train_diffusion.py found: 1,000 digits by steps and by guidance, and the guesses of points."""
    found, runs = stored("diffusion_digits"), stored("flow_points")
    frechet = [row["frechet"] for row in found["repeats"].values()]
    found["repeats"] = {"frechet_low": min(frechet), "frechet_high": max(frechet)}  # with other noise at 20 steps
    found["points"] = {"errors": runs["seed1"]["errors"], "steps": runs["seed1"]["diffusion"], "exact": runs["exact"]}
    return found


def compute():
    """Every number the page prints."""
    return tidy(paper() | {"measured": measured()})


if __name__ == "__main__":
    write(__file__, compute())
