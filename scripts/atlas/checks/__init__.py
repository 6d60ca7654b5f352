"""Checks question the content: each file here asks one question of the Book and yields Problems.

A file has `check(book)`, and its first line is its question; `ZH` is the same question in Chinese; `note(book)`, if
there is one, says in a few words what was looked at.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from atlas.book import Book
from atlas.nouns import Problem

LAST = ("permalinks", "rendered")
"""What they miss is made by a command once the rest is right."""


def all_checks() -> dict[str, ModuleType]:
    """Every check by name: the files of this folder, each with a function `check`."""
    names = sorted((module.name for module in pkgutil.iter_modules(__path__)), key=lambda name: (name in LAST, name))
    return {name: importlib.import_module(f"{__name__}.{name}") for name in names}


def run(book: Book, only: str | None = None) -> Iterator[tuple[str, Problem]]:
    """(name of the check, problem) for everything wrong with the book.

    Data that cannot be read is reported alone, as `data`: a check of half a Book would blame the innocent.
    Raises KeyError if `only` names no check.
    """
    if book.problems:
        yield from (("data", problem) for problem in book.problems)
        return
    checks = all_checks()
    for name in [only] if only else checks:
        yield from ((name, problem) for problem in _but_excused(book, name, sorted(set(checks[name].check(book)))))


def question(name: str, lang: str) -> str:
    """What a check asks, in a language."""
    module = all_checks()[name]
    return module.ZH if lang == "zh" else module.__doc__.splitlines()[0].partition(": ")[2]


def _but_excused(book: Book, name: str, problems: list[Problem]) -> Iterator[Problem]:
    """All problems but those that a remark excuses where they stand; a remark that excuses nothing is one itself."""
    excuses = [(page, remark) for page in book.pages.values() for remark in page.exceptions(name)]
    used = set()
    for problem in problems:
        covering = [
            (page, remark)
            for page, remark in excuses
            if problem.place.file == page.file and remark.first <= problem.place.line <= remark.last
        ]
        used |= {(page.file, remark) for page, remark in covering}
        if not covering:
            yield problem
    for page, remark in excuses:
        if (page.file, remark) not in used:
            yield Problem(page.at(remark.line), f"this exception from {name} excuses nothing", "remove the remark")
