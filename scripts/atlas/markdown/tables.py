"""Tables: each scrolls inside its own box where it must; on a phone, one of running text becomes a card for every row.

Which of the three kinds a table is follows from its words alone, so that nothing has to be measured in the browser:

compact  The cells fit side by side on a screen of 320 px, each on one line (the first column on up to three, heads on
         up to four): stays a table.
wide     A grid of numbers, or a head that only mathematics can say: stays a table and scrolls; the keyboard reaches it.
records  All others: on a phone each row is a card, and CSS writes the head of its column before each cell.

The boxes and their classes are those that the theme's script would make.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from html import unescape
from unicodedata import category, east_asian_width

from markdown.util import HTML_PLACEHOLDER_RE

from atlas.markdown.parts import Treeprocessor

ROOM = 20.0
"""How many em a table may be wide on a screen of 320 px: what the margins leave, in the size of a table's text."""
PADDING = 0.9
"""What a column needs beside its text, in em; tables on a phone are set so in the stylesheet."""
SHORT = 8.0
"""The widest cell, in em, in a grid of numbers: at most so wide, and a digit in most of them."""
LINES_FIRST, LINES_HEAD = 3, 4
"""On how many lines a cell of the first column, and a head, may run in a compact table."""
BOLD = 1.1
"""How much wider a head is for being bold."""
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "th": "columnheader", "td": "cell"}
"""Said in words where the display changes: some browsers no longer take what is shown as a block for a cell."""
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
TAG = re.compile(r"<[^>]*>")
BEYOND_TEXT = re.compile(r"<m(?!ath|row|style|text|i\b|n\b|o\b|space|padded)")
"""Mathematics that is more than a line of signs: an index, a fraction, a root."""
UNBROKEN = re.compile(r"[!-\u2fff]+|.")
"""Between Chinese characters a line may end anywhere, else only at a blank."""


class Tables(Treeprocessor):
    def change(self, root: etree.Element) -> None:
        heading = ""
        for parent in list(root.iter()):
            for index, child in enumerate(parent):
                if child.tag in HEADINGS:
                    heading = self.text(child)
                elif child.tag == "table" and "class" not in child.attrib:
                    parent[index] = self.boxed(child, heading)

    def boxed(self, table: etree.Element, heading: str) -> etree.Element:
        """The table in the box that scrolls; what followed the table follows the box."""
        head, *body = [list(row) for row in table.iter("tr")]
        kind = self.kind(head, body)
        outer = etree.Element("div", {"class": "md-typeset__scrollwrap"})
        if kind == "wide":
            label = self.word("table") + self.word("colon") + heading
            outer.attrib.update({"tabindex": "0", "role": "group", "aria-label": label})
        else:
            outer.set("class", f"md-typeset__scrollwrap atlas-{kind}")
        if kind == "records":
            self.explain(table, head, body)
        outer.tail, table.tail = table.tail, None
        for element in table.iter():
            if element.tag in ROLES:  # line ends between the parts would only weigh
                element.tail = None
                element.text = element.text.strip("\n") or None if element.text else None
        etree.SubElement(outer, "div", {"class": "md-typeset__table"}).append(table)
        return outer

    def kind(self, head: list[etree.Element], body: list[list[etree.Element]]) -> str:
        rows = [[self.room(cell) for cell in row] for row in body]
        columns = list(zip(*rows, strict=True))
        room = ROOM - PADDING * len(head)
        for number, (above, below) in enumerate(zip(map(self.room, head), columns, strict=True)):
            lines = 1 if number else LINES_FIRST
            room -= max(BOLD * narrowest(above, LINES_HEAD), *(narrowest(text, lines) for text in below))
        if room >= 0:
            return "compact"
        cells = [text for row in rows for text in row[1:]]
        digits = sum(any(map(str.isdigit, text)) for text in cells)
        grid = max(map(width, cells)) <= SHORT and digits > len(cells) / 2 and len(head) > 2
        return "wide" if grid or any(BEYOND_TEXT.search(self.raw(cell)) for cell in head) else "records"

    def explain(self, table: etree.Element, head: list[etree.Element], body: list[list[etree.Element]]) -> None:
        """Roles for the parts, and for each cell the words above its column."""
        for element in table.iter():
            if element.tag in ROLES:
                element.set("role", ROLES[element.tag])
        for row in body:
            for above, cell in zip(head, row, strict=True):
                if (label := self.text(above)) and self.text(cell):
                    cell.set("data-label", label + self.word("colon"))

    def text(self, element: etree.Element) -> str:
        """The words of an element without its citations: on one line, formulas as their signs."""
        return plain(self.raw(element))

    def room(self, element: etree.Element) -> str:
        """A text about as wide as what an element shows: with citations, and a letter for the space beside an operator."""
        return plain(self.raw(element, cited=True).replace("<mo", "x<mo"))

    def raw(self, element: etree.Element, cited: bool = False) -> str:
        """What the words are made from: formulas and raw HTML with their tags."""
        parts = [element.text or ""]
        for child in element:
            left_out = not cited and child.get("class") == "atlas-cite"
            parts += ["" if left_out else self.raw(child, cited), child.tail or ""]
        return HTML_PLACEHOLDER_RE.sub(lambda match: self.md.htmlStash.rawHtmlBlocks[int(match[1])], "".join(parts))

    def word(self, key: str) -> str:
        return self.atlas.book.text(key, self.atlas.page.lang)


def plain(raw: str) -> str:
    """Text without tags and without the signs that nobody sees."""
    return " ".join(unescape(TAG.sub("", raw)).replace("\u2060", "").replace("\u2061", "").split())


def width(text: str) -> float:
    """About how many em a text is wide on one line."""
    return sum(1 if east_asian_width(sign) in "WF" else 0.58 for sign in text if category(sign) != "Mn")


def narrowest(text: str, lines: int) -> float:
    """About how many em a text needs on so many lines."""
    if lines == 1:
        return width(text)
    return max([width(text) * 1.1 / lines, *(width(piece) for piece in UNBROKEN.findall(text))])


def register(md, atlas) -> None:
    """After attr_list (8), which ends with the ids of headings; before toc (5), which adds a sign to each."""
    md.treeprocessors.register(Tables(md, atlas), "atlas-tables", 7)
