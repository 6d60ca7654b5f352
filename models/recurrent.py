"""Recurrent language models: how does a network read one token at a time and carry what it has read in a state?

RNN [elman1990finding], LSTM [hochreiter1997lstm] with forget gate [gers2000forget] and GRU [cho2014gru], one layer each,
with the way back written out by hand. Shapes: B stories, T tokens, E numbers per token, H numbers of state.
"""

import numpy as np
from kit import nn
from kit.nn import matmul, sigmoid, tanh

# --- one step of each cell: what the token says (`a`, (B, gates·H)) and the old state → new state, and what the way back needs


def rnn_step(a, state, u):
    """h' = tanh(a + h·U)"""
    (h,) = state
    new = tanh(a + matmul(h, u))
    return (new,), (h, new)


def rnn_back(dstate, kept, u):
    """From ∂L/∂h': ∂L/∂a, ∂L/∂(old state), ∂L/∂U."""
    (dnew,), (h, new) = dstate, kept
    da = nn.tanh_backward(dnew, new)
    return da, (matmul(da, u.T),), matmul(h.T, da)


def lstm_step(a, state, u):
    """i, f, o = σ(a + h·U)   g = tanh(a + h·U)   c' = f∘c + i∘g   h' = o∘tanh(c')"""
    h, c = state
    width, said = h.shape[1], a + matmul(h, u)
    i, f, o = np.split(sigmoid(said[:, :3 * width]), 3, axis=1)
    g = tanh(said[:, 3 * width:])
    cell = f * c + i * g
    shown = tanh(cell)
    return (o * shown, cell), (h, c, i, f, o, g, shown)


def lstm_back(dstate, kept, u):
    dh, dcell = dstate
    h, c, i, f, o, g, shown = kept
    dcell = dcell + nn.tanh_backward(dh * o, shown)
    da = np.concatenate([  # σ' = σ·(1 − σ)
        dcell * g * i * (1.0 - i), dcell * c * f * (1.0 - f), dh * shown * o * (1.0 - o), dcell * i * (1.0 - g * g),
    ], axis=1)
    return da, (matmul(da, u.T), dcell * f), matmul(h.T, da)  # the cell's own way back is a product with f alone


def gru_step(a, state, u):
    """z, r = σ(a + h·U)   n = tanh(a + (r∘h)·U)   h' = z∘h + (1 − z)∘n"""
    (h,) = state
    width = h.shape[1]
    gates = sigmoid(a[:, :2 * width] + matmul(h, u[:, :2 * width]))
    z, r = gates[:, :width], gates[:, width:]
    n = tanh(a[:, 2 * width:] + matmul(r * h, u[:, 2 * width:]))
    return (z * h + (1.0 - z) * n,), (h, z, r, n)


def gru_back(dstate, kept, u):
    (dnew,), (h, z, r, n) = dstate, kept
    width = h.shape[1]
    dn = nn.tanh_backward(dnew * (1.0 - z), n)
    dreset = matmul(dn, u[:, 2 * width:].T)  # ∂L/∂(r∘h)
    dgates = np.concatenate([dnew * (h - n) * z * (1.0 - z), dreset * h * r * (1.0 - r)], axis=1)
    dh = dnew * z + dreset * r + matmul(dgates, u[:, :2 * width].T)
    du = np.concatenate([matmul(h.T, dgates), matmul((r * h).T, dn)], axis=1)
    return np.concatenate([dgates, dn], axis=1), (dh,), du


CELLS = {  # name: (step, way back, gates, parts of the state)
    "rnn": (rnn_step, rnn_back, 1, 1), "lstm": (lstm_step, lstm_back, 4, 2), "gru": (gru_step, gru_back, 3, 1),
}

# --- the language model around a cell


def init(kind, rng, tokens, embedding, hidden):
    """First weights of a model that knows `tokens` tokens. A LSTM starts by remembering: forget gates at σ(1)."""
    gates = CELLS[kind][2]
    params = {
        "embedding": 0.6 * rng.normal((tokens, embedding)),
        "w": np.concatenate([nn.glorot(rng, embedding, hidden) for _ in range(gates)], axis=1),
        "u": np.concatenate([nn.glorot(rng, hidden, hidden) for _ in range(gates)], axis=1),
        "b": np.zeros(gates * hidden),
        "out": nn.glorot(rng, hidden, tokens), "out_b": np.zeros(tokens),
    }
    if kind == "lstm":
        params["b"][hidden:2 * hidden] = 1.0
    return params


