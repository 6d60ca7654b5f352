"""The GAN duel, ten seeds a setting: how often does the generator reach all of the data? Some twenty minutes.

    python models/train_gan_lab.py      writes models/weights/gan_lab.json

The same networks as in models/train_gan.py, with settings that readers can choose in the lab.
"""

import json
from dataclasses import replace
from pathlib import Path
from statistics import median

import gan
import mlp
import numpy as np
import points
from kit import detmath, nn
from kit.results import tidy
from kit.rng import Counter

COMMAND = "python models/train_gan_lab.py"
STORED = Path(__file__).parent / "weights" / "gan_lab.json"
SEEDS = range(1, 11)
STEPS, LOOKS, N = 3000, 5, 1000  # the generator is looked at LOOKS times after the start, each time at N samples
FIRST = 300  # after so many steps the digest of both networks is noted
EVERY = 10   # steps from one glance at the heap to the next
COMPARED = ("balanced", "fast_generator")  # settings in which it is followed
TARGETS = {"clusters": points.ring, "moons": points.moons}
SETTINGS = {  # target, learning rate of the discriminator, of the generator
    "balanced": ("clusters", 2e-3, 2e-3),
    "fast_generator": ("clusters", 5e-4, 5e-3),
    "fast_discriminator": ("clusters", 5e-3, 5e-4),
    "both_fast": ("clusters", 2e-2, 2e-2),
    "moons": ("moons", 2e-3, 2e-3),
}


def trainer(target, rate_d, rate_g, seed):
    data = TARGETS[target]()
    return gan.Trainer(lambda rng, n: data.sample(rng, n)[0], replace(gan.Config(), rate_d=rate_d, rate_g=rate_g, seed=seed))


def fingerprint(duel):
    """The digest of both networks."""
    return nn.digest({f"g_{k}": v for k, v in duel.g.items()} | {f"d_{k}": v for k, v in duel.d.items()})


def look(duel, target):
    """How good the generator is, by the true distribution; what the discriminator believes; the mean losses of 100 steps.

    modes, on: see points.quality · commonest: the centre with the most points, and top, its share · real, made: how likely
    the discriminator thinks it, on average, that real and generated points are real · d, g: losses, from the first step on
    """
    data = TARGETS[target]()
    x = gan.samples(duel.g, duel.cfg, N)
    found = points.quality(x, data)
    real = data.sample(Counter(2000), N)[0]
    belief = [nn.mean(detmath.sigmoid(gan.mlp.forward(duel.d, rows)[0])) for rows in (real, x)]
    d, g = duel.recent()
    row = {"modes": found["modes"], "on": found["on"], "top": float(found["share"].max()),
           "commonest": int(found["share"].argmax()), "real": belief[0], "made": belief[1]}
    return row if d is None else row | {"d": d, "g": g}


def one(name, seed, steps=STEPS):
    """A run from beginning to end: what is seen at the start and LOOKS times after it."""
    target, *rates = SETTINGS[name]
    duel, seen, noted = trainer(target, *rates, seed), {}, None
    for step in range(steps + 1):
        if step % (STEPS // LOOKS) == 0:
            seen[f"step{step}"] = look(duel, target)
        if step == FIRST:
            noted = fingerprint(duel)
        if step < steps:
            duel.step()
    return {"digest": noted, "looks": tidy(seen, 9)}


def uphill(d, x):
    """The directions (n, 2), of length 1 (or 0 where D is flat), in which log D rises at points x; and D there (n,).

    log D rises with the score a, D = σ(a), so the slope of a has its direction.
    """
    score, kept = mlp.forward(d, x)
    slope, _ = mlp.backward(d, kept, np.ones_like(score), weights=False)
    length = np.sqrt(slope[:, 0] * slope[:, 0] + slope[:, 1] * slope[:, 1])
    return slope / np.where(length > 0, length, 1)[:, None], detmath.sigmoid(score[:, 0])


def heap(name, seed, steps=STEPS):
    """A run with the ring that is looked at every EVERY steps: are all points pushed the same way, and do they stay?

    alike: the length of the mean direction in which log D rises at the generated points, 1 if it is the same for all; the
    median of the looks after the start · visits: each time that at least half of all points have come to lie in one
    cluster, until a look finds fewer in it; {step, stayed: steps, came, left: how likely D thought it, on average, that
    points at the places of arrival are real, when they had come, and when they had left; others_came, others_left: the
    same of the centres of the other clusters}. What has not ended is left out.
    """
    target, *rates = SETTINGS[name]
    duel, data, alike, visits, now = trainer(target, *rates, seed), TARGETS[target](), [], [], None
    for step in range(EVERY, steps + 1, EVERY):
        for _ in range(EVERY):
            duel.step()
        x = gan.samples(duel.g, duel.cfg, N)
        directions, belief = uphill(duel.d, x)
        middle = nn.mean(directions, 0)
        alike.append(np.sqrt(middle[0] * middle[0] + middle[1] * middle[1]))
        share = points.quality(x, data)["share"]
        if now and share[now["cluster"]] < 0.5:
            left, others = (nn.mean(uphill(duel.d, now[places])[1]) for places in ("x", "others"))
            visits.append({"step": now["step"], "stayed": step - now["step"], "came": now["came"], "left": left,
                           "others_came": now["others_came"], "others_left": others})
            now = None
        if not now and share.max() >= 0.5:
            others = np.delete(data.centres, share.argmax(), axis=0)
            now = {"step": step, "cluster": share.argmax(), "x": x, "came": nn.mean(belief),
                   "others": others, "others_came": nn.mean(uphill(duel.d, others)[1])}
    return tidy({"alike": median(alike), "visits": visits}, 9)


def measure():
    runs = {}
    for name in SETTINGS:
        runs[name] = {}
        for seed in SEEDS:
            runs[name][f"seed{seed}"] = one(name, seed)
            print(name, seed, runs[name][f"seed{seed}"]["looks"][f"step{STEPS}"], flush=True)
    heaps = {name: {f"seed{seed}": heap(name, seed) for seed in SEEDS} for name in COMPARED}
    return {"command": COMMAND, "seeds": list(SEEDS), "steps": STEPS, "samples": N, "runs": runs, "heaps": heaps}


if __name__ == "__main__":
    STORED.write_text(json.dumps(measure(), indent=1) + "\n", encoding="utf-8")
