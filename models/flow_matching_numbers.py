"""Flow matching small enough for paper, and what the trained 2-D model does: which numbers does the page print?

    python models/flow_matching_numbers.py      writes models/results/flow_matching_numbers.json

Time runs from noise (t = 0) to data (t = 1), as in [lipman2023flow]; in one dimension the data are −1 or +1 with equal
chances, so that the velocity field is known exactly. The second half reads what models/train_diffusion.py stored.
"""

import json
from math import exp, pi, sqrt, tanh
from pathlib import Path

from kit.results import tidy, write

HERE = Path(__file__).parent
NOISE, TARGET = 0.4, 1.0  # one pair (x_0, x_1): a noise value and the data point it was drawn with
DATA = (-1.0, 1.0)
EULER_STEPS = (1, 2, 4, 8, 16, 64)


def on_the_way(x0, x1, t):
    """x_t = (1 − t)·x_0 + t·x_1, the straight line from noise to data [liu2023rectified, eq. 1; lipman2023flow, §4.1]"""
    return (1 - t) * x0 + t * x1


def one_pair():
    """The path of one pair and its velocity x_1 − x_0, the same at every time."""
    rows = {f"t{round(100 * t):03}": on_the_way(NOISE, TARGET, t) for t in (0, 0.25, 0.5, 0.75, 1)}
    return rows | {"noise": NOISE, "target": TARGET, "velocity": TARGET - NOISE}


# --- why the network must learn an average: two straight lines that cross

def crossing():
    """Noise −0.5 or 0.5, data −1 or +1, all four pairs equally likely: two of the four lines meet at x = 0."""
    rising, falling = (-0.5, 1.0), (0.5, -1.0)
    t = 1 / 3  # −0.5·(1 − t) + t = 0.5·(1 − t) − t = 0
    return {"t": t, "x": on_the_way(*rising, t), "x_other": on_the_way(*falling, t),
            "velocity_up": rising[1] - rising[0], "velocity_down": falling[1] - falling[0],
            "average": (rising[1] - rising[0] + falling[1] - falling[0]) / 2}


# --- the velocity field for noise from N(0, 1) and data ±1

def density(x, mean, std):
    return exp(-(((x - mean) / std) ** 2) / 2) / (std * sqrt(2 * pi))


def velocity_by_weights(x, t):
    """Bayes by hand: which data point was it, and how fast would its line be running here?

    A line that aims at x_1 and passes x at time t has the velocity (x_1 − x)/(1 − t); its weight is the density of
    N(t·x_1, (1 − t)²) at x.
    """
    weights = [density(x, t * x1, 1 - t) for x1 in DATA]
    shares = [w / sum(weights) for w in weights]
    speeds = [(x1 - x) / (1 - t) for x1 in DATA]
    row = {"x": x, "t": t, "density_minus": weights[0], "density_plus": weights[1], "share_minus": shares[0],
           "share_plus": shares[1], "speed_minus": speeds[0], "speed_plus": speeds[1]}
    return row | {"velocity": shares[0] * speeds[0] + shares[1] * speeds[1]}


def guess(x, t):
    """E[x_1 | x_t = x] = tanh(t·x/(1 − t)²), the exact guess of the end point."""
    return tanh(t * x / (1 - t) ** 2)


def velocity(x, t):
    """v(x, t) = (E[x_1 | x_t = x] − x)/(1 − t): walk towards the guess so as to arrive at t = 1."""
    return (guess(x, t) - x) / (1 - t)


def field():
    """The exact velocity at a few places and times."""
    return {f"t{round(100 * t):02}": {f"x{round(10 * x):02}": velocity(x, t) for x in (0.0, 0.2, 0.5, 1.0)}
            for t in (0.0, 0.25, 0.5, 0.75)}


def euler(x, steps, field=velocity):
    """x ← x + v(x, t)/steps, from t = 0 on. Returns every row and the end."""
    rows = []
    for k in range(steps):
        t = k / steps
        v = field(x, t)
        rows.append({"t": t, "x": x, "velocity": v, "after": x + v / steps})
        x = rows[-1]["after"]
    return rows, x


def walks(x=NOISE):
    """The same start with more and more steps; the first three row by row."""
    result = {"start": x}
    for steps in EULER_STEPS:
        rows, end = euler(x, steps)
        result[f"steps{steps}"] = {"end": end, "miss": 1 - end}
        if steps <= 4:
            result[f"steps{steps}"] |= {f"row{k + 1}": row for k, row in enumerate(rows)}
    return result


# --- how straight? noise paired at random, then paired with its own end point ("reflow")

