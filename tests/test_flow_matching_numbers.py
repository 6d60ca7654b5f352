"""The flow-matching page's numbers, computed a second way: do they hold without the formulas of flow_matching_numbers.py?"""

import json
from fractions import Fraction
from math import sqrt
from pathlib import Path
from statistics import NormalDist

import flow
import flow_matching_numbers
import numpy as np
import pytest
import train_diffusion
from kit import weights

RESULTS = Path(flow_matching_numbers.__file__).parent / "results" / "flow_matching_numbers.json"
NUMBERS = flow_matching_numbers.compute()


def close(value, digits=9):
    return pytest.approx(value, abs=10**-digits)


def cdf(x, t):
    """P(x_t ≤ x): half the mass came from the line to −1, half from the line to +1."""
    return (NormalDist(-t, 1 - t).cdf(x) + NormalDist(t, 1 - t).cdf(x)) / 2


def continuity(x, t, h=1e-6):
    """The velocity that carries mass as it really moves: v = −(∂F/∂t)/(∂F/∂x), with no guess of where it comes from."""
    before = cdf(x, max(t - h, 0))
    return -(cdf(x, t + h) - before) / (t + h - max(t - h, 0)) / ((cdf(x + h, t) - cdf(x - h, t)) / (2 * h))


def test_one_pair_in_fractions():
    start, end = Fraction(2, 5), Fraction(1)
    for name, t in (("t000", 0), ("t025", Fraction(1, 4)), ("t050", Fraction(1, 2)), ("t075", Fraction(3, 4)), ("t100", 1)):
        assert NUMBERS["pair"][name] == close(float(start + t * (end - start)))
    assert NUMBERS["pair"]["velocity"] == close(0.6) and (NUMBERS["pair"]["noise"], NUMBERS["pair"]["target"]) == (0.4, 1)


def test_crossing_found_by_looking_for_it():
    row, times = NUMBERS["crossing"], np.linspace(0, 1, 3001)
    up, down = -0.5 + 1.5 * times, 0.5 - 1.5 * times
    meet = abs(up - down).argmin()
    assert row["t"] == close(times[meet]) and (row["x"], row["x_other"]) == (close(up[meet]), close(down[meet]))
    speeds = [(line[meet + 1] - line[meet]) / (times[1]) for line in (up, down)]
    assert [row["velocity_up"], row["velocity_down"], row["average"]] == [close(s) for s in (*speeds, np.mean(speeds))]


def test_velocity_at_a_point_by_weights():
    row = NUMBERS["weights"]
    assert row["velocity"] == close(continuity(0.2, 0.5), 6)
    densities = [NormalDist(end / 2, 0.5).pdf(0.2) for end in (-1, 1)]
    assert [row["density_minus"], row["density_plus"]] == [close(d) for d in densities]
    assert row["share_plus"] == close(densities[1] / sum(densities)) and row["share_minus"] == close(1 - row["share_plus"])
    for name, end in (("speed_minus", -1), ("speed_plus", 1)):  # the line that arrives at `end` and is at 0.2 half-way
        start = 2 * 0.2 - end
        assert row[name] == close(end - start)


def test_field_by_the_continuity_equation():
    for name, rows in NUMBERS["field"].items():
        for place, value in rows.items():
            t, x = int(name[1:]) / 100, int(place[1:]) / 10
            assert value == pytest.approx(continuity(x, t), abs=2e-5 if t else 2e-3), (name, place)


def test_velocity_is_the_mean_over_many_pairs():
    rng = np.random.default_rng(1)
    noise, data = rng.standard_normal(1_000_000), rng.choice([-1.0, 1.0], 1_000_000)
    near = abs(0.5 * noise + 0.5 * data - 0.2) < 0.02
    assert (data - noise)[near].mean() == pytest.approx(NUMBERS["weights"]["velocity"], abs=0.05)


def test_euler_walks_with_the_other_velocity():
    for steps in (1, 2, 4, 8, 16, 64):
        row, x = NUMBERS["euler"][f"steps{steps}"], 0.4
        for k in range(steps):
            up, down = (NormalDist(end * k / steps, 1 - k / steps).pdf(x) for end in (1, -1))
            v = ((up - down) / (up + down) - x) / (1 - k / steps)
            if steps <= 4:
                here = row[f"row{k + 1}"]
                assert [here[key] for key in ("t", "x", "velocity", "after")] == [
                    close(value) for value in (k / steps, x, v, x + v / steps)]
            x += v / steps
        assert row["end"] == close(x) and row["miss"] == close(1 - x)


def test_paths_keep_their_rank():
    """In one dimension no mass overtakes another: the share of mass below a path stays what it was at the start."""
    row = NUMBERS["straight"]["bend"]
    assert cdf(row["x"], row["t"]) == pytest.approx(NormalDist().cdf(0.4), abs=0.004)
    assert row["line"] == close(0.4 + 0.6 * row["t"], 6) and row["gap"] == close(row["line"] - row["x"])


