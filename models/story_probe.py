"""Looking into the story Transformer: which head remembers the colour, and what if it is silenced or misled?"""

import numpy as np
import transformer
from kit.nn import softmax, total
from stories import COLOURS, LANGUAGES
from story_model import NUMBER, SHAPE, WORDS, decode, padded
from story_reader import colour_places

HEADS = [(layer, head) for layer in range(SHAPE.layers) for head in range(SHAPE.heads)]


def beginnings(texts, lang):
    """Each text up to the word before its second colour, with the place of the first: what the model has read when it
    must remember. Later words could change nothing."""
    result = []
    for text in texts:
        first, again = (place + 1 for place in colour_places(decode(text), lang)[:2])
        result.append((text[:again], first, text[again]))
    return result


def last_step(params, begun, off=(), size=50):
    """For (text, …) tuples: probabilities of the next word (count, words), and, one array per text, the weights
    (blocks, heads, length) with which its last position looks back."""
    chances, looks = [], []
    for start in range(0, len(begun), size):
        some = [text for text, *_ in begun[start : start + size]]
        ids, _ = padded(some)
        scores, kept = transformer.forward(params, ids, off=off)
        p = softmax(scores[np.arange(len(some)), [len(text) - 1 for text in some]])
        chances.append(p)
        for row, text in enumerate(some):
            looks.append(np.stack([b["weights"][row, :, len(text) - 1, : len(text)] for b in kept["blocks"]]))
    return np.concatenate(chances), looks


def recall(params, texts, lang, off=()):
    """How often the first colour's word is the likeliest second one, and its mean probability."""
    begun = beginnings(texts, lang)
    p, _ = last_step(params, begun, off)
    right = [text[first] for text, first, _ in begun]
    return {"share": float(np.mean(p.argmax(-1) == right)), "p": total(p[np.arange(len(right)), right]) / len(right)}


def gaze(params, texts, lang):
    """(blocks, heads): the mean weight on the first colour word where the second is about to come."""
    begun = beginnings(texts, lang)
    _, looks = last_step(params, begun)
    return total(np.stack([look[..., first] for look, (_, first, _) in zip(looks, begun)]), 0) / len(begun)


def gaze_by_colour(params, texts, lang, head):
    """{colour: mean weight of one head on it}: does the head look at every colour alike?"""
    side, weights = LANGUAGES.index(lang), {}
    begun = beginnings(texts, lang)
    _, looks = last_step(params, begun)
    for look, (text, first, _) in zip(looks, begun):
        weights.setdefault(WORDS[text[first]], []).append(look[head][first])
    return {name: total(np.array(weights[pair[side]])) / len(weights[pair[side]]) for name, pair in COLOURS.items()}


def misled(params, texts, lang):
    """Each story read again with another first colour: how often, and how surely, does the model now expect that one?"""
    colours = [NUMBER[pair[LANGUAGES.index(lang)]] for pair in COLOURS.values()]
    begun = []
    for text, first, _ in beginnings(texts, lang):
        other = colours[(colours.index(text[first]) + 1) % len(colours)]
        begun.append(((*text[:first], other, *text[first + 1 :]), first, other))
    p, _ = last_step(params, begun)
    new = [other for *_, other in begun]
    return {"share": float(np.mean(p.argmax(-1) == new)), "p": total(p[np.arange(len(new)), new]) / len(new)}


def example(params, tokens_ids, lang, head):
    """One story in detail: words read, the head's weight on each, the likeliest next words; and without that head."""
    begun = beginnings([tokens_ids], lang)
    (text, first, _), = begun
    p, (look,) = last_step(params, begun)
    without, _ = last_step(params, begun, off=[head])
    return {"words": [WORDS[i] for i in text], "weights": look[head].tolist(), "first": first,
            "next": likeliest(p[0]), "without": likeliest(without[0])}


def likeliest(p, count=3):
    """[[word, probability], …]"""
    order = np.argsort(-p, kind="stable")[:count]
    return [[WORDS[i], float(p[i])] for i in order]
