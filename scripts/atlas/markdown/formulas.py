"""Formulas: `$…$` and `$$…$$`, found by pymdownx.arithmatex, become the MathML that the store keeps for them."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.util import AtomicString

from atlas.markdown.parts import Treeprocessor

CLOSING = "，。；：、！？）”》,.;:!?)"


class Formulas(Treeprocessor):
    """Arithmatex in generic mode leaves `<span class="arithmatex">\\(…\\)</span>` and a div with `\\[…\\]`."""

    def change(self, root: etree.Element) -> None:
        for element in root.iter():
            if element.tag in ("span", "div") and element.get("class") == "arithmatex":
                self.fill(element, block=element.tag == "div")

    def fill(self, element: etree.Element, block: bool) -> None:
        source = "".join(element.itertext()).strip()
        for opening, closing in (("\\(", "\\)"), ("\\[", "\\]")):
            source = source.removeprefix(opening).removesuffix(closing)
        source = source.strip()
        mathml = self.atlas.store.formula(source, block)
        element.set("class", "atlas-math")
        if block:  # a wide formula scrolls inside its box, by keyboard too
            label = self.atlas.book.text("formula", self.atlas.page.lang)
            element.attrib.update({"tabindex": "0", "role": "group", "aria-label": label})
        for child in list(element):
            element.remove(child)
        element.text = AtomicString(self.md.htmlStash.store(mathml) if mathml else source)
        if element.tail and element.tail[0] in CLOSING:  # the span does not break, so no line begins with this mark
            element.text, element.tail = AtomicString(element.text + element.tail[0]), element.tail[1:]


def register(md, atlas) -> None:
    """After the inline patterns (20) that find the formulas."""
    md.treeprocessors.register(Formulas(md, atlas), "atlas-formulas", 15)
