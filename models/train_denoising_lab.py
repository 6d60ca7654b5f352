"""The denoising lab's model: how good is it once it is small, and what do guidance and steps do with ten seeds of noise?

    python models/train_denoising_lab.py     writes models/weights/denoising_lab.{bin,json}; two minutes

Nothing is trained here: it is the model of models/train_diffusion.py in whole numbers from −127 to 127, measured again.
"""

import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two threads on two busy cores wait for each other

import diffusion
import digits
import judge
import measure
import numpy as np
from kit import weights
from kit.results import tidy
from kit.rng import Counter
from train_diffusion import DIGITS, drawn, judged, name, reference

COMMAND = "python models/train_denoising_lab.py"
SEEDS = range(1, 11)
N = 200                               # pictures of each seed and setting, every digit asked for equally often
SIXTEEN = 16                          # pictures that the lab draws at once
STEPS, USUAL = (1, 2, 5, 10, 20, 100), 20
GUIDANCE = (-1, -0.5, 0, 0.5, 1, 2, 3)


def generated(params, labels, seed, steps=USUAL, w=0.0):
    """Pictures of these labels from the noise of a seed, as the lab draws them."""
    x = Counter(seed).normal((len(labels), DIGITS.size))
    return measure.clipped(diffusion.generate(params, DIGITS, x, labels, steps, w))


def looked_at(judge_params, x, labels):
    """The share read as what was asked for, the spread within what was asked for, and distances to training pictures."""
    copying = measure.copying(x, digits.train()[0])
    return {"obeyed": measure.obedience(judge_params, x, labels)["obeyed"],
            "variety": measure.variety(judge_params, x, labels), **copying}


def sixteen(params, judge_params, digit, seed, steps=USUAL, w=0.0):
    """What the lab says of sixteen pictures of one digit."""
    labels = np.full(SIXTEEN, digit)
    return looked_at(judge_params, generated(params, labels, seed, steps, w), labels)


def walk(params, digit, seed, steps=USUAL, w=0.0):
    """(t, x, guess) before every step on the way to the first of those pictures."""
    seen = []
    x = Counter(seed).normal((1, DIGITS.size))
    diffusion.generate(params, DIGITS, x, np.array([digit]), steps, w, watch=lambda *one: seen.append(one))
    return seen


def specimens():
    """The first test picture of every digit: (10, 64). No model has learned from them."""
    x, labels = digits.test()
    return np.array([x[labels == digit][0] for digit in range(10)])


def drowned(params, judge_params, seeds=SEEDS, levels=(0, 20, 40, 60, 80, 100)):
    """By level of noise and by seed: which share of test pictures does the judge still read in the noisy picture, and which
    in the model's guess, without and with the label? And how far is the guess from the picture (root mean square)?"""
    x0, labels = digits.test()
    found = {}
    for t in levels:
        rows = {}
        for seed in seeds:
            x = diffusion.noised(x0, diffusion.bars(DIGITS)[t], Counter(seed).normal(x0.shape))
            blind = diffusion.guess(params, DIGITS, x, t, np.full(len(x), DIGITS.classes))
            told = diffusion.guess(params, DIGITS, x, t, labels)
            read = [float((judge.verdict(judge_params, measure.clipped(one)) == labels).mean()) for one in (x, blind, told)]
            rows[f"seed{seed}"] = dict(zip(("noisy", "blind", "told"), read, strict=True)) | {
                "error_blind": float(np.sqrt(np.mean((blind - x0) ** 2))),
                "error_told": float(np.sqrt(np.mean((told - x0) ** 2)))}
        found[f"t{t}"] = rows
    return found


def sweep(params, judge_params):
    labels = np.arange(N) % 10
    runs = {"guidance": {}, "steps": {}}
    for kind, settings in (("guidance", [(USUAL, w) for w in GUIDANCE]), ("steps", [(steps, 0) for steps in STEPS])):
        for steps, w in settings:
            key = name(w) if kind == "guidance" else f"s{steps}"
            runs[kind][key] = {f"seed{seed}": looked_at(judge_params, generated(params, labels, seed, steps, w), labels)
                               for seed in SEEDS}
            print(kind, key, runs[kind][key]["seed1"], file=sys.stderr)
    return runs


def main():
    params, header = weights.load("diffusion_digits")
    judge_params = weights.load("judge")[0]
    about = {"command": COMMAND, "cfg": header["cfg"], "seed": header["seed"], "made_from": header["sha256"]}
    weights.save("denoising_lab", params, about, small=True)
    small = weights.load("denoising_lab")[0]
    metrics = {
        "reference": reference(judge_params), "samples": len(drawn(params, DIGITS, 1)),
        "float32": judged(judge_params, drawn(params, DIGITS)), "int8": judged(judge_params, drawn(small, DIGITS)),
        "seeds": list(SEEDS), "pictures": N, "weights": sum(value.size for value in small.values()),
        "drowned": drowned(small, judge_params), **sweep(small, judge_params)}
    weights.save("denoising_lab", params, about | {"metrics": tidy(metrics, 6)}, small=True)


if __name__ == "__main__":
    main()
