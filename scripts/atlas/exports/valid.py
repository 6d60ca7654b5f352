"""Valid: the theme writes two attributes that HTML does not allow where they stand; what is left without them?"""

from __future__ import annotations

import re
from pathlib import Path

from atlas.book import Book
from atlas.nouns import LANGUAGES

AMISS = (
    re.compile(r'(?<=<input )([^>]*type="checkbox"[^>]*) autocomplete="off"'),
    re.compile(r'(?<=<label )([^>]*) tabindex=""'),
)
"""What Material 9.8 writes amiss: a checkbox that would complete itself, and an empty place in the order of tabs."""


def write(book: Book, site: Path, site_url: str) -> None:
    for path in (path for lang in LANGUAGES for path in (site / lang).rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        for pattern in AMISS:
            text = pattern.sub(r"\1", text)
        path.write_text(text, encoding="utf-8")
