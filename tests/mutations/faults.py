"""Faults: what is changed in the real content, which check must notice, and on which lines?"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from atlas import pairs
from atlas.book import Book
from atlas.nouns import Block, Page
from atlas.prose import plain

PROSE = ("paragraph", "item", "row")


class NoPlace(Exception):
    """The content offers no place for a fault."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong: `edits` are new texts by file (None: the file is gone); the named check must report `file`
    at a line from `first` to `last`."""

    check: str
    why: str
    file: str
    first: int
    last: int
    edits: Mapping[str, str | None]

    def __str__(self) -> str:
        return f"{self.check}: {self.why} ({self.file}:{self.first})"


class Desk:
    """Where faults are made: the book, its texts, and a seeded source of chance."""

    def __init__(self, book: Book, seed: int | str):
        self.book, self.rng = book, random.Random(seed)

    def text(self, file: str) -> str:
        return (self.book.root / file).read_text(encoding="utf-8")

    def shuffled(self, things) -> list:
        things = list(things)
        self.rng.shuffle(things)
        return things

    def pages(self, lang: str, wanted: Callable[[Page], bool] = lambda page: True) -> list[Page]:
        """Pages of a language in random order."""
        found = self.shuffled(page for page in self.book.pages.values() if page.lang == lang and wanted(page))
        if not found:
            raise NoPlace
        return found

    def blocks(self, lang: str, kinds=PROSE, wanted: Callable[[Block], bool] = lambda block: True):
        """(page, block) of some kinds in random order."""
        return self.shuffled(
            (page, block) for page in self.pages(lang) for block in page.blocks if block.kind in kinds and wanted(block)
        )

    def opposite(self, page: Page, block: Block) -> tuple[Page, Block]:
        """The page and block of the other language."""
        other = self.book.pages[page.name, "en" if page.lang == "zh" else "zh"]
        section = pairs.sections(page)[block.section]
        return other, pairs.sections(other)[block.section][section.index(block)]

    def line(self, check: str, why: str, file: str, line: int, new: str | None, first=None, last=None) -> Fault:
        """A fault that puts `new` in place of a line, or takes the line out (None)."""
        lines = self.text(file).split("\n")
        lines[line - 1 : line] = [] if new is None else new.split("\n")
        return Fault(check, why, file, first or line, last or line, {file: "\n".join(lines)})

    def spoil(self, check: str, why: str, lang: str, pattern: str, new, kinds=PROSE, raw=False, wanted=None) -> Fault:
        """Replace one match of `pattern` in the prose (or, if `raw`, the source) of a random block by `new`, a text
        or a function of the match."""
        for page, block in self.blocks(lang, kinds, wanted or (lambda block: True)):
            lines = self.text(page.file).split("\n")
            for number in self.shuffled(range(block.line, block.last + 1)):
                line = lines[number - 1]
                found = [match for match in re.finditer(pattern, line if raw else plain(line)) if match[0]]
                if found:
                    match = self.rng.choice(found)
                    text = new(match) if callable(new) else match.expand(new)
                    if text != match[0]:
                        spoilt = line[: match.start()] + text + line[match.end() :]
                        return self.line(check, why, page.file, number, spoilt, block.line, block.last)
        raise NoPlace

    def spoil_both(self, check: str, why: str, change: Callable[[str], str | None], wanted, side: str) -> Fault:
        """Change a pair of rows, items or paragraphs of one line alike; the fault is looked for on `side`."""
        for page, block in self.blocks(side, PROSE, wanted):
            there, twin = self.opposite(page, block)
            edits = {}
            for one, part in ((page, block), (there, twin)):
                lines = self.text(one.file).split("\n")
                new = change("\n".join(lines[part.line - 1 : part.last]))
                if new is None:
                    break
                lines[part.line - 1 : part.last] = new.split("\n")
                edits[one.file] = "\n".join(lines)
            if len(edits) == 2:
                return Fault(check, why, page.file, block.line, block.last, edits)
        raise NoPlace

    def data(self, check: str, why: str, file: str, pattern: str, new, line_of: Callable | None = None) -> Fault:
        """Replace one match of `pattern` in a data file; the fault is looked for on its own line, or on `line_of`."""
        text = self.text(file)
        found = list(re.finditer(pattern, text, re.MULTILINE))
        if not found:
            raise NoPlace
        match = self.rng.choice(found)
        put = new(match) if callable(new) else match.expand(new)
        line = text.count("\n", 0, match.start()) + 1
        first = line_of(text, match) if line_of else line
        return Fault(check, why, file, first, first, {file: text[: match.start()] + put + text[match.end() :]})


def entry_line(text: str, match: re.Match) -> int:
    """The line where the entry `- id: …` or `@…{` begins that a match stands in."""
    starts = [one for one in re.finditer(r"^(- id:|@\w+\{)", text, re.MULTILINE) if one.start() <= match.start()]
    return text.count("\n", 0, starts[-1].start()) + 1


def lines_of(root: Path, file: str) -> Iterator[tuple[int, str]]:
    yield from enumerate((root / file).read_text(encoding="utf-8").split("\n"), 1)
