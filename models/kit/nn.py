"""Layers of neural networks, forwards and backwards: how does each number depend on the one before, and how is it learnt?

A model is a dict of named float64 arrays. Rows are samples: x has shape (…, features). A `*_backward` function takes
the gradient of the loss with respect to a layer's output first, and returns those with respect to its inputs.
All sums run in order, one term after the other; `@` and np.sum would let the machine choose the order.
"""

import numpy as np

from .detmath import exp, gelu, gelu_slope, log, sigmoid, softmax, tanh
from .rng import fnv1a

__all__ = [
    "Adam", "clip", "cross_entropy", "dense", "dense_backward", "dense_gradients", "digest", "embed", "embed_backward",
    "exp", "gelu", "gelu_backward", "glorot", "layer_norm", "layer_norm_backward", "log", "matmul", "mean",
    "numeric_gradient", "relu", "relu_backward", "sigmoid", "softmax", "softmax_backward", "tanh", "tanh_backward",
    "total", "transpose",
]

# --- sums in order


def matmul(a, b):
    """Matrix product (…, n, k) × (…, k, m) → (…, n, m), summed over k from 0 upwards; leading axes broadcast."""
    (n, inner), m = a.shape[-2:], b.shape[-1]
    if inner != b.shape[-2]:
        raise ValueError(f"shapes {a.shape} and {b.shape} do not fit")
    if m < 8 < n:  # NumPy is slow along short rows; the transposed product has the same sums
        return np.ascontiguousarray(transpose(matmul(transpose(b), transpose(a))))
    lead = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    columns = np.moveaxis(np.broadcast_to(a, (*lead, n, inner)), -1, 0) if lead else a.T
    rows = np.moveaxis(np.broadcast_to(b, (*lead, inner, m)), -2, 0) if lead else b
    out = np.zeros((*lead, n, m))
    block = max(1, min(inner, 2**15 // max(1, out.size)))  # so many products at a time as the cache holds
    terms = np.empty((block, *out.shape))
    for k in range(0, inner, block):
        some = columns[k:k + block, ..., None]
        for term in np.multiply(some, rows[k:k + block, ..., None, :], out=terms[:len(some)]):
            out += term
    return out


def total(x, axis=None):
    """Sum along one axis in order, or of everything when axis is None (a float)."""
    if axis is None:
        return float(total(np.ravel(x), 0))
    if x.shape[axis] == 0:
        return np.zeros(np.delete(x.shape, axis))
    return np.add.accumulate(x, axis=axis).take(-1, axis=axis) + 0.0  # accumulate is sequential by definition


def mean(x, axis=None):
    """total(x, axis) divided by the number of terms."""
    return total(x, axis) / (np.size(x) if axis is None else x.shape[axis])


def transpose(x):
    """The last two axes exchanged."""
    return np.swapaxes(x, -1, -2)


# --- layers


def glorot(rng, inputs, outputs):
    """First weights (inputs, outputs) of a dense layer: uniform in ±√(6 / (inputs + outputs)), from a kit.rng.Counter."""
    return (2.0 * rng.uniform((inputs, outputs)) - 1.0) * np.sqrt(6.0 / (inputs + outputs))


def dense(x, weight, bias=None):
    """y = x·W + b for x (…, in), W (in, out), b (out)."""
    y = matmul(x.reshape(-1, x.shape[-1]), weight).reshape(*x.shape[:-1], weight.shape[1])
    return y if bias is None else y + bias


def dense_backward(dy, x, weight):
    """dx, dW, db: ∂L/∂x = dy·Wᵀ, ∂L/∂W = xᵀ·dy, ∂L/∂b = Σ dy over the rows."""
    rows, drows = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return matmul(drows, weight.T).reshape(x.shape), matmul(rows.T, drows), total(drows, 0)


def dense_gradients(dy, x):
    """dW and db alone, for a first layer: its x is data and needs no gradient."""
    rows, drows = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    return matmul(rows.T, drows), total(drows, 0)


def relu(x):
    return np.maximum(x, 0.0)


def relu_backward(dy, y):
    """From relu's output y: the gradient passes where y > 0."""
    return dy * (y > 0.0)


def tanh_backward(dy, y):
    """From tanh's output y: d tanh(x)/dx = 1 − tanh²(x)."""
    return dy * (1.0 - y * y)


def gelu_backward(dy, x):
    """From gelu's input x."""
    return dy * gelu_slope(x)


def softmax_backward(dy, y):
    """From softmax's output y, last axis: dxᵢ = yᵢ·(dyᵢ − Σⱼ dyⱼ·yⱼ)."""
    return y * (dy - total(dy * y, -1)[..., None])


def layer_norm(x, gain, bias, eps=1e-5):
    """Each row brought to mean 0 and variance 1, then scaled and shifted. Returns y and what the way back needs."""
    centred = x - mean(x, -1)[..., None]
    inverse = 1.0 / np.sqrt(mean(centred * centred, -1) + eps)[..., None]
    unit = centred * inverse
    return unit * gain + bias, (unit, inverse, gain)


def layer_norm_backward(dy, kept):
    """dx, dgain, dbias from dy and the second result of layer_norm."""
    unit, inverse, gain = kept
    width = unit.shape[-1]
    dunit = dy * gain
    dx = inverse * (dunit - mean(dunit, -1)[..., None] - unit * mean(dunit * unit, -1)[..., None])
    return dx, total((dy * unit).reshape(-1, width), 0), total(dy.reshape(-1, width), 0)


def embed(table, ids):
    """Row ids of a table: (vocabulary, width) and integers (…) → (…, width)."""
    return table[ids]


def embed_backward(dy, ids, rows):
    """Gradient of the table with that many rows: each row's gradients added in the order in which it was used."""
    grad = np.zeros((rows, dy.shape[-1]))
    np.add.at(grad, np.ravel(ids), dy.reshape(-1, dy.shape[-1]))
    return grad


# --- loss, gradients, learning


def cross_entropy(logits, targets, weights=None):
    """Mean of −log softmax(logits)[target], in nats, and its gradient with respect to the logits.

    logits (…, classes), targets integers (…); weights (…), if given, count each row that often (0 leaves it out).
    """
    probability = softmax(logits)
    weights = np.ones(np.shape(targets)) if weights is None else np.asarray(weights, dtype=np.float64)
    here = np.expand_dims(targets, -1)
    share = weights / total(weights)
    shifted = logits - np.max(logits, axis=-1, keepdims=True)
    surprise = log(total(exp(shifted), -1)) - np.take_along_axis(shifted, here, -1)[..., 0]
    gradient = probability.copy()  # ∂/∂logit of the surprise: p − 1 for the target, p for the others
    np.put_along_axis(gradient, here, np.take_along_axis(probability, here, -1) - 1.0, -1)
    return total(share * surprise), gradient * share[..., None]


class Adam:
    """Adam [kingma2015adam]: steps of about `rate`, each weight's scaled by the size its gradients have lately had."""

    def __init__(self, params, rate=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        self.rate, self.beta1, self.beta2, self.eps = rate, beta1, beta2, eps
        self.first = {name: np.zeros_like(value) for name, value in params.items()}
        self.second = {name: np.zeros_like(value) for name, value in params.items()}
        self.power1 = self.power2 = 1.0  # β₁ᵗ and β₂ᵗ

    def step(self, params, grads, rate=None):
        """Change params in place by their gradients; `rate` overrules the learning rate for this step."""
        self.power1, self.power2 = self.power1 * self.beta1, self.power2 * self.beta2
        rate = self.rate if rate is None else rate
        for name, grad in grads.items():
            m, v = self.first[name], self.second[name]
            m *= self.beta1
            m += (1.0 - self.beta1) * grad
            v *= self.beta2
            v += (1.0 - self.beta2) * (grad * grad)
            size = np.sqrt(v / (1.0 - self.power2)) + self.eps
            params[name] -= rate * (m / (1.0 - self.power1)) / size


def clip(grads, limit):
    """The gradients, shrunk together if their common length exceeds limit; and that length."""
    length = float(np.sqrt(sum(total(grad * grad) for grad in grads.values())))
    if length > limit:
        grads = {name: grad * (limit / length) for name, grad in grads.items()}
    return grads, length


def digest(params):
    """Fingerprint of a model: FNV-1a over the float64 bytes (little-endian) in order of names, 8 hex digits."""
    value = 0x811C9DC5
    for name in sorted(params):
        value = fnv1a(np.ascontiguousarray(params[name], dtype="<f8").tobytes(), value)
    return f"{value:08x}"


def numeric_gradient(loss, params, h=1e-5):
    """Gradients of loss() by central differences, changing one weight at a time: slow, for tests only."""
    grads = {name: np.zeros_like(value) for name, value in params.items()}
    for name, value in params.items():
        for place in np.ndindex(value.shape):
            kept = value[place]
            value[place] = kept + h
            above = loss()
            value[place] = kept - h
            grads[name][place] = (above - loss()) / (2 * h)
            value[place] = kept
    return grads
