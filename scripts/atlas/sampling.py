"""Sampling: which sourced claims shall somebody check who did not write them? Drawn by chance, the same for the same seed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from atlas.book import Book
from atlas.nouns import LANGUAGES, Page, Place
from atlas.pages import CITATION

SENTENCE = re.compile(r"[^。！？]*(?:[。！？](?:\[@[^\]]*\])*|$)")
"""A Chinese sentence with the citations behind its stop; English ones stand on lines of their own."""
CODE = re.compile(r"`[^`]*`")
KEY = re.compile(r"@([A-Za-z0-9_:-]+)")


@dataclass(frozen=True)
class Claim:
    """A sentence, item or row that cites sources."""

    place: Place
    lang: str
    text: str
    keys: tuple[str, ...]


def claims(page: Page) -> Iterator[Claim]:
    """Every claim of a page that names a source, in reading order."""
    for block in page.blocks:
        if block.kind not in ("paragraph", "item", "row"):
            continue
        at = 0
        for sentence in _sentences(block.text, page.lang if block.kind != "row" else ""):
            keys = KEY.findall(" ".join(CITATION.findall(CODE.sub("", sentence))))
            if keys:
                yield Claim(page.at(block.line_of(at)), page.lang, sentence.strip(), tuple(dict.fromkeys(keys)))
            at += len(sentence)


def _sentences(text: str, lang: str) -> list[str]:
    if lang == "zh":
        return [found for found in SENTENCE.findall(text) if found]
    return text.splitlines(keepends=True) if lang == "en" else [text]


def sample(book: Book, seed: int, count: int, sections: Sequence[str] = ()) -> list[Claim]:
    """`count` claims of each language, from pages whose names begin with one of `sections` (all, if there are none).

    Every claim is as likely as any other. Raises ValueError if there are too few.
    """
    drawn = []
    for lang in LANGUAGES:
        pages = [book.pages[name, lang] for name in book.names() if (name, lang) in book.pages]
        chosen = [page for page in pages if not sections or page.name.startswith(tuple(sections))]
        drawn += random.Random(f"{seed} {lang}").sample([claim for page in chosen for claim in claims(page)], count)
    return drawn


def sheet(book: Book, drawn: Sequence[Claim]) -> str:
    """A list in Markdown to fill in: each claim, where it stands, and its sources with their addresses."""
    lines = []
    for number, claim in enumerate(drawn, 1):
        lines.append(f"{number}. {claim.place}\n\n    > {claim.text}\n")
        for key in claim.keys:
            source = book.references[key]
            address = next((source.fields[one] for one in ("url", "doi", "eprint") if one in source.fields), "")
            lines.append(f"    - {key}: {source.title} ({source.year}) {address}".rstrip())
        lines.append("    - verdict:\n")
    return "\n".join(lines)
