"""Unused: the theme's styles, less the rules that no page and no script of this site can ever meet.

A rule goes if every one of its selectors asks for a class that stands in no page and in no script; a custom property goes
if nothing that is left reads it. What is inside `:not()`, `:is()` and the like never condemns a selector.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import tinycss2

from atlas.book import Book

CLASSES = re.compile(r'\bclass="([^"]*)"')
NAMES = re.compile(r"[\w-]+")
NESTS = ("media", "supports", "layer")
READS = re.compile(r"var\(\s*(--[\w-]+)")


def write(book: Book, site: Path, site_url: str) -> None:
    """Rewrite the theme's style sheets. Raises RuntimeError if there are none: then they have moved."""
    sheets = sorted(site.glob("assets/stylesheets/*.css"))
    if not sheets:
        raise RuntimeError(f"{__name__}: the theme has no style sheets in assets/stylesheets; look at it anew")
    known = names(site)
    texts = {sheet: without_rules(sheet.read_text(encoding="utf-8"), known) for sheet in sheets}
    others = [path.read_text(encoding="utf-8") for path in site.glob("assets/css/*.css")]
    read = set(READS.findall("".join([*texts.values(), *others])))
    scripts = "".join(path.read_text(encoding="utf-8") for path in site.glob("assets/**/*.js"))
    for sheet, text in texts.items():
        sheet.write_text(without_properties(text, read, scripts), encoding="utf-8")


def names(site: Path) -> set[str]:
    """Every class of every page, and every word of every script: a script may give any of them to an element."""
    found: set[str] = set()
    for page in site.rglob("*.html"):
        found.update(*(value.split() for value in set(CLASSES.findall(page.read_text(encoding="utf-8")))))
    for script in site.glob("assets/**/*.js"):
        found.update(NAMES.findall(script.read_text(encoding="utf-8")))
    return found


def without_rules(text: str, known: set[str]) -> str:
    """A style sheet without the rules that ask for classes nobody has."""
    return "".join(_kept(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), known))


def _kept(rules: Iterable, known: set[str]) -> Iterable[str]:
    for rule in rules:
        if rule.type == "error":
            raise RuntimeError(f"{__name__}: cannot read the theme's styles: {rule.message}")
        if rule.type == "qualified-rule":
            selectors = [one for one in _split(rule.prelude) if _classes(one) <= known]
            if selectors:
                yield f"{','.join(tinycss2.serialize(one).strip() for one in selectors)}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.content is not None and rule.lower_at_keyword in NESTS:
            inside = "".join(_kept(tinycss2.parse_rule_list(rule.content, True, True), known))
            if inside:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inside}}}"
        else:
            yield tinycss2.serialize([rule])


def _split(prelude: list) -> list[list]:
    """The selectors of a rule: its tokens parted at commas that stand in no bracket."""
    parts: list[list] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _classes(selector: list) -> set[str]:
    """The classes that an element or its ancestors must have."""
    pairs = pairwise(selector)
    return {name.value for dot, name in pairs if dot.type == "literal" and dot.value == "." and name.type == "ident"}


def without_properties(text: str, read: set[str], scripts: str) -> str:
    """A style sheet without the custom properties that neither a style nor a script reads."""
    pattern = re.compile(r"(?<=[{;])(--[\w-]+):((?:\"[^\"]*\"|'[^']*'|\([^)]*\)|[^;{}\"'(])*);?")
    return pattern.sub(lambda m: m[0] if m[1] in read or m[1] in scripts else "", text)
