"""The nouns: what does the site consist of? Everything here is read-only and knows where it was written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("zh", "en")
HTML_LANG = {"zh": "zh-Hans", "en": "en"}
PAIRED_NEUTRAL = "docs/index.md"
"""The one file of docs/ that belongs to no language: the page at `/` that offers both."""


def other(lang: str) -> str:
    """The language that is not `lang`."""
    return LANGUAGES[1 - LANGUAGES.index(lang)]


@dataclass(frozen=True, order=True)
class Place:
    """Where something is written: a path relative to the project's root and a line (from 1)."""

    file: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong, and the cure. Prints as `file:line: what; cure`.

    `level` is "error", which stops checks and builds, or "warning", which is only told.
    """

    place: Place
    what: str
    cure: str
    level: str = "error"

    def __str__(self) -> str:
        return f"{self.place}: {'warning: ' if self.level == 'warning' else ''}{self.what}; {self.cure}"


@dataclass(frozen=True)
class Text:
    """The same thing said in both languages: `text["zh"]`, `text["en"]`."""

    zh: str
    en: str

    def __getitem__(self, lang: str) -> str:
        return getattr(self, lang)


@dataclass(frozen=True)
class Said:
    """A text of a data file in both languages, with the places where each side stands."""

    where: str
    """What the text is, as keys from the entry's id down: `gan.definition`."""
    zh: Place
    en: Place
    text: Text

    def at(self, lang: str) -> Place:
        return getattr(self, lang)


@dataclass(frozen=True)
class Labels:
    """Several labels a language: `labels["zh"]` is a tuple of strings."""

    zh: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def __getitem__(self, lang: str) -> tuple[str, ...]:
        return getattr(self, lang)


@dataclass(frozen=True)
class Concept:
    """A SKOS concept: labels, definition, place in the hierarchy, and the page that is its home."""

    place: Place
    id: str
    prefLabel: Text
    definition: Text
    source: tuple[str, ...]
    abbr: str | None = None
    altLabel: Labels = Labels()
    hiddenLabel: Labels = Labels()
    rejectedLabel: Labels = Labels()
    autolink: bool = True
    scopeNote: Text | None = None
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    home: str | None = None
    pinyin: str | None = None
    hant: str | None = None

    def names(self, lang: str) -> tuple[str, ...]:
        """Every name shown to readers of `lang`: preferred label, abbreviation, alternative labels."""
        names = (self.prefLabel[lang], *((self.abbr,) if self.abbr else ()), *self.altLabel[lang])
        return tuple(dict.fromkeys(names))


LISTS = frozenset({"glossary", "timeline", "misconceptions", "references"})
"""Directives whose entries are looked up one by one, and not read from the first to the last."""
ERAS = {"origins": "1989", "quiet": "2011", "deep-learning": "2017", "language-models": "2021", "since-chatgpt": "9999"}
"""The last year of each era of the history; readers see the names `era.<id>` of data/strings.yml."""


@dataclass(frozen=True)
class Event:
    """A dated event of the history, with its sources."""

    place: Place
    id: str
    date: str
    title: Text
    summary: Text
    category: str
    source: tuple[str, ...]
    modality: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    note: Text | None = None

    @property
    def year(self) -> str:
        return self.date[:4]

    @property
    def era(self) -> str:
        return next(era for era, last in ERAS.items() if self.year <= last)


def _plain(bibtex: str) -> str:
    """A field of the bibliography without braces and backslashes."""
    return re.sub(r"[{}\\]", "", bibtex)


@dataclass(frozen=True)
class Reference:
    """One entry of the bibliography. `raw` is its BibTeX source, from which the printed forms are made."""

    place: Place
    key: str
    fields: Mapping[str, str]
    raw: str

    @property
    def year(self) -> str:
        return self.fields.get("year", "")[:4]

    @property
    def title(self) -> str:
        """The title without the marks of BibTeX."""
        return _plain(self.fields.get("title", ""))

    @property
    def authors(self) -> str:
        """The authors as the bibliography lists them, without the marks of BibTeX."""
        return _plain(self.fields.get("author", ""))

    @property
    def surnames(self) -> tuple[str, ...]:
        """Family names of the authors, as the bibliography writes them; an institution is one name."""
        return tuple(name.partition(",")[0].strip() for name in self.authors.split(" and ") if name)

    @property
    def keywords(self) -> tuple[str, ...]:
        return tuple(word.strip() for word in self.fields.get("keywords", "").split(";") if word.strip())


