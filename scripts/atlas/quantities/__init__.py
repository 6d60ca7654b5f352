"""Quantities: which numbers does a text in Chinese or English state, in words or digits, and in what units?

Not seen: comparisons ("more than" against "at most"), what is counted unless a unit is known for it, and figures of
speech without a numeral ("double", 翻番).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from atlas.nouns import LANGUAGES, Labels, Unit
from atlas.prose import plain
from atlas.quantities import chinese, english
from atlas.quantities.nouns import DIGITS, Quantity, any_of, number

__all__ = ["Quantity", "Reader"]

NAME = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z][A-Za-z·/+&-]*\d[A-Za-z0-9.·/+-]*(?<![.·/+-])|\d[\d.,]*-?[A-Za-z][A-Za-z0-9]*)"
)
"""Letters and digits together are a name (`GPT-3`, `H100`) unless the letters say what is counted (`16kHz`)."""
COUNTS = re.compile(r"[a-z]{3,4}-\d{4}s?|\d[\d.,]*-[a-z]{3,}|\d[\d.,]*(?:st|nd|rd|th|s)")
"""`mid-1980s`, `1,000-class`, `20th`, `1990s`: numbers although letters touch them."""
RANGE = re.compile(r"\s*(?:[–—~～-]|到|至| to | and )\s*")
LANGUAGE = {"zh": chinese, "en": english}


class Reader:
    """Finds quantities. `units` name what may follow a number; `idioms` hold numerals and state no quantity."""

    def __init__(self, units: Sequence[Unit], idioms: Labels):
        self.units = {lang: {word: unit.id for unit in units for word in unit.words[lang]} for lang in LANGUAGES}
        self.idioms = {lang: any_of(idioms[lang]) for lang in LANGUAGES}
        self.patterns = {lang: LANGUAGE[lang].pattern(self.units[lang]) for lang in LANGUAGES}

        self.read = lru_cache(maxsize=2**15)(self._read)  # several checks read the same passage

    def _read(self, text: str, lang: str) -> tuple[Quantity, ...]:
        """The quantities of a block of Markdown, in order.

        Names with digits (`GPT-3`), code, formulas, citations and addresses are no quantities.
        """
        prose = NAME.sub(lambda match: match[0] if self._counts(match[0], lang) else _blank(match), plain(text))
        prose = self.idioms[lang].sub(_blank, prose)
        matches = self.patterns[lang].finditer(prose)
        found = [quantity for match in matches for quantity in LANGUAGE[lang].read(match, self.units[lang])]
        return tuple(_share(found, prose))

    def _counts(self, word: str, lang: str) -> bool:
        unit = re.fullmatch(r"\d[\d.,]*-?([A-Za-z]+)", word)
        return bool(COUNTS.fullmatch(word) or (unit and unit[1] in {**self.units[lang], **english.TIMES}))


def _blank(match: re.Match) -> str:
    return "\0" * len(match[0])


def _share(found: list[Quantity], text: str) -> list[Quantity]:
    """In `3–5 million` and `3 到 5 亿` the multiplier and the unit of the second number hold for the first."""
    shared = []
    for place, one in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        between = text[one.end : after.start] if after else ""
        if after and one.unit is None and RANGE.fullmatch(between):
            bare = re.match(DIGITS, after.written)
            if bare and one.value < number(bare[0]) != after.value and " and " not in between:
                one = replace(one, value=one.value * after.value / number(bare[0]), unit=after.unit)
            elif after.unit not in (None, "month-of-year") and not one.may_be_year:
                one = replace(one, unit=after.unit)
        shared.append(one)
    for place, (one, after) in enumerate(pairwise(shared), 1):  # $7,000–10,000: the sign before the first is for both
        if one.written[0] in "$€£¥" and after.unit is None and RANGE.fullmatch(text[one.end : after.start]):
            shared[place] = replace(after, unit=one.unit)
    return shared
