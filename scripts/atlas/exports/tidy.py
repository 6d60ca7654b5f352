"""Tidy: remove what MkDocs leaves in a built site though nobody asks for it."""

from __future__ import annotations

from pathlib import Path

from atlas.book import Book


def write(book: Book, site: Path, site_url: str) -> None:
    """Source maps name files that are not served; word lists of languages we lack are dead weight."""
    for pattern in ("assets/**/*.map", "assets/javascripts/lunr/min/lunr.*.min.js"):
        for path in site.glob(pattern):
            keep = path.name.split(".")[1] in ("zh", "stemmer", "multi") if "lunr" in path.name else False
            if not keep:
                path.unlink()
