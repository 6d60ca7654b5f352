"""Figures: an image that models/ drew becomes its SVG, inline, so that it follows the page's palette."""

from __future__ import annotations

import re

from atlas.drawn import IMAGE, beside
from atlas.markdown.parts import Preprocessor

OUTSIDE = re.compile(r'^<svg xmlns="[^"]*"|<title>.*?</title>', re.DOTALL)
"""What the file needs on its own and a page does not: there the alternative text is the name."""


class Figures(Preprocessor):
    def change(self, text: str) -> str:
        return IMAGE.sub(self.figure, text)

    def figure(self, match: re.Match) -> str:
        """An address without a file stays an image: the check names it."""
        svg = self.atlas.book.svgs.get(beside(self.atlas.page, match["address"]))
        if svg is None:
            return match[0]
        rest = OUTSIDE.sub("", svg)
        html = self.atlas.templates.render("figure.html", self.atlas.page, rest=rest, alt=match["alt"])
        return f"\n{self.md.htmlStash.store(html)}\n"


def register(md, atlas) -> None:
    """After fences (25), whose content is an example."""
    md.preprocessors.register(Figures(md, atlas), "atlas-figures", 23)
