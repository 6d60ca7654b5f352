"""Exports: what a built site holds besides its pages, because it needs both languages at once."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from atlas.book import Book


def write(book: Book, site: Path, site_url: str) -> None:
    """Run every file of this folder that has a function `write(book, site, site_url)`."""
    for module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        importlib.import_module(f"{__name__}.{module}").write(book, site, site_url)
