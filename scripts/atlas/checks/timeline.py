"""Timeline: do events stand in the order of their dates?"""

from collections.abc import Iterator
from itertools import pairwise

from atlas.book import Book
from atlas.nouns import Problem

ZH = "事件按日期排列吗？"


def check(book: Book) -> Iterator[Problem]:
    for before, after in pairwise(book.events.values()):
        if after.date[: len(before.date)] < before.date[: len(after.date)]:
            yield Problem(
                after.place, f"{after.id} ({after.date}) stands after {before.id} ({before.date})", "sort by date"
            )
