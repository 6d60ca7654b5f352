"""Labs: the files that readers fetch when they start one: code without comments, and data from models/."""

from __future__ import annotations

import shutil
from pathlib import Path

from atlas import labs
from atlas.book import Book


def write(book: Book, site: Path, site_url: str) -> None:
    """Lay the data of every lab that a page shows beside its code; of a site without labs, remove the code."""
    folder = site / "assets" / "labs"
    shown = {labs.name(page) for page in book.pages.values()} - {None}
    if not shown:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for path in folder.rglob("*.mjs"):
        path.write_text(labs.shortened(path), encoding="utf-8")
    (folder / "data").mkdir()
    for lab in shown:
        for name, content in labs.data(book.root, lab):
            (folder / "data" / name).write_bytes(content)
