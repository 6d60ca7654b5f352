"""Reviews: what has either language changed since both were last compared?

data/reviews/<page>.yml is the record of a joint review: its date, and a hash of every passage in both languages as
they were then. The sides need no leader: whichever differs from its own record is the one that changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from atlas import pairs
from atlas.book import Book
from atlas.nouns import LANGUAGES, Page, Place, Problem, Review, other
from atlas.pages import REMARK

COMMENT = """\
# What both languages said at the last joint review: section, kind, hash in Chinese, hash in English.
# Written by `make reviewed PAGE={name} BY="your name"`; compare both sides first.
"""


@dataclass(frozen=True)
class Drift:
    """What has changed since the review, on each side: the places that differ, with their sections."""

    date: str
    changed: Mapping[str, tuple[tuple[Place, str], ...]]

    def newer(self) -> str | None:
        """The language that alone has changed; None if neither has, or both."""
        sides = [lang for lang in LANGUAGES if self.changed[lang]]
        return sides[0] if len(sides) == 1 else None


def passages(book: Book, page: Page) -> list[tuple[str, str, Place, str]]:
    """(section, kind, place, hash) of all that a reader of a page reads: front matter, blocks, quiz."""
    found = [("", key, page.at(key), page.meta[key]) for key in pairs.FIELDS]
    found += [("", "objective", page.at("objectives"), text) for text in page.meta.get("objectives", ())]
    found += [
        (block.section or "", f"{block} {number}", page.at(block.line), block.text)
        for section in pairs.sections(page).values()
        for number, block in enumerate(section, 1)
    ]
    quiz = book.said_in.get(f"data/quizzes/{page.name}.yml", ())
    found += [("quiz", said.where, said.at(page.lang), said.text[page.lang]) for said in quiz]
    return [
        (section, kind.replace(" ", "-"), place, digest(kind.split()[0], text)) for section, kind, place, text in found
    ]


def digest(kind: str, text: str) -> str:
    """Ten hexadecimal digits of a text; remarks and the breaks of lines do not count."""
    words = " ".join(REMARK.sub("", text).split())
    return hashlib.sha256(f"{kind}\n{words}".encode()).hexdigest()[:10]


def drift(book: Book, name: str) -> Drift | None:
    """What has changed on a page since its record; None if it has no record."""
    record = book.reviews.get(name)
    if record is None:
        return None
    return Drift(record.date, {lang: tuple(_changed(book, book.pages[name, lang], record)) for lang in LANGUAGES})


def _changed(book: Book, page: Page, record: Review) -> Iterator[tuple[Place, str]]:
    now = passages(book, page)
    then = record.hashes[page.lang]
    matcher = SequenceMatcher(None, then, [hash for *_, hash in now], autojunk=False)
    for kind, _, _, start, end in matcher.get_opcodes():
        if kind == "equal":
            continue
        gone_before = now[min(start, len(now) - 1) :][:1]  # where something was taken out
        for section, _, place, _ in now[start:end] or gone_before:
            yield place, section


def moved(book: Book) -> dict[str, set[int]]:
    """Lines where a passage begins that has changed since its review, by file."""
    lines: dict[str, set[int]] = {}
    for name in book.reviews:
        found = drift(book, name) if all((name, lang) in book.pages for lang in LANGUAGES) else None
        for places in found.changed.values() if found else ():
            for place, _ in places:
                lines.setdefault(place.file, set()).add(place.line)
    return lines


def told(sides: pairs.Sides, lang: str, offset: int, noun: str, cure: str, moved: Mapping[str, Set[int]]) -> Problem:
    """A problem for what `lang` says at `offset` and the other side of a passage does not.

    It stands with the side that alone has changed since the last review, where `moved` tells, else where it is said.
    """
    here, there = sides[lang], sides[other(lang)]
    changed = [side for side in sides.values() if side.began in moved.get(side.place.file, ())]
    if changed == [there]:
        return Problem(there.place, f"{noun} of {here.at(offset)} is not here", cure)
    return Problem(here.at(offset), f"{noun} is not at {there.place}", cure)


def record(book: Book, name: str, by: str) -> Path:
    """Write the record of a joint review of a page today, by whom. Raises KeyError if the page lacks a language."""
    sides = [passages(book, book.pages[name, lang]) for lang in LANGUAGES]
    path = book.root / "data" / "reviews" / f"{name}.yml"
    rows = [
        f"- {section or 'front-matter'} {kind} {zh} {en}"
        for (section, kind, _, zh), (_, _, _, en) in zip(*sides, strict=True)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = COMMENT.format(name=name) + f'date: "{book.today.isoformat()}"\nby: {by}\nblocks:\n' + "\n".join(rows) + "\n"
    path.write_text(text, encoding="utf-8")
    return path


def newer(book: Book, page: Page) -> tuple[str, Sequence[str]] | None:
    """(date, titles of sections here) if the other language of a page has moved on; None if not."""
    found = drift(book, page.name)
    if found is None or found.newer() != other(page.lang):
        return None
    moved = {section for _, section in found.changed[other(page.lang)]}
    titles = [heading.text for heading in page.headings if heading.id in moved and heading.level > 1]
    return str(book.pages[page.name, other(page.lang)].meta["updated"]), titles
