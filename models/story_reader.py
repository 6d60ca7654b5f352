"""Reading a story with the grammar in hand: how probable is each next token, what is wrong, how little surprise is possible?"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from math import log

from stories import (
    COLOURS,
    DEPENDS_ON,
    EOS,
    EVENTS,
    FIXES,
    LANGUAGES,
    MEASURES,
    NAMES,
    SCENERY,
    STEPS,
    THINGS,
    options,
)

# --- the exact probability of every next token


class Reader:
    """Follows a story token by token and keeps every way in which the grammar could have told it so far.

    A way is (step to come, facts, words of the last step not heard yet), with its probability."""

    def __init__(self, lang):
        self.lang, self.done = lang, 0
        self.ways = self._settle({(0, (), ()): 1.0})

    def _settle(self, ways):
        """Lets every way that has run out of words take its next step."""
        settled, open_ways = defaultdict(float), list(ways.items())
        while open_ways:
            (step, facts, pending), p = open_ways.pop()
            if pending or step == len(STEPS):
                settled[step, facts, pending] += p
                continue
            for q, now, words in options(step, dict(facts), self.lang):
                open_ways.append(((step + 1, tuple(now.items()), words), p * q))
        return dict(settled)

    def next(self):
        """{token: probability} of what comes next; empty after <eos>."""
        found, total = defaultdict(float), sum(self.ways.values())
        for (_, _, pending), p in self.ways.items():
            if pending:
                found[pending[0]] += p / total
        return dict(found)

    def read(self, token):
        """Goes on by one token; returns its probability, 0 if the grammar does not allow it (then nothing moves)."""
        p = self.next().get(token, 0.0)
        if p:
            kept = {(step, facts, pending[1:]): q for (step, facts, pending), q in self.ways.items()
                    if pending and pending[0] == token}
            scale = sum(kept.values())
            self.ways, self.done = self._settle({way: q / scale for way, q in kept.items()}), self.done + 1
        return p


def log_probability(tokens, lang=None):
    """log p(tokens) in nats, <eos> included, −inf if the grammar cannot say them.

    Without `lang` the language counts too: half of all stories are Chinese, half English."""
    if lang is None:
        return max(log_probability(tokens, each) for each in LANGUAGES) - log(2)
    reader, total = Reader(lang), 0.0
    for token in tokens:
        p = reader.read(token)
        if not p:
            return float("-inf")
        total += log(p)
    return total if not reader.next() else float("-inf")  # a story without <eos> is not told to its end


# --- what is wrong with a story


@dataclass(frozen=True)
class Fault:
    """A token the grammar does not allow: where, of what kind, what it is and what it might have been."""

    position: int
    kind: str  # colour, thing, name, measure: not what was said before; event, fix, scenery: does not follow; order; end
    found: str
    expected: tuple


def kinds(lang):
    """{kind: its tokens}. A wrong word of the same kind as a right one is a slip of memory, not of grammar."""
    side = LANGUAGES.index(lang)
    table = {kind: {pair[side] for pair in words.values()}
             for kind, words in (("colour", COLOURS), ("thing", THINGS), ("name", NAMES))}
    table["measure"] = set(MEASURES.values())
    table["fix"] = {word for pair in FIXES.values() for word in pair[side].split() if word != "it"}
    table["event"] = {word for pair in EVENTS.values() for word in pair[side].split() if word[0] != "{"} - {"，", "。", "."}
    table["scenery"] = {word for pairs in SCENERY.values() for pair in pairs for word in pair[side].split()} - {"。", "."}
    return table


def grammatical(tokens, lang=None):
    """The faults of a story, an empty list if it has none.

    A wrong colour, thing, name or measure word is noted, put right in the mind, and reading goes on; after any other
    fault there is no telling what should follow, and reading stops."""
    tokens = list(tokens)
    lang = lang or guess_language(tokens)
    reader, faults, table = Reader(lang), [], kinds(lang)
    for position, token in enumerate(tokens):
        expected = reader.next()
        if reader.read(token):
            continue
        right = sorted(expected, key=expected.get, reverse=True)
        if EOS in (token, *right) or not right:
            return [*faults, Fault(position, "end", token, tuple(right))]
        kind = next((kind for kind, words in table.items() if token in words and words & set(right)), "order")
        faults.append(Fault(position, kind, token, tuple(right)))
        if kind not in ("colour", "thing", "name", "measure"):
            return faults
        reader.read(next(word for word in right if word in table[kind]))
    if reader.next():
        faults.append(Fault(len(tokens), "end", "", tuple(reader.next())))
    return faults


def guess_language(tokens):
    """The language of a story by its first word: a season in Chinese, “one” in English."""
    return "en" if not tokens or tokens[0].isascii() else "zh"


# --- what no model can beat


STAND_INS = {"hero": "cat", "friend": "dog", "verb": "found", "thing": "ball", "colour": "red", "place": "park",
             "act": "play"}  # facts that change neither odds nor lengths afterwards may have any value


@cache
def entropy_and_length(lang):
    """(nats per story, tokens per story with <eos>), both exact averages over all stories of a language.

    H(story) = Σ_steps Σ_past p(past)·H(step | past), the chain rule, as each story can be told in one way only."""
    worlds, nats, length = {(): 1.0}, 0.0, 0.0
    for number in range(len(STEPS)):
        needed = {fact for later in STEPS[number + 1:] for fact in DEPENDS_ON.get(later, ())}
        after = defaultdict(float)
        for past, p in worlds.items():
            for q, now, words in options(number, STAND_INS | dict(past), lang):
                nats -= p * q * log(q)
                length += p * q * len(words)
                after[tuple((fact, now[fact]) for fact in sorted(needed & now.keys()))] += p * q
        worlds = after
    return nats, length


def floor(lang=None):
    """Nats per token that a perfect model needs on average, <eos> counted, <bos> not.

    For one language: of a model that sees no other. Without `lang`: of a model of both languages together, which must
    also guess the first word's language, log 2 per story."""
    if lang:
        nats, length = entropy_and_length(lang)
        return nats / length
    (nats_zh, length_zh), (nats_en, length_en) = (entropy_and_length(each) for each in LANGUAGES)
    return (nats_zh + nats_en + 2 * log(2)) / (length_zh + length_en)


def colour_places(tokens, lang):
    """Where the colour words stand: first beside the thing's first mention, then wherever it has to be remembered."""
    colours = {pair[LANGUAGES.index(lang)] for pair in COLOURS.values()}
    return [position for position, token in enumerate(tokens) if token in colours]
