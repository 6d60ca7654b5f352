"""Train the judge, the autoencoders and the VAEs of the digits: where do their weights come from?

    python models/train_digits.py            writes models/weights/{judge,autoencoder_*,vae_*}, about a minute
    python models/train_digits.py --seeds 5  trains with seeds 1 … 5 and writes down how far the results vary
"""

import argparse
import hashlib
import json
import os
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two threads on two busy cores wait for each other

import autoencoder
import judge
import numpy as np
import vae
from digits import FILE, test
from kit import nn, weights
from kit.results import tidy

CODES = (1, 2, 4, 8, 16)
BETAS = {"vae_beta_0": 0.0, "vae_beta_0_3": 0.3, "vae_beta_1": 1.0, "vae_beta_4": 4.0}
FIRST_STEPS = 20  # the digest of a model after these is written down, so that a test can begin the same training


def models(seed):
    """name → (how to learn it with `stop`, settings, how to measure it)."""
    recipes = {"judge": (lambda stop=None: judge.learn(seed, stop=stop), judge, {}, accuracy)}
    for code in CODES:
        learn = lambda stop=None, code=code: autoencoder.learn(code, seed, stop=stop)  # noqa: E731
        recipes[f"autoencoder_{code}"] = (learn, autoencoder, {"code": code}, reconstruction_error)
    learn = lambda stop=None: autoencoder.learn_linear(2, seed, stop=stop)  # noqa: E731
    recipes["autoencoder_linear"] = (learn, autoencoder, {"code": 2, "linear": True}, linear_error)
    for name, beta in BETAS.items():
        learn = lambda stop=None, beta=beta: vae.learn(beta, seed, stop=stop)  # noqa: E731
        recipes[name] = (learn, vae, {"beta": beta, "code": vae.LATENT}, bound_parts)
    return recipes


def accuracy(params):
    pictures, labels = test()
    return {"test_accuracy": float(np.mean(judge.verdict(params, pictures) == labels))}


def half_square(away):
    return nn.total(away * away) / 2 / len(away)


def reconstruction_error(params):
    x, _ = test()
    return {"test_loss": half_square(autoencoder.decode(params, autoencoder.encode(params, x)) - x)}


def linear_error(params):
    x, _ = test()
    return {"test_loss": half_square(autoencoder.linear(params, x) - x)}


def bound_parts(params):
    x, _ = test()
    mean, logvar = vae.encode(params, x)
    kl = nn.total(vae.divergence(mean, logvar)) / len(x)
    return {"test_reconstruction": half_square(vae.decode(params, mean) - x), "test_kl": kl}


def train_all(seed):
    data = hashlib.sha256(FILE.read_bytes()).hexdigest()
    for name, (learn, module, extra, measure) in models(seed).items():
        start = time.process_time()
        params = weights.rounded(learn())
        settings = {key.lower(): getattr(module, key) for key in ("HIDDEN", "STEPS", "BATCH", "RATE")}
        header = {
            "cfg": settings | extra, "seed": seed, "command": "python models/train_digits.py", "data_sha256": data,
            "metrics": {key: round(value, 6) for key, value in measure(params).items()},
            "digest": nn.digest(params), "first_steps": FIRST_STEPS, "first_digest": nn.digest(learn(FIRST_STEPS)),
        }
        weights.save(name, params, header)
        print(f"{name:20} {time.process_time() - start:5.1f} s  {header['metrics']}", file=sys.stderr)


def vary(seeds):
    """Train everything once per seed and keep what the pages quote of each, judged by that seed's own judge."""
    import autoencoder_numbers
    import vae_numbers

    found = {}
    for seed in range(1, seeds + 1):
        trained = {name: weights.rounded(learn()) for name, (learn, *_) in models(seed).items()}
        measured = {f"code_{k}": autoencoder_numbers.measure(trained[f"autoencoder_{k}"], trained["judge"]) for k in CODES}
        measured |= {name[4:]: vae_numbers.measure(trained[name], trained["judge"]) for name in BETAS}
        measured["judge"] = accuracy(trained["judge"])
        found[str(seed)] = tidy(measured, 8)
        print(f"seed {seed} done", file=sys.stderr)
    text = json.dumps(found, sort_keys=True, indent=1) + "\n"
    (weights.FOLDER / "digits_seeds.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, help="train with so many seeds and only record how results vary")
    chosen = parser.parse_args()
    if chosen.seeds:
        vary(chosen.seeds)
    else:
        train_all(judge.SEED)
