"""A stack of dense layers with relu between them: the network inside the GAN, the diffusion and the flow model."""

from itertools import pairwise

import numpy as np
from kit import nn


def init(rng, sizes, name=""):
    """Weights {name + "w1", name + "b1", …} of a stack with these widths, first the input's, last the output's."""
    params = {}
    for layer, (inputs, outputs) in enumerate(pairwise(sizes), start=1):
        params[f"{name}w{layer}"] = nn.glorot(rng, inputs, outputs)
        params[f"{name}b{layer}"] = np.zeros(outputs)
    return params


def depth(params, name=""):
    return sum(key.startswith(f"{name}w") for key in params)


def forward(params, x, name=""):
    """Output (n, out) for inputs (n, in), and the inputs of every layer, which backward needs."""
    kept, layers = [], depth(params, name)
    for layer in range(1, layers + 1):
        kept.append(x)
        x = nn.dense(x, params[f"{name}w{layer}"], params[f"{name}b{layer}"])
        if layer < layers:
            x = nn.relu(x)
    return x, kept


def backward(params, kept, dy, name="", weights=True, inputs=True):
    """∂L/∂x and the gradients of all weights, from ∂L/∂output and what forward kept.

    Without `weights` the gradients are {}; without `inputs` ∂L/∂x is None: nobody computes what nobody wants.
    """
    grads = {}
    for layer in range(depth(params, name), 0, -1):
        x, weight = kept[layer - 1], params[f"{name}w{layer}"]
        if weights:
            grads[f"{name}w{layer}"], grads[f"{name}b{layer}"] = nn.matmul(x.T, dy), nn.total(dy, 0)
        if layer > 1:
            dy = nn.relu_backward(nn.matmul(dy, weight.T), x)
        elif inputs:
            return nn.matmul(dy, weight.T), grads
    return None, grads
