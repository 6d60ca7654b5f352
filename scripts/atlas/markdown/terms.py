"""Terms: the first use of a concept's name on a page becomes a link to it, with the definition as a card.

Python-Markdown's own `abbr` asks for word boundaries, which Chinese does not write. Here the longest name wins; an
edge that is a Han character is free, an edge that is a Latin letter or digit must be a word's edge.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from markdown.util import AtomicString

from atlas.book import Book
from atlas.markdown.parts import Treeprocessor
from atlas.nouns import Concept, Page
from atlas.urls import relative

SKIPPED = {"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "sup", "svg", "math", "script", "style"}
WORD = "A-Za-z0-9À-ÿ"


class Terms(Treeprocessor):
    """Links the terms; their definitions follow at the page's end: the cards show them, print keeps them."""

    def change(self, root: etree.Element) -> None:
        self.used: dict[str, None] = {}
        self.finder = finder(self.atlas.book, self.atlas.page.lang)
        self.walk(root)
        if self.used:
            self.append(root, "terms.html", concepts=[self.atlas.book.concepts[id] for id in self.used])

    def walk(self, element: etree.Element) -> None:
        """Text of an element first, then each child and the text that follows it: the order of reading."""
        if element.tag in SKIPPED or element.get("class") == "atlas-math":
            return
        index = self.link(element, element.text, lambda text: setattr(element, "text", text), 0)
        while index < len(element):
            child = element[index]
            self.walk(child)
            index = self.link(element, child.tail, lambda text, child=child: setattr(child, "tail", text), index + 1)

    def link(self, parent: etree.Element, text: str | None, put, index: int) -> int:
        """Turn first uses in `text` into links inserted at `index`; returns the index after them."""
        if not text:
            return index
        last, pieces = 0, []
        for match in self.finder[0].finditer(text):
            concept = self.finder[1][match[0].casefold()]
            if concept.id in self.used or is_home(concept, self.atlas.page):
                continue
            self.used[concept.id] = None
            pieces.append((text[last : match.start()], match[0], concept))
            last = match.end()
        if not pieces:
            return index
        put(same_kind(text, pieces[0][0]))
        for position, (_, name, concept) in enumerate(pieces):
            link = etree.Element("a", {"class": "atlas-term", "data-card": f"term-{concept.id}"})
            link.set("href", relative(self.atlas.book.home(concept, self.atlas.page.lang), self.atlas.page.url))
            link.text = AtomicString(name)
            following = pieces[position + 1][0] if position + 1 < len(pieces) else text[last:]
            link.tail = same_kind(text, following)
            parent.insert(index, link)
            index += 1
        return index


def same_kind(text: str, part: str) -> str:
    return AtomicString(part) if isinstance(text, AtomicString) else part


def is_home(concept: Concept, page: Page) -> bool:
    """A page does not explain its own subject by a card."""
    return bool(page.meta["concepts"]) and page.meta["concepts"][0] == concept.id


def finder(book: Book, lang: str) -> tuple[re.Pattern, dict[str, Concept]]:
    """A pattern that finds every name to link in `lang`, longest first, and the concept of each (by casefolded name)."""
    cached = _FINDERS.get(lang)
    if cached is None or cached[0] is not book:
        names: dict[str, Concept] = {}
        patterns: dict[str, str] = {}
        for concept in book.concepts.values():
            for name in concept.names(lang) if concept.autolink else ():
                for form in forms(name):
                    names.setdefault(form.casefold(), concept)
                    patterns[form] = pattern(form)
        longest = sorted(patterns, key=len, reverse=True)
        compiled = re.compile("|".join(patterns[form] for form in longest) or r"(?!)")
        cached = _FINDERS[lang] = (book, (compiled, names))
    return cached[1]


_FINDERS: dict[str, tuple[Book, tuple[re.Pattern, dict[str, Concept]]]] = {}
"""The finders of the Book at hand: MkDocs makes a Markdown object for every page."""


def forms(name: str) -> tuple[str, ...]:
    """The name and, where it ends in a Latin letter, its English plural."""
    if not re.search(r"[A-Za-z]$", name):
        return (name,)
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return (name, f"{name[:-1]}ies")
    return (name, f"{name}es" if re.search(r"(s|x|ch|sh)$", name) else f"{name}s")


def pattern(name: str) -> str:
    """Regular expression of one name. Names with a capital inside are exact; others may begin a sentence."""
    head, tail = name[0], name[-1]
    body = re.escape(name)
    if head.islower() and name == name.lower():
        body = f"[{re.escape(head)}{re.escape(head.upper())}]{re.escape(name[1:])}"
    body = body.replace(r"\ ", r"\s+")
    left = f"(?<![{WORD}])" if re.match(f"[{WORD}]", head) else ""
    right = f"(?![{WORD}])" if re.match(f"[{WORD}]", tail) else ""
    return f"{left}{body}{right}"


def register(md, atlas) -> None:
    """Last of all: links, code, mathematics and headings can be told apart, and the engine has resolved its links."""
    md.treeprocessors.register(Terms(md, atlas), "atlas-terms", -10)
