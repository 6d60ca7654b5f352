"""Texts: what does every section and every entry of the data say, as plain text?"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from pathlib import Path

from atlas.book import Book
from atlas.exports.search.names import headings, path, title
from atlas.nouns import LISTS, Concept, Event, Misconception, Page, Reference, Text, other
from atlas.prose import words_of

CITATION = re.compile(r"<sup>\[.*?\]</sup>|\u2060")
TAG = re.compile(r"<[^>]*>")


def sections(index: Path) -> tuple[dict, dict[str, str]]:
    """The settings of the theme's search, and the plain text of every section by its address, from its index.

    Raises RuntimeError if the file is not what Material 9.8 writes.
    """
    try:
        data = json.loads(index.read_text(encoding="utf-8"))
        return data["config"], {doc["location"]: plain(doc["text"]) for doc in data["docs"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RuntimeError(f"{index}: the theme's index is not as expected ({error!r}); look at it anew") from error


def plain(markup: str) -> str:
    """Text without markup, citations and runs of blanks."""
    return " ".join(html.unescape(TAG.sub(" ", CITATION.sub("", markup))).split())


def texts(book: Book, lang: str, sections: dict[str, str]) -> dict:
    """[address, title, text] of the sections of all pages and of the entries of data, by kind, for the readers of `lang`.

    `asked` is by address what readers type for a page or a section; addresses are relative to the tree of the language.
    """
    pages = [page for name in book.names() if (page := book.pages.get((name, lang)))]
    return {
        "asked": {address: typed for page in pages for address, typed in words(book, page).items()},
        "sections": [row for page in pages for row in of_page(page, sections)],
        "concepts": entries(book, "glossary", lang, map(concept, book.concepts.values())),
        "claims": entries(book, "misconceptions", lang, map(claim, book.misconceptions.values())),
        "events": entries(book, "timeline", lang, map(event, book.events.values())),
        "works": entries(book, "references", lang, map(work, book.references.values())),
    }


def entries(book: Book, directive: str, lang: str, rows: Iterable[tuple[str, Text, Text]]) -> list[list[str]]:
    """[address, title, text] of entries, on the page that shows them; nothing if there is no such page."""
    address = path(book, directive, lang)
    return [[f"{address}#{id}", label[lang], text[lang]] for id, label, text in rows] if address else []


def concept(one: Concept) -> tuple[str, Text, Text]:
    note = one.scopeNote or Text("", "")
    return one.id, one.prefLabel, Text(one.definition.zh + note.zh, f"{one.definition.en} {note.en}".strip())


def claim(one: Misconception) -> tuple[str, Text, Text]:
    return one.id, one.claim, one.correction


def event(one: Event) -> tuple[str, Text, Text]:
    return one.id, one.title, Text(f"{one.date} {one.summary.zh}", f"{one.date} {one.summary.en}")


def work(one: Reference) -> tuple[str, Text, Text]:
    made = f"{one.authors} {one.year}"
    return one.key, Text(one.title, one.title), Text(made, made)


def words(book: Book, page: Page) -> dict[str, list[str]]:
    """By address, what readers type for a page, its sections and its entries, and what these are called in the other
    language."""
    found: dict[str, list[str]] = {}
    for asked in book.asked.values():
        name, _, anchor = asked.id.partition("#")
        if name == page.name:
            found[page.path + (f"#{anchor}" if anchor else "")] = list(asked.words[page.lang])
    counterpart = book.pages.get((page.name, other(page.lang)))
    for heading in counterpart.headings if counterpart else ():
        address = page.path + ("" if heading.level == 1 else f"#{heading.id}")
        found.setdefault(address, []).append(words_of(heading.text))
    return found


def of_page(page: Page, sections: dict[str, str]) -> list[list[str]]:
    """The sections of a page; of one whose entries are found one by one, only what stands before them, without the
    headings of letters and years."""
    found = [[page.path, title(page), sections.get(page.url, "")]]
    for id, heading in headings(page) if not LISTS & {use.name for use in page.directives} else ():
        found.append([f"{page.path}#{id}", heading, sections.get(f"{page.url}#{id}", "")])
    return found
