"""Addresses of no language: `/c/<id>/` for every concept, and a page for every address that moved."""

from __future__ import annotations

from pathlib import Path

from atlas.book import Book
from atlas.nouns import LANGUAGES
from atlas.render.templates import Templates


def write(book: Book, site: Path, site_url: str) -> None:
    env = Templates(book).env
    concept_page, moved_page = env.get_template("concept.html"), env.get_template("moved.html")
    for concept in book.concepts.values():
        save(site / "c" / concept.id, concept_page.render(concept=concept, base="../..", site_url=site_url))
    for old, new in book.redirects.items():
        path = old.partition("#")[0].strip("/")
        if "#" in old:
            continue
        lang = path.split("/")[0] if path.split("/")[0] in LANGUAGES else "en"
        base = "/".join([".."] * (path.count("/") + 1))
        save(site / path, moved_page.render(target=new.lstrip("/"), lang=lang, base=base, site_url=site_url))


def save(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(text, encoding="utf-8")
