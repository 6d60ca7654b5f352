"""The picture that a shared link shows: one PNG a language, drawn from overrides/partials/atlas/card.html."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from atlas.book import Book
from atlas.browser import open_page
from atlas.nouns import LANGUAGES
from atlas.render.templates import Templates

SIZE = {"width": 1200, "height": 630}
"""Pixels, the size that Open Graph readers show without cropping."""


def draw(book: Book) -> Iterator[Path]:
    """Write overrides/assets/images/card-<lang>.png and yield each path."""
    template = Templates(book).env.get_template("card.html")
    with open_page() as page:
        page.set_viewport_size(SIZE)
        for lang in LANGUAGES:
            page.set_content(template.render(lang=lang))
            path = book.root / "overrides" / "assets" / "images" / f"card-{lang}.png"
            page.screenshot(path=path)
            yield path
