"""The denoising lab: does the reader's browser draw what Python draws, to the last bit, and measure the same?"""

import diffusion
import digits
import judge
import measure
import numpy as np
import pytest
import train_denoising_lab as lab
import twins
from atlas import labs
from building import ROOT
from kit import nn, weights
from kit.rng import Counter
from twins import close, described, prints

PARAMS = weights.load("denoising_lab")[0]
JUDGE = weights.load("judge")[0]
SETTINGS = [{"digit": 3, "seed": 1, "steps": 20, "w": 0}, {"digit": 8, "seed": 2**32 - 1, "steps": 1, "w": 2.5},
            {"digit": 0, "seed": 7, "steps": 100, "w": -0.5}, {"digit": 5, "seed": 0, "steps": 7, "w": -1}]


def computed(what, **given):
    files = {"text": str(digits.FILE), "weights": described("denoising_lab"), "judge": described("judge")}
    return twins.computed("denoising", what, {"lab": files, **given})


def test_the_model_and_the_test_digits_arrive():
    x, labels = digits.test()
    assert computed("files") == {"model": nn.digest(PARAMS), "test": prints(x), "labels": prints(labels),
                                 "specimens": [prints(one) for one in lab.specimens()]}


def test_digits_drown_and_are_guessed_alike():
    levels, seed = [0, 1, 37, 80, 100], 5
    eps = Counter(seed).normal((1, 64))
    for t, found in zip(levels, computed("drowned", levels=levels, seed=seed), strict=True):
        for digit, (x0, three) in enumerate(zip(lab.specimens(), found, strict=True)):
            x = diffusion.noised(x0[None], diffusion.bars(lab.DIGITS)[t], eps)
            rows = [x, *(diffusion.guess(PARAMS, lab.DIGITS, x, t, np.array([label])) for label in (10, digit))]
            for row, seen in zip(rows, three, strict=True):
                belief = judge.probabilities(JUDGE, measure.clipped(row))[0]
                assert seen == {"print": prints(row), "digit": belief.argmax(), "sure": close(belief.max())}, (t, digit)


def test_every_step_of_a_walk():
    train, labels = digits.train()
    usual = np.median(measure.nearest(digits.test()[0], train))
    for one, found in zip(SETTINGS, computed("walks", settings=SETTINGS), strict=True):
        frames = lab.walk(PARAMS, **one)
        assert found["frames"] == [
            {"t": t, "x": prints(x), "guess": prints(guess), "digit": judge.verdict(JUDGE, measure.clipped(guess))[0]}
            for t, x, guess in frames]
        picture = lab.generated(PARAMS, np.array([one["digit"]]), one["seed"], one["steps"], one["w"])
        gaps = np.sqrt(((picture - train) ** 2).sum(1))
        assert found["picture"] == prints(picture) and found["digit"] == judge.verdict(JUDGE, picture)[0]
        assert found["distance"] == close(gaps.min()) and found["usual"] == close(usual)
        assert found["copied"] == prints(train[gaps.argmin()]) and found["label"] == labels[gaps.argmin()]
        assert prints(measure.clipped(frames[-1][2])) == found["picture"]  # the last guess is the picture


def test_sixteen_pictures_and_what_is_measured_in_them():
    """Through the engine; it goes on after it was stopped."""
    answer = computed("sixteens", settings=SETTINGS)
    for one, found in zip(SETTINGS, answer["found"], strict=True):
        x = lab.generated(PARAMS, np.full(16, one["digit"]), one["seed"], one["steps"], one["w"])
        assert found["print"] == prints(x) and found["digits"] == judge.verdict(JUDGE, x).tolist()
        expected = lab.sixteen(PARAMS, JUDGE, **one)
        assert {key: found[key] for key in expected} == {key: close(value) for key, value in expected.items()}
    assert answer["stopped"]["kind"] == "Stopped" and answer["again"] == SETTINGS[0]["steps"]


def test_digits_that_are_none_are_refused():
    assert [fault and fault["kind"] for fault in computed("ruined")] == ["RangeError", "RangeError", None]


def test_it_is_light():
    assert labs.size(ROOT, "denoising") <= 150_000


# --- the small model


def test_the_small_model_is_the_large_one_in_whole_numbers():
    """Nothing lost but what rounding loses: half a step of each row or column."""
    large, header = weights.load("diffusion_digits")
    small = weights.load("denoising_lab")[1]
    assert small["made_from"] == header["sha256"] and small["bytes"] < 0.28 * header["bytes"]
    for tensor in small["tensors"]:
        name, axis = tensor["name"], {"rows": 1, "columns": 0}.get(tensor.get("scales"))
        step = 0 if axis is None else np.abs(large[name]).max(axis=axis, keepdims=True) / 127
        assert (np.abs(PARAMS[name] - large[name]) <= 0.501 * step).all(), name


def test_it_draws_as_well_as_the_large_one():
    """Measured once more: obedient, as far from the data, as varied, no nearer to copies."""
    stored = weights.load("denoising_lab")[1]["metrics"]
    found = lab.judged(JUDGE, lab.drawn(PARAMS, lab.DIGITS))
    assert found == pytest.approx(stored["int8"], abs=2e-6)
    assert stored["float32"] == weights.load("diffusion_digits")[1]["metrics"]["steps"]["s20"]
    assert found["obeyed"] >= 0.99 and abs(found["frechet"] - stored["float32"]["frechet"]) < 0.05
    assert abs(found["variety"] - stored["float32"]["variety"]) < 0.05 and found["least"] > 0.5
