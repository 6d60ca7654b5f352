"""Terms: the first use of a concept's name on a page becomes a link to it, with the definition as a card.

Python-Markdown's own `abbr` asks for word boundaries, which Chinese does not write.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.util import AtomicString

from atlas.markdown.parts import Treeprocessor
from atlas.nouns import Concept, Page
from atlas.urls import relative

SKIPPED = {"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "sup", "svg", "math", "script", "style"}


class Terms(Treeprocessor):
    """Links the terms; their definitions follow at the page's end: the cards show them, print keeps them."""

    def change(self, root: etree.Element) -> None:
        self.used: dict[str, None] = {}
        self.finder = self.atlas.book.finders[self.atlas.page.lang]
        self.walk(root)
        if self.used:
            self.append(root, "terms.html", concepts=[self.atlas.book.concepts[id] for id in self.used])

    def walk(self, element: etree.Element) -> None:
        """Text of an element first, then each child and the text that follows it: the order of reading."""
        if element.tag in SKIPPED or element.get("class") == "atlas-math":
            return
        index = self.link(element, element.text, lambda text: setattr(element, "text", text), 0)
        while index < len(element):
            child = element[index]
            self.walk(child)
            index = self.link(element, child.tail, lambda text, child=child: setattr(child, "tail", text), index + 1)

    def link(self, parent: etree.Element, text: str | None, put, index: int) -> int:
        """Turn first uses in `text` into links inserted at `index`; returns the index after them."""
        if not text:
            return index
        last, pieces = 0, []
        for match, id in self.finder.find(text):
            concept = self.atlas.book.concepts[id]
            if concept.id in self.used or is_home(concept, self.atlas.page):
                continue
            self.used[concept.id] = None
            pieces.append((text[last : match.start()], match[0], concept))
            last = match.end()
        if not pieces:
            return index
        put(same_kind(text, pieces[0][0]))
        for position, (_, name, concept) in enumerate(pieces):
            link = etree.Element("a", {"class": "atlas-term", "data-card": f"term-{concept.id}"})
            link.set("href", relative(self.atlas.book.home(concept, self.atlas.page.lang), self.atlas.page.url))
            link.text = AtomicString(name)
            following = pieces[position + 1][0] if position + 1 < len(pieces) else text[last:]
            link.tail = same_kind(text, following)
            parent.insert(index, link)
            index += 1
        return index


def same_kind(text: str, part: str) -> str:
    return AtomicString(part) if isinstance(text, AtomicString) else part


def is_home(concept: Concept, page: Page) -> bool:
    """A page does not explain its own subject by a card."""
    return bool(page.meta["concepts"]) and page.meta["concepts"][0] == concept.id


def register(md, atlas) -> None:
    """Last of all: links, code, mathematics and headings can be told apart, and the engine has resolved its links."""
    md.treeprocessors.register(Terms(md, atlas), "atlas-terms", -10)
