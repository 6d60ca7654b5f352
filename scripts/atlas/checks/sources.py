"""Sources: does every citation, figure, event and concept name an entry of the bibliography, and every keyword a topic?"""

from collections.abc import Iterator

from atlas.book import Book
from atlas.nouns import Problem

CURE = "use a key from data/references.bib or add the source there"


def check(book: Book) -> Iterator[Problem]:
    for page in book.pages.values():
        for citation in page.citations:
            if citation.key not in book.references:
                yield Problem(page.at(citation.line), f"unknown citation key {citation.key!r}", CURE)
    things = [*book.concepts.values(), *book.events.values(), *book.misconceptions.values()]
    named = [(thing, key) for thing in things for key in thing.source]
    named += [(figure, figure.source) for figure in book.figures.values()]
    owners: dict[str, str] = {}
    for topic in book.topics.values():
        for keyword in topic.keywords:
            if owners.setdefault(keyword, topic.id) != topic.id:
                what = f"the keyword {keyword!r} stands under {owners[keyword]} and {topic.id}"
                yield Problem(topic.place, what, "keep it under one topic")
    for reference in book.references.values():
        for keyword in reference.keywords:
            if keyword not in owners:
                what = f"the keyword {keyword!r} of {reference.key} belongs to no topic"
                yield Problem(reference.place, what, "use a keyword of data/topics.yml or add it there")
    for thing, key in named:
        if key not in book.references:
            yield Problem(thing.place, f"{thing.id} names the unknown source {key!r}", CURE)
