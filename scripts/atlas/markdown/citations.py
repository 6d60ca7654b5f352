"""Citations: `[@key, §3; @other]` becomes numbered links, and the page ends with the sources it cites."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from atlas.markdown.parts import Treeprocessor
from atlas.pages import split_citation

PATTERN = r"\[(@[^\[\]]+)\]"


class Cite(InlineProcessor):
    def __init__(self, md, atlas):
        super().__init__(PATTERN, md)
        self.atlas = atlas

    def handleMatch(self, match, data):
        page = self.atlas.page
        if page is None:
            return None, None, None
        element = etree.Element("sup", {"class": "atlas-cite"})
        parts = split_citation(match[1])
        self.lead(element, "[")
        for index, (key, locator) in enumerate(parts):
            if key not in page.cited:
                return None, None, None
            if index:
                self.lead(element, ", ")
            link = etree.SubElement(element, "a", {"href": f"#ref-{key}"})
            link.text = AtomicString(str(page.cited.index(key) + 1))
            if locator:
                self.lead(element, f", {locator}")
        self.lead(element, "]")
        return element, match.start(0), match.end(0)

    @staticmethod
    def lead(element: etree.Element, text: str) -> None:
        """Append text after whatever the element already holds."""
        if len(element):
            element[-1].tail = AtomicString((element[-1].tail or "") + text)
        else:
            element.text = AtomicString((element.text or "") + text)


class Sources(Treeprocessor):
    """The list of what the page cites, at its end."""

    def change(self, root: etree.Element) -> None:
        if self.atlas.page.cited:
            self.append(root, "sources.html")


def register(md, atlas) -> None:
    """Before links and references (170, 160), which also begin with a bracket; the list after everything else."""
    md.inlinePatterns.register(Cite(md, atlas), "atlas-cite", 175)
    md.treeprocessors.register(Sources(md, atlas), "atlas-sources", -20)
