"""Before anything else: computed values are filled in, citations join the word before, callouts get a title."""

from __future__ import annotations

import re

from markdown.preprocessors import Preprocessor

from atlas import values

BEFORE_CITATION = re.compile(r"(?:[ \n]+|(?<![ \n]))(?=\[@)")
CALLOUT = re.compile(r"^( {0,3}> *\[!)([A-Z]+)(\])\s*$")


class Written(Preprocessor):
    def __init__(self, md, atlas):
        super().__init__(md)
        self.atlas = atlas

    def run(self, lines: list[str]) -> list[str]:
        page = self.atlas.page
        if page is None:
            return lines
        text = values.fill("\n".join(lines), self.atlas.book.results)
        text = values.outside_code(text, lambda prose: BEFORE_CITATION.sub("\u2060", prose))  # word joiner
        return [CALLOUT.sub(self.titled, line) for line in text.split("\n")]

    def titled(self, match: re.Match) -> str:
        return match[0] + " " + self.atlas.book.text(f"callout.{match[2].lower()}", self.atlas.page.lang)


def register(md, atlas) -> None:
    """After the text is normalized (30), before fences (25) and raw HTML (20) are set aside."""
    md.preprocessors.register(Written(md, atlas), "atlas-written", 29)
