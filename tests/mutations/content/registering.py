"""Registering: every way to spoil the sources, in the order in which its module stands."""

from __future__ import annotations

import re

from atlas.nouns import LANGUAGES

MUTATORS = []
"""(function, languages it is tried in): a function of a Desk and a language gives a Fault."""


def each(*languages):
    def register(function):
        MUTATORS.append((function, languages or LANGUAGES))
        return function

    return register


def other_digit(match: re.Match) -> str:
    """The last digit of a number is another one."""
    return match[0][:-1] + str((int(match[0][-1]) + 3) % 10)
