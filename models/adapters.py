"""Changing a trained model cheaply: thin matrices beside its own (LoRA), and weights written with fewer bits."""

import numpy as np
import story_model
from kit.nn import Adam, matmul, transpose

# --- LoRA


def beside(params, names, rank, rng):
    """Adapters for some of the matrices: name → (A, B) with A (inputs, rank) random and B (rank, outputs) zero, so that
    the model is at first unchanged   [hu2022lora, §4.1]."""
    adapters = {}
    for name in names:
        inputs, outputs = params[name].shape
        adapters[f"{name}.A"] = rng.normal((inputs, rank)) / np.sqrt(inputs)
        adapters[f"{name}.B"] = np.zeros((rank, outputs))
    return adapters


def merged(params, adapters, scale):
    """The model with each adapted matrix W replaced by W + scale·A·B."""
    names = {name[:-2] for name in adapters}
    return params | {name: params[name] + scale * matmul(adapters[f"{name}.A"], adapters[f"{name}.B"]) for name in names}


def adapter_gradients(grads, adapters, scale):
    """From the gradient G of the merged matrix: ∂A = scale·G·Bᵀ and ∂B = scale·Aᵀ·G."""
    result = {}
    for name in {name[:-2] for name in adapters}:
        result[f"{name}.A"] = scale * matmul(grads[name], transpose(adapters[f"{name}.B"]))
        result[f"{name}.B"] = scale * matmul(transpose(adapters[f"{name}.A"]), grads[name])
    return result


def train_adapters(params, adapters, scale, batches, steps, rate):
    """Change the adapters in place; params stay as they are."""
    optimiser = Adam(adapters, rate, beta2=0.98)
    for step, texts in zip(range(steps), batches):
        _, grads = story_model.gradients(merged(params, adapters, scale), texts)
        optimiser.step(adapters, adapter_gradients(grads, adapters, scale), story_model.rate_at(step, steps, rate, warm=5))


# --- quantisation


def quantised(value, bits, axis=None):
    """An array rounded to whole multiples of a scale, one for the whole array or one for each index along `axis`.

    The largest number becomes ±(2^(bits − 1) − 1) steps   [jacob2018quantization, §2.1, with zero point 0].
    """
    top = 2 ** (bits - 1) - 1
    others = None if axis is None else tuple(n for n in range(value.ndim) if n != axis % value.ndim)
    largest = np.max(np.abs(value), axis=others, keepdims=True)
    scale = np.where(largest > 0, largest, 1.0) / top
    return np.floor(value / scale + 0.5) * scale


def smaller(params, bits, each=True):
    """A model whose tables and matrices are quantised, its vectors not. each: a scale of its own for every column of a
    matrix and every row of a table; otherwise one for the whole array."""
    tables = ("words", "places")
    return {name: quantised(value, bits, (0 if name in tables else 1) if each else None) if value.ndim == 2 else value
            for name, value in params.items()}


def kilobytes(params, bits, each=True):
    """Size on disk: `bits` a number in tables and matrices, four bytes for every other number and every scale."""
    size = 0
    for name, value in params.items():
        if value.ndim == 2:
            scales = (value.shape[0] if name in ("words", "places") else value.shape[1]) if each else 1
            size += value.size * bits / 8 + 4 * scales
        else:
            size += 4 * value.size
    return size / 1000