def start(kind, params, batch):
    """The state before the first token: zeros."""
    return tuple(np.zeros((batch, params["u"].shape[0])) for _ in range(CELLS[kind][3]))


def run(kind, params, ids, state=None):
    """Reads ids (B, T). Returns the outputs h of all steps (T, B, H), the last state, and what the way back needs."""
    step, state = CELLS[kind][0], state or start(kind, params, ids.shape[0])
    said = nn.dense(nn.embed(params["embedding"], ids.T), params["w"], params["b"])  # (T, B, gates·H), all at once
    outputs, kept = np.zeros((*ids.T.shape, params["u"].shape[0])), []
    for t in range(ids.shape[1]):
        state, memory = step(said[t], state, params["u"])
        outputs[t] = state[0]
        kept.append(memory)
    return outputs, state, kept


def loss_and_gradients(kind, params, ids, targets, weights):
    """Mean surprise per token in nats and its gradients, by backpropagation through time.

    ids, targets, weights: (B, T); weight 0 marks padding."""
    outputs, state, kept = run(kind, params, ids)
    loss, dlogits = nn.cross_entropy(nn.dense(outputs, params["out"], params["out_b"]), targets.T, weights.T)
    doutputs, dout, dout_b = nn.dense_backward(dlogits, outputs, params["out"])
    back, dsaid = CELLS[kind][1], np.zeros((*ids.T.shape, params["w"].shape[1]))
    dstate, du = tuple(np.zeros_like(part) for part in state), np.zeros_like(params["u"])
    for t in reversed(range(ids.shape[1])):
        dstate = (dstate[0] + doutputs[t], *dstate[1:])
        dsaid[t], dstate, du_t = back(dstate, kept[t], params["u"])
        du += du_t
    dx, dw, db = nn.dense_backward(dsaid, nn.embed(params["embedding"], ids.T), params["w"])
    dembedding = nn.embed_backward(dx, ids.T, params["embedding"].shape[0])
    return loss, {"embedding": dembedding, "w": dw, "u": du, "b": db, "out": dout, "out_b": dout_b}


def probabilities(kind, params, ids):
    """p(next token | tokens so far) after each token of ids (B, T): (B, T, tokens)."""
    outputs, _, _ = run(kind, params, ids)
    return np.swapaxes(nn.softmax(nn.dense(outputs, params["out"], params["out_b"])), 0, 1)


def batch_of(stories, index):
    """ids, targets, weights (B, T) of stories (lists of tokens ending in <eos>); index: {token: id}, <bos> is 0."""
    width = max(len(tokens) for tokens in stories)
    ids, targets, weights = (np.zeros((len(stories), width), dtype=kind) for kind in (np.int64, np.int64, np.float64))
    for row, tokens in enumerate(stories):
        numbers = [index[token] for token in tokens]
        targets[row, :len(numbers)], weights[row, :len(numbers)] = numbers, 1.0
        ids[row, 1:len(numbers)] = numbers[:-1]
    return ids, targets, weights


# --- how far does the gradient reach?


def influence(kind, params, ids, last):
    """‖∂h_last/∂(state at t)‖ for t = last, last − 1, …, 0, as Frobenius norms divided by that of the identity.

    ids (1, T). One row of a batch for each number of h_last: all its rows go back through time together."""
    _, _, kept = run(kind, params, ids[:, :last + 1])
    hidden, back = params["u"].shape[0], CELLS[kind][1]
    dstate = (np.eye(hidden), *(np.zeros((hidden, hidden)) for _ in range(CELLS[kind][3] - 1)))
    norms = []
    for memory in reversed(kept):
        norms.append(float(np.sqrt(sum(nn.total(part * part) for part in dstate) / hidden)))
        _, dstate, _ = back(dstate, [np.repeat(part, hidden, axis=0) for part in memory], params["u"])
    return norms
