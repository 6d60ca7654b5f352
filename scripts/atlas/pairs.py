"""Pairs: which passage of one language stands opposite which of the other?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate

from atlas.book import Book
from atlas.nouns import LANGUAGES, Block, Page, Place
from atlas.pages import CITATION, VALUE, split_citation
from atlas.prose import CODE_SPAN, code_spans_blanked

HOLD_TEXT = ("heading", "paragraph", "item", "row", "code", "formula")
FIELDS = ("title", "description")
CODE = re.compile(CODE_SPAN, re.DOTALL)
IMAGE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)")
FORMULA = re.compile(r"(?<![\\$])\$(?!\s)((?:\\.|[^$\\])+?)(?<!\s)\$(?!\d)", re.DOTALL)


@dataclass(frozen=True)
class Passage:
    """A text on one side that has a counterpart on the other: a block, a field of front matter, a text of data/."""

    place: Place
    """Where it begins."""
    kind: str
    text: str
    shape: str = ""
    fence: int | None = None
    """The line of the fence, above the text of a block of code or a formula."""

    @property
    def began(self) -> int:
        return self.fence or self.place.line

    def at(self, offset: int) -> Place:
        """Where the character at `offset` of the text stands."""
        return Place(self.place.file, self.place.line + self.text.count("\n", 0, offset))

    @property
    def prose(self) -> str:
        """What readers take in as words: no code and no formulas, but the labels of a diagram."""
        return self.text if self.kind not in ("code", "formula") or self.shape == "mermaid" else ""

    def formulas(self) -> list[tuple[int, str]]:
        """(offset, source) of every formula; TeX inside code is code."""
        if self.kind == "formula":
            return [(0, self.text.strip())]
        return [(match.start(), match[1]) for match in FORMULA.finditer(code_spans_blanked(self.prose))]

    def citations(self) -> list[tuple[int, str, str | None]]:
        """(offset, key, locator) of every citation; what cannot be read was reported when the page was read."""
        found = []
        for match in CITATION.finditer(code_spans_blanked(self.prose)):
            with suppress(ValueError):
                found += [(match.start(), key, locator) for key, locator in split_citation(match[1])]
        return found

    def images(self) -> list[tuple[int, str]]:
        """(offset, address) of every image, the language in it taken out."""
        matches = IMAGE.finditer(code_spans_blanked(self.prose))
        return [(match.start(), re.sub(r"\b(zh|en)\b", "zh", match[1])) for match in matches]

    def values(self) -> list[tuple[int, str]]:
        """(offset, name and format) of every computed value; a text, which has no format, may be in either language."""
        if self.kind == "code":
            return []
        matches = VALUE.finditer(code_spans_blanked(self.text))
        return [(match.start(), _without_language(match[1], match[2])) for match in matches]

    def code(self) -> list[tuple[int, str]]:
        """(offset, source) of every code span, or of every line of a code block; diagrams are compared as prose."""
        if self.kind == "code":
            lines = self.text.splitlines(keepends=True) if self.shape != "mermaid" else []
            offsets = accumulate(map(len, lines), initial=0)
            return [(offset, line.rstrip()) for offset, line in zip(offsets, lines, strict=False)]
        return [(match.start(), match["code"]) for match in CODE.finditer(self.text)]


Sides = dict[str, Passage]
"""The passages that stand opposite each other, by language."""


def passages(book: Book) -> Iterator[Sides]:
    """Every pair: front matter and blocks of pages, then the texts of data/.

    Blocks are paired by their order within a section; a section whose blocks do not match is left out, since parity
    reports it.
    """
    for zh, en in book.pairs():
        yield from _fields(zh, en)
        yield from blocks(zh, en)
    for said in book.said:
        yield {lang: Passage(said.at(lang), "text", said.text[lang]) for lang in LANGUAGES}


def blocks(zh: Page, en: Page) -> Iterator[Sides]:
    """The paired blocks of a page that hold text."""
    left, right = sections(zh), sections(en)
    for section, mine in left.items():
        theirs = right.get(section, ())
        if [(one.kind, one.shape) for one in mine] == [(one.kind, one.shape) for one in theirs]:
            for one, two in zip(mine, theirs, strict=True):
                if one.kind in HOLD_TEXT:
                    yield {"zh": _passage(zh, one), "en": _passage(en, two)}


def sections(page: Page) -> dict[str | None, list[Block]]:
    """The blocks of a page by the id of the heading above them."""
    found: dict[str | None, list[Block]] = {}
    for block in page.blocks:
        found.setdefault(block.section, []).append(block)
    return found


def _passage(page: Page, block: Block) -> Passage:
    line = block.line + 1 if block.kind in ("code", "formula") else block.line  # the text begins below the fence
    return Passage(
        Place(page.file, line), block.kind, block.text, block.shape, block.line if line != block.line else None
    )


def _fields(zh: Page, en: Page) -> Iterator[Sides]:
    for key in FIELDS:
        yield {page.lang: Passage(page.at(key), key, page.meta[key]) for page in (zh, en)}
    both = [page.meta.get("objectives", ()) for page in (zh, en)]
    for place, texts in enumerate(zip(*both, strict=False)):
        lines = [page.at("objectives").line + 1 + place for page in (zh, en)]
        yield {
            page.lang: Passage(Place(page.file, line), "objective", text)
            for page, line, text in zip((zh, en), lines, texts, strict=True)
        }


def _without_language(name: str, format: str | None) -> str:
    return f"{name}:{format}" if format else re.sub(r"\b(zh|en)\b", "zh", name)
