"""Scripts: ours, without what only those who write them read."""

from __future__ import annotations

from pathlib import Path

from rjsmin import jsmin

from atlas.book import Book

OURS = "assets/js/*.js"


def write(book: Book, site: Path, site_url: str) -> None:
    """Take comments, indentation and the like out of every script of ours."""
    for script in site.glob(OURS):
        script.write_text(jsmin(script.read_text(encoding="utf-8")) + "\n", encoding="utf-8")
