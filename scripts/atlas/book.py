"""The nouns: what does the site consist of? Everything here is read-only and knows where it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

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
    """Something wrong, and the cure. Prints as `file:line: what; cure`."""

    place: Place
    what: str
    cure: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}; {self.cure}"


@dataclass(frozen=True)
class Text:
    """The same thing said in both languages: `text["zh"]`, `text["en"]`."""

    zh: str
    en: str

    def __getitem__(self, lang: str) -> str:
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
    concepts: tuple[str, ...] = ()
    note: Text | None = None

    @property
    def year(self) -> str:
        return self.date[:4]

    @property
    def era(self) -> str:
        return next(era for era, last in ERAS.items() if self.year <= last)


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
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    citations: tuple[Citation, ...] = ()
    fences: tuple[Fence, ...] = ()
    formulas: tuple[Formula, ...] = ()
    directives: tuple[Use, ...] = ()
    values: tuple[Use, ...] = ()

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
class Book:
    """Everything the site knows. `load.load(root)` makes one; nothing else reads docs/ or data/."""

    root: Path
    pages: Mapping[tuple[str, str], Page] = field(default_factory=dict)
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    misconceptions: Mapping[str, Misconception] = field(default_factory=dict)
    quizzes: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)
    strings: Mapping = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)
    results: Mapping[str, object] = field(default_factory=dict)
    permalinks: tuple[tuple[int, str], ...] = ()
    nav: tuple[tuple[int, str], ...] = ()
    problems: tuple[Problem, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Names of all pages, each once, in reading order: first as the navigation has them, then the rest."""
        known = dict.fromkeys(name for _, name in self.nav)
        names = {name for name, _ in self.pages}
        return tuple(name for name in known if name in names) + tuple(sorted(names - set(known)))

    def pairs(self) -> Iterator[tuple[Page, Page]]:
        """Pages that exist in both languages, as (zh, en)."""
        for name in self.names():
            sides = tuple(self.pages.get((name, lang)) for lang in LANGUAGES)
            if all(sides):
                yield sides

    def text(self, key: str, lang: str) -> str:
        """A string of the interface from data/strings.yml. Raises KeyError for an unknown key."""
        return self.strings[key][lang]

    def page_with(self, directive: str) -> str | None:
        """The name of the page that shows `directive`, for example the glossary."""
        return self._shown.get(directive)

    @cached_property
    def _shown(self) -> dict[str, str]:
        return {use.name: page.name for page in self.pages.values() for use in page.directives}

    def anchors(self, page: Page) -> tuple[str, ...]:
        """Every id on a page that a link may rely on: headings, and entries that a directive prints."""
        anchors = [heading.id for heading in page.headings if heading.id]
        for use in page.directives:
            anchors += self.entries(use.name, page)
        return tuple(anchors)

    def entries(self, directive: str, page: Page) -> list[str]:
        """The ids that a directive prints on a page."""
        match directive:
            case "glossary":
                return list(self.concepts)
            case "references":
                return list(self.references)
            case "timeline":
                return list(self.events)
            case "misconceptions":
                return list(self.misconceptions)
            case "quiz":
                return [question.id for question in self.quizzes.get(page.name, ())]
        return []

    def home(self, concept: Concept, lang: str) -> str:
        """URL path from the root of a concept's home: its page or section, else its glossary entry."""
        name, _, anchor = (concept.home or f"{self.page_with('glossary')}#{concept.id}").partition("#")
        return f"{lang}/{page_path(name)}" + (f"#{anchor}" if anchor else "")

    def aliases(self, page: Page) -> dict[str, list[str]]:
        """Old ids of each section of a page, by its present id."""
        found: dict[str, list[str]] = {}
        for old, new in self.redirects.items():
            address, _, anchor = old.partition("#")
            if anchor and address == f"/{page.url}":
                found.setdefault(new.partition("#")[2], []).append(anchor)
        return found

    def neutral(self, page: Page) -> str:
        """URL path of a page's address of no language: `c/<id>/` of the concept it is the home of, else the root's."""
        concepts = [self.concepts[id] for id in page.meta["concepts"][:1]]
        return next((f"c/{concept.id}/" for concept in concepts if concept.home == page.name), "")

    @cached_property
    def narrower(self) -> Mapping[str, tuple[str, ...]]:
        """The hierarchy read downwards: ids of the concepts directly below each concept."""
        below: dict[str, list[str]] = {}
        for concept in self.concepts.values():
            for parent in concept.broader:
                below.setdefault(parent, []).append(concept.id)
        return {parent: tuple(ids) for parent, ids in below.items()}

    @cached_property
    def cited_by(self) -> Mapping[str, tuple[str, ...]]:
        """Names of the pages that cite each reference, in reading order."""
        citing: dict[str, dict[str, None]] = {}
        for name in self.names():
            for lang in LANGUAGES:
                for key in self.pages[name, lang].cited if (name, lang) in self.pages else ():
                    citing.setdefault(key, {})[name] = None
        return {key: tuple(names) for key, names in citing.items()}

    def urls(self) -> Iterator[str]:
        """Every address the site answers: `/`, both trees with their anchors, `/c/<id>/`. All begin with `/`."""
        yield "/"
        for name in self.names():
            for lang in LANGUAGES:
                if page := self.pages.get((name, lang)):
                    yield f"/{page.url}"
                    yield from (f"/{page.url}#{anchor}" for anchor in self.anchors(page))
        yield from (f"/c/{id}/" for id in self.concepts)

    def topics_of(self, reference: Reference) -> tuple[str, ...]:
        """Ids of the topics that a reference belongs to, in the order of data/topics.yml."""
        return tuple(topic.id for topic in self.topics.values() if set(topic.keywords) & set(reference.keywords))

    @cached_property
    def newest(self) -> str:
        """The date of the last change to any page, `YYYY-MM-DD`."""
        return max((str(page.meta.get("updated", "")) for page in self.pages.values()), default="2026-01-01")
