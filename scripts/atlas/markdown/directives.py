"""Directives: `<!-- atlas:glossary -->` on a line of its own is replaced by what the data holds."""

from __future__ import annotations

from markdown.preprocessors import Preprocessor

from atlas.pages import DIRECTIVE

TEMPLATES = {
    "glossary": "glossary.html",
    "references": "references.html",
    "timeline": "timeline.html",
    "concept-map": "concept-map.html",
    "misconceptions": "misconceptions.html",
    "quiz": "quiz.html",
    "sections": "sections.html",
}
"""Name of each directive and its template in overrides/partials/atlas/."""


class Directives(Preprocessor):
    def __init__(self, md, atlas):
        super().__init__(md)
        self.atlas = atlas

    def run(self, lines: list[str]) -> list[str]:
        if self.atlas.page is None:
            return lines
        return [self.line(line) for line in lines]

    def line(self, line: str) -> str:
        match = DIRECTIVE.match(line)
        if not match or match[1] not in TEMPLATES:
            return line
        return self.md.htmlStash.store(self.atlas.templates.render(TEMPLATES[match[1]], self.atlas.page))


def register(md, atlas) -> None:
    """After fences (25), whose content is an example; before raw HTML (20), which would keep the comment as it is."""
    md.preprocessors.register(Directives(md, atlas), "atlas-directives", 24)
