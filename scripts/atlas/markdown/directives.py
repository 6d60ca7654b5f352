"""Directives: `<!-- atlas:glossary -->` on a line of its own is replaced by what the data holds."""

from __future__ import annotations

import re

from atlas.markdown.parts import Preprocessor
from atlas.pages import DIRECTIVE

TEMPLATES = {
    "glossary": "glossary.html",
    "references": "references.html",
    "timeline": "timeline.html",
    "concept-map": "concept-map.html",
    "misconceptions": "misconceptions.html",
    "quiz": "quiz.html",
    "sections": "sections.html",
    "contents": "contents.html",
    "paths": "paths.html",
    "path-tiles": "path-tiles.html",
    "ways": "ways.html",
    "news": "news.html",
    "numbers": "numbers.html",
    "self-test": "self-test.html",
    "lab": "lab.html",
}
"""Name of each directive and its template in overrides/partials/atlas/."""


class Directives(Preprocessor):
    def change(self, text: str) -> str:
        return DIRECTIVE.sub(self.filled, text)

    def filled(self, match: re.Match) -> str:
        if match[1] not in TEMPLATES:
            return match[0]
        return self.md.htmlStash.store(self.atlas.templates.render(TEMPLATES[match[1]], self.atlas.page))


def register(md, atlas) -> None:
    """After fences (25), whose content is an example; before raw HTML (20), which would keep the comment as it is."""
    md.preprocessors.register(Directives(md, atlas), "atlas-directives", 24)
