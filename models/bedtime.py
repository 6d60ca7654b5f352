"""Bedtime stories: what do a few stories by a second author look like, who lets nothing go wrong?

    One winter evening Rabbit found a grey box. Rabbit took the box to the garden. Rabbit hugged the grey box and fell asleep.

They use the words and odds of stories.py and leave out the mishap and the friend. A model that knows those stories
meets a kind it has never seen, in words it knows.
"""

from math import log

import stories
from kit.rng import Counter
from stories import CLOSINGS, EOS, LANGUAGES

STEPS = (stories.season, stories.time, stories.hero, stories.verb, stories.thing, stories.colour, stories.place,
         stories.act, stories.scenery)
ENDING = CLOSINGS[2]  # the hero hugs the coloured thing and falls asleep
SEED = 77


def story(rng, lang):
    """The tokens of a bedtime story, from the first word to <eos>."""
    told, side = stories.plot(rng, STEPS), LANGUAGES.index(lang)
    tokens = [token for facts, *templates in told for token in stories.say(templates[side], facts, lang)]
    return [*tokens, *stories.say(f"{ENDING[side]} {EOS}", told[-1][0], lang)]


def collection(lang, count, first=0):
    """Stories number first, first + 1, …, each from a random stream of its own."""
    return [story(Counter(SEED).split(f"{lang} {number}"), lang) for number in range(first, first + count)]


def floor(lang):
    """Nats per token that a perfect model of these stories needs, <eos> and the choice of language counted."""
    side, worlds, nats, length = LANGUAGES.index(lang), [({}, 1.0)], log(2), 0.0
    for step in STEPS:
        after = []
        for facts, p in worlds:
            choices = step(facts)
            whole = sum(odds for odds, *_ in choices)
            for odds, new, *templates in choices:
                q, now = odds / whole, facts | new
                nats -= p * q * log(q)
                length += p * q * len(stories.say(templates[side], STAND_INS | now, lang))
                after.append((now, p * q))
        worlds = merged(after)
    return nats / (length + len(stories.say(f"{ENDING[side]} {EOS}", STAND_INS, lang)))


STAND_INS = {"hero": "cat", "thing": "ball", "colour": "red"}


def merged(worlds):
    """Histories that differ in nothing that matters later are one: only the season and the place change later odds."""
    chances = {}
    for facts, p in worlds:
        key = tuple((fact, facts[fact]) for fact in ("season", "place") if fact in facts)
        chances[key] = chances.get(key, 0.0) + p
    return [(dict(key), p) for key, p in chances.items()]
