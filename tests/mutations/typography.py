"""Mutations: how can one line of a real page be set, spelt or phrased wrongly, so that `typography` must notice?"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from atlas.nouns import Page
from building import ROOT

Mutation = tuple[int, str, str]
"""The line (from 1), what stands there, and what is to stand there instead."""


def mutators() -> list[Callable[[Page, random.Random], Mutation | None]]:
    """Ways to spoil one line; each gives None for a page that it does not concern."""
    return [
        space_lost,
        half_width_comma,
        chinese_hype,
        chinese_padding,
        chinese_heading_asks,
        citation_set_off,
        misspelling,
        american_spelling,
        english_hype,
        straight_quotes,
        sentences_joined,
        hyphen_in_range,
    ]


def space_lost(page: Page, rng: random.Random) -> Mutation | None:
    """No space between Han and Latin letters."""
    return _replace(page, rng, "zh", r"(?<=[\u4e00-\u9fff]) (?=[A-Za-z]{2})", "")


def half_width_comma(page: Page, rng: random.Random) -> Mutation | None:
    return _replace(page, rng, "zh", r"(?<=[\u4e00-\u9fff])，(?=[\u4e00-\u9fff])", ",")


def chinese_hype(page: Page, rng: random.Random) -> Mutation | None:
    phrase = rng.choice(["这是革命性的一步", "它赋能千行百业", "前景广阔", "效果令人惊叹"])
    return _replace(page, rng, "zh", r"(?<=[\u4e00-\u9fff])。$", f"，{phrase}。")


def chinese_padding(page: Page, rng: random.Random) -> Mutation | None:
    phrase = rng.choice(["值得注意的是，", "众所周知，", "综上所述，", "随着技术的不断发展，"])
    return _replace(page, rng, "zh", r"^(?=[\u4e00-\u9fff])", phrase)


def chinese_heading_asks(page: Page, rng: random.Random) -> Mutation | None:
    return _replace(page, rng, "zh", r"^(## [^{}]*[\u4e00-\u9fff])(?= \{)", r"\1？", ("heading",))


def citation_set_off(page: Page, rng: random.Random) -> Mutation | None:
    """A space before the citation in Chinese, none in English."""
    if page.lang == "zh":
        return _replace(page, rng, "zh", r"(?<=[\u4e00-\u9fff])\[@", " [@")
    return _replace(page, rng, "en", r"(?<=[a-z]) \[@", "[@")


def misspelling(page: Page, rng: random.Random) -> Mutation | None:
    words = {"which": "whcih", "their": "thier", "because": "becuase", "between": "betwen", "through": "thorugh"}
    word = rng.choice(sorted(words))
    return _replace(page, rng, "en", rf"(?<= ){word}(?= )", words[word])


def american_spelling(page: Page, rng: random.Random) -> Mutation | None:
    word = rng.choice(["the color", "the center", "the behavior", "the analyzed"])
    return _replace(page, rng, "en", r"(?<=[a-z] )the(?= [a-z])", word)


def english_hype(page: Page, rng: random.Random) -> Mutation | None:
    word = rng.choice(["revolutionary", "groundbreaking", "seamless", "cutting-edge"])
    return _replace(page, rng, "en", r"(?<= the )(?=[a-z])", f"{word} ")


def straight_quotes(page: Page, rng: random.Random) -> Mutation | None:
    return _replace(page, rng, page.lang, r"“([^“”\n]+)”", r'"\1"')


def sentences_joined(page: Page, rng: random.Random) -> Mutation | None:
    """A second English sentence on a line of prose."""
    return _replace(page, rng, "en", r"(?<=[a-z])\.$", ". It was so.")


def hyphen_in_range(page: Page, rng: random.Random) -> Mutation | None:
    dash = r"(?<![\w.§/–—-])(\d+)[–—](?=\d+(?![\w–—-]))"
    return _replace(page, rng, page.lang, dash, r"\1-", ("paragraph", "item"))


def _replace(
    page: Page, rng: random.Random, lang: str, pattern: str, by: str, kinds: tuple[str, ...] = ("paragraph",)
) -> Mutation | None:
    """One line of such blocks in which the first match of `pattern` is replaced."""
    if page.lang != lang:
        return None
    found = [
        (number, line, re.sub(pattern, by, line, count=1))
        for number, line in _prose(page, kinds)
        if re.search(pattern, line)
    ]
    return rng.choice(found) if found else None


def _prose(page: Page, kinds: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """The lines of such blocks that have neither code, formulas, comments, links, titles nor emphasis."""
    lines = (ROOT / page.file).read_text(encoding="utf-8").split("\n")
    for block in page.blocks:
        if block.kind in kinds:
            for number in range(block.line, block.last + 1):
                if not re.search(r"[`$<*|]|\]\(|《|\{\{", lines[number - 1]):
                    yield number, lines[number - 1]
