"""Quantities: do both languages state the same numbers, dates and units, the same formulas and the same code?

Compared block by block, in pages and in the texts of data/. Blocks are paired by position, so structure comes first:
where parity finds a difference in a section, that section is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from atlas import pairs, review
from atlas.book import Book
from atlas.nouns import Problem, other
from atlas.pairs import Passage, Sides
from atlas.quantities import Quantity

ZH = "两种语言里的数字、日期、单位、名称、公式和代码一致吗？"
COUNTED_FREELY = (Fraction(0), Fraction(1))
"""In words these count nothing: 一个 and "a", 零 and "no"."""
PAIRED_FREELY = (Fraction(2), Fraction(1, 2))
"""In words these go without saying: 两者 and "both", 一半 and "the others"; but they never meet another number."""
NEARNESS = (
    lambda one, two: one.unit == two.unit and not one.weak and not two.weak,
    lambda one, two: one.unit == two.unit and one.value not in COUNTED_FREELY,
    lambda one, two: not (one.weak and two.weak),
    lambda one, two: True,
)
"""Which of several equal numbers belong together: digits before words, the same unit before none."""

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMES_A_LANGUAGE = re.compile(r"\b(zh|en)\b")
"""Addresses, file names and keys name the language of their side."""


def check(book: Book) -> Iterator[Problem]:
    moved = review.moved(book)
    for sides in pairs.passages(book):
        for lang, offset, noun, cure in differences(book, sides):
            yield review.told(sides, lang, offset, noun, cure, moved)


def differences(book: Book, sides: Sides) -> Iterator[tuple[str, int, str, str]]:
    """(language, offset, what, cure) of everything that one side states and the other does not."""
    yield from numbers(book, sides)
    yield from called(book, sides)
    yield from formulas(sides)
    yield from code(sides)


def note(book: Book) -> str:
    sides = [pair.items() for pair in pairs.passages(book)]
    found = [stated(book, lang, side) for pair in sides for lang, side in pair]
    return f"{sum(map(len, found)):,} quantities in {len(found):,} passages"


def numbers(book: Book, sides: Sides) -> Iterator[tuple[str, int, str, str]]:
    left = {lang: stated(book, lang, side) for lang, side in sides.items()}
    for lang, unmet in unlike(left).items():
        for quantity in unmet:
            near = any(one.value == quantity.value for one in left[other(lang)])
            unit = f" ({quantity.unit})" if quantity.unit and near else ""
            cure = "make numbers, dates and units agree in both languages"
            read = "" if quantity.written.isdigit() else f" (= {shown(quantity.value)})"
            yield lang, quantity.start, f"“{quantity.written}”{unit or read}", cure


def shown(value: Fraction) -> str:
    """The number that was read: 1,500,000,000, 1/3, 0.00003."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    return str(value) if value.denominator <= 100 and 100 % value.denominator else f"{float(value):,.10g}"


def stated(book: Book, lang: str, side: Passage) -> tuple[Quantity, ...]:
    return book.quantities.read(side.prose, lang)


def unlike(left: dict[str, tuple[Quantity, ...]]) -> dict[str, list[Quantity]]:
    """What each language states and the other does not."""
    zh, en = (list(left[lang]) for lang in ("zh", "en"))
    for same in NEARNESS:
        for one in list(zh):
            if two := next((two for two in en if one.agrees(two) and same(one, two)), None):
                zh.remove(one)
                en.remove(two)
    zh, en = ([one for one in side if not (one.weak and one.value in COUNTED_FREELY)] for side in (zh, en))
    if not (zh and en):
        zh, en = ([one for one in side if not (one.weak and one.value in PAIRED_FREELY)] for side in (zh, en))
    return {"zh": zh, "en": en}


def called(book: Book, sides: Sides) -> Iterator[tuple[str, int, str, str]]:
    """Names of people, models and organisations."""
    texts = {lang: side.prose for lang, side in sides.items()}
    for lang, offset, name in book.called.lacking(texts):
        cure = "name the same in both languages; a name with a Chinese form belongs in data/names.yml"
        yield lang, offset, f"the name {name}", cure


def formulas(sides: Sides) -> Iterator[tuple[str, int, str, str]]:
    """Formulas and computed values of a passage, in any order: sentences are built differently."""
    for noun, found in (("formula", Passage.formulas), ("computed value", Passage.values)):
        for lang, side in sides.items():
            there = sides[other(lang)]
            for offset, text in _lacking(found(side), [text for _, text in found(there)]):
                yield lang, offset, f"the {noun} {text}", "write the same in both languages"


def code(sides: Sides) -> Iterator[tuple[str, int, str, str]]:
    """Code is the same on both sides; where the Chinese side writes Chinese in it, it is words and not compared."""
    left = {
        lang: [(offset, NAMES_A_LANGUAGE.sub("zh", text)) for offset, text in side.code()]
        for lang, side in sides.items()
    }
    worded = sum(bool(CHINESE.search(text)) for _, text in left["zh"])
    found = {lang: _lacking(left[lang], [text for _, text in left[other(lang)]]) for lang in sides}
    zh = [one for one in found["zh"] if not CHINESE.search(one[1])]
    en = found["en"] if zh or len(found["en"]) != worded else []
    for lang, lacking in (("zh", zh), ("en", en)):
        for offset, text in lacking:
            yield lang, offset, f"the code {text.strip()!r}", "code is the same in both languages but for words"


def _lacking(mine: list[tuple[int, str]], theirs: list[str]) -> list[tuple[int, str]]:
    lacking = []
    for offset, text in mine:
        if text in theirs:
            theirs.remove(text)
        else:
            lacking.append((offset, text))
    return lacking
