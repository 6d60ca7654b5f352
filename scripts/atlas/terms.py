"""Terms: where does a text use the name of a concept? The longest name wins.

An edge of a name that is a Han character is free, since Chinese does not write the boundaries of words; an edge that
is a Latin letter or digit must be a word's edge. Names with a capital inside are exact; others may begin a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from atlas.alternation import alternation

WORD = "A-Za-z0-9À-ÿ"


class Finder:
    """Finds names in a text. `names` are pairs of a name and what it stands for; the first of equal names holds."""

    def __init__(self, names: Iterable[tuple[str, str]]):
        self.ids: dict[str, str] = {}
        latin, han = {}, {}
        for name, id in names:
            for form in forms(name):
                self.ids.setdefault(form.casefold(), id)
                for written in {form, form[0].upper() + form[1:]} if form == form.lower() else {form}:
                    (latin if re.match(f"[{WORD}]", form) else han)[written] = None
        self.pattern = re.compile(f"(?<![{WORD}]){alternation(latin, edge)}|{alternation(han, edge)}")

    def find(self, text: str) -> Iterator[tuple[re.Match, str]]:
        """(match, id) of every name in the text, in order."""
        for match in self.pattern.finditer(text):
            yield match, self.ids[" ".join(match[0].split()).casefold()]


def edge(name: str) -> str:
    """What must follow a name: after a Latin letter or digit, the end of the word."""
    return f"(?![{WORD}])" if re.search(f"[{WORD}]$", name) else ""


def forms(name: str) -> tuple[str, ...]:
    """The name and, where it ends in a Latin letter, its English plural."""
    if not re.search(r"[A-Za-z]$", name):
        return (name,)
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return (name, f"{name[:-1]}ies")
    return (name, f"{name}es" if re.search(r"(s|x|ch|sh)$", name) else f"{name}s")
