"""A decoder-only Transformer, forwards and backwards: how do earlier words come to decide the next one?

Every position looks back at itself and what precedes it, twice over (two blocks), and then scores every word of the
vocabulary as its successor. `params` is a dict of float64 arrays; ids are integers of shape (batch, length).
"""

from dataclasses import dataclass

import numpy as np
from kit.nn import (
    dense,
    dense_backward,
    embed,
    embed_backward,
    glorot,
    layer_norm,
    layer_norm_backward,
    matmul,
    relu,
    relu_backward,
    softmax,
    softmax_backward,
    transpose,
)


@dataclass(frozen=True)
class Shape:
    """Sizes of a model: words known, longest text, numbers per position, blocks, heads in each."""

    words: int
    length: int
    width: int = 48
    layers: int = 2
    heads: int = 4


def init(shape, rng):
    """First weights, drawn from a kit.rng.Counter. Matrices are (inputs, outputs).

    What a block adds to x starts small, so that the sum over all half blocks does not   [radford2019gpt2, §2.3].
    """
    d, small = shape.width, 1.0 / np.sqrt(2.0 * shape.layers)
    params = {"words": 0.1 * rng.normal((shape.words, d)), "places": 0.1 * rng.normal((shape.length, d)),
              "norm.gain": np.ones(d), "norm.bias": np.zeros(d)}
    for n in range(shape.layers):
        params |= {f"{n}.norm1.gain": np.ones(d), f"{n}.norm1.bias": np.zeros(d)}
        params |= {f"{n}.{name}": glorot(rng, d, d) for name in ("query", "key", "value", "out")}
        params[f"{n}.out"] *= small
        params |= {f"{n}.norm2.gain": np.ones(d), f"{n}.norm2.bias": np.zeros(d)}
        params |= {f"{n}.up": glorot(rng, d, 4 * d), f"{n}.up.bias": np.zeros(4 * d)}
        params |= {f"{n}.down": small * glorot(rng, 4 * d, d), f"{n}.down.bias": np.zeros(d)}
    return params


# --- forwards


def attend(query, key, value):
    """softmax(Q·Kᵀ/√d)·V, where no position sees a later one   [vaswani2017attention, eq. 1]

    query, key and value have shape (batch, heads, length, d). Returns the output, of the same shape,
    and the weights (batch, heads, length, length): row t says where position t looks.
    """
    scores = matmul(query, transpose(key)) / np.sqrt(query.shape[-1])
    future = np.triu(np.ones(scores.shape[-2:], dtype=bool), 1)
    weights = softmax(np.where(future, -np.inf, scores))
    return matmul(weights, value), weights


def block(x, params, n, heads, off=()):
    """Block n: every position first looks around, then thinks for itself; each time its result is added to x.

    off: (block, head) pairs to silence. Returns the new x and what the way back needs.
    """
    seen, kept1 = layer_norm(x, params[f"{n}.norm1.gain"], params[f"{n}.norm1.bias"])
    query, key, value = (split(dense(seen, params[f"{n}.{name}"]), heads) for name in ("query", "key", "value"))
    found, weights = attend(query, key, value)
    for silent in (head for layer, head in off if layer == n):
        found[:, silent] = 0.0
    joined = join(found)
    x = x + dense(joined, params[f"{n}.out"])

    normed, kept2 = layer_norm(x, params[f"{n}.norm2.gain"], params[f"{n}.norm2.bias"])
    hidden = relu(dense(normed, params[f"{n}.up"], params[f"{n}.up.bias"]))
    x = x + dense(hidden, params[f"{n}.down"], params[f"{n}.down.bias"])
    return x, {"norm1": kept1, "seen": seen, "query": query, "key": key, "value": value, "weights": weights,
               "joined": joined, "norm2": kept2, "normed": normed, "hidden": hidden}


def forward(params, ids, heads=4, off=()):
    """Scores (batch, length, words): row t holds those for the word after position t. Also all values in between."""
    x = embed(params["words"], ids) + params["places"][: ids.shape[1]]
    kept = {"ids": ids, "heads": heads, "blocks": []}
    for n in range(layers(params)):
        x, values = block(x, params, n, heads, off)
        kept["blocks"].append(values)
    kept["last"], kept["norm"] = layer_norm(x, params["norm.gain"], params["norm.bias"])
    return dense(kept["last"], params["words"].T), kept  # the table that reads words also writes them


def layers(params):
    return sum(name.endswith(".query") for name in params)


