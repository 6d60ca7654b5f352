"""The labs' kit and the pipeline: does the reader's browser get the same numbers, to the last bit, as Python?"""

import json
import shutil
from types import SimpleNamespace

import diffusion
import digits
import judge
import loop
import mlp
import numpy as np
import pytest
import train_loop
import twins
from atlas import labs
from building import ROOT
from kit import detmath, nn, weights
from kit.rng import Counter
from twins import FOLDER, MODELS, close, described, printed, prints, random

STORED = json.loads((MODELS / "weights" / "pipeline_lab.json").read_text(encoding="utf-8"))
JUDGE = weights.load("judge")[0]
LARGEST = np.finfo(float).max


def lab_files():
    """Where the lab's data stand, and the judge as it is described to readers."""
    return {"text": str(digits.FILE), **described("judge")}


def computed(what, given, folder=FOLDER):
    return twins.computed("parity", what, given, folder)


# --- random numbers


def test_the_generator():
    seeds, names, sizes = [0, 1, 2026, 2**32 - 1], ["weights", "猫和数字", "é🐈"], [1, 2, 7, 1000, 2**31, 2**32]
    likely = [0, 0.5, 3, 0, 1e-3, 2.25, 0]
    given = {"seeds": seeds, "names": names, "count": 100_000, "sizes": sizes, "weights": likely}
    for seed, found in zip(seeds, computed("generator", given)):
        sized, choosing, last = Counter(seed), Counter(seed), Counter(seed)
        last.used = 2**32 - 5
        assert found == {
            "uniform": prints(Counter(seed).uniform((100_000,))), "normal": prints(Counter(seed).normal((10_000,))),
            "splits": [prints(Counter(seed).split(name).split(name).uniform((100,))) for name in names],
            "integers": [sized.integers(size) for size in sizes], "permutation": prints(Counter(seed).permutation(1797)),
            "choices": [choosing.choice(likely) for _ in range(1000)], "wrapped": prints(last.uniform((10,))),
            "boundary": 1,  # what is drawn is just as much as the first has
        }, seed


# --- mathematics


