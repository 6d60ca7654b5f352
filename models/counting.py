"""The counting lab: what does a longer memory bring if it is made of counts, and what does a network make of the same text?

A text is given in two parts, to learn from and held out; each is a list of sequences of tokens. The stories to learn
from are drawn from those that the story Transformer was trained on; the held-out ones are new.
"""

from math import log

import classic
import numpy as np
import stories
import story_model
import story_reader
from kit.rng import Counter
from language_models_numbers import Shorter
from ngram import NGram, generate

ORDERS = 6
HELD_STORIES = 100     # new stories that everything is scored on
HELD_CHAPTERS = 10     # of the 81 of the Daodejing
WRITTEN = 2000         # characters that a model of the Daodejing writes to be looked at for copies
TOLD, LONGEST = 20, 80  # stories that a model tells for the same purpose, and how long one may grow
RUN = 8                # tokens in a row


def new_story(lang, seed, number):
    return stories.story(Counter(seed).split(f"held out {lang} {number}"), lang)


def told(lang, count, seed):
    """(`count` stories drawn from the collection, new ones): lists of tokens."""
    order = Counter(seed).split(f"stories {lang}").permutation(stories.TRAIN)[:count]
    learnt = [stories.story(Counter(stories.SEED).split(f"{lang} {number}"), lang) for number in order]
    return learnt, [new_story(lang, seed, number) for number in range(HELD_STORIES)]


def chapters(lang, seed):
    """(all but ten chapters, ten drawn at random): each part one sequence of characters."""
    texts = classic.chapters(lang)
    held = set(Counter(seed).split("chapters").permutation(len(texts))[:HELD_CHAPTERS].tolist())
    parts = [[text for n, text in enumerate(texts) if (n in held) == out] for out in (False, True)]
    return tuple([list(classic.joined(part))] for part in parts)


STORY_WORDS = set(stories.vocabulary()) - {stories.BOS}


def words(learnt, held):
    return {token for part in (learnt, held) for sequence in part for token in sequence}


# --- how well is new text foreseen?


def rows(model, held):
    """−log₂ p of every held-out token by order: (tokens, orders)."""
    return np.array([[-log(p) / log(2) for p in model.by_order(token, sequence[max(0, end - model.order):end])]
                     for sequence in held for end, token in enumerate(sequence)])


def known(model, held):
    """Whether the context of every held-out token was counted, by order: (tokens, orders)."""
    return np.array([[bool(model.after(sequence[:end], k)) for k in range(model.order)]
                     for sequence in held for end, _ in enumerate(sequence)])


def network_rows(params, held):
    """−log₂ p of every held-out token of some stories, as the network sees it."""
    texts = [story_model.encode(sequence) for sequence in held]
    return np.concatenate(list(story_model.surprises(params, texts))) / log(2)


def grammar_bits(held, lang):
    """Bits per token of the grammar itself, which knows all odds."""
    return -sum(story_reader.log_probability(one, lang) for one in held) / log(2) / sum(map(len, held))


# --- what does it write?


def written(model, order, seed, tell):
    """What a model of this order writes, as sequences: stories if `tell`, otherwise one long text."""
    draw = Counter(seed).split(f"write {order}")
    if tell:
        return [generate(Shorter(model, order), draw, LONGEST, stop=stories.EOS) for _ in range(TOLD)]
    return [generate(Shorter(model, order), draw, WRITTEN)]


def copies(generated, learnt, n=RUN):
    """Share of the runs of n tokens in what was written that stand word for word in what was learnt."""
    known_runs = {tuple(one[i:i + n]) for one in learnt for i in range(len(one) - n + 1)}
    found = [tuple(one[i:i + n]) in known_runs for one in generated for i in range(len(one) - n + 1)]
    return sum(found) / len(found)


def measured(learnt, held, vocabulary, seed, tell):
    """One run of the lab: the model, and by order bits, known contexts, contexts counted, copies."""
    model = NGram(ORDERS, learnt, vocabulary)
    bits = rows(model, held)
    found = {
        "bits": bits.mean(0).tolist(), "known": known(model, held).mean(0).tolist(),
        "contexts": [len(table) for table in model.counts],
        "copied": [copies(written(model, n, seed, tell), learnt) for n in range(1, ORDERS + 1)],
        "tokens": sum(map(len, learnt)), "held": sum(map(len, held)), "vocabulary": len(model.vocabulary),
    }
    return model, bits, found
