"""What the processors share: each knows the extension, and leaves pages outside the Book as they are."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown import preprocessors, treeprocessors


class Preprocessor(preprocessors.Preprocessor):
    """Changes the text of a page: `change(text)` returns the new text."""

    def __init__(self, md, atlas):
        super().__init__(md)
        self.atlas = atlas

    def run(self, lines: list[str]) -> list[str]:
        return self.change("\n".join(lines)).split("\n") if self.atlas.page else lines


class Treeprocessor(treeprocessors.Treeprocessor):
    """Changes the elements of a page: `change(root)`."""

    def __init__(self, md, atlas):
        super().__init__(md)
        self.atlas = atlas

    def run(self, root: etree.Element) -> None:
        if self.atlas.page:
            self.change(root)

    def append(self, root: etree.Element, template: str, **context) -> None:
        """Put what a template renders at the end of the page."""
        html = self.atlas.templates.render(template, self.atlas.page, **context)
        etree.SubElement(root, "p").text = self.md.htmlStash.store(html)
