"""Before anything else: values are filled in, remarks taken out, citations join the word before, callouts get a title."""

from __future__ import annotations

import re

from atlas import values
from atlas.markdown.parts import Preprocessor
from atlas.pages import REMARK

BEFORE_CITATION = re.compile(r"(?:[ \n]+|(?<![ \n]))(?=\[@)")
CALLOUT = re.compile(r"^( {0,3}> *\[!)([A-Z]+)(\])[ ]*$", re.MULTILINE)


class Written(Preprocessor):
    def change(self, text: str) -> str:
        text = values.fill(text, self.atlas.book.results)
        text = values.outside_code(text, lambda prose: REMARK.sub("", prose))
        text = values.outside_code(text, lambda prose: BEFORE_CITATION.sub("\u2060", prose))  # word joiner
        return CALLOUT.sub(self.titled, text)

    def titled(self, match: re.Match) -> str:
        return match[0] + " " + self.atlas.book.text(f"callout.{match[2].lower()}", self.atlas.page.lang)


def register(md, atlas) -> None:
    """After the text is normalized (30), before fences (25) and raw HTML (20) are set aside."""
    md.preprocessors.register(Written(md, atlas), "atlas-written", 29)
