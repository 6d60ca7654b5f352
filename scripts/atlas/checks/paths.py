"""Paths: do the paths of readers lead to pages that exist, and do no pages ask to be read before one another?"""

from collections.abc import Iterator

from atlas.book import Book
from atlas.nouns import LANGUAGES, Problem

ZH = "每条学习路径上的页面都存在吗？有没有两页互相要求先读对方？"


def check(book: Book) -> Iterator[Problem]:
    names = {name for name, _ in book.pages}
    for path in book.paths.values():
        for name in (name for name in path.pages if name not in names):
            yield Problem(path.place, f"the path {path.id} names {name}, which is no page", "name a page by its id")
    if any(set(page.meta["prerequisites"]) - names for page in book.pages.values()):
        return  # the check of links names the prerequisites that are no pages
    try:
        book.course()
    except ValueError as circle:
        page = book.pages[str(circle).split(" → ")[0], LANGUAGES[0]]
        cure = "take one page out of the prerequisites of the next"
        yield Problem(page.at("prerequisites"), f"pages ask to be read before one another: {circle}", cure)


def note(book: Book) -> str:
    return f"{len(book.paths)} paths"
