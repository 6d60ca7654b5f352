"""Prose: what does a reader read of a block of Markdown, without citations, code, formulas and addresses?"""

from __future__ import annotations

import re
from functools import lru_cache

from atlas.pages import CITATION, VALUE

CODE_SPAN = r"(?P<ticks>`+)(?P<code>[^`](?:.*?[^`])??)(?P=ticks)(?!`)"
_HIDDEN = re.compile(
    "|".join(
        [
            r"<!--.*?-->",
            r"\[![A-Z]+\]",
            CODE_SPAN,
            r"\$\$.+?\$\$",
            r"(?<!\\)\$(?!\s)(?:\\.|[^$\\])+?(?<!\s)\$(?!\d)",
            VALUE.pattern,
            CITATION.pattern,
            r"(?<=\])\([^()\s]*(?:\([^()]*\)[^()\s]*)*\)",
            r"</?[A-Za-z][^<>]*>",
            r"<?https?://[^\s<>）)]+>?",
            r"\{\s*#[^}]*\}",
        ]
    ),
    re.DOTALL,
)


@lru_cache(maxsize=2**14)
def plain(text: str, blank: str = " ") -> str:
    """The text with all that is not prose blanked out character by character, so that offsets and lines stay."""
    return _HIDDEN.sub(lambda match: re.sub(r"[^\n]", blank, match[0]), text)


def code_spans_blanked(text: str) -> str:
    """The text with its code spans blanked out, so that offsets and lines stay."""
    return re.sub(CODE_SPAN, lambda match: re.sub(r"[^\n]", " ", match[0]), text, flags=re.DOTALL)


def words_of(heading: str) -> str:
    """A heading without its marks of emphasis and code."""
    return re.sub(r"[`*]{1,2}", "", heading)
