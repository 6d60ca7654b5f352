"""Reading: how long does a page take?"""

from __future__ import annotations

import re

from atlas.nouns import LISTS, Page
from atlas.prose import plain

WORDS_A_MINUTE = 238
"""Silent reading of English non-fiction by adults, the mean of 190 studies: Brysbaert, M. (2019). How many words do we read
per minute? Journal of Memory and Language, 109, 104047. https://doi.org/10.1016/j.jml.2019.104047"""
WORD = re.compile(r"[\w'’]+(?:-[\w'’]+)*")
UNREAD = LISTS | {"concept-map", "self-test"}
"""Directives that fill a page with what nobody reads from the first to the last."""


def minutes(page: Page) -> int:
    """Whole minutes, at least one, that the prose of an English page takes; 0 for a page of entries or without prose.

    Both languages of a page say the same and show this number. Formulas, code, diagrams and the quiz take longer: they are
    not counted.
    """
    if any(use.name in UNREAD for use in page.directives):
        return 0
    words = sum(len(WORD.findall(plain(block.text))) for block in page.blocks if block.kind not in ("code", "formula", "html"))
    return max(1, round(words / WORDS_A_MINUTE)) if words else 0
