"""Diagrams: a mermaid fence becomes the SVG that the store keeps for it, inline, following the page's palette."""

from __future__ import annotations

import re

from atlas.markdown.parts import Preprocessor

WIDTH = re.compile(r"max-width: ([\d.]+)px.*?aria-labelledby=\"([^\"]+)\"", re.DOTALL)
ROOM = 440
"""A drawing wider than this, in px, is not shrunk to a screen of 320 px, where its words would be too small: it scrolls."""
FENCE = re.compile(r"^(`{3,}|~{3,})[ ]*([^\n`]*?)[ ]*\n(.*?)^\1[ ]*$", re.MULTILINE | re.DOTALL)


class Diagrams(Preprocessor):
    def change(self, text: str) -> str:
        return FENCE.sub(self.figure, text)

    def figure(self, match: re.Match) -> str:
        """A diagram that is not stored yet shows its source: an author sees it at once, and the check names it."""
        if match[2] != "mermaid":
            return match[0]
        svg = self.atlas.store.diagram(match[3])
        size = WIDTH.search(svg or "")
        wide = size[2] if size and float(size[1]) > ROOM else None
        html = self.atlas.templates.render("diagram.html", self.atlas.page, svg=svg, text=match[3], wide=wide)
        return f"\n{self.md.htmlStash.store(html)}\n"


def register(md, atlas) -> None:
    """After the text is normalized (30), before other fences (25)."""
    md.preprocessors.register(Diagrams(md, atlas), "atlas-diagrams", 28)
