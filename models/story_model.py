"""Between stories and the Transformer: how do words become numbers, and how well does a model know the stories?"""

from functools import cache

import numpy as np
import transformer
from kit.nn import cross_entropy, log, softmax, total
from stories import BOS, LANGUAGES, collection, vocabulary
from story_reader import colour_places

WORDS = vocabulary()
NUMBER = {word: number for number, word in enumerate(WORDS)}
SHAPE = transformer.Shape(words=len(WORDS), length=64)


def encode(tokens):
    """Tokens → their numbers, with <bos> in front."""
    return [NUMBER[BOS], *(NUMBER[token] for token in tokens)]


def decode(ids):
    """The way back, without <bos>."""
    return [WORDS[i] for i in ids if WORDS[i] != BOS]


@cache
def encoded(part, lang=None):
    """The stories of collection(part) as tuples of numbers, of one language or of both in turn."""
    return tuple(tuple(encode(tokens)) for each, tokens in collection(part) if lang in (None, each))


def padded(texts):
    """Texts as one array (count, longest), filled up with zeros, and weights (count, longest − 1): 1 for each word to
    be predicted, 0 for filling."""
    longest = max(map(len, texts))
    ids, weights = np.zeros((len(texts), longest), dtype=np.int64), np.zeros((len(texts), longest - 1))
    for row, text in enumerate(texts):
        ids[row, : len(text)] = text
        weights[row, : len(text) - 1] = 1.0
    return ids, weights


def gradients(params, texts):
    """Mean surprise per word in nats over some texts, and its gradients."""
    ids, weights = padded(texts)
    scores, kept = transformer.forward(params, ids[:, :-1])
    loss, dscores = cross_entropy(scores, ids[:, 1:], weights)
    return loss, transformer.backward(params, kept, dscores)


def shuffled(texts, size, rng):
    """Endless batches: all texts in random order, then all again in another."""
    waiting = []
    while True:
        if len(waiting) < size:
            waiting = list(rng.permutation(len(texts)))
        batch, waiting = waiting[:size], waiting[size:]
        yield [texts[i] for i in batch]


def rate_at(step, steps, top, warm=30):
    """The learning rate rises for `warm` steps, then falls in a straight line towards 0."""
    return top * min((step + 1) / warm, (steps - step) / steps)


def learn(params, optimiser, batches, steps, top, watch=None, until=None):
    """Change params by `steps` steps of an optimiser, or by the first `until` of them; watch(step, loss), if given, is
    told each step's loss."""
    for step, texts in zip(range(until or steps), batches):
        loss, grads = gradients(params, texts)
        optimiser.step(params, grads, rate_at(step, steps, top))
        if watch:
            watch(step + 1, loss)


# --- how well does it know them?


def surprises(params, texts, off=(), size=50):
    """−log p of every word of every text, in nats: one array per text. Weighs each text by itself, whatever the batch."""
    for start in range(0, len(texts), size):
        some = texts[start : start + size]
        ids, _ = padded(some)
        scores, _ = transformer.forward(params, ids[:, :-1], off=off)
        p = np.take_along_axis(softmax(scores), ids[:, 1:, None], -1)[..., 0]
        for row, text in zip(p, some):
            yield -log(row[: len(text) - 1])


def loss(params, texts):
    """Mean surprise per word in nats."""
    rows = list(surprises(params, texts))
    return sum(total(row) for row in rows) / sum(len(row) for row in rows)


def remembered(params, texts, lang, off=(), size=50):
    """How the model recalls the colour where it is named for the second time: the share of texts in which the right
    word is the likeliest, and the mean probability of the right word."""
    right = chance = 0.0
    for start in range(0, len(texts), size):
        some = texts[start : start + size]
        ids, _ = padded(some)
        p = softmax(transformer.forward(params, ids[:, :-1], off=off)[0])
        for row, text in enumerate(some):
            first, again = (place + 1 for place in colour_places(decode(text), lang)[:2])
            right += float(p[row, again - 1].argmax() == text[first])
            chance += float(p[row, again - 1, text[first]])
    return {"share": right / len(texts), "p": chance / len(texts)}


def exam(params, part="held_out"):
    """Loss and memory for colours on each language's stories."""
    result = {}
    for lang in LANGUAGES:
        texts = encoded(part, lang)
        result[lang] = {"loss": loss(params, texts), "colour": remembered(params, texts, lang)}
    return result
