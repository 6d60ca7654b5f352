"""Parity: does every page stand in both languages, with the same blocks, ids and citations, reviewed together?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from atlas import pairs, review
from atlas.book import Book
from atlas.nouns import Block, Page, Place, Problem, other
from atlas.pages import REMARK

ZH = "每一页都有两种语言吗？段落、列表、表格、代码、公式、引文是否逐块对应？一边改了，另一边跟上了吗？"
SHARED = ("id", "concepts", "prerequisites", "status", "hide", "template")


def check(book: Book) -> Iterator[Problem]:
    for page in book.pages.values():
        if (page.name, other(page.lang)) not in book.pages:
            missing = page.file.replace(f".{page.lang}.md", f".{other(page.lang)}.md")
            what = f"the translation {missing} is missing"
            yield Problem(page.at(1), what, "write it; both languages travel together")
    yield from correspondence(book)
    for zh, en in book.pairs():
        yield from reviewed(book, zh, en)
    names = {page.name for page in book.pages.values()}
    for name, record in book.reviews.items():
        if name not in names:
            yield Problem(Place(record.place.file), "the record is of a page that does not exist", "remove the file")


def note(book: Book) -> str:
    blocks = sum(len(page.blocks) for page in book.pages.values())
    return f"{len(book.pages)} pages, {blocks:,} blocks, {len(book.reviews)} pages reviewed jointly"


def correspondence(book: Book) -> Iterator[Problem]:
    """Whatever stands on one side and not on the other, by the form of the page."""
    for zh, en in book.pairs():
        yield from front_matter(zh, en)
        yield from headings(zh, en)
        if all(heading.id for page in (zh, en) for heading in page.headings):
            yield from same_order(zh, en)
            yield from blocks(zh, en)
            yield from inside(book, zh, en)


def front_matter(zh: Page, en: Page) -> Iterator[Problem]:
    for key in SHARED:
        if zh.meta.get(key) != en.meta.get(key):
            what = f"{key} is {en.meta.get(key)!r} here and {zh.meta.get(key)!r} in {zh.file}"
            yield Problem(en.at(key), what, "write the same value in both")
    if len(zh.meta.get("objectives", ())) != len(en.meta.get("objectives", ())):
        yield Problem(en.at("objectives"), f"another number of objectives than in {zh.file}", "say the same in both")


def headings(zh: Page, en: Page) -> Iterator[Problem]:
    for page in (zh, en):
        for heading in page.headings:
            if not heading.id:
                cure = "end the line with { #name-of-the-idea }, the same in both languages"
                yield Problem(page.at(heading.line), f"the heading {heading.text!r} has no id", cure)


def same_order(zh: Page, en: Page) -> Iterator[Problem]:
    """The first place where the two sides' headings part, told from both."""
    for left, right in zip_longest(zh.headings, en.headings):
        if left is None or right is None or (left.id, left.level) != (right.id, right.level):
            for here, mine, there, theirs in ((zh, left, en, right), (en, right, zh, left)):
                if mine:
                    met = f"{'#' * theirs.level} {theirs.id} on line {theirs.line}" if theirs else "no heading here"
                    what = f"the heading {'#' * mine.level} {mine.id} meets {met} in {there.file}"
                    yield Problem(
                        here.at(mine.line), what, "same headings with the same ids, in the same order, in both"
                    )
            return


def blocks(zh: Page, en: Page) -> Iterator[Problem]:
    """The first place in each section where the two sides' blocks part, told from both sides."""
    left, right = pairs.sections(zh), pairs.sections(en)
    for section in left:
        if section not in right:
            continue  # its heading is the fault
        for number, (one, two) in enumerate(zip_longest(left[section], right[section]), 1):
            if one is None or two is None or str(one) != str(two):
                for page, mine, there, theirs in ((zh, one, en, two), (en, two, zh, one)):
                    yield parted(page, mine or left_over(page, section), there, theirs, section, number)
                break


def left_over(page: Page, section: str | None) -> Block:
    """The last block of a section, where one more is missing."""
    return pairs.sections(page)[section][-1]


