"""On the built site: each check here asks one question of the pages as a browser gets them, and yields Problems."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

from lxml.html import fromstring

from atlas.book import Book
from atlas.nouns import LANGUAGES, PAIRED_NEUTRAL, Place, Problem


@dataclass(frozen=True, eq=False)
class Site:
    """A built site, and the Book it was built from. `only` narrows every check to some of its files."""

    root: Path
    """The project's folder."""
    folder: Path
    """The folder of the built site."""
    address: str
    """Where the site is served at this moment: with its base path and a final slash."""
    book: Book
    only: frozenset[str] = frozenset()
    """Paths of files inside the folder, such as `zh/glossary/index.html`; none: all of them."""

    def files(self, *endings: str) -> list[str]:
        """Paths, inside the folder and in order, of the files whose names end so."""
        found = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())
        return sorted(path for path in found if path.endswith(endings) and (not self.only or path in self.only))

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """Paths of the HTML files."""
        return tuple(self.files(".html"))

    @cached_property
    def home(self) -> str:
        """Where the site says it stands, which is where it was built for: the canonical address of its root."""
        return home(self.folder) or self.address

    @property
    def base(self) -> str:
        """The base path, with a slash at either end."""
        return urlsplit(self.home).path

    def path(self, page: str) -> str:
        """The URL path of a page below the base path: `zh/glossary/index.html` → `zh/glossary/`."""
        name = page.rpartition("/")[2]
        return page.removesuffix("index.html") if name == "index.html" else page

    def place(self, file: str, line: int = 1) -> Place:
        """A line of a built file, named as `make build` would place it."""
        return Place(f"site/{file}", line)

    def source(self, page: str) -> str | None:
        """The file of docs/ that a page was made from; None for what templates and data make by themselves."""
        return self._sources.get(self.path(page))

    def origin(self, page: str) -> Place:
        """Where to mend a page that is wrong as a whole: its source where there is one, else the built file."""
        source = self.source(page)
        return Place(source) if source else self.place(page)

    @cached_property
    def _sources(self) -> dict[str, str]:
        return {page.url: page.file for page in self.book.pages.values()} | {"": PAIRED_NEUTRAL}


def home(folder: Path) -> str | None:
    """The canonical address of the root of a built site; None where it names none."""
    index = folder / "index.html"
    links = fromstring(index.read_bytes()).xpath("//link[@rel='canonical']/@href") if index.exists() else []
    return next((str(link) for link in links), None)


def language(page: str) -> str:
    """The tree a page stands in: `zh`, `en`, or `` for the root, /c/<id>/, 404.html and addresses that moved."""
    first = page.split("/")[0]
    return first if first in LANGUAGES else ""


def all_checks() -> dict[str, ModuleType]:
    """Every check by name: the files of this folder that have a function `check`."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = {name: importlib.import_module(f"{__name__}.{name}") for name in names}
    return {name: module for name, module in modules.items() if hasattr(module, "check")}


def run(site: Site, only: str | None = None) -> Iterator[tuple[str, Problem]]:
    """(name of the check, problem) for everything wrong with the site. Raises KeyError if `only` names no check."""
    checks = all_checks()
    for name in [only] if only else checks:
        yield from ((name, problem) for problem in sorted(set(checks[name].check(site))))
