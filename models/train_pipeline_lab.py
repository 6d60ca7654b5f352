"""What the pipeline lab does, with ten seeds: how far do its results vary? Eight minutes.

    python models/train_pipeline_lab.py      writes models/weights/pipeline_lab.json

The reader's browser trains the same models. The digests say whether it gets the same weights, to the last bit.
"""

import json
import os
import sys
from dataclasses import asdict, replace

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two threads on two busy cores wait for each other

import digits
import loop
import numpy as np
from kit import nn, weights
from kit.results import tidy
from train_loop import LOOPS, MIXES, base

COMMAND = "python models/train_pipeline_lab.py"
SEEDS = range(1, 11)
LOOKED = 512           # pictures that Loop.look draws
FIRST_STEPS = 30       # the digest after so many steps is kept as well


class Unheard(loop.Loop):
    """The reader votes, and nobody listens: of the candidates those are kept that come first."""

    def choose(self):
        return loop.drawn(self.params, self.cfg, self.rng, self.settings.candidates)[:self.settings.keep]


LOOP_OF = {"alone": loop.Loop, "mixed": loop.Loop, "unheard": Unheard}
SETTINGS = {"alone": LOOPS["alone"], "mixed": LOOPS["mixed"], "unheard": LOOPS["alone"]}


def original():
    """A draw of the data as they are."""
    return loop.chosen(*digits.train(), MIXES["all"])


def inside(mix):
    """The share of each digit that goes in."""
    labels = digits.train()[1]
    weight = np.asarray(MIXES[mix], dtype=float)[labels]
    return [float(weight[labels == k].sum() / weight.sum()) for k in range(10)]


def came_out(params, judge_params):
    """What comes out of a base model, measured as before the first round of a loop."""
    run = loop.Loop(params, judge_params, original())
    run.look(LOOKED)
    return run.history[0]


def digests(judge_params, seed=SEEDS[0]):
    """Fingerprints of one seed's models: the base model on its way, not yet rounded, and "alone" after two rounds."""
    cfg = replace(loop.MODEL, seed=seed)
    trainer = loop.diffusion.Trainer(original(), cfg)
    found = {f"steps{FIRST_STEPS}": nn.digest(trainer.run(FIRST_STEPS))}
    found[f"steps{cfg.steps}"] = nn.digest(trainer.run(cfg.steps - FIRST_STEPS))
    run = loop.Loop(weights.rounded(trainer.params), judge_params, original(), LOOPS["alone"], seed=seed)
    for k in (1, 2):
        run.round()
        found[f"round{k}"] = nn.digest(run.params)
    return found


def main():
    judge_params = weights.load("judge")[0]
    mixes, loops = {mix: {} for mix in MIXES}, {name: {} for name in LOOP_OF}
    for seed in SEEDS:
        for mix in MIXES:
            params = base(seed, mix)
            mixes[mix][f"seed{seed}"] = came_out(params, judge_params)
            if mix == "all":
                start = params
        for name, kind in LOOP_OF.items():
            run = kind(start, judge_params, original(), SETTINGS[name], seed=seed)
            run.run()
            loops[name][f"seed{seed}"] = run.history
            print(name, seed, [round(row["liked"], 3) for row in run.history], file=sys.stderr)
    settings = {name: asdict(SETTINGS[name]) for name in LOOP_OF}
    found = {
        "command": COMMAND, "seeds": list(SEEDS), "cfg": asdict(loop.MODEL), "settings": settings, "looked": LOOKED,
        "weights": sum(value.size for value in start.values()), "digest": digests(judge_params),
        "in": {mix: inside(mix) for mix in MIXES}, "mixes": mixes, "loops": loops}
    text = json.dumps(tidy(found, 6), sort_keys=True, indent=1) + "\n"
    (weights.FOLDER / "pipeline_lab.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
