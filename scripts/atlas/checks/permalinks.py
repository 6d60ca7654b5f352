"""Permanent links: does every address ever published still answer?"""

import subprocess
from collections.abc import Iterator
from pathlib import Path

from atlas.book import Book
from atlas.nouns import Place, Problem

ZH = "发布过的每个网址都还有效吗？"

FILE = "data/permalinks.txt"


def check(book: Book) -> Iterator[Problem]:
    answered, committed = set(book.urls()), _committed(book.root)
    for line, url in book.permalinks:
        if book.redirects.get(url, url) not in answered:
            cure = "restore the page or id, or say in data/redirects.yml where it moved"
            if committed and url not in committed:
                cure = "no commit has it yet: take the line out, and run `make permalinks` again"
            yield Problem(Place(FILE, line), f"{url} was published and no longer resolves", cure)
    yield from struck(book)
    for old, new in book.redirects.items():
        if "#" in old and old.partition("#")[0] != new.partition("#")[0]:
            what = f"the section {old} is sent to another page, {new}"
            yield Problem(Place("data/redirects.yml"), what, "keep a short section there that links on")
    published = {url for _, url in book.permalinks}
    if missing := sorted(answered - published):
        what = f"{len(missing)} addresses are not registered yet, the first is {missing[0]}"
        yield Problem(Place(FILE), what, "run `make permalinks` and commit the file")


def struck(book: Book) -> Iterator[Problem]:
    """Lines that any commit took out of the register, or this working tree; a shallow clone knows only its own commits."""
    now = {url for _, url in book.permalinks}
    for url in sorted(_ever(book.root) - now):
        cure = "put the line back; what was published keeps resolving, by data/redirects.yml if it moved"
        yield Problem(Place(FILE), f"{url} was taken out of the register", cure)


def _committed(root: Path) -> set[str]:
    """The register of the last commit."""
    return {line.strip() for line in _git(root, "show", f"HEAD:./{FILE}").splitlines() if line.startswith("/")}


def _ever(root: Path) -> set[str]:
    """Every address that some commit had in the register: those of the last one, and all that history took out."""
    history = _git(root, "log", "-p", "--no-color", "--format=", "--unified=0", "--", FILE)
    return _committed(root) | {line[1:].strip() for line in history.splitlines() if line.startswith("-/")}


def _git(root: Path, *arguments: str) -> str:
    """What git says; nothing where there is no repository or no commit has the register."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, encoding="utf-8")
    except OSError:
        return ""
    return "" if done.returncode else done.stdout


def register(book: Book) -> int:
    """Add the addresses that are not in the register yet, sorted; returns how many. Nothing is ever taken out."""
    published = {url for _, url in book.permalinks}
    new = set(book.urls()) - published
    path = book.root / FILE
    comment = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text("\n".join([comment, *sorted(published | new)]) + "\n", encoding="utf-8")
    return len(new)
