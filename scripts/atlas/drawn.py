"""Drawn figures: which picture does an image line of a page ask for, and what does its file hold?"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from atlas.nouns import Page

IMAGE = re.compile(r"^!\[(?P<alt>[^\]]*)\]\((?P<address>[^\s)]+\.svg)\)[ ]*$", re.MULTILINE)
"""A picture of ours: an image alone on its line, an SVG beside the page, in the page's language."""


@dataclass(frozen=True)
class Drawn:
    """A figure that a page shows: its line, what its alternative text says, and its file."""

    line: int
    alt: str
    file: str


def drawn(page: Page) -> Iterator[Drawn]:
    """The figures of a page, from top to bottom."""
    for block in page.blocks:
        if block.kind != "code":
            for match in IMAGE.finditer(block.text):
                yield Drawn(block.line_of(match.start()), match["alt"], beside(page, match["address"]))


def beside(page: Page, address: str) -> str:
    """The file, relative to the project's root, that an address on a page means."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page.file), address))
