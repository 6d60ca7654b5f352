"""Concepts: do ids resolve, is the hierarchy free of cycles, does every concept have a home and labels of its own?"""

from collections.abc import Iterator

from atlas.book import Book
from atlas.nouns import LANGUAGES, Concept, Problem

ZH = "概念的 id 都存在吗？层级里有没有环？每个概念都有归属页和自己的名称吗？"


def check(book: Book) -> Iterator[Problem]:
    for concept in book.concepts.values():
        yield from links(book, concept)
        yield from home(book, concept)
        if cycle := circle(book, concept):
            yield Problem(concept.place, f"broader runs in a circle: {' → '.join(cycle)}", "break it at one of them")
    yield from labels(book)
    yield from users(book)


def links(book: Book, concept: Concept) -> Iterator[Problem]:
    for relation in ("broader", "related"):
        for id in getattr(concept, relation):
            if id not in book.concepts:
                yield unknown(concept.place, id, f"{concept.id}.{relation}")
    if concept.id in concept.related:
        yield Problem(concept.place, f"{concept.id} is related to itself", "remove it from related")


def unknown(place, id: str, where: str) -> Problem:
    return Problem(
        place, f"{where} names the unknown concept {id!r}", "use an id from data/concepts.yml or add it there"
    )


def home(book: Book, concept: Concept) -> Iterator[Problem]:
    """The page of a home must exist in at least one language here; parity asks for the other."""
    if not concept.home:
        if book.page_with("glossary") is None:
            yield Problem(concept.place, f"{concept.id} has no home and there is no glossary", "add home: page#section")
        return
    name, _, anchor = concept.home.partition("#")
    for lang in LANGUAGES:
        page = book.pages.get((name, lang))
        if page is None or (anchor and anchor not in book.anchors(page)):
            what = f"the home {concept.home} of {concept.id} does not exist in {lang}"
            yield Problem(concept.place, what, "name an existing page#section, or leave home out for the glossary")


def circle(book: Book, concept: Concept) -> list[str] | None:
    """A path along `broader` from the concept back to itself, or None."""
    stack = [[concept.id]]
    seen = set()
    while stack:
        path = stack.pop()
        for parent in book.concepts[path[-1]].broader if path[-1] in book.concepts else ():
            if parent == concept.id:
                return [*path, parent]
            if parent not in seen:
                seen.add(parent)
                stack.append([*path, parent])
    return None


def labels(book: Book) -> Iterator[Problem]:
    """One label, one concept: otherwise the glossary and the term links would be ambiguous."""
    for lang in LANGUAGES:
        owners: dict[str, Concept] = {}
        for concept in book.concepts.values():
            for name in concept.names(lang):
                owner = owners.setdefault(name.casefold(), concept)
                if owner is not concept:
                    what = f"{concept.id} and {owner.id} share the {lang} label {name!r}"
                    yield Problem(concept.place, what, "keep it on one of them, or make it a hiddenLabel")


def users(book: Book) -> Iterator[Problem]:
    """Ids used by pages, events and misconceptions; the first of a page is its own, save where it opens a section."""
    for page in book.pages.values():
        for id in page.meta["concepts"]:
            if id not in book.concepts:
                yield unknown(page.at("concepts"), id, "concepts")
        for concept in [book.concepts[id] for id in page.meta["concepts"][:1] if id in book.concepts]:
            if not page.name.endswith("/index") and (concept.home or "").partition("#")[0] != page.name:
                what = f"the page explains {concept.id}, whose home is {concept.home or 'the glossary'}"
                cure = f"write home: {page.name} in data/concepts.yml, or name another concept first"
                yield Problem(page.at("concepts"), what, cure)
    for thing in [*book.events.values(), *book.misconceptions.values()]:
        for id in thing.concepts:
            if id not in book.concepts:
                yield unknown(thing.place, id, f"{thing.id}.concepts")
