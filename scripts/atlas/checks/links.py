"""Links: does every link inside the site reach a page, a section or a file that exists?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from atlas.book import Book
from atlas.nouns import Page, Problem

ZH = "站内的每个链接都通向存在的页面、小节或文件吗？"

EXTERNAL = re.compile(r"^[a-z][a-z0-9+.-]*:|^//")


def check(book: Book) -> Iterator[Problem]:
    files = {page.file: page for page in book.pages.values()}
    for page in book.pages.values():
        for link in page.links:
            if not EXTERNAL.match(link.href) and (fault := broken(book, files, page, link.href)):
                yield Problem(page.at(link.line), *fault)
        for id in page.meta["prerequisites"]:
            if (id, page.lang) not in book.pages:
                yield Problem(page.at("prerequisites"), f"the prerequisite {id} is no page", "name a page by its id")
        if page.meta["id"] != page.name:
            yield Problem(
                page.at("id"), f"the id is {page.meta['id']!r} but the file is {page.name}", "make them equal"
            )
        yield from repeated(page)


def broken(book: Book, files: dict[str, Page], page: Page, href: str) -> tuple[str, str] | None:
    """What is wrong with a relative link, and the cure; None if nothing."""
    path, _, anchor = href.partition("#")
    if path.startswith("/"):
        return f"the link {href} begins at the server's root", "write a relative link to the .md file"
    target_file = resolve(page.file, path) if path else page.file
    target = files.get(target_file)
    if target is None:
        if path and (book.root / target_file).is_file() and not target_file.endswith(".md"):
            return None
        return f"the link {href} reaches no page", f"link to an existing file such as name.{page.lang}.md"
    if target.lang != page.lang:
        return f"the link {href} leads to the other language", f"link to the .{page.lang}.md file"
    if anchor and anchor not in book.anchors(target):
        return (
            f"the link {href} reaches no section: {target.file} has no id {anchor!r}",
            "use the id of a heading there",
        )
    return None


def resolve(file: str, path: str) -> str:
    """A relative path seen from `file`, as a path from the root, `..` taken out."""
    parts: list[str] = []
    for part in (PurePosixPath(file).parent / path).parts:
        if part == "..":
            if not parts:
                return path
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def repeated(page: Page) -> Iterator[Problem]:
    seen = {}
    for heading in page.headings:
        if heading.id and heading.id in seen:
            what = f"the id {heading.id!r} stands already on line {seen[heading.id]}"
            yield Problem(page.at(heading.line), what, "give each heading an id of its own")
        seen.setdefault(heading.id, heading.line)
