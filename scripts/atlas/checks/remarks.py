"""Remarks: does every comment to the checks name what it speaks of, and are exceptions few, each with its reason?"""

from collections.abc import Iterator

from atlas import checks
from atlas.book import Book
from atlas.nouns import Page, Problem, Remark

ZH = "写给检查程序的注释是否都说清了对象？例外是否很少，并各有理由？"
FEW = 12
"""More exceptions than these, and it is the check that is wrong."""


def check(book: Book) -> Iterator[Problem]:
    exceptions = [(page, remark) for page in book.pages.values() for remark in page.remarks if remark.kind == "except"]
    for page, remark in exceptions:
        name, _, reason = remark.words.partition(":")
        if name not in checks.all_checks():
            yield Problem(page.at(remark.line), f"there is no check {name!r} to be excused from", "see `make check`")
        elif len(reason.split()) < 2 and len(reason.strip()) < 4:
            yield Problem(page.at(remark.line), "the exception has no reason", f"write atlas:except {name}: why")
    for page, remark in exceptions[FEW:]:
        what = f"more than {FEW} exceptions in all pages"
        yield Problem(page.at(remark.line), what, "mend the text, or the check if it is wrong so often")
    for page in book.pages.values():
        for remark in page.remarks:
            if remark.kind == "figure" and (fault := wrong_figure(book, page, remark)):
                yield fault


def wrong_figure(book: Book, page: Page, remark: Remark) -> Problem | None:
    id, *numbers = remark.words.split()
    if id not in book.figures:
        return Problem(page.at(remark.line), f"unknown figure {id!r}", "use an id of data/figures.yml")
    count = len(book.figures[id].value)
    if not all(number.isdigit() and 1 <= int(number) <= count for number in numbers):
        what = f"{id} has {count} values, and the remark names {' '.join(numbers)}"
        return Problem(page.at(remark.line), what, "count the values of the figure from 1")
    return None


def note(book: Book) -> str:
    kinds = [remark.kind for page in book.pages.values() for remark in page.remarks]
    return f"{kinds.count('except')} exceptions, {kinds.count('figure')} figures"
