"""Texts: what does every section and every entry of the data say, as plain text?"""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

from atlas.book import Book
from atlas.nouns import Page, other
from atlas.prose import words_of

DIRECTIVES = ("glossary", "timeline", "misconceptions", "references")
"""Pages whose entries are found one by one; their lists of letters and years are not."""
CITATION = re.compile(r"<sup>\[.*?\]</sup>|\u2060")
TAG = re.compile(r"<[^>]*>")


def sections(index: Path) -> tuple[dict, dict[str, tuple[str, str]]]:
    """The settings of the theme's search, and title and plain text of every section by its address, from its index.

    Raises RuntimeError if the file is not what Material 9.8 writes.
    """
    try:
        data = json.loads(index.read_text(encoding="utf-8"))
        return data["config"], {doc["location"]: (plain(doc["title"]), plain(doc["text"])) for doc in data["docs"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RuntimeError(f"{index}: the theme's index is not as expected ({error!r}); look at it anew") from error


def plain(markup: str) -> str:
    """Text without markup, citations and runs of blanks."""
    return " ".join(html.unescape(TAG.sub(" ", CITATION.sub("", markup))).split())


def texts(book: Book, lang: str, sections: dict[str, tuple[str, str]]) -> dict:
    """[address, title, text] of the sections of all pages, then of entries of data, for the readers of `lang`."""
    entries = {name: book.page_with(name) for name in DIRECTIVES}
    found = []
    for (_, side), page in book.pages.items():
        if side == lang:
            found += of_page(page, sections, page.name in entries.values())

    def place(directive: str, id: str) -> str:
        return f"{book.pages[entries[directive], lang].path}#{id}"

    concepts = [
        [place("glossary", one.id), one.prefLabel[lang], one.definition[lang], one.scopeNote[lang] if one.scopeNote else ""]
        for one in book.concepts.values()
        if entries["glossary"]
    ]
    claims = [
        [place("misconceptions", one.id), one.claim[lang], one.correction[lang]]
        for one in book.misconceptions.values()
        if entries["misconceptions"]
    ]
    events = [
        [place("timeline", one.id), one.title[lang], f"{one.date} {one.summary[lang]}"]
        for one in book.events.values()
        if entries["timeline"]
    ]
    asked = {}
    for name in book.names():
        if page := book.pages.get((name, lang)):
            asked |= words(book, page)
    return {"asked": asked, "sections": found, "concepts": concepts, "claims": claims, "events": events, "works": works(book, lang, entries)}


def words(book: Book, page: Page) -> dict[str, list[str]]:
    """By address, what readers type for a page and its sections, and what these are called in the other language."""
    counterpart = book.pages.get((page.name, other(page.lang)))
    titles = {one.id: words_of(one.text) for one in counterpart.headings} if counterpart else {}
    found = {}
    for heading in page.headings:
        top = heading.level == 1
        asked = book.asked.get(page.name if top else f"{page.name}#{heading.id}")
        typed = [*(asked.words[page.lang] if asked else ()), *([titles[heading.id]] if heading.id in titles else [])]
        if typed:
            found[page.path + ("" if top else f"#{heading.id}")] = typed
    return found


def of_page(page: Page, sections: dict[str, tuple[str, str]], entries: bool) -> list[list[str]]:
    """The sections of a page; of one whose entries are found one by one, only what stands before them."""
    found = [[page.path, title_of(page), sections.get(page.url, ("", ""))[1]]]
    for heading in page.headings if not entries else ():
        if heading.id and heading.level > 1:
            text = sections.get(f"{page.url}#{heading.id}", ("", ""))[1]
            found.append([f"{page.path}#{heading.id}", words_of(heading.text), text])
    return found


def title_of(page: Page) -> str:
    return words_of(page.headings[0].text) if page.headings else page.meta["title"]


def works(book: Book, lang: str, entries: dict[str, str | None]) -> list[list[str]]:
    """[address, title, who and when] of every source."""
    if not entries["references"]:
        return []
    path = book.pages[entries["references"], lang].path
    return [
        [f"{path}#{one.key}", re.sub(r"[{}\\]", "", one.fields.get("title", "")), f"{one.fields.get('author', '')} {one.year}"]
        for one in book.references.values()
    ]
