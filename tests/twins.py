"""Twins: the labs' own modules compute in Node, Python computes the same; here is what compares them."""

import json

import numpy as np
import pytest
from atlas import labs, npm
from building import ROOT
from kit import nn, rng
from kit.rng import Counter

FOLDER = ROOT / labs.FOLDER
MODELS = ROOT / "models"


def computed(program, what, given, folder=FOLDER):
    """What the labs' modules make of it: the task `what` of tests/labs/<program>.mjs."""
    done = npm.run(f"tests/labs/{program}.mjs", str(folder), what, json.dumps(given), cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def prints(numbers):
    """The fingerprint of numbers: FNV-1a of their float64 bytes, all kinds of NaN being one."""
    numbers = np.asarray(numbers, dtype=np.float64)
    return nn.digest({"numbers": np.where(np.isnan(numbers), np.nan, numbers)})


def printed(named):
    return {name: prints(value) for name, value in named.items()}


def random(name, *shape):
    return Counter(9).split(name).normal(shape)


def close(value, digits=9):
    return pytest.approx(value, abs=10**-digits)


def described(name, folder=MODELS / "weights"):
    """A model as readers get it: what describes it, and the path of its bytes."""
    data = (folder / f"{name}.bin").read_bytes()
    tensors = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["tensors"]
    told = {"tensors": tensors, "bytes": len(data), "fnv1a": rng.fnv1a(data)}
    return {"described": json.dumps(told), "data": str(folder / f"{name}.bin")}
