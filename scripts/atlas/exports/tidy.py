"""Tidy: remove what the theme puts in a built site though nobody asks for it."""

from __future__ import annotations

import shutil
from pathlib import Path

from atlas.book import Book

DEAD = ("assets/**/*.map",)
"""Source maps of files that are not served …"""
DEAD_FOLDERS = ("assets/javascripts/lunr", "assets/javascripts/workers")
"""… and the theme's own search."""


def write(book: Book, site: Path, site_url: str) -> None:
    for pattern in DEAD:
        for path in site.glob(pattern):
            path.unlink()
    for folder in DEAD_FOLDERS:
        shutil.rmtree(site / folder)
