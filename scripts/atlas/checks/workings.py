"""Workings: is quoted code code that runs, and is every figure drawn, described, and shown?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from atlas.book import Book
from atlas.drawn import drawn
from atlas.nouns import Page, Place, Problem

ZH = "引用的代码真的是在运行的代码吗？每幅插图都画好、有文字说明、有页面用到吗？"
TITLE = re.compile(r'title="(models/[^"]+)"')
LANGUAGE_OF = re.compile(r"\.(zh|en)\.svg$")
SAYS_LITTLE = 12
"""Shorter alternative texts name a figure without saying what there is to see."""


def check(book: Book) -> Iterator[Problem]:
    shown = set()
    for page in book.pages.values():
        yield from quoted(book, page)
        for figure in drawn(page):
            shown.add(figure.file)
            yield from described(book, page, figure)
    for file in sorted(set(book.svgs) - shown):
        yield Problem(Place(file), "no page shows this figure", "show it, or delete it and what draws it")


def note(book: Book) -> str:
    return f"{len(book.svgs)} figures, {sum(len(list(_quotes(page))) for page in book.pages.values())} quotations of code"


def quoted(book: Book, page: Page) -> Iterator[Problem]:
    """A fence with title="models/…" repeats lines of that file to the letter, whatever their indentation."""
    for line, file, source in _quotes(page):
        if file not in book.programs:
            yield Problem(page.at(line), f"there is no {file}", "name the file that the code is taken from")
        elif _flush(source) not in _flushes(book.programs[file], source.count("\n")):
            yield Problem(page.at(line), f"this code does not stand in {file}", "quote the file as it is now")


def described(book: Book, page: Page, figure) -> Iterator[Problem]:
    if figure.file not in book.svgs:
        yield Problem(page.at(figure.line), f"the figure {figure.file} is not drawn", "run `make models`")
    if (language := LANGUAGE_OF.search(figure.file)) and language[1] != page.lang:
        what = f"the {page.lang} page shows the {language[1]} figure"
        yield Problem(page.at(figure.line), what, f"name the file that ends in .{page.lang}.svg")
    if len(figure.alt) < SAYS_LITTLE:
        what = f"the alternative text of {figure.file} says too little"
        yield Problem(page.at(figure.line), what, "say what there is to see")


def _quotes(page: Page) -> Iterator[tuple[int, str, str]]:
    for fence in page.fences:
        if match := TITLE.search(fence.info):
            yield fence.line, match[1], fence.source


def _flush(source: str) -> tuple[str, ...]:
    """Lines without the indentation they share."""
    lines = source.rstrip("\n").split("\n")
    indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    return tuple(line[min(indents, default=0) :].rstrip() for line in lines)


def _flushes(program: str, count: int) -> set[tuple[str, ...]]:
    """Every stretch of `count` lines of a program, without shared indentation."""
    lines = program.split("\n")
    return {_flush("\n".join(lines[start : start + count])) for start in range(len(lines) - count + 1)}