def noise_grid(n=800, far=6.0):
    """Noise values at n even places within ±far, each with its share of N(0, 1): averages over all noise as sums."""
    places = [far * (2 * (k + 0.5) / n - 1) for k in range(n)]
    total = sum(density(place, 0, 1) for place in places)
    return [(place, density(place, 0, 1) / total) for place in places]


def distance(pairs):
    """E[(x_1 − x_0)²] over pairs (x_0, x_1, share)."""
    return sum(share * (x1 - x0) ** 2 for x0, x1, share in pairs)


def least_loss(pairs, field, times=200):
    """∫ E[(x_1 − x_0 − v(x_t, t))²] dt by midpoints: the training loss of the exact field [liu2023rectified, eq. 1]"""
    total = 0.0
    for k in range(times):
        t = (k + 0.5) / times
        total += sum(share * (x1 - x0 - field(on_the_way(x0, x1, t), t)) ** 2 for x0, x1, share in pairs)
    return total / times


def straightness(pairs, ends, loss):
    """∫ E[(z_1 − z_0 − v(z_t, t))²] dt along the paths of the field itself; 0 if all are straight [liu2023rectified]

    z_t is spread like x_t, and v is the mean of x_1 − x_0 there, so ∫ E[v²] = E[(x_1 − x_0)²] − loss; and the mean of v
    along a path is z_1 − z_0. `ends` are the pairs (z_0, z_1, share).
    """
    return distance(pairs) - loss - distance(ends)


def reflowed_velocity(x, t):
    """With each noise paired with its own end, negative noise goes to −1, positive noise to +1, and nothing crosses."""
    end = 1.0 if x > 0 else -1.0
    return (end - x) / (1 - t)


def bend():
    """How far a path of many small steps strays from the straight line between its ends."""
    rows, end = euler(NOISE, 2000)
    gaps = [(abs(row["x"] - on_the_way(NOISE, end, row["t"])), row["t"], row["x"]) for row in rows]
    gap, t, x = max(gaps)
    return {"gap": gap, "t": t, "x": x, "line": on_the_way(NOISE, end, t)}


def straight():
    grid = noise_grid()
    at_random = [(x0, x1, share / 2) for x0, share in grid for x1 in DATA]
    own_end = [(x0, 1.0 if x0 > 0 else -1.0, share) for x0, share in grid]  # paths never cross: the sign decides
    result = {"bend": bend()}
    for name, pairs, field in (("before", at_random, velocity), ("after", own_end, reflowed_velocity)):
        loss = least_loss(pairs, field)
        result[name] = {"least_loss": loss, "straightness": straightness(pairs, own_end, loss),
                        "one_step_miss": sum(share * abs(abs(euler(x0, 1, field)[1]) - 1) for x0, share in grid)}
    return result


# --- the same thing in diffusion's words

def as_diffusion(t=0.5, x=0.2):
    """Scale x_t so that signal² + noise² = 1, and flow matching's line is a noise schedule with its own ᾱ."""
    scale = sqrt(t * t + (1 - t) ** 2)
    bar = t * t / (t * t + (1 - t) ** 2)
    return {"t": t, "x": x, "bar": bar, "scaled": x / scale, "guess_flow": guess(x, t),
            "guess_diffusion": tanh(sqrt(bar) * (x / scale) / (1 - bar)), "snr": (t / (1 - t)) ** 2}


# --- measured on eight clusters in the plane: a flow, the same flow made straight, a diffusion model of the same size

def measured():
    """Of the models with seed 1, by number of steps; and how far the share on a cluster varies over three seeds."""
    runs = json.loads((HERE / "weights" / "flow_points.json").read_text(encoding="utf-8"))["metrics"]
    kinds, seeds = ("flow", "straight", "diffusion"), ("seed1", "seed2", "seed3")
    result = {kind: runs["seed1"][kind] for kind in kinds} | {key: runs[key] for key in ("exact", "reference")}
    result["range"] = {kind: {} for kind in kinds}
    for kind in kinds:
        for steps in ("s1", "s2", "s4", "s8", "s32"):
            values = [runs[seed][kind][steps]["on"] for seed in seeds]
            result["range"][kind][steps] = {"low": min(values), "high": max(values)}
    return result


def paper():
    """Every number that can be recomputed by hand or from a formula."""
    return {
        "pair": one_pair(), "crossing": crossing(), "weights": velocity_by_weights(0.2, 0.5), "field": field(),
        "euler": walks(), "straight": straight(), "as_diffusion": as_diffusion(),
    }


def compute():
    """Every number the page prints."""
    return tidy(paper() | {"measured": measured()})


if __name__ == "__main__":
    write(__file__, compute())
