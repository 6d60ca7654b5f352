"""Tidy: remove what the theme puts in a built site though nobody asks for it."""

from __future__ import annotations

from pathlib import Path

from atlas.book import Book

DEAD = ("assets/**/*.map", "assets/javascripts/lunr/*.js", "assets/javascripts/lunr/min/lunr.*.min.js")
"""Source maps of files that are not served, and word lists of the languages the search may speak …"""
ALIVE = {"lunr.stemmer.support.min.js", "lunr.multi.min.js", "lunr.zh.min.js"}
"""… but for those it does."""


def write(book: Book, site: Path, site_url: str) -> None:
    for pattern in DEAD:
        for path in site.glob(pattern):
            if path.name not in ALIVE:
                path.unlink()