@dataclass(frozen=True)
class Topic:
    """A topic of the references page, and the keywords of the bibliography that it gathers."""

    place: Place
    id: str
    label: Text
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class Pathway:
    """A kind of reader, what for they read, and the pages they are to reach.

    `without` are sections or pages that they may leave out, though a page says to read them first.
    """

    place: Place
    id: str
    label: Text
    purpose: Text
    pages: tuple[str, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class News:
    """Something that is new on the site: when, in a sentence, and the page that holds it."""

    place: Place
    id: str
    date: str
    text: Text
    page: str


@dataclass(frozen=True)
class Figure:
    """A figure of fact: a claim with its quantities and its source."""

    place: Place
    id: str
    statement: Text
    value: tuple[Mapping, ...]
    source: str
    checked: str
    locator: str | None = None
    note: Text | None = None


@dataclass(frozen=True)
class Misconception:
    """A claim that circulates, a verdict on it, and what the sources say."""

    place: Place
    id: str
    topic: str
    verdict: str
    claim: Text
    correction: Text
    source: tuple[str, ...]
    concepts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """Words that readers type when they mean a page or a section; `id` is its address without language."""

    place: Place
    id: str
    words: Labels


@dataclass(frozen=True)
class Option:
    """One answer of a question, and why it is right or wrong."""

    text: Text
    why: Text
    correct: bool = False


@dataclass(frozen=True)
class Question:
    """A quiz item: stem, options, and the objective of its page (counted from 1) that it tests."""

    place: Place
    id: str
    objective: int
    stem: Text
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Heading:
    line: int
    level: int
    text: str
    id: str | None


@dataclass(frozen=True)
class Block:
    """A piece of a page between two blank lines or markers, in reading order; containers stand before what they hold.

    `kind` is one of heading, paragraph, item, row, code, formula, html (these hold text) and list, table, callout,
    quote (these hold other blocks). `shape` is what a counterpart must share besides its kind: the level of a heading,
    the number of items of a list, rows × columns of a table, the kind of a callout, the language of code.
    `text` is Markdown as written, without the markers of its containers.
    """

    kind: str
    line: int
    last: int
    text: str = ""
    section: str | None = None
    shape: str = ""

    def line_of(self, offset: int) -> int:
        """The line on which the character at `offset` of the text stands."""
        return self.line + self.text.count("\n", 0, offset)

    def __str__(self) -> str:
        return f"{self.kind} {self.shape}".strip()


@dataclass(frozen=True)
class Remark:
    """A comment to the checks, `<!-- atlas:except typography: why -->` or `<!-- atlas:figure gpt3-parameters 1 -->`.

    It speaks of the lines `first` to `last`: the block it stands in, or the one it stands before.
    """

    line: int
    kind: str
    words: str
    first: int
    last: int


@dataclass(frozen=True)
class Link:
    line: int
    href: str


@dataclass(frozen=True)
class Citation:
    """One key inside a bracket such as `[@a, §3; @b]`."""

    line: int
    key: str


@dataclass(frozen=True)
class Fence:
    line: int
    info: str
    source: str


@dataclass(frozen=True)
class Formula:
    line: int
    source: str
    block: bool


@dataclass(frozen=True)
class Use:
    """Something a page asks for by name: a directive (`glossary`) or a computed value (`gan_numbers.x`)."""

    line: int
    name: str


@dataclass(frozen=True)
class Page:
    """One page in one language, as written."""

    file: str
    name: str
    """Path under docs/ without language and ending: `definitions/aigc`, `definitions/index`."""
    lang: str
    meta: Mapping
    meta_lines: Mapping[str, int]
    blocks: tuple[Block, ...] = ()
    remarks: tuple[Remark, ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    citations: tuple[Citation, ...] = ()
    fences: tuple[Fence, ...] = ()
    formulas: tuple[Formula, ...] = ()
    directives: tuple[Use, ...] = ()
    values: tuple[Use, ...] = ()

    def exceptions(self, check: str) -> tuple[Remark, ...]:
        """The remarks that excuse something on this page from a check."""
        named = (remark for remark in self.remarks if remark.kind == "except")
        return tuple(remark for remark in named if remark.words.partition(":")[0].strip() == check)

    def at(self, key_or_line: str | int) -> Place:
        """The place of a front-matter key or of a line."""
        if isinstance(key_or_line, str):
            return Place(self.file, self.meta_lines.get(key_or_line, 1))
        return Place(self.file, key_or_line)

    @property
    def title(self) -> str:
        return self.meta["title"]

    @property
    def path(self) -> str:
        """URL path inside a language's tree: `` for the home page, `definitions/`, `definitions/aigc/`."""
        return page_path(self.name)

    @property
    def url(self) -> str:
        """URL path from the site's root: `zh/definitions/aigc/`."""
        return f"{self.lang}/{self.path}"

    @property
    def cited(self) -> tuple[str, ...]:
        """Keys in the order of their first citation."""
        return tuple(dict.fromkeys(citation.key for citation in self.citations))


def page_path(name: str) -> str:
    """URL path of a page's name: `definitions/index` → `definitions/`, `definitions/aigc` → `definitions/aigc/`."""
    if name == "index":
        return ""
    return name.removesuffix("index") if name.endswith("/index") else f"{name}/"


@dataclass(frozen=True)
class Unit:
    """A unit of measure or a counted noun, and the words for it in both languages."""

    id: str
    words: Labels


@dataclass(frozen=True)
class Review:
    """The record of a joint review of a page: its date, and a hash of every passage of each side in order."""

    place: Place
    date: str
    hashes: Mapping[str, tuple[str, ...]]
