"""The Book: everything the site knows, as one noun that travels through checks, Markdown, templates and exports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path

from atlas.names import Names, stem
from atlas.nouns import (
    LANGUAGES,
    Asked,
    Concept,
    Event,
    Figure,
    Labels,
    Misconception,
    News,
    Page,
    Pathway,
    Problem,
    Question,
    Reference,
    Review,
    Said,
    Topic,
    Unit,
    page_path,
)
from atlas.quantities import Reader
from atlas.terms import Finder


@dataclass(frozen=True)
class Book:
    """Everything the site knows. `load.load(root)` makes one; nothing else reads docs/ or data/."""

    root: Path
    pages: Mapping[tuple[str, str], Page] = field(default_factory=dict)
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    paths: Mapping[str, Pathway] = field(default_factory=dict)
    news: Mapping[str, News] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    misconceptions: Mapping[str, Misconception] = field(default_factory=dict)
    quizzes: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)
    strings: Mapping = field(default_factory=dict)
    redirects: Mapping[str, str] = field(default_factory=dict)
    asked: Mapping[str, Asked] = field(default_factory=dict)
    """What readers type for a page or a section, by its address without language: `challenges/index#work`."""
    results: Mapping[str, object] = field(default_factory=dict)
    svgs: Mapping[str, str] = field(default_factory=dict)
    """The figures that models/ drew into docs/, by file."""
    programs: Mapping[str, str] = field(default_factory=dict)
    """The source of models/, by file."""
    permalinks: tuple[tuple[int, str], ...] = ()
    nav: tuple[tuple[int, str], ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The groups of the navigation around each page, the widest first."""
    reviews: Mapping[str, Review] = field(default_factory=dict)
    """Records of joint reviews by the name of the page."""
    units: tuple[Unit, ...] = ()
    idioms: Labels = field(default_factory=Labels)
    """Words with numerals in them that count nothing."""
    foreign: tuple[Labels, ...] = ()
    """Names with a form of their own in each language."""
    familiar: frozenset[str] = frozenset()
    """Abbreviations that need no explanation."""
    said: tuple[Said, ...] = ()
    """Every text of data/ that stands in both languages."""
    today: date = field(default_factory=date.today)
    """The day on which the book is read; what has grown old is judged by it."""
    problems: tuple[Problem, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Names of all pages, each once, in reading order: first as the navigation has them, then the rest."""
        known = dict.fromkeys(name for _, name in self.nav)
        names = {name for name, _ in self.pages}
        return tuple(name for name in known if name in names) + tuple(sorted(names - set(known)))

    def below(self, name: str) -> list[tuple[str, list[str]]]:
        """(group or "", pages) of everything in the navigation beside or below the page, in reading order."""
        here = self.groups.get(name, ())
        return self._grouped(here, [one for one in self.names() if one != name])

    def following(self, name: str) -> list[str]:
        """The pages that name `name` as something to read first, in reading order."""
        return [one for one in self.names() if name in self.pages[one, LANGUAGES[0]].meta.get("prerequisites", ())]

    def section(self, name: str) -> str:
        """The outermost group of the navigation that a page stands in; "" for the home page."""
        return next(iter(self.groups.get(name, ())), "")

    def tabs(self) -> list[tuple[str, str]]:
        """(group, its first page) for each outermost group of the navigation."""
        pages = [(self.section(name), name) for name in self.names()]
        return [(group, next(rest)[1]) for group, rest in groupby(pages, lambda pair: pair[0]) if group]

    def inside(self, section: str) -> list[tuple[str, list[str]]]:
        """(inner group or "", pages) of an outermost group of the navigation, in reading order."""
        return self._grouped((section,), self.names())

    def _grouped(self, here: tuple[str, ...], names: Iterable[str]) -> list[tuple[str, list[str]]]:
        """(group within `here` or "", pages) of those that stand in a group of the navigation or deeper."""
        inside = [one for one in names if self.groups.get(one, ())[: len(here)] == here]
        return [(group, list(some)) for group, some in groupby(inside, lambda one: "".join(self.groups[one][len(here) :]))]

    def neighbours(self, name: str) -> tuple[str | None, str | None]:
        """The pages before and after a page in the course."""
        course = self.course()
        at = course.index(name)
        return (course[at - 1] if at else None, course[at + 1] if at + 1 < len(course) else None)

    def course(self) -> list[str]:
        """All pages but the home page, in the order of the navigation, each behind those that it says to read first.

        Raises ValueError if pages ask for one another in a circle.
        """
        return self._course

    @cached_property
    def _course(self) -> list[str]:
        return [name for name in self._ordered(self.names()) if self.section(name)]

    def way(self, path: Pathway) -> list[str]:
        """The pages of a path in the order in which to read them: before each page those that it says to read first,
        but for what the path leaves out.

        Raises ValueError if pages ask for one another in a circle.
        """
        return self._ordered(path.pages, path.without)

    def _ordered(self, pages: Sequence[str], without: tuple[str, ...] = ()) -> list[str]:
        way: dict[str, None] = {}

        def walk(name: str, behind: tuple[str, ...]) -> None:
            if behind and name not in pages and name.startswith(without):
                return
            if name in behind:
                raise ValueError(" → ".join((*behind[behind.index(name) :], name)))
            for before in self.pages[name, LANGUAGES[0]].meta["prerequisites"] if name not in way else ():
                walk(before, (*behind, name))
            way.setdefault(name)

        for name in pages:
            walk(name, ())
        return list(way)

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
            case "paths":
                return list(self.paths)
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
    def quantities(self) -> Reader:
        """What finds the quantities of a text."""
        return _reader(self.units, self.idioms)

    @cached_property
    def said_in(self) -> Mapping[str, list[Said]]:
        """The texts of data/ by the file they stand in."""
        files: dict[str, list[Said]] = {}
        for said in self.said:
            files.setdefault(said.zh.file, []).append(said)
        return files

    @cached_property
    def finders(self) -> Mapping[str, Finder]:
        """By language, what finds the names of the concepts that texts link to."""
        linked = [concept for concept in self.concepts.values() if concept.autolink]
        return {
            lang: Finder((name, concept.id) for concept in linked for name in concept.names(lang)) for lang in LANGUAGES
        }

    @cached_property
    def called(self) -> Names:
        """What compares the names of two texts; concepts lend their names in both languages."""
        forms = {concept.id: Labels(concept.names("zh"), concept.names("en")) for concept in self.concepts.values()}
        synonyms = {stem(name): forms[id] for id in forms for lang in LANGUAGES for name in forms[id][lang]}
        words = frozenset(word for unit in self.units for lang in LANGUAGES for word in unit.words[lang])
        return Names(self.foreign, synonyms, words)

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


@lru_cache(maxsize=4)
def _reader(units: tuple[Unit, ...], idioms: Labels) -> Reader:
    """One reader for as long as its words stay the same: it remembers the passages it has read."""
    return Reader(units, idioms)
