"""Trained weights on disk: which numbers were trained, from what, and are they still the same bytes?

A model is kept as <name>.bin, its arrays one after the other as little-endian float32, and <name>.json, which says
what they are and how they came about. The trained model IS these rounded numbers, evaluated in float64.
"""

import hashlib
import json
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent.parent / "weights"


def rounded(params):
    """The model as save will keep it: every number the nearest float32, as float64. Evaluate this one."""
    return {name: np.asarray(value, dtype=np.float32).astype(np.float64) for name, value in params.items()}


def save(name, params, header, folder=FOLDER):
    """Write a model; header (a dict: cfg, seed, command, metrics …) stands in the .json beside what load needs."""
    arrays = {key: np.ascontiguousarray(value, dtype="<f4") for key, value in sorted(params.items())}
    data = b"".join(array.tobytes() for array in arrays.values())
    header = header | {
        "tensors": [{"name": key, "shape": list(array.shape)} for key, array in arrays.items()],
        "dtype": "float32", "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(),
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
    flat, params, start = np.frombuffer(data, dtype="<f4"), {}, 0
    for tensor in header["tensors"]:
        count = int(np.prod(tensor["shape"], dtype=np.int64))
        params[tensor["name"]] = flat[start:start + count].astype(np.float64).reshape(tensor["shape"])
        start += count
    if start != flat.size:
        raise ValueError(f"{name}.bin holds {flat.size} numbers, {name}.json describes {start}")
    return params, header