def test_losses_and_straightness_by_simulation():
    rng = np.random.default_rng(2)
    x0, x1, t = rng.standard_normal(400_000), rng.choice([-1.0, 1.0], 400_000), rng.random(400_000)

    def field(x, t):
        return (np.tanh(t * x / (1 - t) ** 2) - x) / (1 - t)
    before, after = NUMBERS["straight"]["before"], NUMBERS["straight"]["after"]
    x = (1 - t) * x0 + t * x1
    assert before["least_loss"] == pytest.approx(((x1 - x0 - field(x, t)) ** 2).mean(), abs=0.01)
    x, moves = x0[:20_000].copy(), []
    for k in range(400):
        moves.append(field(x, np.full_like(x, k / 400)))
        x = x + moves[-1] / 400
    assert before["straightness"] == pytest.approx(((np.array(moves) - (x - x0[:20_000])) ** 2).mean(), abs=0.02)
    # E[(x_1 − x_0)²] = 2 splits into the two and E[(±1 − x_0)²] = 2 − 2·√(2/π), each noise going to its nearer end
    assert before["least_loss"] + before["straightness"] == pytest.approx(2 * sqrt(2 / np.pi), abs=5e-5)
    assert before["one_step_miss"] == close(1) and after["one_step_miss"] == close(0)
    assert (after["least_loss"], after["straightness"]) == (close(0), close(0))


def test_the_same_guess_in_diffusions_words():
    row = NUMBERS["as_diffusion"]
    assert row["bar"] == close(0.5) and row["scaled"] == close(0.2 / sqrt(0.5)) and row["snr"] == 1
    up, down = (NormalDist(end * sqrt(0.5), sqrt(0.5)).pdf(row["scaled"]) for end in (1, -1))
    assert row["guess_flow"] == row["guess_diffusion"] == close((up - down) / (up + down))


# --- what was measured


@pytest.mark.parametrize(("kind", "name"), [("flow", "flow_points"), ("straight", "flow_straight")])
def test_measured_walks_of_the_stored_models(kind, name):
    """Matrix products by the library, energy distance by sorting nothing and vectorising differently."""
    params, header = weights.load(name)
    cfg = flow.Config(**header["cfg"])
    start = train_diffusion.noise(2)
    centres = 2 * np.exp(1j * np.pi * np.arange(8) / 4)
    for steps in (1, 2, 4, 8, 16, 32):
        x, length = start, np.zeros(len(start))
        for k in range(steps):
            place = np.clip(1 - abs(15 * k / steps - np.arange(16)), 0, None)
            h = np.hstack([x, np.tile(place, (len(x), 1))])
            h = np.maximum(h @ params["w1"] + params["b1"], 0)
            v = np.maximum(h @ params["w2"] + params["b2"], 0) @ params["w3"] + params["b3"]
            x, length = x + v / steps, length + np.linalg.norm(v / steps, axis=1)
        row = NUMBERS["measured"][kind][f"s{steps}"]
        gap = abs((x[:, 0] + 1j * x[:, 1])[:, None] - centres)
        near = gap.min(1) <= 3 * 0.1
        assert row["on"] == pytest.approx(near.mean(), abs=0.0011)
        counts = np.bincount(gap.argmin(1)[near], minlength=8)
        assert row["modes"] == (counts >= 10).sum()
        assert row["bend"] == pytest.approx(length.sum() / np.linalg.norm(x - start, axis=1).sum() - 1, abs=1e-6)
        real = train_diffusion.points.ring().sample(train_diffusion.Counter(9), 1000)[0]
        mean = lambda a, b: abs((a[:, 0] + 1j * a[:, 1])[:, None] - (b[:, 0] + 1j * b[:, 1])).mean()  # noqa: E731
        assert row["energy"] == pytest.approx(2 * mean(x, real) - mean(x, x) - mean(real, real), abs=1e-6)
    assert flow.bend(flow.walk(params, cfg, start, 4)) == pytest.approx(NUMBERS["measured"][kind]["s4"]["bend"], abs=1e-6)


def test_what_the_page_says_of_every_seed():
    """One step fails, many steps work, and after straightening one step works nearly as well."""
    for seed in ("seed1", "seed2", "seed3"):
        runs = weights.load("flow_points")[1]["metrics"][seed]
        assert runs["flow"]["s1"]["on"] < 0.02 and runs["diffusion"]["s1"]["on"] < 0.02
        assert runs["flow"]["s32"]["on"] > 0.8 and runs["straight"]["s1"]["on"] > 0.6
        assert runs["straight"]["s32"]["bend"] < 0.01 < 0.4 < runs["flow"]["s32"]["bend"]
    measured = NUMBERS["measured"]
    for kind in ("flow", "diffusion", "straight"):
        for steps in ("s1", "s4", "s32"):
            values = [weights.load("flow_points")[1]["metrics"][f"seed{s}"][kind][steps]["on"] for s in (1, 2, 3)]
            assert measured["range"][kind][steps] == {"low": close(min(values)), "high": close(max(values))}


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/flow_matching_numbers.py"
