"""Diagrams: a mermaid fence becomes the SVG that the store keeps for it, inline, following the page's palette."""

from __future__ import annotations

import re

from markdown.preprocessors import Preprocessor

FENCE = re.compile(r"^```[ ]*mermaid[ ]*\n(.*?)^```[ ]*$", re.MULTILINE | re.DOTALL)


class Diagrams(Preprocessor):
    def __init__(self, md, atlas):
        super().__init__(md)
        self.atlas = atlas

    def run(self, lines: list[str]) -> list[str]:
        if self.atlas.page is None:
            return lines
        return FENCE.sub(self.figure, "\n".join(lines)).split("\n")

    def figure(self, match: re.Match) -> str:
        """A diagram that is not stored yet shows its source: an author sees it at once, and the check names it."""
        html = self.atlas.templates.render("diagram.html", self.atlas.page, svg=self.atlas.store.diagram(match[1]), text=match[1])
        return f"\n{self.md.htmlStash.store(html)}\n"


def register(md, atlas) -> None:
    md.preprocessors.register(Diagrams(md, atlas), "atlas-diagrams", 35)
