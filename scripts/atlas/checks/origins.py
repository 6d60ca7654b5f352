"""Origins: would any source text load something from another host, or run HTML that belongs in a template?

Asked of raw HTML and images in Markdown, and of the templates, styles and scripts in overrides/. Links that a reader
may follow are free; what a browser loads by itself is not. The crawl of `make check-site` asks the same of every page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from atlas.book import Book
from atlas.nouns import Block, Page, Place, Problem
from atlas.prose import code_spans_blanked

ZH = "正文、模板、样式和脚本会不会从别的网站加载东西？Markdown 里有没有写 HTML？"
ELSEWHERE = re.compile(r"^\s*(?:https?:)?//", re.IGNORECASE)
LOADS = {"src", "srcset", "poster", "data", "background", "action", "formaction", "ping", "manifest", "xlink:href"}
"""Attributes whose address a browser fetches, or sends the reader's input to."""
LINKS_THAT_STAY = {"canonical", "alternate", "license", "author", "next", "prev"}
"""Relations of <link> that load nothing."""
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
BREAK = re.compile(r"<br ?/?>")
IMAGE = re.compile(r"!\[[^\]]*\]\(\s*<?((?:https?:)?//[^\s)>]+)")
IN_STYLE = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])((?:https?:)?//[^\s'\")]+)", re.IGNORECASE)
IN_SCRIPT = re.compile(
    r"(?:\bimport\b[^;\n]*?|\bfrom\s*|\bfetch\s*\(\s*|\.open\s*\(\s*['\"]\w+['\"]\s*,\s*|\bnew\s+(?:Worker|EventSource|WebSocket|URL)"
    r"\s*\(\s*|\bsendBeacon\s*\(\s*|\.(?:src|href)\s*=\s*)[`'\"]((?:https?:|wss?:)?//[^\s`'\"]+)"
)
CURE = "keep the file in this repository and name it by a relative path"


def check(book: Book) -> Iterator[Problem]:
    for page in book.pages.values():
        for block in page.blocks:
            yield from written(page, block)
    for path in sorted((book.root / "overrides").rglob("*")):
        if path.suffix in (".html", ".css", ".js", ".mjs", ".svg"):
            file = path.relative_to(book.root).as_posix()
            text = path.read_text(encoding="utf-8")
            for line, address in loaded(text, path.suffix):
                yield Problem(Place(file, line), f"a browser would load {address}", CURE)


def written(page: Page, block: Block) -> Iterator[Problem]:
    """Raw HTML and images of other hosts in one block of a page."""
    if block.kind == "code":
        return
    text = code_spans_blanked(block.text)
    for line, address in loaded(text, ".html", block.line):
        yield Problem(page.at(line), f"a browser would load {address}", CURE)
    for match in IMAGE.finditer(text):
        yield Problem(page.at(block.line_of(match.start())), f"the image {match[1]} is on another host", CURE)
    for match in TAG.finditer(re.sub(r"<!--.*?-->", lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.DOTALL)):
        if not BREAK.fullmatch(match[0]) and not match[0].startswith(("<http://", "<https://")):
            what = f"the HTML {match[0][:40]} stands in Markdown"
            yield Problem(page.at(block.line_of(match.start())), what, "use Markdown, or a template and a directive")


def loaded(text: str, suffix: str, line: int = 1) -> Iterator[tuple[int, str]]:
    """(line, address) of everything a browser would fetch from another host for a text of HTML, CSS or JavaScript."""
    if suffix in (".html", ".svg"):
        parser = _Loads(line)
        parser.feed(re.sub(r"\{%.*?%\}|\{#.*?#\}", lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.DOTALL))
        parser.close()
        yield from parser.found
    for pattern in (IN_STYLE, IN_SCRIPT):
        for match in pattern.finditer(text):
            yield line + text.count("\n", 0, match.start()), match[1]


class _Loads(HTMLParser):
    """Finds the addresses of other hosts in attributes that load."""

    def __init__(self, line: int):
        super().__init__(convert_charrefs=True)
        self.first, self.found = line, []

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        names = LOADS & set(given)
        if tag in ("link", "base", "image", "use") and not set(given.get("rel", "").split()) & LINKS_THAT_STAY:
            names.add("href")
        if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
            given["content"] = given.get("content", "").partition("=")[2].strip("'\" ")
            names.add("content")
        for name in sorted(names & set(given)):
            for address in given[name].split(",") if name == "srcset" else [given[name]]:
                if ELSEWHERE.match(address):
                    self.found.append((self.first + self.getpos()[0] - 1, address.split()[0]))
