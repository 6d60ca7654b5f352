"""News: does every item lead to a page that exists, and does the newest stand first?"""

from collections.abc import Iterator
from itertools import pairwise

from atlas.book import Book
from atlas.nouns import Problem

ZH = "每条“新内容”都通向存在的页面吗？最新的排在最前吗？"


def check(book: Book) -> Iterator[Problem]:
    names = {name for name, _ in book.pages}
    for one in book.news.values():
        if one.page not in names:
            yield Problem(one.place, f"the news {one.id} names {one.page}, which is no page", "name a page by its id")
    for newer, older in pairwise(book.news.values()):
        if newer.date < older.date:
            what = f"the news {older.id} of {older.date} stands below {newer.id} of {newer.date}"
            yield Problem(older.place, what, "put the newest first")


def note(book: Book) -> str:
    return f"{len(book.news)} items"
