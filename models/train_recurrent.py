"""Trains an RNN, an LSTM and a GRU on the same stories for the same number of steps: what does each learn?

    python models/train_recurrent.py      writes models/weights/recurrent_{rnn,lstm,gru}.{bin,json}; some four minutes
"""

import sys
from time import process_time

import numpy as np
import recurrent
import stories
from kit import nn, weights
from kit.rng import Counter

CFG = {"embedding": 24, "hidden": 48, "batch": 8, "epochs": 2, "rate": 0.03, "clip": 1.0}
SEED = 7


def token_ids():
    return {token: number for number, token in enumerate(stories.vocabulary())}


def fresh(kind):
    return recurrent.init(kind, Counter(SEED).split("weights"), len(stories.vocabulary()), CFG["embedding"], CFG["hidden"])


def batches():
    """The training batches of all epochs, in the order in which every cell sees them."""
    told, index, order = [tokens for _, tokens in stories.collection("train")], token_ids(), Counter(SEED).split("order")
    for _ in range(CFG["epochs"]):
        shuffled = order.permutation(len(told))
        for first in range(0, len(told), CFG["batch"]):
            yield recurrent.batch_of([told[k] for k in shuffled[first:first + CFG["batch"]]], index)


def train(kind, limit=None, say=lambda step, loss: None):
    """Trains for `limit` steps (default: all). Returns the weights and the loss of each step, in nats per token."""
    params, losses = fresh(kind), []
    adam, steps = nn.Adam(params), CFG["epochs"] * stories.TRAIN * 2 // CFG["batch"]
    for step, batch in enumerate(batches()):
        if step == limit:
            break
        loss, grads = recurrent.loss_and_gradients(kind, params, *batch)
        grads, _ = nn.clip(grads, CFG["clip"])
        adam.step(params, grads, rate=CFG["rate"] * (1.0 - step / steps))  # down to 0 in a straight line
        losses.append(loss)
        say(step, loss)
    return params, losses


def main():
    for kind in recurrent.CELLS:
        print(kind)
        began = process_time()
        params, losses = train(kind, say=lambda step, loss: step % 100 or print(step, round(loss, 3), flush=True))
        header = {
            "command": "python models/train_recurrent.py", "seed": SEED, "cfg": CFG | {"cell": kind},
            "parameters": sum(value.size for value in params.values()), "steps": len(losses), "digest": nn.digest(params),
            "loss_by_100": [round(nn.mean(np.array(losses[k:k + 100])), 6) for k in range(0, len(losses), 100)],
        }
        weights.save(f"recurrent_{kind}", params, header)
        print(kind, f"{process_time() - began:.0f} s", header["digest"], header["loss_by_100"][-1], file=sys.stderr)


if __name__ == "__main__":
    main()
