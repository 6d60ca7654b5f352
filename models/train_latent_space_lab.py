"""The maps of the latent-space lab: how much is lost by keeping them small, and how far do ten seeds vary? Five minutes.

    python models/train_latent_space_lab.py      writes models/weights/latent_beta_* and models/weights/latent_space_lab.json

The lab's models are the VAEs that train_digits.py trains with seed 1, kept in whole numbers of 8 bits. That makes other
models of them, so they are measured again, beside those they were made from.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two threads on two busy cores wait for each other

import judge
import numpy as np
import vae
import vae_numbers
from digits import test
from kit import nn, weights
from kit.results import tidy
from kit.rng import Counter

COMMAND = "python models/train_latent_space_lab.py"
SEEDS = range(1, 11)
KEYS = ("error", "kept", "kl", "frechet", "digits", "within_2", "active", "radius", "unsure")
DRAWN = 512  # points from the prior whose pictures are compared with the training pictures


def small(params, name="small", header=None, folder=None):
    """The model as it is after being kept in 8 bits; in a folder of its own unless one is given."""
    with tempfile.TemporaryDirectory() as elsewhere:
        place = folder or Path(elsewhere)
        weights.save(name, params, header or {}, place, small=True)
        return weights.load(name, place)[0]


def measure(params, judge_params):
    """What the lab's page says of a model: of test digits that are encoded and decoded, and of points from the prior."""
    found = vae_numbers.measure(params, judge_params)
    strange = vae_numbers.nearest(vae.decode(params, Counter(7).normal((DRAWN, vae.LATENT))))
    halfway = vae_numbers.halfway(params)
    mean, logvar = vae.encode(params, test()[0])
    return {key: found[key] for key in KEYS} | {
        "strange": float(np.median(strange)), "halfway": halfway["map"], "halfway_pixels": halfway["pixels"],
        "sigma": float(np.exp(0.5 * logvar).mean()),
        "contrast": float(vae.decode(params, mean).std(axis=0).mean()),  # how much the answers differ from one another
    }


def main():
    judge_params = weights.load("judge")[0]
    kept, seeds = {}, {name: {} for name in vae_numbers.BETAS}
    for name, beta in vae_numbers.BETAS.items():
        params, header = weights.load(f"vae_{name}")
        loss = measure(params, judge_params)
        header = {"cfg": header["cfg"], "seed": header["seed"], "command": COMMAND, "made_from": f"vae_{name}",
                  "metrics": tidy(measure(small(params), judge_params), 6)}
        shipped = small(params, f"latent_{name}", header, weights.FOLDER)
        kept[name] = {"float32": loss, "int8": header["metrics"], "digest": nn.digest(shipped)}
        for seed in SEEDS:
            trained = weights.rounded(vae.learn(beta, seed))
            both = {"float32": measure(trained, judge_params), "int8": measure(small(trained), judge_params)}
            seeds[name][f"seed{seed}"] = both | {"digest": nn.digest(trained)}
            print(name, seed, tidy(both["int8"], 3), file=sys.stderr)
    found = {"command": COMMAND, "seeds": list(SEEDS), "betas": vae_numbers.BETAS, "drawn": DRAWN, "kept": kept, "runs": seeds,
             "judge": nn.digest(judge_params), "test_kept": float(np.mean(judge.verdict(judge_params, test()[0]) == test()[1]))}
    text = json.dumps(tidy(found, 6), sort_keys=True, indent=1) + "\n"
    (weights.FOLDER / "latent_space_lab.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
