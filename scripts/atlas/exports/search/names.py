"""Names: what is everything on the site called, in the reader's language and by whoever types something else?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from atlas.book import Book
from atlas.exports.search import han
from atlas.nouns import Concept, Event, Page, other
from atlas.prose import words_of
from atlas.words import simplified, traditional

LISTS = {"glossary": "glossary", "map": "concept-map"}
"""Pages that list much, by the name of their title in data/strings.yml."""
SYSTEM = re.compile(r"[A-Za-z][\w.·-]*(?: [A-Z0-9][\w.·-]*)*")
"""A system, company or person in Latin letters, as it stands among Chinese characters."""
QUOTED = re.compile(r"[《“]([^》”]+)[》”]")


def names(book: Book, lang: str) -> dict:
    """Everything that has a name, for the readers of `lang`. Addresses are relative to the tree of that language.

    pages: [address, title]
    concepts: [id, address of the home or "", names shown (the label first), names in the other language, names typed]
    events: [id, title, people and systems named in it]
    han: how the characters of the names are read (see han.py)
    said: words for the list of results, and `pages` to look in when there are none
    """
    pages = [page for name in book.names() if (page := book.pages.get((name, lang)))]
    called = {
        "glossary": path(book, "glossary", lang),
        "timeline": path(book, "timeline", lang),
        "said": said(book, lang),
        "pages": [[page.path, title(page)] for page in pages],
        "concepts": [concept_names(book, concept, lang) for concept in book.concepts.values()],
        "events": [[event.id, event.title[lang], event_names(book, event, lang)] for event in book.events.values()],
    }
    return called | {"han": han.table(map(simplified, han.strings(called)))}


def said(book: Book, lang: str) -> dict:
    """Words of the interface by name; `pages` holds [title, address] of the glossary and the concept map."""
    pages = [[book.text(key, lang), path(book, directive, lang)] for key, directive in LISTS.items()]
    words = {name: book.text(f"search.{name}", lang) for name in ("none", "nothing", "look", "other")}
    words |= {name: book.text(name, lang) for name in ("comma", "glossary")}
    return words | {"pages": [page for page in pages if page[1]]}


def path(book: Book, directive: str, lang: str) -> str:
    """The address of the page that shows a directive; empty if there is none."""
    name = book.page_with(directive)
    return book.pages[name, lang].path if name else ""


def title(page: Page) -> str:
    """What a page calls itself: its first heading."""
    return words_of(page.headings[0].text) if page.headings else page.meta["title"]


def headings(page: Page) -> list[list[str]]:
    return [[one.id, words_of(one.text)] for one in page.headings if one.id and one.level > 1]


def concept_names(book: Book, concept: Concept, lang: str) -> list:
    """A concept's home and the names by which it may be sought: those readers see, the other language's, and the rest."""
    shown, foreign = concept.names(lang), concept.names(other(lang))
    chinese = [*concept.names("zh"), *concept.hiddenLabel["zh"]]
    typed = [name for side in (lang, other(lang)) for name in (*concept.hiddenLabel[side], *concept.rejectedLabel[side])]
    typed += [form for form in (concept.hant, *map(traditional, chinese)) if form]
    home = book.home(concept, lang).partition("/")[2] if concept.home else ""
    return [concept.id, home, *each_once(shown, foreign, typed)]


def each_once(*lists: Iterable[str]) -> list[list[str]]:
    """The lists, less what is written as one before: the search folds case, accents, blanks and traditional characters."""
    seen: set[str] = set()
    return [[name for name in names if not (folded(name) in seen or seen.add(folded(name)))] for names in lists]


def folded(name: str) -> str:
    """What of a name is compared (`compact(fold(…))` of words.js)."""
    marks = re.sub("[\u0300-\u036f'’‘`]", "", unicodedata.normalize("NFKD", name))
    return simplified("".join(filter(str.isalnum, unicodedata.normalize("NFC", marks).lower())))


def event_names(book: Book, event: Event, lang: str) -> list[str]:
    """Systems, people, works and laws that an event names, in every form by which they may be sought."""
    said = f"{event.title[lang]} {event.summary[lang]}"
    forms = [names for names in book.foreign if any(name in said for name in names[lang])]
    found = [*SYSTEM.findall(event.title.zh), *QUOTED.findall(event.title[lang])]
    found += [name for names in forms for side in (lang, other(lang)) for name in names[side]]
    return each_once([event.title[lang]], found)[1]
