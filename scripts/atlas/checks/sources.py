"""Sources: does everything that prints a year or a quantity say where it is from, and do sources and figures agree?

Asked of every paragraph, list item and table row of a page: it carries a citation, a computed value or a figure, or is
nothing but a picture that models/ drew.
A bare 0 or 1, the head of a table, and the number in a name (Python 3.11, Article 50) are no quantities. Not seen: which
of several sentences a citation is meant for, and what a source really says.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from atlas.book import Book
from atlas.drawn import IMAGE as DRAWN
from atlas.nouns import LANGUAGES, Block, Figure, Page, Problem, Reference, Remark
from atlas.pages import CITATION, REMARK, VALUE
from atlas.prose import plain
from atlas.quantities import Quantity
from atlas.quantities.english import MONTHS

ZH = "每处年份和数量都有出处吗？引用的条目都存在吗？正文里的数字与数据一致吗？“截至”的日期还新吗？"
CURE = "use a key from data/references.bib or add the source there"
ASKED = ("paragraph", "item", "row")
IN_A_NAME = re.compile(r"(?:[A-Z][A-Za-z/]*|§)[  -]?$")
MONTH = rf"(?P<name>{'|'.join(MONTHS)})"
AS_OF = {
    "zh": re.compile(r"截至 ?(?P<year>\d{4}) 年(?: ?(?P<month>\d{1,2}) 月)?(?: ?(?P<day>\d{1,2}) 日)?"),
    "en": re.compile(
        rf"\bas of (?:(?:(?P<day>\d{{1,2}}) )?{MONTH} )?(?P<year>\d{{4}})(?:-(?P<month>\d{{2}}))?", re.IGNORECASE
    ),
}
OLD, TOO_OLD = 180, 365
"""Days after which a claim about the present is questioned, and after which it stops the build."""


def check(book: Book) -> Iterator[Problem]:
    yield from keys(book)
    yield from keywords(book)
    for page in book.pages.values():
        yield from unsourced(book, page)
        yield from outdated(book, page)
        yield from disagreeing(book, page)
    for figure in book.figures.values():
        yield from misstated(book, figure)


def note(book: Book) -> str:
    return (
        f"{len(book.references)} sources, {len(unused(book))} of them cited nowhere; "
        f"{len(book.figures)} figures, {len(unused_figures(book))} of them on no page"
    )


def details(book: Book) -> Iterator[str]:
    """What `--only sources` lists besides problems."""
    yield "cited nowhere: " + ", ".join(reference.key for reference in unused(book))
    yield "figures on no page: " + ", ".join(unused_figures(book))


def unused_figures(book: Book) -> list[str]:
    """Ids of the figures that no page names."""
    remarks = [remark for page in book.pages.values() for remark in page.remarks if remark.kind == "figure"]
    return sorted(set(book.figures) - {remark.words.split()[0] for remark in remarks})


def unused(book: Book) -> list[Reference]:
    """Entries of the bibliography that neither a page nor an entry of data names."""
    named = {key for page in book.pages.values() for key in page.cited} | {key for _, key in _named(book)}
    return [reference for reference in book.references.values() if reference.key not in named]


def _named(book: Book) -> list:
    things = [*book.concepts.values(), *book.events.values(), *book.misconceptions.values()]
    return [(thing, key) for thing in things for key in thing.source] + [
        (one, one.source) for one in book.figures.values()
    ]


def keys(book: Book) -> Iterator[Problem]:
    for page in book.pages.values():
        for citation in page.citations:
            if citation.key not in book.references:
                yield Problem(page.at(citation.line), f"unknown citation key {citation.key!r}", CURE)
    for thing, key in _named(book):
        if key not in book.references:
            yield Problem(thing.place, f"{thing.id} names the unknown source {key!r}", CURE)


def keywords(book: Book) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for topic in book.topics.values():
        for keyword in topic.keywords:
            if owners.setdefault(keyword, topic.id) != topic.id:
                what = f"the keyword {keyword!r} stands under {owners[keyword]} and {topic.id}"
                yield Problem(topic.place, what, "keep it under one topic")
    for reference in book.references.values():
        for keyword in reference.keywords:
            if keyword not in owners:
                what = f"the keyword {keyword!r} of {reference.key} belongs to no topic"
                yield Problem(reference.place, what, "use a keyword of data/topics.yml or add it there")


def unsourced(book: Book, page: Page) -> Iterator[Problem]:
    for block in page.blocks:
        if block.kind not in ASKED or block.shape == "head" or _sourced(block):
            continue
        prose = plain(block.text)
        for quantity in book.quantities.read(block.text, page.lang):
            if _asks_for_source(quantity, prose):
                what = f"“{quantity.written}” stands in a {block.kind} without a source"
                cure = "cite one, compute it in models/, or name a figure: <!-- atlas:figure id -->"
                yield Problem(page.at(block.line_of(quantity.start)), what, cure)
                break


def _sourced(block: Block) -> bool:
    figure = any(match[1] == "figure" for match in REMARK.finditer(block.text))
    drawn = DRAWN.search(block.text) and not DRAWN.sub("", block.text).strip()
    return bool(figure or drawn or CITATION.search(block.text) or VALUE.search(block.text))


def _asks_for_source(quantity: Quantity, prose: str) -> bool:
    if quantity.weak or (quantity.unit is None and quantity.value in (0, 1)):
        return False
    return quantity.may_be_year or quantity.unit is not None or not IN_A_NAME.search(prose[: quantity.start])


def outdated(book: Book, page: Page) -> Iterator[Problem]:
    """Claims about the present, `as of` a month, that have grown old."""
    for block in page.blocks:
        if block.kind not in (*ASKED, "heading"):
            continue
        for match in AS_OF[page.lang].finditer(plain(block.text)):
            place = page.at(block.line_of(match.start()))
            try:
                days = (book.today - _date(match)).days
            except ValueError:
                yield Problem(place, f"“{match[0]}” is no date", "write a month that exists, and a day that it has")
                continue
            if days > OLD:
                level = "error" if days > TOO_OLD else "warning"
                cure = "check it against the sources and date it anew"
                yield Problem(place, f"“{match[0]}” is {days} days ago", cure, level)


def _date(match: re.Match) -> date:
    """The last day that a date may mean. Raises ValueError for a date that no calendar has."""
    found = match.groupdict()
    year = int(found["year"])
    month = MONTHS[found["name"].lower()] if found.get("name") else int(found["month"] or 12)
    if not 1 <= month <= 12:
        raise ValueError(month)
    return date(year, month, int(found["day"] or monthrange(year, month)[1]))


def disagreeing(book: Book, page: Page) -> Iterator[Problem]:
    """Passages that name a figure and do not state its numbers, or not with its source."""
    for remark in page.remarks:
        id, *numbers = remark.words.split()
        figure = book.figures.get(id) if remark.kind == "figure" else None
        if figure is None:
            continue
        blocks = [block for block in page.blocks if block.line >= remark.first and block.last <= remark.last]
        text = "\n".join(block.text for block in blocks if block.text)
        stated = {one.value for one in book.quantities.read(text, page.lang)}
        chosen = [figure.value[int(number) - 1] for number in numbers if _counts(number, figure)] or figure.value
        for value in chosen:
            if not states(stated, value):
                what = f"the figure {id} says {value['number']:,} {value['unit']}, which does not stand here"
                yield Problem(page.at(_line(blocks, remark)), what, "make the text and data/figures.yml agree")
        if f"@{figure.source}" not in text:
            what = f"the figure {id} is from {figure.source}, which is not cited here"
            yield Problem(page.at(_line(blocks, remark)), what, f"cite [@{figure.source}]")


def _line(blocks: list[Block], remark: Remark) -> int:
    return blocks[0].line if blocks else remark.line


def _counts(number: str, figure: Figure) -> bool:
    return number.isdigit() and 1 <= int(number) <= len(figure.value)


def misstated(book: Book, figure: Figure) -> Iterator[Problem]:
    """Figures whose own sentence does not state their values."""
    for lang in LANGUAGES:
        stated = {one.value for one in book.quantities.read(figure.statement[lang], lang)}
        for value in figure.value:
            if not states(stated, value):
                what = f"the {lang} statement of {figure.id} does not say {value['number']:,} {value['unit']}"
                yield Problem(figure.place, what, "make statement and value agree")


def states(stated: set[Fraction], value) -> bool:
    """Is the number of a figure among those stated, perhaps as a part (三分之一 for three times, half for 50%)?"""
    number = Fraction(str(value["number"]))
    parts = {number}
    if value["unit"] in ("times", "factor") and number:
        parts.add(1 / number)
    if value["unit"] == "percent":
        parts.add(number / 100)
    return bool(parts & stated)
