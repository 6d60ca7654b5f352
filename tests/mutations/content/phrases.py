"""Typography: what typography.py plants, in both languages."""

from __future__ import annotations

import typography
from atlas.nouns import LANGUAGES
from faults import Desk, Fault, NoPlace

from content.registering import MUTATORS


def _typography(function):
    def mutate(desk: Desk, lang: str) -> Fault:
        for page in desk.pages(lang):
            if found := function(page, desk.rng):
                line, _, new = found
                block = next((one for one in page.blocks if one.line <= line <= one.last and one.text), None)
                why = (function.__doc__ or function.__name__.replace("_", " ")).splitlines()[0].rstrip(".")
                first, last = (block.line, block.last) if block else (line, line)
                return desk.line("typography", why, page.file, line, new, first, last)
        raise NoPlace

    return mutate


for _function in typography.mutators():
    MUTATORS.append((_typography(_function), LANGUAGES))
