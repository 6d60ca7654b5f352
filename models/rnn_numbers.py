"""What does a recurrent network carry from step to step, and how far back does its gradient reach?

    python models/rnn_numbers.py      writes models/results/rnn_numbers.json

Keys such as [hochreiter1997lstm] stand in data/references.bib. First what fits on paper, then the trained models.
"""

from math import exp, log, tanh

import numpy as np
import recurrent
import stories
import story_reader
from kit import nn, weights
from kit.results import tidy, write
from train_recurrent import CFG, token_ids


def sigmoid(a):
    return 1 / (1 + exp(-a))


# --- one number of state: h' = tanh(w·x + u·h)

W, U = 1.0, 0.5
INPUTS = (1.0, 0.0, 0.0, 0.0)  # one input, then silence: how long is it remembered?


def rnn_on_paper():
    h, reach, result = 0.0, 1.0, {"w": W, "u": U}
    for t, x in enumerate(INPUTS, 1):
        before, old = W * x + U * h, h
        h = tanh(before)
        slope = U * (1 - h * h)  # ∂h_t/∂h_{t−1}
        reach *= slope if t > 1 else 1.0  # ∂h_t/∂h_1
        result[f"step{t}"] = {"x": x, "h_old": old, "before": before, "h": h, "slope": slope, "reach": reach}
    return result


def through_time():
    """∂h_4/∂u: step t contributes ∂h_4/∂h_t · (1 − h_t²)·h_{t−1}, and the shares add up   [werbos1990bptt]"""
    steps, last = rnn_on_paper(), len(INPUTS)
    result, back = {}, 1.0  # back = ∂h_4/∂h_t
    for t in range(last, 0, -1):
        step = steps[f"step{t}"]
        result[f"step{t}"] = {"back": back, "here": (1 - step["h"] ** 2) * step["h_old"]}
        result[f"step{t}"]["share"] = back * result[f"step{t}"]["here"]
        back *= step["slope"]
    return result | {"sum": sum(result[f"step{t}"]["share"] for t in range(1, last + 1))}


def powers():
    """∂h_T/∂h_0 = uᵀ without the tanh: vanishing below 1, exploding above   [bengio1994learning; pascanu2013difficulty]"""
    factors = {"half": 0.5, "nine_tenths": 0.9, "ninety_nine": 0.99, "one": 1.0, "one_and_half": 1.5}
    return {name: {f"t{steps}": u**steps for steps in (1, 5, 10, 20, 100)} for name, u in factors.items()}


def saturated(u=1.5, steps=20):
    """With tanh even u = 1.5 vanishes: the state runs to the fixed point h = tanh(u·h), where the slope is below 1."""
    h, reach = 0.5, 1.0
    for _ in range(steps):
        h = tanh(u * h)
        reach *= u * (1 - h * h)
    return {"u": u, "start": 0.5, "h": h, "slope": u * (1 - h * h), "reach": reach, "steps": steps}


# --- one LSTM cell and one GRU cell with one number of state

X, H, C = 1.0, 0.2, 0.8  # the input, the old output and the old cell
LSTM = {"forget": (0.5, 1.0, 1.3), "input": (-1.0, 0.5, -0.1), "output": (1.0, -0.5, 0.1), "candidate": (0.5, 1.0, -0.2)}
GRU = {"update": (1.0, 0.5, 0.9), "reset": (-0.5, 1.0, 0.3), "candidate": (0.5, 1.0, 0.0)}  # each: w for x, u for h, bias


def before(gate, h=H):
    w, u, bias = gate
    return w * X + u * h + bias


def weights_of(cell):
    return {name: dict(zip("wub", gate)) for name, gate in cell.items()}


def lstm_on_paper():
    """c' = f·c + i·g and h' = o·tanh(c')   [hochreiter1997lstm; gers2000forget]"""
    a = {name: before(gate) for name, gate in LSTM.items()}
    f, i, o, g = sigmoid(a["forget"]), sigmoid(a["input"]), sigmoid(a["output"]), tanh(a["candidate"])
    cell = f * C + i * g
    return {
        "x": X, "h_old": H, "c_old": C, "before": a, "weights": weights_of(LSTM), "f": f, "i": i, "o": o, "g": g,
        "kept": f * C, "added": i * g, "c": cell, "h": o * tanh(cell),
        "reach_10": f**10, "reach_20": f**20,  # ∂c'/∂c = f along the cell
    }


def gru_on_paper():
    """h' = z·h + (1 − z)·n with n = tanh(w·x + u·(r·h) + b)   [cho2014gru, eq. 5–8]"""
    z, r = sigmoid(before(GRU["update"])), sigmoid(before(GRU["reset"]))
    n = tanh(before(GRU["candidate"], r * H))
    return {
        "x": X, "h_old": H, "weights": weights_of(GRU), "before_z": before(GRU["update"]), "before_r": before(GRU["reset"]),
        "z": z, "r": r, "reset_h": r * H, "before_n": before(GRU["candidate"], r * H), "n": n,
        "kept": z * H, "added": (1 - z) * n, "h": z * H + (1 - z) * n,
    }


