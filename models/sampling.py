"""From scores to words: how does a language model write a text, one drawn word after another?"""

from functools import partial

import numpy as np
import transformer
from kit.nn import exp, log, softmax, total
from stories import EOS
from story_model import NUMBER, SHAPE, encode

# --- from scores (…, words) to the probabilities that words are drawn from


def tempered(scores, temperature=1.0):
    """softmax(scores / T): T below 1 favours the likeliest words, T above 1 evens out."""
    return softmax(scores / temperature)


def top_k(p, k):
    """Only the k likeliest words, renormalised; of equally likely ones the earlier   [fan2018hierarchical, §5]"""
    order = np.argsort(-p, axis=-1, kind="stable")
    kept = np.zeros_like(p)
    np.put_along_axis(kept, order[..., :k], 1.0, axis=-1)
    return renormalised(p * kept)


def top_p(p, mass):
    """The fewest likeliest words that together have at least `mass`, renormalised   [holtzman2020degeneration, §3.1]"""
    order = np.argsort(-p, axis=-1, kind="stable")
    ranked = np.take_along_axis(p, order, axis=-1)
    before = np.add.accumulate(ranked, axis=-1) - ranked  # what the likelier words have already
    kept = np.zeros_like(p)
    np.put_along_axis(kept, order, np.where(before < mass, 1.0, 0.0), axis=-1)
    return renormalised(p * kept)


def greedy(p):
    """All probability to the likeliest word."""
    return top_k(p, 1)


def renormalised(p):
    return p / total(p, -1)[..., None]


def repeated(scores, ids, penalty):
    """Scores of words that already stand in ids (batch, length) made smaller   [keskar2019ctrl, §4.1]:
    divided by the penalty where positive, multiplied by it where negative. 1 changes nothing."""
    used = np.zeros(scores.shape, dtype=bool)
    np.put_along_axis(used, ids, True, axis=-1)
    return np.where(used, np.where(scores > 0, scores / penalty, scores * penalty), scores)


def entropy(p):
    """−Σ p·log p along the last axis, in nats."""
    return -total(p * log(np.where(p > 0, p, 1.0)), -1)


# --- writing


def write(params, rng, count, begin=(), temperature=1.0, only=None, penalty=1.0):
    """`count` texts drawn word by word: (texts, entropies).

    begin: words that every text starts with. only: a function from probabilities to probabilities, such as
    partial(top_k, k=5). A text is a list of numbers from <bos> to <eos>, or as long as the model can read.
    entropies: for each text the mean entropy, in nats, of the distributions that its words were drawn from.
    """
    reader, ids = transformer.Reader(params), np.tile(encode(begin), (count, 1))
    for column in ids.T:
        scores = reader.read(column)
    first, unsure, going = ids.shape[1], [], np.ones(count, dtype=bool)
    while going.any() and ids.shape[1] < SHAPE.length:
        p = tempered(repeated(scores, ids, penalty) if penalty != 1.0 else scores, temperature)
        p = only(p) if only else p
        unsure.append(entropy(p))
        chosen = np.where(going, rng.choice(p), NUMBER[EOS])
        ids = np.concatenate([ids, chosen[:, None]], axis=1)
        going &= chosen != NUMBER[EOS]
        if ids.shape[1] < SHAPE.length and going.any():
            scores = reader.read(chosen)
    texts = [cut(row) for row in ids.tolist()]
    return texts, [total(np.array([step[n] for step in unsure[: len(text) - first]])) / (len(text) - first)
                   for n, text in enumerate(texts)]


def cut(ids):
    """A text up to and with its first <eos>."""
    return ids[: ids.index(NUMBER[EOS]) + 1] if NUMBER[EOS] in ids else ids


def beam(params, width, begin=()):
    """The likeliest text that a search finds which keeps `width` beginnings at a time: (ids, log-probability).

    Width 1 is greedy search. Ends when no open beginning is likelier than the best finished text.
    """
    open_ones, best = [(0.0, encode(begin))], (-np.inf, None)
    while open_ones and open_ones[0][0] > best[0] and len(open_ones[0][1]) < SHAPE.length:
        reader = transformer.Reader(params)
        for column in np.array([ids for _, ids in open_ones]).T:
            scores = reader.read(column)
        longer = []
        for (so_far, ids), row in zip(open_ones, log_softmax(scores)):
            longer += [(so_far + float(row[w]), [*ids, int(w)]) for w in np.argsort(-row, kind="stable")[: width + 1]]
        longer.sort(key=lambda way: -way[0])
        ended = [way for way in longer if way[1][-1] == NUMBER[EOS]]
        best = max([best, *ended], key=lambda way: way[0])
        open_ones = [way for way in longer if way[1][-1] != NUMBER[EOS]][:width]
    return best[1], best[0]


def log_softmax(scores):
    shifted = scores - np.max(scores, axis=-1, keepdims=True)
    return shifted - log(total(exp(shifted), -1))[..., None]


SETTINGS = {  # name → what `write` is told
    "t03": {"temperature": 0.3}, "t07": {"temperature": 0.7}, "t1": {"temperature": 1.0}, "t15": {"temperature": 1.5},
    "t2": {"temperature": 2.0}, "k2": {"only": partial(top_k, k=2)}, "k5": {"only": partial(top_k, k=5)},
    "p50": {"only": partial(top_p, mass=0.5)}, "p90": {"only": partial(top_p, mass=0.9)},
    "t15_p90": {"temperature": 1.5, "only": partial(top_p, mass=0.9)},
    "penalty": {"penalty": 1.3},
}
