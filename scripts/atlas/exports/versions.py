"""Versions: pages ask for styles and scripts with a mark of their content, so that a browser may keep them for as long as it likes.

The mark stands behind a question mark and not in the name: a page that a browser has kept still finds its files after the
site has been built anew. Files that ask for one another have one mark together, so that no old one meets a new one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from pathlib import Path

from atlas.book import Book

ASKED = re.compile(r'(?<=["\'(])(?:\.{0,2}/)*assets/(?P<name>[\w./-]+\.(?:css|m?js|woff2))(?=["\')])')
BESIDE = re.compile(r'(?<=["\'])\.{1,2}/[\w./-]+\.m?js(?=["\'])')
FONT = re.compile(r"(?<=[\"'(])\.\./(?P<name>[\w./-]+\.woff2)(?=[\"')])")
TOGETHER = ("js", "labs")
"""Folders whose files ask for one another."""


def write(book: Book, site: Path, site_url: str) -> None:
    """Rewrite addresses, first in the files that pages ask for, then in the pages."""
    assets = site / "assets"
    shared = {name: mark(sorted(path for path in (assets / name).rglob("*") if path.is_file())) for name in TOGETHER}
    for name, common in shared.items():
        for script in (assets / name).rglob("*.*js"):
            rewrite(script, BESIDE, lambda match, common=common: common)
    for sheet in assets.glob("css/*.css"):
        rewrite(sheet, FONT, lambda match: mark([assets / match["name"]]))

    def marked(match: re.Match) -> str:
        return shared.get(match["name"].partition("/")[0]) or mark([assets / match["name"]])

    for page in site.rglob("*.html"):
        rewrite(page, ASKED, marked)


def rewrite(file: Path, pattern: re.Pattern, known: Callable[[re.Match], str]) -> None:
    """Add the mark to every address that the pattern finds."""
    text = file.read_text(encoding="utf-8")
    changed = pattern.sub(lambda match: f"{match[0]}?v={known(match)}", text)
    if changed != text:
        file.write_text(changed, encoding="utf-8")


def mark(files: Iterable[Path]) -> str:
    """Eight letters that change with the content of any file."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:8]