def parameters():
    """Weights of one layer with E inputs and H numbers of state: gates·(E·H + H·H + H)."""
    e, h = CFG["embedding"], CFG["hidden"]
    return {name: gates * (e * h + h * h + h) for name, (_, _, gates, _) in recurrent.CELLS.items()}


# --- a memory network reads three slots   [sukhbaatar2015memn2n, eq. 1–2]

SLOTS = (((2.0, 0.0), (1.0, 0.0)), ((0.0, 2.0), (0.0, 1.0)), ((1.0, 1.0), (0.5, 0.5)))  # (input memory m, output memory c)
QUERY = (1.0, 0.0)


def memory():
    """p_i = softmax(u·m_i) and o = Σ p_i·c_i: an address by likeness, read with all slots at once."""
    scores = [sum(a * b for a, b in zip(QUERY, key)) for key, _ in SLOTS]
    powers_ = [exp(score) for score in scores]
    shares = [power / sum(powers_) for power in powers_]
    read = [sum(share * value[k] for share, (_, value) in zip(shares, SLOTS)) for k in (0, 1)]
    result = {f"slot{n}": {"score": s, "exp": e, "p": p} for n, (s, e, p) in enumerate(zip(scores, powers_, shares), 1)}
    return result | {"sum": sum(powers_), "read_1": read[0], "read_2": read[1]}


# --- measured on the micro-stories, from the trained weights

MENTIONS = {  # what has to be repeated: a table of words, which mention, and after which one
    "thing2": (stories.THINGS, 1, 0), "hero2": (stories.NAMES, 1, 0), "thing3": (stories.THINGS, 2, 1),
    "colour3": (stories.COLOURS, 1, 0),
}


def held_out():
    told = stories.collection("held_out")
    return told, recurrent.batch_of([tokens for _, tokens in told], token_ids())


def mention(table, lang, tokens, number):
    """Place of the mention with this number (from 0) of a word of the table."""
    words = {pair[stories.LANGUAGES.index(lang)] for pair in table.values()}
    return [place for place, token in enumerate(tokens) if token in words][number]


def score(kind):
    """Held-out surprise, and how often the likeliest word is right where something said before must be said again."""
    params, header = weights.load(f"recurrent_{kind}")
    (told, (ids, targets, mask)), names = held_out(), stories.vocabulary()
    p = recurrent.probabilities(kind, params, ids)
    surprise = -nn.log(np.take_along_axis(p, targets[..., None], -1)[..., 0]) * mask
    of = {lang: [row for row, (each, _) in enumerate(told) if each == lang] for lang in stories.LANGUAGES}
    nats = {lang: nn.total(surprise[rows]) / nn.total(mask[rows]) for lang, rows in of.items()}
    nats["all"] = nn.total(surprise) / nn.total(mask)
    result = {"nats": nats, "perplexity": exp(nats["all"]), "parameters": header["parameters"], "steps": header["steps"],
              "first_100": header["loss_by_100"][0], "last_100": header["loss_by_100"][-1], "mentions": {}}
    for name, (table, number, since) in MENTIONS.items():
        right, chance, far = 0, 0.0, 0
        for row, (lang, tokens) in enumerate(told):
            place = mention(table, lang, tokens, number)
            right += names[int(np.argmax(p[row, place]))] == tokens[place]
            chance += float(p[row, place, targets[row, place]])
            far += place - mention(table, lang, tokens, since)
        result["mentions"][name] = {"accuracy": right / len(told), "probability": chance / len(told),
                                    "distance": far / len(told)}
    return result


REACH, STORIES = 24, 40


def reach(kind):
    """‖∂h_T/∂state at T − d‖ for d = 0 … 24, where T is the place before the colour's second mention: the geometric
    mean over held-out stories that are long enough."""
    params, _ = weights.load(f"recurrent_{kind}")
    told, (ids, _, _) = held_out()
    logs, used = [0.0] * (REACH + 1), 0
    for row, (lang, tokens) in enumerate(told):
        last = story_reader.colour_places(tokens, lang)[1]
        if last < REACH or used == STORIES:
            continue
        norms = recurrent.influence(kind, params, ids[row:row + 1], last)
        logs = [total + log(norm) for total, norm in zip(logs, norms)]
        used += 1
    return [exp(total / used) for total in logs]


def measured():
    result = {"floor": story_reader.floor(), "chance": {"thing": 0.1, "name": 0.1, "colour": 0.125}}
    for kind in recurrent.CELLS:
        norms = reach(kind)
        result[kind] = score(kind)
        result[kind]["reach"] = {f"d{d}": norms[d] for d in range(REACH + 1)}
        result[kind]["per_step"] = (norms[20] / norms[4]) ** (1 / 16)  # the factor of one step, beyond the first few
    return result


def compute():
    """Every number the page prints."""
    return tidy({
        "rnn": rnn_on_paper(), "bptt": through_time(), "powers": powers(), "saturated": saturated(),
        "lstm": lstm_on_paper(), "gru": gru_on_paper(),
        "cell_parameters": parameters(), "memory": memory(), "measured": measured(),
    }, significant=True)


if __name__ == "__main__":
    write(__file__, compute())
