"""Aliases: a section whose id was changed keeps answering to the old one (data/redirects.yml, same page)."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from atlas.markdown.parts import Treeprocessor


class Aliases(Treeprocessor):
    def change(self, root: etree.Element) -> None:
        aliases = self.atlas.book.aliases(self.atlas.page)
        for element in root.iter():
            for old in aliases.get(element.get("id"), ()):
                element.insert(0, etree.Element("span", {"id": old}))
                element[0].tail, element.text = element.text, None


def register(md, atlas) -> None:
    """After attr_list (8) has given headings their ids."""
    md.treeprocessors.register(Aliases(md, atlas), "atlas-aliases", 1)
