"""Checks question the content: each file here asks one question of the Book and yields Problems."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator

from atlas.book import Book
from atlas.nouns import Problem


def all_checks() -> dict[str, Callable[[Book], Iterable[Problem]]]:
    """Every check by name: the files of this folder that have a function `check`."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: importlib.import_module(f"{__name__}.{name}").check for name in names}


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
        yield from ((name, problem) for problem in sorted(set(checks[name](book))))
