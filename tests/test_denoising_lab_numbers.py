"""The denoising lab's numbers for ten seeds, computed a second way: do they hold, and does the page say what they say?"""

import json
from itertools import pairwise
from pathlib import Path

import denoising_lab_numbers
import diffusion
import digits
import judge
import numpy as np
import pytest
import train_denoising_lab as lab
from kit import weights
from kit.rng import Counter

RESULTS = Path(denoising_lab_numbers.__file__).parent / "results" / "denoising_lab_numbers.json"
NUMBERS = denoising_lab_numbers.compute()
PARAMS, HEADER = weights.load("denoising_lab")
STORED = HEADER["metrics"]
SEEDS = [f"seed{seed}" for seed in range(1, 11)]
JUDGE = weights.load("judge")[0]


def close(value, digits=6):
    return pytest.approx(value, abs=10**-digits)


def drawn_again(seed, steps, w):
    """200 pictures by the formulas, with the library's matrix products."""
    share = diffusion.bars(lab.DIGITS)
    labels, x = np.arange(200) % 10, Counter(seed).normal((200, 64))

    def guessed(t, label):
        tents = np.clip(1 - abs(t / 100 * 15 - np.arange(16)), 0, None)
        h = np.hstack([x, np.tile(tents, (200, 1)), np.eye(11)[label]])
        for k in (1, 2, 3):
            h = h @ PARAMS[f"w{k}"] + PARAMS[f"b{k}"]
            h = np.maximum(h, 0) if k < 3 else h
        return h

    places = [round(100 * (steps - k) / steps + 1e-9) for k in range(steps + 1)]
    for t, s in pairwise(places):
        clean = (1 + w) * guessed(t, labels) - w * guessed(t, np.full(200, 10))
        noise = (x - share[t] ** 0.5 * clean) / (1 - share[t]) ** 0.5
        x = share[s] ** 0.5 * clean + (1 - share[s]) ** 0.5 * noise
    return np.clip(x, -1, 1), labels


# --- what was stored


def test_ten_seeds_of_every_setting():
    assert STORED["seeds"] == list(range(1, 11))
    for runs in [*STORED["guidance"].values(), *STORED["steps"].values(), *STORED["drowned"].values()]:
        assert sorted(runs) == sorted(SEEDS)
    assert STORED["guidance"]["w0"] == STORED["steps"]["s20"]
    assert len({row["variety"] for row in STORED["steps"]["s20"].values()}) == 10  # no seed twice


@pytest.mark.parametrize(("kind", "key", "seed", "steps", "w"), [
    ("guidance", "w-0_5", 3, 20, -0.5), ("guidance", "w2", 8, 20, 2), ("steps", "s100", 10, 100, 0), ("steps", "s1", 1, 1, 0)])
def test_settings_drawn_again(kind, key, seed, steps, w):
    x, labels = drawn_again(seed, steps, w)
    row, features = STORED[kind][key][f"seed{seed}"], np.tanh(x @ JUDGE["w1"] + JUDGE["b1"])
    read = (features @ JUDGE["w2"] + JUDGE["b2"]).argmax(1)
    gaps = np.array([np.sqrt(((one - digits.train()[0]) ** 2).sum(1)).min() for one in x])
    assert row["obeyed"] == close((read == labels).mean(), 2)
    assert (row["median"], row["least"]) == (close(np.median(gaps), 4), close(gaps.min(), 4))
    spread = [np.sqrt(features[labels == k].var(axis=0).sum()) for k in range(10)]
    assert row["variety"] == close(np.mean(spread), 4)


def test_drowning_again():
    x0, labels = digits.test()
    share = diffusion.bars(lab.DIGITS)[60]
    x = share**0.5 * x0 + (1 - share) ** 0.5 * Counter(4).normal(x0.shape)
    blind = diffusion.guess(PARAMS, lab.DIGITS, x, 60, np.full(len(x), 10))
    row = STORED["drowned"]["t60"]["seed4"]
    assert row["noisy"] == close((judge.verdict(JUDGE, np.clip(x, -1, 1)) == labels).mean())
    assert row["blind"] == close((judge.verdict(JUDGE, np.clip(blind, -1, 1)) == labels).mean())
    assert row["error_blind"] == close(np.sqrt(((blind - x0) ** 2).mean()))


# --- what is made of it


