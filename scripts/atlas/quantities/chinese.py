"""Quantities in Chinese: 15 亿、三分之二、百分之五、20 世纪 50 至 60 年代、2014 年 6 月、数百万。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from fractions import Fraction

import cn2an

from atlas.quantities.nouns import DIGITS, Quantity, any_of, number, quantity

NUMERAL = r"[零〇一二两三四五六七八九十百千万亿]+(?:点[零一二三四五六七八九]+)?"
OPEN = re.compile(r"([一二两三四五六七八九])([一二三四五六七八九])([十百千万亿]*)")
SPELT = re.compile(r"[零〇一二两三四五六七八九]{2,}")
"""Digits one after another: 二〇一四 is a number, 三三两两 is none."""
TIMES = dict(万亿=12, 千亿=11, 百亿=10, 十亿=9, 亿=8, 千万=7, 百万=6, 十万=5, 万=4, 千=3, 百=2)
"""Powers of ten by the words that multiply the digits before them."""


def pattern(units: Mapping[str, str]) -> re.Pattern:
    """A pattern for any quantity; `units` are ids by their words."""
    times, unit = any_of(TIMES).pattern, any_of(units).pattern
    return re.compile(
        rf"""
        (?P<century>\d+)[ ]?世纪[ ]?(?P<tens>\d+)(?:[ ]?[至到、和–—][ ]?(?P<tens2>\d+))?[ ]?年代
        | (?P<early>\d+)[ ]?世纪(?:头|最初)十年
        | (?P<half>一半|半(?=[年天数小]))
        | (?P<decade>\d{{4}}|\d0)[ ]?年代
        | (?P<vague>[几数上成])[ ]?(?P<of>[十百千万亿]+)
        | (?P<base>{NUMERAL}|\d+)分之(?P<part>{NUMERAL}|{DIGITS})
        | (?P<month>\d{{1,2}})[ ]?月(?!球)
        | (?P<year>[12]\d{{3}})[ ]?年
        | (?: (?P<number>{DIGITS})[ ]?(?P<times>(?:{times})(?![分科克米瓦字赫]))?
            | (?P<numeral>{NUMERAL}) )
          [ ]?[多余]?(?P<more>[亿万])?[ ]?(?:[个名位张条件项款段篇幅首份部台辆次层][ ]?)?(?P<unit>{unit})?
        """,
        re.VERBOSE,
    )


def read(match: re.Match, units: Mapping[str, str]) -> Iterator[Quantity]:
    """The quantities of one match of the pattern; numerals that make no number, as in 千千万万, state none."""
    with suppress(ValueError, ZeroDivisionError):
        yield from _stated(match, units)


def _stated(match: re.Match, units: Mapping[str, str]) -> Iterator[Quantity]:
    if match["century"]:
        before = (int(match["century"]) - 1) * 100
        yield quantity(match, before + int(match["tens"]), "decade")
        if match["tens2"]:
            yield quantity(match, before + int(match["tens2"]), "decade")
    elif match["early"]:
        yield quantity(match, (int(match["early"]) - 1) * 100, "decade")
    elif match["decade"]:
        yield quantity(match, int(match["decade"]) + (1900 if len(match["decade"]) == 2 else 0), "decade")
    elif match["vague"]:
        yield quantity(match, numeral(match["of"]), "vague")
    elif match["base"]:
        value, percent = either(match["part"]) / either(match["base"]), match["base"] == "百"
        weak = not percent and not re.search(r"\d", match[0])
        yield quantity(match, value * 100 if percent else value, "percent" if percent else None, weak)
    elif match["month"]:
        yield quantity(match, int(match["month"]), "month-of-year")
    elif match["year"]:
        yield quantity(match, int(match["year"]))
    elif match["half"]:
        yield quantity(match, Fraction(1, 2), weak=True)
    else:
        values = [number(match["number"])] if match["number"] else alternatives(match["numeral"])
        for value in values:
            value *= 10 ** (TIMES.get(match["times"], 0) + TIMES.get(match["more"], 0))
            yield quantity(match, value, units.get(match["unit"]), weak=not match["number"])


def alternatives(text: str) -> list[Fraction]:
    """The numbers of a numeral in words: two for 两三 and 三四十, which leave it open, else one. Raises ValueError."""
    if found := OPEN.fullmatch(text):
        return [numeral(found[1] + found[3]), numeral(found[2] + found[3])]
    return [numeral(text)]


def numeral(text: str) -> Fraction:
    """`一百五十` → 150, `二〇一四` → 2014; a leading 百, 千, 万, 亿 stands for one of them.

    Raises ValueError for what makes no number: 千千万万, 三三两两.
    """
    if SPELT.fullmatch(text) and not re.search("[零〇]", text):
        raise ValueError(text)
    try:
        return Fraction(str(cn2an.cn2an(f"一{text}" if text[0] in "百千万亿" else text, "smart")))
    except LookupError as error:  # cn2an 0.5 stumbles over 零十千 and the like instead of refusing it
        raise ValueError(text) from error


def either(text: str) -> Fraction:
    """Digits or a Chinese numeral."""
    return number(text) if text[0].isascii() else numeral(text)
