"""Templates: the HTML of overrides/partials/atlas/, filled with the Book. No HTML is written in Python."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby

from babel import Locale
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from atlas import labs, review, urls
from atlas.book import Book
from atlas.nouns import ERAS, HTML_LANG, LANGUAGES, Concept, Page, Reference, other, page_path
from atlas.reading import minutes
from atlas.render.citing import citations
from atlas.render.dates import date_words
from atlas.render.tree import grow
from atlas.store import Store


class Templates:
    """`templates.render("glossary.html", page)` → HTML. Names a template lacks raise jinja2.UndefinedError."""

    def __init__(self, book: Book):
        self.book, self.store = book, Store(book.root)
        folders = [book.root / "overrides" / "partials" / "atlas", book.root / "overrides"]
        self.env = Environment(
            loader=FileSystemLoader(folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.do"],
        )
        self.env.globals.update(book=book, languages=LANGUAGES, html_lang=HTML_LANG, eras=ERAS, other=other)
        self.filters = {"date": date_words, "letter": initial, "country": country, "ld": linked_data}
        self.filters |= {"sorted_by_name": self.sorted_by_name, "minutes": self.minutes, "citations": citations}
        self.filters |= {"lab_size": self.lab_size, "lab_words": self.lab_words}
        self.env.filters.update(self.filters)

    def render(self, name: str, page: Page, **context) -> str:
        """A template seen from a page."""
        return self.env.get_template(name).render(page=page, **self.context(page), **context)

    def context(self, page: Page) -> dict:
        """What templates may use on a page: words in its language, and links relative to it."""
        lang = page.lang

        def link(target: str) -> str:
            return urls.relative(target, page.url)

        def to(target: str, anchor: str = "") -> str:
            return link(f"{lang}/{page_path(target)}" + (f"#{anchor}" if anchor else ""))

        return {
            "lang": lang,
            "link": link,
            "to": to,
            "t": lambda key: self.book.text(key, lang),
            "home": lambda concept: link(self.book.home(concept, lang)),
            "title": lambda target: self.book.pages[target, lang].title,
            "reference": lambda key: Markup(self.stored(key, lang)["html"]),
            "source": lambda key: self.stored(key, lang)["label"],
            "unseen": lambda entry: unseen(entry, self.stored(entry.key, lang)["html"]),
            "subjects": [self.book.concepts[id].prefLabel[lang] for id in page.meta["concepts"]],
            "sections": lambda: [name for name in self.book.names() if name.endswith("/index")],
            "initials": self.initials,
            "owned": self.owned,
            "newer": lambda: review.newer(self.book, page),
            "tree": lambda: grow(self.book),
        }

    def owned(self, name: str) -> Concept | None:
        """The concept that a page is about: the first it names, if that concept's home is the page or a part of it."""
        concepts = [self.book.concepts[id] for id in self.book.pages[name, LANGUAGES[0]].meta["concepts"][:1]]
        return next((one for one in concepts if (one.home or "").partition("#")[0] == name), None)

    def minutes(self, name: str) -> int:
        """How long the page of this name takes to read, in either language."""
        return minutes(self.book.pages[name, "en"])

    def lab_size(self, lab: str) -> int:
        """Kilobytes (of 1000 bytes) that a reader who starts a lab fetches."""
        return round(labs.size(self.book.root, lab) / 1000)

    def lab_words(self, lab: str, lang: str) -> dict[str, str]:
        """What the scripts of a lab say, by the key that they know it by."""
        said = {}
        for prefix in ("lab.say.", f"lab.{lab}.say."):
            said |= {key.removeprefix(prefix): text[lang] for key, text in self.book.strings.items() if key.startswith(prefix)}
        return said

    def stored(self, key: str, lang: str) -> dict[str, str]:
        return self.store.reference(self.book.references[key].raw, lang)

    def sorted_by_name(self, concepts: Iterable[Concept], lang: str) -> list[Concept]:
        """In the order of a dictionary: by letter in English, by pinyin in Chinese."""
        return sorted(concepts, key=lambda concept: (initial(concept, lang), order(concept, lang), concept.id))

    def initials(self, lang: str) -> list[tuple[str, list[Concept]]]:
        """The whole glossary by initial letter."""
        ordered = self.sorted_by_name(self.book.concepts.values(), lang)
        return [(letter, list(group)) for letter, group in groupby(ordered, lambda concept: initial(concept, lang))]


def linked_data(value: Mapping) -> Markup:
    """JSON-LD for a script element: as it is written, but for what could end the element."""
    return Markup(json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))


def unseen(reference: Reference, shown: str) -> str:
    """The authors whom the printed form of a reference leaves out, in small letters."""
    return " ".join(name for name in map(str.lower, reference.surnames) if name not in shown.lower())


def order(concept: Concept, lang: str) -> str:
    name = concept.pinyin if lang == "zh" else concept.prefLabel.en
    return name.casefold()


def initial(concept: Concept, lang: str) -> str:
    """The letter a concept stands under."""
    return order(concept, lang)[0].upper()


def country(code: str, lang: str) -> str:
    """The name of a country by its code in ISO 3166-1 (`cn`), or of the European Union (`eu`). KeyError if there is none."""
    return territories(lang)[code.upper()]


@cache
def territories(lang: str) -> Mapping[str, str]:
    return Locale(lang).territories
