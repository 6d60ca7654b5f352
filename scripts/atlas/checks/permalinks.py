"""Permanent links: does every address ever published still answer?"""

from collections.abc import Iterator

from atlas.book import Book
from atlas.nouns import Place, Problem

FILE = "data/permalinks.txt"


def check(book: Book) -> Iterator[Problem]:
    answered = set(book.urls())
    for line, url in book.permalinks:
        if book.redirects.get(url, url) not in answered:
            cure = "restore the page or id, or say in data/redirects.yml where it moved"
            yield Problem(Place(FILE, line), f"{url} was published and no longer resolves", cure)
    for old, new in book.redirects.items():
        if "#" in old and old.partition("#")[0] != new.partition("#")[0]:
            what = f"the section {old} is sent to another page, {new}"
            yield Problem(Place("data/redirects.yml"), what, "keep a short section there that links on")
    published = {url for _, url in book.permalinks}
    if missing := sorted(answered - published):
        what = f"{len(missing)} addresses are not registered yet, the first is {missing[0]}"
        yield Problem(Place(FILE), what, "run `make permalinks` and commit the file")


def register(book: Book) -> int:
    """Add the addresses that are not in the register yet, sorted; returns how many. Nothing is ever taken out."""
    published = {url for _, url in book.permalinks}
    new = set(book.urls()) - published
    path = book.root / FILE
    comment = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text("\n".join([comment, *sorted(published | new)]) + "\n", encoding="utf-8")
    return len(new)
