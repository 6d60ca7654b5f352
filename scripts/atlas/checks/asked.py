"""Asked: do the words that readers type for a page or a section lead to one that exists, and name no concept?"""

from __future__ import annotations

from collections.abc import Iterator

from atlas.book import Book
from atlas.nouns import LANGUAGES, Problem

ZH = "读者搜索用的词，指向的页面或小节存在吗？有没有和概念的名称重复？"


def check(book: Book) -> Iterator[Problem]:
    for asked in book.asked.values():
        name, _, anchor = asked.id.partition("#")
        pages = [page for lang in LANGUAGES if (page := book.pages.get((name, lang)))]
        if not pages:
            yield Problem(asked.place, f"there is no page {name}", "name a page by its id, such as principles/gan")
        elif anchor and any(anchor not in book.anchors(page) for page in pages):
            yield Problem(asked.place, f"{name} has no section {anchor!r}", "use the id of a heading or an entry there")
        for lang in LANGUAGES:
            for word in asked.words[lang]:
                if owner := _owner(book, word, lang):
                    cure = "take it out: the concept is found by it already"
                    yield Problem(asked.place, f"{word!r} is a name of the concept {owner}", cure)


def _owner(book: Book, word: str, lang: str) -> str | None:
    """The id of the concept whom readers of a language see under this name."""
    for concept in book.concepts.values():
        if word.casefold() in (name.casefold() for name in concept.names(lang)):
            return concept.id
    return None
