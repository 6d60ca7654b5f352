"""The latent-space lab: does the reader's browser compute the same map, to the last bit, as Python?"""

import digits
import judge
import latent_space_lab_numbers as reference
import numpy as np
import pytest
import twins
import vae
from atlas import labs
from building import ROOT
from kit import nn, weights
from twins import close, described, prints

JUDGE = weights.load("judge")[0]
BETAS = {"0": "beta_0", "0.3": "beta_0_3", "1": "beta_1", "4": "beta_4"}
MODELS = {beta: weights.load(f"latent_{name}")[0] for beta, name in BETAS.items()}
X, LABELS = digits.test()


def computed(what, **given):
    files = {"text": str(digits.FILE), "judge": described("judge"),
             "models": {beta: described(f"latent_{name}") for beta, name in BETAS.items()}}
    return twins.computed("latent-space", what, given | {"lab": files})


def verdicts(pictures):
    belief = judge.probabilities(JUDGE, pictures)
    return [{"digit": int(row.argmax()), "sure": close(row.max(), 12)} for row in belief]


def test_the_twin_of_the_vae():
    """The int8 models as they arrive, the test digits, and all that is encoded and decoded: bit by bit."""
    found = computed("twin")
    assert found["pictures"] == prints(X) and found["labels"] == LABELS.tolist() and len(LABELS) == 297
    for beta, params in MODELS.items():
        mean, logvar = vae.encode(params, X)
        expected = {"mean": mean, "logvar": logvar, "seen": vae.decode(params, mean), "prices": vae.divergence(mean, logvar)}
        assert found["found"][beta] == {"model": nn.digest(params), **twins.printed(expected)}, beta


def test_the_survey_through_the_engine():
    """What the lab says of each model is what train_latent_space_lab.py measured of it."""
    stored = reference.stored()["kept"]
    for beta, found in computed("survey").items():
        mean, _ = vae.encode(MODELS[beta], X)
        seen = judge.verdict(JUDGE, vae.decode(MODELS[beta], mean))
        assert found["mean"] == prints(mean) and found["found"] == seen.tolist()
        for key in ("error", "kl", "kept"):
            assert found[key] == close(stored[BETAS[beta]]["int8"][key], 6), (beta, key)
        away = np.abs(mean).max(axis=1)
        assert found["inside"] == [np.mean(away <= 3), np.mean(away <= 10)]
        for digit, middle in enumerate(found["middles"]):
            rows = digit == LABELS
            (x, y), share = mean[rows].mean(axis=0), (seen[rows] == digit).mean()
            assert middle == {"digit": digit, "x": close(x), "y": close(y), "kept": close(share)}
        for point, near in zip([(0, 0), (0.5, -1.2), (-9, 9)], found["nearest"]):
            away = np.linalg.norm(mean - point, axis=1)
            assert near == {"row": int(away.argmin()), "distance": close(away.min())}


def test_walks_maps_and_drawings():
    drawing = "ff818181818181ff"
    found = computed("parts", **{"from": 3, "to": 8}, steps=8, drawing=drawing)
    a, b = reference.first(3), reference.first(8)
    assert (LABELS[a], LABELS[b]) == (3, 8) and 3 not in LABELS[:a] and 8 not in LABELS[:b]
    share = np.arange(9)[:, None] / 8
    mixed = (1 - share) * X[a] + share * X[b]
    assert found["mixed"] == prints(mixed) and found["mix"] == verdicts(mixed)
    assert np.array(found["squares"]).reshape(64, 2) == close(reference.squares(3), 12)
    assert found["squares"][:2] == [-2.625, 2.625] and found["squares"][-2:] == [2.625, -2.625]
    bits = [int(bit) for bit in f"{int(drawing, 16):064b}"]
    assert found["drawn"] == [2 * bit - 1 for bit in bits]
    three = f"{int(''.join(str(int(value > 0)) for value in X[a]), 2):016x}"
    assert found["ink"] == [drawing, three, "0" * 16]
    pixels = np.array(found["drawn"], dtype=float)
    for beta, params in MODELS.items():
        mean, _ = vae.encode(params, X)
        row = found["found"][beta]
        assert row["walk"] == verdicts(vae.decode(params, (1 - share) * mean[a] + share * mean[b]))
        assert row["map"] == judge.verdict(JUDGE, vae.decode(params, reference.squares(3))).tolist()
        expected = reference.placed(params, JUDGE, pixels)
        assert row["placed"] == {
            "place": [expected["x"], expected["y"]], "sigma": close(np.array([expected["sigma_x"], expected["sigma_y"]])),
            "kl": close(expected["kl"]), "error": close(expected["error"]),
            "verdict": {"digit": expected["digit"], "sure": close(expected["sure"], 12)}}
        assert row["rebuilt"] == prints(vae.decode(params, vae.encode(params, pixels[None])[0]))


def test_the_survey_comes_in_small_pieces_and_knows_its_digits():
    found = computed("faults")
    assert found["yields"] == 4 * 9 and found["ruined"]["kind"] == "RangeError"


def test_it_is_light():
    assert labs.size(ROOT, "latent-space") <= 150_000
    models = ["judge", *(f"latent_{name}" for name in BETAS.values())]
    files = {name for name, _ in labs.data(ROOT, "latent-space")}
    assert files == {"digits.txt", *(f"{name}.json" for name in models), *(f"{name}.bin" for name in models)}


@pytest.mark.parametrize("name", BETAS.values())
def test_the_labs_models_are_the_trained_ones_in_eight_bits(name):
    """Each matrix to half a step of its row's or column's scale, and the rest as it was."""
    small, header = weights.load(f"latent_{name}")
    whole = weights.load(f"vae_{name}")[0]
    assert header["dtype"] == "int8" and header["made_from"] == f"vae_{name}" and small.keys() == whole.keys()
    for key, value in whole.items():
        step = np.abs(value).max(axis=tuple(range(value.ndim - 1)) or None) / 254
        other = np.abs(value).max(axis=-1, keepdims=True) / 254
        lost = np.abs(small[key] - value)
        assert (lost == 0).all() if value.ndim == 1 else (lost <= 1.001 * step).all() or (lost <= 1.001 * other).all(), key
