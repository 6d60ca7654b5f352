"""Trained weights on disk: which numbers were trained, from what, and are they still the same bytes?

A model is kept as <name>.bin, its arrays one after the other as little-endian float32, and <name>.json, which says
what they are and how they came about. The trained model IS these rounded numbers, evaluated in float64.

A model that readers fetch can be kept small: each matrix in whole numbers −127 … 127 (int8), with one float32 scale for
each row or each column. That model is another one than the one it was made from; measure it again.
"""

import hashlib
import json
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent.parent / "weights"


def rounded(params):
    """The model as save will keep it: every number the nearest float32, as float64. Evaluate this one."""
    return {name: np.asarray(value, dtype=np.float32).astype(np.float64) for name, value in params.items()}


def whole(value, axis):
    """A matrix as whole numbers −127 … 127 and the float32 scales of its rows (axis 0) or columns (axis 1)."""
    scale = np.abs(value).max(axis=1 - axis, keepdims=True) / 127
    scale = np.where(scale > 0, scale, 1).astype("<f4")
    return np.rint(value / scale.astype(np.float64)).clip(-127, 127).astype(np.int8), scale


def shrunk(value):
    """(axis, whole numbers, scales) of a matrix, by rows or by columns, whichever loses less."""
    ways = [(axis, *whole(value, axis)) for axis in (1, 0)]
    return min(ways, key=lambda way: np.square(way[1] * way[2].astype(np.float64) - value).sum())


def save(name, params, header, folder=FOLDER, small=False):
    """Write a model; header (a dict: cfg, seed, command, metrics …) stands in the .json beside what load needs.

    small: matrices as int8, so that the model takes about a quarter of the room; load gives what was kept of it."""
    tensors, data = [], b""
    for key, value in sorted(params.items()):
        value = np.asarray(value, dtype=np.float64)
        told = {"name": key, "shape": list(value.shape)}
        if small and value.ndim == 2:
            axis, numbers, scale = shrunk(value)
            told["scales"] = ("rows", "columns")[axis]
            data += scale.tobytes() + numbers.tobytes()
        else:
            data += value.astype("<f4").tobytes()
        tensors.append(told)
    header = header | {
        "tensors": tensors, "dtype": "int8" if small else "float32", "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.bin").write_bytes(data)
    (folder / f"{name}.json").write_text(json.dumps(header, sort_keys=True, indent=2, ensure_ascii=False) + "\n",
                                         encoding="utf-8")


def load(name, folder=FOLDER):
    """params (a dict of float64 arrays) and header of a saved model. ValueError if the bytes are not those described."""
    header = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    data = (folder / f"{name}.bin").read_bytes()
    if hashlib.sha256(data).hexdigest() != header["sha256"]:
        raise ValueError(f"{name}.bin is not the file that {name}.json describes; train the model again")
    params, start = {}, 0

    def take(dtype, count):
        nonlocal start
        numbers = np.frombuffer(data[start:start + count * np.dtype(dtype).itemsize], dtype=dtype)
        start += count * np.dtype(dtype).itemsize
        if numbers.size != count:
            raise ValueError(f"{name}.bin ends before {name}.json does")
        return numbers.astype(np.float64)

    for tensor in header["tensors"]:
        shape, scales = tensor["shape"], tensor.get("scales")
        count = int(np.prod(shape, dtype=np.int64))
        if scales:
            sides = {"rows": (shape[0], 1), "columns": (1, shape[1])}[scales]
            scale = take("<f4", max(sides)).reshape(sides)
            params[tensor["name"]] = take(np.int8, count).reshape(shape) * scale
        else:
            params[tensor["name"]] = take("<f4", count).reshape(shape)
    if start != len(data):
        raise ValueError(f"{name}.bin holds {len(data)} bytes, {name}.json describes {start}")
    return params, header
