"""Sources: does every citation, figure, event and concept name an entry of the bibliography?"""

from collections.abc import Iterator

from atlas.book import Book, Problem

CURE = "use a key from data/references.bib or add the source there"


def check(book: Book) -> Iterator[Problem]:
    for page in book.pages.values():
        for citation in page.citations:
            if citation.key not in book.references:
                yield Problem(page.at(citation.line), f"unknown citation key {citation.key!r}", CURE)
    things = [*book.concepts.values(), *book.events.values(), *book.misconceptions.values()]
    named = [(thing, key) for thing in things for key in thing.source]
    named += [(figure, figure.source) for figure in book.figures.values()]
    for thing, key in named:
        if key not in book.references:
            yield Problem(thing.place, f"{thing.id} names the unknown source {key!r}", CURE)
