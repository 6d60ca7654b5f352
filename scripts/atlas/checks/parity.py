"""Parity: does every page stand in both languages, with the same ids, headings, citations and figures?"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import zip_longest

from atlas.book import Book
from atlas.nouns import Page, Problem, other

SHARED = ("id", "concepts", "prerequisites", "status", "updated", "hide", "template")


def check(book: Book) -> Iterator[Problem]:
    for page in book.pages.values():
        if (page.name, other(page.lang)) not in book.pages:
            missing = page.file.replace(f".{page.lang}.md", f".{other(page.lang)}.md")
            yield Problem(
                page.at(1), f"the translation {missing} is missing", "write it; both languages travel together"
            )
    for zh, en in book.pairs():
        yield from front_matter(zh, en)
        yield from headings(zh, en)
        for noun, found in FOUND.items():
            yield from same_in_sections(noun, zh, en, found)


def front_matter(zh: Page, en: Page) -> Iterator[Problem]:
    for key in SHARED:
        if zh.meta.get(key) != en.meta.get(key):
            what = f"{key} is {en.meta.get(key)!r} here and {zh.meta.get(key)!r} in {zh.file}"
            yield Problem(en.at(key), what, "write the same value in both")
    if len(zh.meta.get("objectives", ())) != len(en.meta.get("objectives", ())):
        yield Problem(en.at("objectives"), f"another number of objectives than in {zh.file}", "say the same in both")


def headings(zh: Page, en: Page) -> Iterator[Problem]:
    for page in (zh, en):
        for heading in page.headings:
            if not heading.id:
                cure = "end the line with { #name-of-the-idea }, the same in both languages"
                yield Problem(page.at(heading.line), f"the heading {heading.text!r} has no id", cure)
    if all(heading.id for page in (zh, en) for heading in page.headings):
        yield from same_order(zh, en)


def same_order(zh: Page, en: Page) -> Iterator[Problem]:
    """The first place where the two sides' headings part."""
    for left, right in zip_longest(zh.headings, en.headings):
        if left is None or right is None or (left.id, left.level) != (right.id, right.level):
            mine, here, theirs, there = (right, en, left, zh) if right else (left, zh, right, en)
            counterpart = f"{'#' * theirs.level} {theirs.id} on line {theirs.line}" if theirs else "no heading here"
            what = f"the heading {'#' * mine.level} {mine.id} meets {counterpart} in {there.file}"
            yield Problem(here.at(mine.line), what, "same headings with the same ids, in the same order, in both")
            return


def same_in_sections(
    noun: str, zh: Page, en: Page, found: Callable[[Page], list[tuple[int, str]]]
) -> Iterator[Problem]:
    """Whatever one side has in a section and the other has not; within a section languages may order differently."""
    left, right = by_section(zh, found(zh)), by_section(en, found(en))
    for here, there, mine, theirs in ((zh, en, left, right), (en, zh, right, left)):
        for section, things in mine.items():
            lacking = Counter(thing for _, thing in things) - Counter(thing for _, thing in theirs.get(section, ()))
            for thing in lacking:
                line = [line for line, other in things if other == thing][-lacking[thing]]
                what = f"the {noun} {thing} of section {section!r} is missing in {there.file}"
                yield Problem(here.at(line), what, "say the same in both languages")


def by_section(page: Page, things: list[tuple[int, str]]) -> dict[str | None, list[tuple[int, str]]]:
    sections: dict[str | None, list[tuple[int, str]]] = {}
    for line, thing in things:
        above = [heading.id for heading in page.headings if heading.line <= line]
        sections.setdefault(above[-1] if above else None, []).append((line, thing))
    return sections


FOUND: dict[str, Callable[[Page], list[tuple[int, str]]]] = {
    "citation": lambda page: [(citation.line, citation.key) for citation in page.citations],
    "formula": lambda page: [(formula.line, formula.source) for formula in page.formulas],
    "code block": lambda page: [(fence.line, fence.info) for fence in page.fences],
    "directive": lambda page: [(use.line, use.name) for use in page.directives],
    "computed value": lambda page: [(use.line, use.name) for use in page.values],
}
"""What both sides must hold, by the noun that a message uses."""
