"""Quantities in English: 1.5 billion, two thirds, 5 per cent, the mid-1950s, June 2014, millions, one in four."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from atlas.quantities.nouns import DIGITS, Quantity, any_of, number, quantity


def _counted(words: str, start: int = 1, step: int = 1) -> dict[str, int]:
    return {word: start + step * place for place, word in enumerate(words.split())}


TENS = _counted("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
CARDINALS = _counted(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
    start=0,
) | {"twice": 2, "twofold": 2, "dozen": 12}
ORDINALS = _counted(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
TIMES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
"""Powers of ten by the words that multiply the number before them."""
MONTHS = _counted("january february march april may june july august september october november december")
MONTHS |= {name[:3]: place for name, place in MONTHS.items()}
SPANS = {"decade": 10, "century": 100, "centuries": 100}


def pattern(units: Mapping[str, str]) -> re.Pattern:
    """A pattern for any quantity; `units` are ids by their words."""
    unit = any_of(word for word in units if word[-1].isalpha()).pattern
    tens, ones, times = (any_of(words).pattern for words in (TENS, CARDINALS, TIMES))
    months = any_of(name.title() for name in MONTHS if name != "may").pattern
    word = rf"(?:(?:{tens})(?:-(?:{ones}))?|{ones})"
    counted = rf"(?:[ -]?(?P<{{}}>{unit})(?![A-Za-z]))?"
    return re.compile(
        rf"""
        (?<![A-Za-z\d])(?:(?<![A-Za-z]-)|(?<=mid-))(?:
          (?P<decade>\d{{4}})s\b
        | (?P<month>{months}|(?<=\d[ ])May|(?:(?<=in[ ])|(?<=of[ ])|(?<=by[ ])|(?<=since[ ]))May|May(?=[ ]\d))\b
        | (?P<vague>(?:(?:tens|hundreds|thousands|dozens)[ ]of[ ])?(?:{times})s
            |(?:several|a[ ]few)[ ](?:{times})|dozens|tens|decades)\b
        | (?P<count>{word}|\d+)[ -](?P<part>{any_of(PARTS).pattern})s?\b
        | (?:an?|one)[ ](?P<single>{any_of(PARTS).pattern})(?=[ ](?:of|as|the)\b) | (?P<half>half)\b
        | (?:one[ ](?:[a-z]+[ ]){{0,2}}|(?P<some>{word}|\d+)[ ])in[ ](?:an?[ ]|every[ ])?
          (?P<among>(?:(?:{word})[ ])?{times}(?:[ ](?:{times}))?|\d{{1,3}}(?:,\d{{3}})+|(?:10)+|{word}|\d{{1,3}})(?![,.]?\d|[a-z])
        | a[ ](?P<round>{times})\b(?![ ]of){counted.format("round_unit")}
        | factor[ ]of[ ](?P<factor>{DIGITS}|{word})\b
        | (?P<span>{word}|a|\d+)[ -](?P<spans>decade|century|centuries)s?\b(?![ ]of)
        | (?P<nth>\d+)(?:st|nd|rd|th)\b
        | (?P<ordinal>(?:(?:{tens})-)?(?:{any_of(ORDINALS).pattern}))\b
        | (?P<money>US\$|HK\$|[$€£¥])?(?P<number>{DIGITS})(?:[ -]?(?P<times>{times})\b)?
          (?:[ ]?(?P<percent>%|per[ ]?cent\b))?{counted.format("unit")}
        | (?P<word>{word})(?:[ -](?P<by>(?:{times})(?:[ ](?:{times}))?)\b)?(?P<word_percent>[ ]per[ ]?cent\b)?
          {counted.format("word_unit")}(?![A-Za-z])
        )""",
        re.VERBOSE | re.IGNORECASE,
    )


def read(match: re.Match, units: Mapping[str, str]) -> Iterator[Quantity]:
    """The quantities of one match of the pattern."""
    found = {name: text.lower() for name, text in match.groupdict().items() if text}
    if "decade" in found:
        yield quantity(match, int(found["decade"]), "decade")
    elif "month" in found:
        if match["month"][0].isupper():
            yield quantity(match, MONTHS[found["month"]], "month-of-year")
    elif "vague" in found:
        yield quantity(match, vague(found["vague"]), "vague")
    elif "count" in found:
        yield quantity(match, Fraction(value(found["count"]), PARTS[found["part"]]))
    elif "single" in found:
        yield quantity(match, Fraction(1, PARTS[found["single"]]))
    elif "half" in found:
        yield quantity(match, Fraction(1, 2), weak=True)
    elif "among" in found:
        if among := value(found["among"]):
            yield quantity(match, Fraction(value(found.get("some", "one")), among))
    elif "round" in found:
        yield quantity(match, value(found["round"]), units.get(match["round_unit"]))
    elif "factor" in found:
        yield quantity(match, value(found["factor"]), "times")
    elif "span" in found:
        yield quantity(match, SPANS[found["spans"]] * value(found["span"]), "year", weak=True)
    elif "nth" in found:
        yield quantity(match, int(found["nth"]))
    elif "ordinal" in found:
        tens, _, ones = found["ordinal"].rpartition("-")
        yield quantity(match, TENS.get(tens, 0) + ORDINALS[ones], weak=True)
    elif "number" in found:
        unit = units.get(match["money"] or match["unit"]) or ("percent" if "percent" in found else None)
        yield quantity(match, number(found["number"]) * 10 ** TIMES.get(found.get("times"), 0), unit)
    else:
        unit = "percent" if "word_percent" in found else units.get(match["word_unit"])
        yield quantity(match, value(found["word"]) * value(found.get("by", "one")), unit, weak="by" not in found)


def value(text: str) -> Fraction:
    """Digits, a word for a number below a hundred, `a`, a bare `thousand`, or a product such as `thirty thousand`."""
    if text[0].isdigit():
        return number(text)
    if text == "a":
        return Fraction(1)
    first, _, rest = text.rpartition(" ")
    if first:  # thirty thousand, hundred thousand
        return value(first) * value(rest)
    if text in TIMES:
        return Fraction(10 ** TIMES[text])
    tens, _, ones = text.rpartition("-")
    return Fraction(TENS.get(tens, 0) + (TENS.get(ones) or CARDINALS[ones]))


def vague(text: str) -> int:
    """`tens of thousands` → 10,000: the least number that such words may mean."""
    product = 1
    for word in re.split(r" of |several |a few ", text):
        product *= 10 if word in ("tens", "dozens", "decades") else 10 ** TIMES.get(word.removesuffix("s"), 0)
    return product