def split(x, heads):
    """(batch, length, width) → (batch, heads, length, width / heads): each head gets its share of the numbers."""
    return x.reshape(*x.shape[:2], heads, -1).swapaxes(1, 2)


def join(x):
    """The way back from `split`."""
    return x.swapaxes(1, 2).reshape(x.shape[0], x.shape[2], -1)


# --- backwards: the same steps in reverse order


def attend_backward(dfound, query, key, value, weights):
    """Gradients of attend's three inputs from that of its output."""
    dscores = softmax_backward(matmul(dfound, transpose(value)), weights) / np.sqrt(query.shape[-1])
    return matmul(dscores, key), matmul(transpose(dscores), query), matmul(transpose(weights), dfound)


def block_backward(dx, params, n, kept, heads, grads):
    """The gradient of block n's input from that of its output; its weights' gradients are put into grads."""
    dhidden, grads[f"{n}.down"], grads[f"{n}.down.bias"] = dense_backward(dx, kept["hidden"], params[f"{n}.down"])
    dhidden = relu_backward(dhidden, kept["hidden"])
    dnormed, grads[f"{n}.up"], grads[f"{n}.up.bias"] = dense_backward(dhidden, kept["normed"], params[f"{n}.up"])
    through, grads[f"{n}.norm2.gain"], grads[f"{n}.norm2.bias"] = layer_norm_backward(dnormed, kept["norm2"])
    dx = dx + through

    djoined, grads[f"{n}.out"], _ = dense_backward(dx, kept["joined"], params[f"{n}.out"])
    each = attend_backward(split(djoined, heads), kept["query"], kept["key"], kept["value"], kept["weights"])
    dseen = 0.0
    for name, dhead in zip(("query", "key", "value"), each):
        part, grads[f"{n}.{name}"], _ = dense_backward(join(dhead), kept["seen"], params[f"{n}.{name}"])
        dseen = dseen + part
    through, grads[f"{n}.norm1.gain"], grads[f"{n}.norm1.bias"] = layer_norm_backward(dseen, kept["norm1"])
    return dx + through


def backward(params, kept, dscores):
    """Gradients of all weights from that of the scores (batch, length, words) and forward's second result."""
    grads = {}
    dlast, dwords, _ = dense_backward(dscores, kept["last"], params["words"].T)
    dx, grads["norm.gain"], grads["norm.bias"] = layer_norm_backward(dlast, kept["norm"])
    for n in reversed(range(layers(params))):
        dx = block_backward(dx, params, n, kept["blocks"][n], kept["heads"], grads)
    grads["words"] = transpose(dwords) + embed_backward(dx, kept["ids"], len(params["words"]))
    grads["places"] = np.zeros_like(params["places"])
    for story in dx:  # in order, story after story
        grads["places"][: len(story)] += story
    return grads


# --- one word at a time, keeping the keys and values of what has been read


class Reader:
    """Reads several texts in step, a word of each at a time, and scores their next words without reading again."""

    def __init__(self, params, heads=4):
        self.params, self.heads, self.place = params, heads, 0
        self.past = [None] * layers(params)  # per block: keys and values (batch, heads, words so far, d)

    def read(self, ids):
        """ids (batch) → scores (batch, words) for what comes next. Raises IndexError beyond the longest text."""
        p = self.params
        x = (embed(p["words"], ids) + p["places"][self.place])[:, None]
        for n, past in enumerate(self.past):
            seen, _ = layer_norm(x, p[f"{n}.norm1.gain"], p[f"{n}.norm1.bias"])
            query, key, value = (split(dense(seen, p[f"{n}.{name}"]), self.heads) for name in ("query", "key", "value"))
            if past:
                key, value = (np.concatenate([old, new], axis=2) for old, new in zip(past, (key, value)))
            self.past[n] = key, value
            weights = softmax(matmul(query, transpose(key)) / np.sqrt(query.shape[-1]))
            x = x + dense(join(matmul(weights, value)), p[f"{n}.out"])
            normed, _ = layer_norm(x, p[f"{n}.norm2.gain"], p[f"{n}.norm2.bias"])
            hidden = relu(dense(normed, p[f"{n}.up"], p[f"{n}.up.bias"]))
            x = x + dense(hidden, p[f"{n}.down"], p[f"{n}.down.bias"])
        last, _ = layer_norm(x, p["norm.gain"], p["norm.bias"])
        self.place += 1
        return dense(last, p["words"].T)[:, 0]
