"""Navigation: does every page stand in the navigation, once, and does every entry have its page?"""

from collections.abc import Iterator

from atlas.book import Book
from atlas.nouns import Place, Problem

ZH = "每一页都在导航里出现且只出现一次吗？"


def check(book: Book) -> Iterator[Problem]:
    names = {name for name, _ in book.pages}
    seen = set()
    for line, name in book.nav:
        place = Place("mkdocs.yml", line)
        if name not in names:
            yield Problem(
                place, f"the navigation names {name}.md, which is no page", "write the page or remove the entry"
            )
        if name in seen:
            yield Problem(place, f"{name}.md stands twice in the navigation", "remove one entry")
        seen.add(name)
    for page in book.pages.values():
        if page.name not in seen:
            yield Problem(page.at(1), "the page is outside the navigation", f"add {page.name}.md to nav in mkdocs.yml")
