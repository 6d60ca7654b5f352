"""Timeline: do events stand in the order of their dates, and in countries that there are?"""

from collections.abc import Iterator
from itertools import pairwise

from babel import Locale

from atlas.book import Book
from atlas.nouns import Problem

ZH = "事件按日期排列吗？国家代码存在吗？"


def check(book: Book) -> Iterator[Problem]:
    known = {code.lower() for code in Locale("en").territories if code.isalpha()}
    for event in book.events.values():
        for code in event.country:
            if code not in known:
                yield Problem(event.place, f"{event.id}: there is no country {code!r}", "use a code of ISO 3166-1, or eu")
    for before, after in pairwise(book.events.values()):
        if after.date[: len(before.date)] < before.date[: len(after.date)]:
            yield Problem(
                after.place, f"{after.id} ({after.date}) stands after {before.id} ({before.date})", "sort by date"
            )
