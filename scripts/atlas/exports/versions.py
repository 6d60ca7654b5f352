"""Versions: pages ask for styles and scripts with a mark of their content, so that a browser may keep them for as long as it likes.

The mark stands behind a question mark and not in the name: a page that a browser has kept still finds its files after the
site has been built anew.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from atlas.book import Book

ASKED = re.compile(r'(?<=["\'(])(?P<address>(?:\.{0,2}/)*assets/(?P<name>[\w./-]+\.(?:css|js|woff2)))(?=["\')])')
BESIDE = re.compile(r'(?<=["\'])\./(?P<name>[\w-]+\.js)(?=["\'])')
FONT = re.compile(r"(?<=[\"'(])\.\./(?P<name>[\w./-]+\.woff2)(?=[\"')])")


def write(book: Book, site: Path, site_url: str) -> None:
    """Rewrite addresses, first in the files that pages ask for, then in the pages."""
    assets = site / "assets"
    for sheet in assets.glob("css/*.css"):
        rewrite(sheet, FONT, assets)
    for script in assets.glob("js/*.js"):
        rewrite(script, BESIDE, assets / "js")
    for page in site.rglob("*.html"):
        rewrite(page, ASKED, assets)


def rewrite(file: Path, pattern: re.Pattern, folder: Path) -> None:
    """Add the mark to every address of a file of `folder`."""
    text = file.read_text(encoding="utf-8")
    marked = pattern.sub(lambda match: f"{match[0]}?v={mark(folder / match['name'])}", text)
    if marked != text:
        file.write_text(marked, encoding="utf-8")


def mark(path: Path) -> str:
    """Eight letters that change with the content of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]
