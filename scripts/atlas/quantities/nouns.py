"""What a quantity is, and the digits and lists of words that both languages are read with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from atlas.alternation import alternation

DIGITS = r"(?:\d{1,3}(?:[,\u2009\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?!\d)"


ALWAYS_NAMED = {"percent", "percentage-point", "dollar", "euro", "yuan", "pound", "hong-kong-dollar"}
"""Units that both sides must name; others may go without saying on one."""


@dataclass(frozen=True)
class Quantity:
    """A number as a text states it. `weak`: written in words, where languages differ in what they count."""

    value: Fraction
    unit: str | None
    weak: bool
    start: int
    written: str

    @property
    def end(self) -> int:
        return self.start + len(self.written)

    @property
    def may_be_year(self) -> bool:
        return 1000 <= self.value <= 2100 and self.value.denominator == 1

    def agrees(self, other: Quantity) -> bool:
        """The same number, and no other unit where both name one; `ten times less` is 十分之一."""
        if "times" in (self.unit, other.unit) and self.value * other.value == 1:
            return True
        if self.value != other.value or self.unit == other.unit:
            return self.value == other.value
        return None in (self.unit, other.unit) and not {self.unit, other.unit} & ALWAYS_NAMED


def quantity(match: re.Match, value: int | Fraction, unit: str | None = None, weak: bool = False) -> Quantity:
    """The quantity that a match states."""
    return Quantity(Fraction(value), unit, weak, match.start(), match[0].rstrip())


def number(digits: str) -> Fraction:
    """`1,234.5` → 1234.5"""
    return Fraction(re.sub(r"[,\u2009\u202f]", "", digits))


def any_of(words: Iterable[str]) -> re.Pattern:
    """Any of the words, the longest that fits, in any case."""
    return re.compile(alternation(words), re.IGNORECASE)
