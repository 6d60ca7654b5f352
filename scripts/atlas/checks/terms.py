"""Terms: is each concept called by its names, in both languages of a passage, and is every abbreviation explained?

Words inside quotation marks are mentioned, not used. A pronoun is no name: where one side names a concept and the
other says "it", name it there, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from atlas import pairs, review
from atlas.book import Book
from atlas.names import stem
from atlas.nouns import LANGUAGES, Concept, Page, Problem, other
from atlas.prose import plain
from atlas.terms import Finder

ZH = "每个概念都用数据里的名称吗？两种语言的同一段都说到它吗？每个缩写都有解释吗？"
QUOTED = re.compile(r"“[^”\n]*”|《[^》\n]*》|\*[^*\n]+\*")
"""Quotations and titles of works keep the words of others."""
ABBREVIATION = re.compile(
    r"(?<![A-Za-z0-9-])(?<![A-Z][A-Z] )[A-Z][A-Z0-9]*[A-Z](?:s(?![a-z]))?(?![A-Za-z0-9₂]|-[A-Za-z0-9]| [A-Z][A-Z])"
)
"""A word in capitals, such as NIST; not part of a name (VALL-E) or of words in capitals (CC BY, TAKE IT DOWN)."""

GLOSS = re.compile(r"（([A-Za-z][A-Za-z0-9 -]*?)(?:，[A-Z][\w-]*)?）")
"""What a Chinese name is called in English, in brackets behind it."""


def check(book: Book) -> Iterator[Problem]:
    moved = review.moved(book)
    english = _english(book)
    rejected = {lang: _rejected(book, lang) for lang in LANGUAGES}
    for sides in pairs.passages(book):
        prose = {lang: plain(side.prose) for lang, side in sides.items()}
        used = {lang: list(book.finders[lang].find(prose[lang])) for lang in LANGUAGES}
        for lang, side in sides.items():
            for match, id in rejected[lang].find(QUOTED.sub(_blank, prose[lang])):
                what = f"“{match[0]}” is a rejected name of {id}"
                yield Problem(side.at(match.start()), what, f"write {book.concepts[id].prefLabel[lang]}")
            for offset, what, cure in misglossed(english, prose[lang]) if lang == "zh" else ():
                yield Problem(side.at(offset), what, cure)
            for offset, noun, cure in one_sided(book, lang, used, prose):
                yield review.told(sides, lang, offset, noun, cure, moved)
    known = _familiar(book)
    for page in book.pages.values():
        yield from unexplained(book, page, known)


def note(book: Book) -> str:
    count = sum(len(concept.rejectedLabel[lang]) for concept in book.concepts.values() for lang in LANGUAGES)
    return f"{len(book.concepts)} concepts, {count} rejected names"


def _rejected(book: Book, lang: str) -> Finder:
    """Rejected names; a name of any concept that holds one of them is not broken up."""
    concepts = book.concepts.values()
    return Finder((name, concept.id) for concept in concepts for name in concept.rejectedLabel[lang])


def _blank(match: re.Match) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def one_sided(book: Book, lang: str, used: Mapping, prose: Mapping[str, str]) -> Iterator[tuple[int, str, str]]:
    """(offset, what, cure) of each concept that one side of a passage names and the other does not; each once."""
    there = other(lang)
    named_there = {id for _, id in used[there]}
    for id, match in {id: match for match, id in reversed(used[lang])}.items():
        if id not in named_there and not _hinted(book, id, there, prose[there]):
            label = book.concepts[id].prefLabel
            cure = f"name {label.zh} / {label.en} on both sides, or on neither"
            yield match.start(), f"“{match[0]}” ({id})", cure


def misglossed(english: Mapping[str, list[Concept]], text: str) -> Iterator[tuple[int, str, str]]:
    """(offset, what, cure) of each English name in brackets that stands behind no Chinese name of the same concept."""
    for match in GLOSS.finditer(text):
        concepts = english.get(match[1].casefold(), ())
        before = re.sub(r"[\s*“”《》\[\]]+$", "", text[: match.start()])
        names = [name for one in concepts for name in (*one.names("zh"), *one.hiddenLabel.zh)]
        if names and not before.endswith(tuple(names)):
            what = f"{match[0]} stands behind “{before[-8:].strip()}”, which is no name of {concepts[0].id}"
            yield match.start(), what, f"write {names[0]}{match[0]}"


def _english(book: Book) -> dict[str, list[Concept]]:
    """Concepts by their English names."""
    found: dict[str, list[Concept]] = {}
    for concept in book.concepts.values():
        for name in concept.names("en"):
            found.setdefault(name.casefold(), []).append(concept)
    return found


def _hinted(book: Book, id: str, lang: str, text: str) -> bool:
    """Does a text hold a name of the concept in another form, inflected or in the other language?"""
    concept = book.concepts[id]
    names = (*concept.names(lang), *concept.hiddenLabel[lang], *(concept.names("en") if lang == "zh" else ()))
    return any(name.casefold() in text.casefold() for name in names)


def unexplained(book: Book, page: Page, known: Set[str]) -> Iterator[Problem]:
    """Abbreviations that are no name of a concept, no unit, no known name, and stand nowhere in full on the page."""
    texts = [(block, plain(block.text)) for block in page.blocks if block.kind in ("paragraph", "item", "row")]
    explained = {stem(word) for _, text in texts for word in _in_brackets(text)}
    told = set(known)
    for block, text in texts:
        for match in ABBREVIATION.finditer(text):
            name = stem(match[0])
            if name in told or name in explained or book.called.knows(match[0]):
                continue
            told.add(name)
            what = f"the abbreviation {match[0]} is explained nowhere on this page"
            cure = "write it in full with the abbreviation in brackets, or give the concept an abbr"
            yield Problem(page.at(block.line_of(match.start())), what, cure)


def _familiar(book: Book) -> set[str]:
    """Abbreviations that everybody knows, or that readers may look for a concept by."""
    labels = [concept.hiddenLabel[lang] for concept in book.concepts.values() for lang in LANGUAGES]
    return {stem(word) for label in labels for name in label for word in ABBREVIATION.findall(name)} | {
        stem(word) for word in book.familiar
    }


def _in_brackets(text: str) -> list[str]:
    """Words in or before brackets: `National Institute of Standards and Technology (NIST)`, `NIST（美国……）`."""
    inside = [word for match in re.finditer(r"[（(]([^（）()]*)[）)]", text) for word in ABBREVIATION.findall(match[1])]
    return inside + re.findall(r"([A-Z][A-Z0-9]*[A-Z])s?\**\s?[（(]", text)