def parted(page: Page, mine: Block, there: Page, theirs: Block | None, section: str | None, number: int) -> Problem:
    met = f"a {theirs} at {there.file}:{theirs.line}" if theirs else f"nothing in {there.file}"
    what = f"block {number} of section {section!r}, {mine} here, meets {met}"
    return Problem(page.at(mine.line), what, "both languages have the same blocks in the same order")


def inside(book: Book, zh: Page, en: Page) -> Iterator[Problem]:
    """Within paired blocks: citations with their places in the source, links to images, directives, remarks."""
    for sides in pairs.blocks(zh, en):
        for noun, found in FOUND.items():
            left, right = (found(book, sides[lang], lang) for lang in ("zh", "en"))
            if [thing for _, thing in left] == [thing for _, thing in right]:
                continue
            for mine, theirs in zip_longest(left, right):
                if mine is None or theirs is None or mine[1] != theirs[1]:
                    yield from unlike(noun, sides, mine, theirs)
                    break


def unlike(noun: str, sides: pairs.Sides, zh, en) -> Iterator[Problem]:
    for lang, mine, theirs in (("zh", zh, en), ("en", en, zh)):
        here, there = sides[lang], sides[other(lang)]
        met = f"{theirs[1]} at {there.at(theirs[0])}" if theirs else f"none at {there.place}"
        what = (
            f"the {noun} {mine[1]} meets {met}"
            if mine
            else f"a {noun} is missing: {theirs[1]} of {there.at(theirs[0])}"
        )
        place = here.at(mine[0]) if mine else here.place
        yield Problem(place, what, "same citations, images and figures in the same order in both languages")


def citations(book: Book, passage: pairs.Passage, lang: str) -> list[tuple[int, str]]:
    """Keys in order, each with the numbers of its place in the source: `goodfellow2014gan §4.2`."""
    found = []
    for offset, key, locator in passage.citations():
        numbers = sorted(str(one.value) for one in book.quantities.read(locator or "", lang))
        found.append((offset, " ".join([key, *(["at", *numbers] if locator else [])])))
    return found


def images(book: Book, passage: pairs.Passage, lang: str) -> list[tuple[int, str]]:
    return passage.images()


def figures(book: Book, passage: pairs.Passage, lang: str) -> list[tuple[int, str]]:
    return [(m.start(), m[2]) for m in REMARK.finditer(passage.text) if m[1] == "figure" and passage.kind != "code"]


FOUND = {"citation": citations, "image": images, "figure": figures}
"""What paired blocks hold alike, by the noun that a message uses."""


def reviewed(book: Book, zh: Page, en: Page) -> Iterator[Problem]:
    """A reviewed page has a record, and whichever side has changed since says when."""
    record = book.reviews.get(zh.name)
    status = zh.meta["status"] == en.meta["status"] == "reviewed"
    if (record is not None) != status:
        what = "the page is called reviewed and has no record of a review"
        cure = f'run `make reviewed PAGE={zh.name} BY="your name"`, or write status: draft in both languages'
        if record:
            what = "the page has a record of a review and is not called reviewed"
            cure = f"write status: reviewed in both languages, or delete {record.place.file}"
        yield Problem(zh.at("status"), what, cure)
    drift = review.drift(book, zh.name) if status else None
    newer = drift.newer() if drift else None
    if not newer and zh.meta["updated"] != en.meta["updated"]:
        what = f"updated is {en.meta['updated']!r} here and {zh.meta['updated']!r} in {zh.file}"
        yield Problem(en.at("updated"), what, "write the same value in both")
    if drift is None:
        return
    again = f'compare both and run `make reviewed PAGE={zh.name} BY="your name"`'
    for page in (zh, en):
        there = en if page is zh else zh
        dated = newer == page.lang and str(page.meta["updated"]) > drift.date >= str(there.meta["updated"])
        for place, section in drift.changed[page.lang]:
            since = f"section {section!r} changed" if section else "this changed"
            what = f"{since} since the joint review of {drift.date}" + (f", {there.file} did not" if newer else "")
            if dated:
                yield Problem(place, f"{what}; its readers are told", again, "warning")
            else:
                alone = ", or set `updated` to today: readers of the other language are then told" if newer else ""
                yield Problem(place, what, again + alone)
