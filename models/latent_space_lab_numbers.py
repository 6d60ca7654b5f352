"""The latent-space lab with ten seeds: which numbers does its page print, and how far do they vary?

    python models/latent_space_lab_numbers.py      writes models/results/latent_space_lab_numbers.json

It reads what models/train_latent_space_lab.py measured and stored, and asks the lab's own four models a few questions more.
"""

import json
from pathlib import Path
from statistics import median

import judge
import numpy as np
import vae
from digits import test
from kit import weights
from kit.results import tidy, write
from vae_numbers import BETAS, halfway, kl

STORED = Path(__file__).parent / "weights" / "latent_space_lab.json"
SPREAD = {"low": min, "median": median, "high": max}
FROM, TO, STEPS = 3, 8, 8  # the walk that the lab begins with
SIDE = 8                   # pictures on one side of its map


def stored():
    return json.loads(STORED.read_text(encoding="utf-8"))


def models():
    """The four models as the lab fetches them."""
    return {name: weights.load(f"latent_{name}")[0] for name in BETAS}


def seeds(found):
    """Of each β what ten trainings came to, as small models: lowest, median, highest."""
    rows = {}
    for name, runs in found["runs"].items():
        small = [run["int8"] for run in runs.values()]
        rows[name] = {f"{key}_{kind}": of([row[key] for row in small]) for key in small[0] for kind, of in SPREAD.items()}
    return rows


def rounding(found):
    """What is lost by 8 bits: sizes, the lab's models before and after, and the largest difference in all trainings."""
    sizes = {kind: (weights.FOLDER / f"{kind}_beta_1.bin").stat().st_size for kind in ("vae", "latent")}
    pairs = [(run["float32"], run["int8"]) for runs in found["runs"].values() for run in runs.values()]
    largest = {key: max(abs(whole[key] - small[key]) for whole, small in pairs) for key in pairs[0][0]}
    return {"bytes_float32": sizes["vae"], "bytes_int8": sizes["latent"], "largest": largest,
            "kept": {name: {kind: found["kept"][name][kind] for kind in ("float32", "int8")} for name in BETAS}}


def first(digit):
    """The row of the first test picture of a digit."""
    return int(np.flatnonzero(test()[1] == digit)[0])


def read(judge_params, pictures):
    belief = judge.probabilities(judge_params, pictures)
    return {"digits": belief.argmax(axis=1).tolist(), "sure": belief.max(axis=1).tolist()}


def walk(params, judge_params):
    """From one test picture to another: what is read along the map, and in mixtures of their pixels."""
    x, (a, b) = test()[0], (first(FROM), first(TO))
    mean, _ = vae.encode(params, x)
    share = np.arange(STEPS + 1)[:, None] / STEPS
    ways = {"map": vae.decode(params, (1 - share) * mean[a] + share * mean[b]), "pixels": (1 - share) * x[a] + share * x[b]}
    result = {}
    for name, pictures in ways.items():
        found = read(judge_params, pictures)
        result[name] = {"read": " ".join(map(str, found["digits"])), "least": min(found["sure"]),
                        "kinds": len(set(found["digits"])),
                        "others": sum(digit not in (FROM, TO) for digit in found["digits"])}
    return result


def placed(params, judge_params, pixels):
    """A picture's place, its price, and what is rebuilt from there, as the lab says it."""
    mean, logvar = vae.encode(params, pixels[None])
    seen, sigma = vae.decode(params, mean), np.exp(0.5 * logvar[0])
    found = read(judge_params, seen)
    x, y = mean[0].tolist()
    return {"x": x, "y": y, "sigma_x": float(sigma[0]), "sigma_y": float(sigma[1]),
            "kl": float(vae.divergence(mean, logvar).sum()), "kl_x": kl(x, float(logvar[0, 0])), "kl_y": kl(y, float(logvar[0, 1])),
            "digit": found["digits"][0], "sure": found["sure"][0], "error": 8 * float(np.sqrt(np.mean((seen - pixels) ** 2)))}


def black_and_white(digit):
    """The first test picture of a digit, as the lab puts it on the drawing board."""
    return np.where(test()[0][first(digit)] > 0, 1.0, -1.0)


def squares(reach):
    """The middles of the squares of the lab's map, row by row from the top left."""
    across = ((2 * np.arange(SIDE) + 1) / SIDE - 1) * reach
    return np.array([(x, -y) for y in across for x in across])


def maps(judge_params, reach=3):
    """Of each model: the share of test digits inside the map, and how many digits are read on it."""
    result = {}
    for name, params in models().items():
        mean, _ = vae.encode(params, test()[0])
        found = read(judge_params, vae.decode(params, squares(reach)))["digits"]
        result[name] = {"inside": float((np.abs(mean) <= reach).all(axis=1).mean()), "kinds": len(set(found)),
                        "farthest": float(np.abs(mean).max())}
    return result


def compute():
    """Every number the page prints."""
    found, judge_params = stored(), weights.load("judge")[0]
    three = black_and_white(FROM)
    return tidy({
        "seeds": seeds(found), "rounding": rounding(found), "maps": maps(judge_params), "maps_wide": maps(judge_params, 10),
        "walk": {name: walk(params, judge_params) for name, params in models().items()},
        "drawing": {name: placed(params, judge_params, three) for name, params in models().items()},
        "settings": {
            "seeds": len(found["seeds"]), "pairs": halfway(models()["beta_0_3"])["pairs"], "drawn": found["drawn"],
            "test": len(test()[0]), "steps": STEPS, "from": FROM, "to": TO, "side": SIDE, "test_kept": found["test_kept"],
            "weights": sum(value.size for value in models()["beta_1"].values()), "disc": 1 - float(np.exp(-2))},
    }, 8)


if __name__ == "__main__":
    write(__file__, compute())