def test_spreads_by_sorting_ten_seeds():
    for kind in ("guidance", "steps", "drowned"):
        for key, runs in STORED[kind].items():
            for name in runs["seed1"]:
                lowest, *_, highest = ordered = np.sort([runs[seed][name] for seed in SEEDS])
                row = NUMBERS[kind][key]
                assert (row[f"{name}_low"], row[f"{name}_high"]) == (close(lowest), close(highest))
                assert row[f"{name}_median"] == close((ordered[4] + ordered[5]) / 2)


def test_exercises_on_paper():
    assert NUMBERS["pushed"]["guided"] == close(2.5 * 0.2 + 1.5 * 0.4) and NUMBERS["pushed"]["guided"] > 1
    missed = {key: sum(200 - round(200 * row["obeyed"]) for row in STORED["guidance"][key].values()) for key in ("w0", "w-0_5")}
    assert {key: NUMBERS["guidance"][key]["missed"] for key in missed} == missed
    chance = NUMBERS["chance"]
    assert chance["half"] == close(1 - missed["w-0_5"] / 2000) and chance["full"] == close(1 - missed["w0"] / 2000)
    assert chance["half_all"] == close(np.exp(16 * np.log(chance["half"]))) and chance["half_all"] < 0.1
    assert chance["full_all"] == close(np.prod([chance["full"]] * 16))


def test_settings_are_those_of_the_programs():
    assert NUMBERS["settings"] == {
        "seeds": 10, "pictures": 200, "drawn": 2000, "samples": 1000, "weights": sum(value.size for value in PARAMS.values()),
        "tests": 297, "levels": 100, "steps": 20, "sixteen": 16, "uniforms": 12, "drop": 0.1,
        "ratio": close(np.divide(*(len((weights.FOLDER / f"{name}.bin").read_bytes())
                                   for name in ("denoising_lab", "diffusion_digits"))))}


# --- what the page says


def test_guidance_buys_obedience_with_variety():
    rows = NUMBERS["guidance"]
    assert rows["w-1"]["obeyed_high"] < 0.2 and rows["w-0_5"]["obeyed_low"] > 0.8
    assert rows["w-0_5"]["obeyed_high"] < rows["w0"]["obeyed_low"]
    order = ["w-1", "w-0_5", "w0", "w0_5"]
    for less, more in pairwise(order):  # no seed of the one reaches any seed of the other
        assert rows[more]["variety_high"] < rows[less]["variety_low"]
    assert rows["w0"]["missed"] == 1 and all(rows[key]["missed"] == 0 for key in ("w0_5", "w1", "w2"))
    assert rows["w2"]["variety_median"] < rows["w1"]["variety_median"] < rows["w0_5"]["variety_median"]


def test_few_steps_make_alike_not_illegible():
    rows = NUMBERS["steps"]
    assert all(row["obeyed_low"] >= 0.98 for row in rows.values())
    assert rows["s1"]["variety_high"] < 0.5 * rows["s2"]["variety_low"] and rows["s2"]["variety_high"] < rows["s5"]["variety_low"]
    assert 0 < NUMBERS["gain"]["steps"] < rows["s20"]["variety_high"] - rows["s20"]["variety_low"]
    assert NUMBERS["gain"]["steps"] == close(rows["s100"]["variety_median"] - rows["s20"]["variety_median"])


def test_what_noise_wiped_out_is_not_brought_back():
    rows = NUMBERS["drowned"]
    for t in (20, 40, 60):
        assert abs(rows[f"t{t}"]["blind_median"] - rows[f"t{t}"]["noisy_median"]) < 0.03
    assert all(rows[key]["blind_median"] < rows[key]["noisy_median"] for key in ("t80", "t100"))
    falling = [rows[f"t{t}"]["blind_median"] for t in (20, 40, 60, 80, 100)]
    assert falling == sorted(falling, reverse=True) and rows["t100"]["told_low"] > 0.99


def test_no_copies_but_nearer_than_new_handwriting():
    near = NUMBERS["nearest"]
    gaps = np.array([np.sqrt(((one - digits.train()[0]) ** 2).sum(1)).min() for one in digits.test()[0]])
    assert (near["test"], near["test_least"]) == (close(np.median(gaps)), close(gaps.min()))
    row = NUMBERS["guidance"]["w0"]
    assert 0.5 < row["least_low"] < near["test_least"] and row["median_high"] < near["test"]


def test_the_committed_results_of_the_denoising_lab_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/denoising_lab_numbers.py"