def tricky(count=60_000):
    """Numbers of every size, where a function turns from one rule to the next, and those that are none."""
    halves = [(Counter(4).split(name).uniform((count,)) * 2**32).astype(np.uint64) for name in ("high", "low")]
    anything = (halves[0] << np.uint64(32) | halves[1]).view(np.float64)  # any bits at all: every exponent, and NaNs
    stream, tiny = Counter(6), np.nextafter(0, 1)
    sized = [(2 * stream.uniform((8000,)) - 1) * size for size in (1e-300, 1e-9, 1e-3, 0.5, 3, 40, 750)]
    subnormal = np.floor((2 * stream.uniform((4000,)) - 1) * 2.0 ** (52 * stream.uniform((4000,)))) * tiny
    edges = [np.linspace(*ends, 2000) for ends in ((-746, -707), (708.5, 710), (-30, 30))]
    halfway = (np.arange(-1100, 1100) + 0.5) * np.log(2)  # where exp goes on to the next power of two
    near_one = 1 + np.arange(-500, 500) * 2.0**-52
    known = [0.0, -0.0, 1.0, -1.0, np.inf, -np.inf, np.nan, tiny, -tiny, 2.0**-1022, -(2.0**-1022), LARGEST, -LARGEST]
    endless = [*[np.inf] * 12, *[-np.inf] * 48]
    values = np.concatenate([anything, *sized, subnormal, *edges, halfway, near_one, np.tile(known, 10), endless])
    return values[:len(values) // 60 * 60]


def test_the_mathematics(tmp_path):
    values, widths = tricky(), [1, 3, 10]
    assert len(values) > 100_000
    subnormal = (abs(values) < 2.0**-1022) & (values != 0)
    for kind in (np.isnan(values), abs(values) == np.inf, subnormal, values == 0, abs(values) > 1e300):
        assert kind.sum() > 10
    (tmp_path / "values").write_bytes(values.tobytes())
    with np.errstate(all="ignore"):
        expected = {name: prints(getattr(detmath, name)(values)) for name in ("exp", "log", "tanh", "sigmoid", "softplus", "gelu")}
        expected |= {f"softmax{width}": prints(detmath.softmax(values.reshape(-1, width))) for width in widths}
    assert computed("mathematics", {"path": str(tmp_path / "values"), "widths": widths}) == expected


# --- layers

LAYERS = {"sizes": [[1, 1, 1], [3, 5, 2], [33, 7, 13], [9, 64, 1], [17, 1, 5], [5, 31, 8], [32, 72, 96]],
          "stack": [11, 9, 6, 3], "rows": 13, "steps": 25}


def layers_in_python():
    products = []
    for n, inner, m in LAYERS["sizes"]:
        a, b = random("左", n, inner), random("右", inner, m)
        products.append(printed({
            "plain": nn.matmul(a, b), "left": nn.matmul(random("left", inner, n).T, b),
            "right": nn.matmul(a, random("right", m, inner).T), "totals": nn.total(a, 0)}))
    stack, rows = LAYERS["stack"], LAYERS["rows"]
    params, x = mlp.init(Counter(5).split("重量"), stack, "net."), random("x", rows, stack[0])
    first = printed(params)
    out, kept = mlp.forward(params, x, "net.")
    dx, grads = mlp.backward(params, kept, random("dy", rows, stack[-1]), "net.")
    adam = nn.Adam(params, 0.01)
    for step in range(LAYERS["steps"]):
        now, inputs = mlp.forward(params, x, "net.")
        adam.step(params, mlp.backward(params, inputs, now, "net.", inputs=False)[1], 0.02 if step % 2 else None)
    return {"products": products, "first": first, "out": prints(out), "dx": prints(dx), "grads": printed(grads),
            "mean": nn.mean(out), "params": nn.digest(params), "rounded": nn.digest(weights.rounded(params))}


def test_the_layers():
    assert computed("layers", LAYERS) == layers_in_python()


def test_the_code_that_readers_get_computes_the_same(tmp_path):
    """It goes out without comments."""
    shutil.copytree(FOLDER, tmp_path / "labs")
    for path in (tmp_path / "labs").rglob("*.mjs"):
        path.write_text(labs.shortened(path), encoding="utf-8")
    assert computed("layers", LAYERS, tmp_path / "labs") == layers_in_python()


def test_diffusion_with_labels():
    """Guided, too, and with its labels left out now and then."""
    cfg = {"size": 5, "classes": 3, "hidden": 10, "knots": 4, "levels": 12, "steps": 20, "batch": 7, "rate": 0.01,
           "drop": 0.3, "seed": 8}
    n, steps, pushes, python = 9, 7, [0, 1.5], diffusion.Config(**cfg)
    x = random("rows", n, 5)

    def draw(stream, count):
        rows = stream.integers(n, (count,))
        return x[rows], rows % 3
    trainer = diffusion.Trainer(draw, python)
    trainer.run()
    assert computed("labelled", {"cfg": cfg, "n": n, "steps": steps, "w": pushes}) == {
        "losses": trainer.history, "digest": nn.digest(trainer.params), "bars": diffusion.bars(python).tolist(),
        "drawn": [prints(diffusion.generate(trainer.params, python, x, np.arange(n) % 3, steps, w)) for w in pushes],
        "ladder": diffusion.ladder(12, steps)}


# --- the pipeline


def test_its_parts():
    """The data and the judge as they arrive, an uneven draw, and what eighty votes teach."""
    uneven, n, votes = [0.1, 0, 2.5, 1, 1, 1, 81, 1, 0.3, 0], 500, 80
    found = computed("parts", {"lab": lab_files(), "weights": uneven, "n": n, "votes": votes, "likes": 7})
    x, labels = digits.train()
    drawn, drawn_labels = loop.chosen(x, labels, uneven)(Counter(3), n)
    edges, _ = loop.chosen(x, labels, [1] * 10)(SimpleNamespace(uniform=lambda shape: np.arange(4) / 4), 4)
    liked = loop.votes(JUDGE, x[:votes], 7)
    model = loop.reward_model(x[:votes], liked)
    assert 0 < liked.sum() < votes
    assert found == {
        "judge": nn.digest(JUDGE), "pictures": prints(x), "labels": prints(labels), "drawn": prints(drawn),
        "drawnLabels": drawn_labels.tolist(), "edges": prints(edges), "features": prints(judge.features(JUDGE, x)),
        "liked": liked.tolist(), "reward": printed(model), "chances": prints(loop.reward(model, x))}


@pytest.fixture(scope="module")
def trained():
    rounds = [["alone", 0, True, 2], ["mixed", 0.5, True, 1], ["unheard", 0, False, 2]]
    given = {"lab": lab_files(), "seed": 1, "first": 30, "likes": 7, "rounds": rounds}
    return computed("training", given)


def test_training_gives_the_same_weights(trained):
    assert trained["digest"] == STORED["digest"]
    trainer = diffusion.Trainer(loop.chosen(*digits.train(), [1] * 10), loop.MODEL)
    trainer.run(30)
    assert trained["losses"] == trainer.history and nn.digest(trainer.params) == STORED["digest"]["steps30"]


@pytest.mark.parametrize("name", ["alone", "mixed", "unheard"])
def test_rounds_give_the_same_pictures(trained, name):
    stored = STORED["loops"][name]["seed1"]
    for row, expected in zip(trained[name], stored):
        assert row["share"] == close(expected["share"], 6) and row["votes"] == expected["votes"]
        assert (row["effective"], row["variety"]) == (close(expected["effective"], 6), close(expected["variety"], 6))
        assert row["likes"] == expected["likes"]


def test_what_is_measured_is_what_python_measures(trained):
    """To nine places; further on, logarithms and the order of sums may differ."""
    run = loop.Loop(weights.load("loop_base")[0], JUDGE, loop.chosen(*digits.train(), [1] * 10), train_loop.LOOPS["alone"], seed=1)
    run.look()
    run.round()
    run.look()
    assert nn.digest(run.params) == trained["digest"]["round1"]
    for row, expected in zip(trained["alone"], run.history):
        assert row["share"] == expected["share"]
        assert (row["effective"], row["variety"]) == (close(expected["effective"]), close(expected["variety"]))


def test_a_mix_without_fours():
    """Through the engine, as a page does it where there is no worker."""
    mix, expected = train_loop.MIXES["no_fours"], STORED["mixes"]["no_fours"]["seed1"]
    found = computed("mix", {"lab": lab_files(), "mix": mix, "seed": 1})
    assert found["share"] == close(expected["share"], 6) and found["inside"] == close(STORED["in"]["no_fours"], 6)
    assert (found["effective"], found["variety"]) == (close(expected["effective"], 6), close(expected["variety"], 6))
    assert found["told"] > 0 and 0 < found["last"]["done"] <= found["last"]["steps"] and found["asked"] == 16
    assert found["stopped"]["kind"] == "Stopped"


# --- small weights


def test_small_weights_arrive_as_python_keeps_them(tmp_path):
    """Matrices by rows and by columns, a column of zeros, and a vector."""
    rows, columns = random("rows", 6, 5), random("columns", 4, 7)
    rows *= 10.0 ** (np.arange(6) % 2)[:, None]
    columns *= 10.0 ** (np.arange(7) % 2)
    columns[:, 2] = 0
    weights.save("tiny", {"rows": rows, "columns": columns, "b": random("b", 3)}, {}, tmp_path, small=True)
    found, header = weights.load("tiny", tmp_path)
    assert {one["name"]: one.get("scales") for one in header["tensors"]} == {"b": None, "columns": "columns", "rows": "rows"}
    for name, given in (("rows", rows), ("columns", columns)):
        axis = 1 if name == "rows" else 0
        assert (abs(found[name] - given) <= 1.001 * abs(given).max(axis=axis, keepdims=True) / 254).all()
    assert computed("small", described("tiny", tmp_path)) == printed(found)


# --- what can go wrong


def test_faults_are_named():
    found = computed("faults", {"lab": lab_files(), "path": str(MODELS / "weights" / "judge.bin")})
    assert found["whole"] is None
    blamed = {"cut": "judge.bin", "flipped": "judge.bin", "unread": "judge.json", "missing": "digits.txt", "silent": "digits.txt"}
    for kind, file in blamed.items():
        fault = found[kind]
        assert (fault["kind"], fault["file"]) == ("FileError", file) and fault["message"].startswith(f"{file}: "), kind
    for kind, wrong in (("digits", 5), ("choices", 4), ("products", 3)):  # the first of each is right
        assert [fault and fault["kind"] for fault in found[kind]] == [None, *["RangeError"] * wrong], kind


def test_driving_stops_and_waits():
    found = computed("driving", {})
    assert found["ran0"] == ["end", [1, 2, 3, 4, 5]] and found["ran1000000000"] == ["end", []]
    assert found["plain"] == ["pressed", "begun", "no generator"]  # what takes long to begin does not hold up the press
    assert found["stopped"] == [True, 3]  # at once, with no step more
    assert found["paused"] == [3, "end", 10] and found["stoppedWhilePaused"] is True


def test_no_lab_is_heavy():
    """What two labs fetch is fetched once by whoever visits both."""
    every = sorted(path.parent.name for path in FOLDER.glob("*/view.mjs"))
    assert max(labs.size(ROOT, lab) for lab in every) <= 150_000
    assert labs.size(ROOT, *every) <= 500_000
