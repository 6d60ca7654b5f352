"""The numbers of the three-pillars page, computed a second way: do they hold without the formulas of three_pillars_numbers.py?"""

import json
from datetime import timedelta
from fractions import Fraction
from math import exp
from pathlib import Path

import numpy as np
import pytest
import three_pillars_numbers
from sklearn.neighbors import NearestNeighbors

RESULTS = Path(three_pillars_numbers.__file__).parent / "results" / "three_pillars_numbers.json"
NUMBERS = three_pillars_numbers.compute()
POINTS = np.array([(3, 1), (1, 2), (4, 0), (-1, 3)], dtype=float)


def near(value, relative=1e-8):
    return pytest.approx(value, rel=relative)


def test_search_against_scikit_learn():
    for measure, key in (("cosine", "cos"), ("euclidean", "distance")):
        far, order = NearestNeighbors(n_neighbors=4, metric=measure).fit(POINTS).kneighbors([[2, 1]])
        for away, place in zip(far[0], order[0]):
            value = 1 - away if key == "cos" else away
            assert NUMBERS["search"]["abcd"[place]][key] == near(value, 1e-7)
        assert order[0][0] == 0  # both find a …
    dots = POINTS @ np.array([2.0, 1.0])
    assert [NUMBERS["search"][name]["dot"] for name in "abcd"] == dots.tolist()
    assert np.argmax(dots) == 2  # … and the dot product prefers the long vector c


def test_the_index_misses_the_nearest():
    query, found = np.array([1.9, 1.4]), NUMBERS["search"]["index"]
    centres = [POINTS[[0, 2]].mean(axis=0), POINTS[[1, 3]].mean(axis=0)]
    assert found["to_first"] == near(np.linalg.norm(query - centres[0]))
    assert found["to_second"] == near(np.linalg.norm(query - centres[1]))
    assert found["to_first"] < found["to_second"]
    away = np.linalg.norm(POINTS - query, axis=1)
    assert found["found"] == near(min(away[0], away[2])) and found["best"] == near(min(away)) == near(away[1])
    assert found["best"] < found["found"]


def test_a_billion_vectors():
    assert NUMBERS["search"]["billion"]["terabytes"] == near(np.zeros((1000, 768), np.float32).nbytes * 1e6 / 1e12)
    assert NUMBERS["search"]["billion"]["operations_1e12"] == near(2 * 768 / 1000)
    assert NUMBERS["token_terabytes"] == near(15.6 * np.dtype(np.uint32).itemsize)


def test_training_times_with_whole_numbers():
    for name, (billions, tokens, machines, rate) in {
        "gpt3": (175, 300 * 10**9, 10_000, 24_600 * 10**9), "llama3": (405, 15_600 * 10**9, 16_384, 400_000 * 10**9),
    }.items():
        seconds = Fraction(6 * billions * 10**9 * tokens, machines * rate)
        row = NUMBERS["time"][name]
        assert row["days"] == near(timedelta(seconds=float(seconds)) / timedelta(days=1))
        assert row["operations_1e23"] == near(float(Fraction(6 * billions * 10**9 * tokens, 10**23)))
        assert row["years_alone"] * 365.25 == near(row["days"] * machines)
        assert row["hours"] == near(row["days"] * 24 * machines)
    ratio = Fraction(405 * 156, 37 * 148)
    assert NUMBERS["sparse"]["ratio"] == near(float(ratio))
    assert NUMBERS["sparse"]["operations_1e23"] * NUMBERS["sparse"]["ratio"] == near(NUMBERS["time"]["llama3"]["operations_1e23"])


def test_memory_by_adding_up_arrays():
    """Adam keeps a 16-bit weight and gradient, and in 32 bits a copy of the weight and two moments."""
    one = sum(np.zeros(1, kind).nbytes for kind in (np.float16, np.float16, np.float32, np.float32, np.float32))
    found = NUMBERS["memory"]
    assert found["bytes_per_parameter"] == one == 16
    assert found["stages"]["none"] == near(7.5 * one)
    published = {"none": 120, "one": 31.4, "two": 16.6, "three": 1.9}  # figure 1 of the ZeRO paper
    for name, gigabytes in published.items():
        assert found["stages"][name] == pytest.approx(gigabytes, abs=0.06)
    assert found["stages"]["three"] * 64 == near(found["stages"]["none"])
    assert found["stages"]["one"] - found["stages"]["two"] == near(7.5 * 2 * 63 / 64)
    assert found["llama3_terabytes"] == near(405 * one / 1000) and found["llama3_processors"] == near(405 * one / 80)
    assert found["checkpoint_seconds"] * 2 == near(found["llama3_terabytes"])


@pytest.mark.parametrize(("name", "pieces"), [("few", 8), ("many", 32)])
def test_pipeline_by_simulation(name, pieces):
    """Four stages, each piece moves on by one stage a tick; count the idle ticks of all stages."""
    stages, busy, tick = 4, 0, 0
    while busy < stages * pieces:
        busy += sum(0 <= tick - stage < pieces for stage in range(stages))
        tick += 1
    assert NUMBERS["bubble"][name] == near(100 * (1 - busy / (stages * tick)))


def test_answers_per_second():
    found = NUMBERS["answering"]
    for bits in (16, 8, 4):
        row = found[f"bits_{bits}"]
        assert row["gigabytes"] == near(8 * bits / 8) and row["tokens"] * row["gigabytes"] == near(2000)
    assert found["milliseconds"] * found["bits_16"]["tokens"] == near(1000)
    assert found["batch"] == near(312 / 2)  # operations per byte of the processor; the model does 1 per byte
    assert found["arithmetic_tokens"] == near(312e12 / 16e9)


def test_failures_by_simulation():
    found = NUMBERS["failures"]
    assert found["per_day"] * found["hours_between"] == near(24)
    assert found["years_each"] * 365.25 * 24 / 16_384 == near(found["hours_between"])
    assert found["hours_between_tenfold"] * 10 == near(found["hours_between"])
    assert found["quiet_day"] == near(100 * exp(-found["per_day"]))
    days = np.random.default_rng(0).poisson(419 / 54, 2_000_000)
    assert found["quiet_day"] == pytest.approx(100 * np.mean(days == 0), abs=0.01)


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/three_pillars_numbers.py"
