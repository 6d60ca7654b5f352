"""Styles: one sheet for the whole site: the theme's, less the rules that nothing on this site can ever meet, and our own.

A rule goes if every one of its selectors asks for a class that stands in no page and in no script of ours and is none that
the theme's script gives to results of the search, or for a direction, a colour, a switch or a part of the theme that no
page has; a custom property goes if nothing that is left reads it. What is inside `:not()`, `:is()` and the like never
condemns a selector.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import tinycss2

from atlas.book import Book

THEME = ("main", "palette")
"""The theme's sheets, in the order in which it would link them."""
SCRIPTS = "assets/js/*.js"
OURS, WHOLE = "assets/css/atlas.css", "assets/css/site.css"
GIVEN = re.compile(r'\b(dir|data-md-(?:color-primary|color-accent|toggle|component))="([^"]*)"')
"""Attributes whose values a rule may ask for and no script invents."""
CLASSES = re.compile(r'\bclass="([^"]*)"')
NAMES = re.compile(r"[\w-]+")
FOUND = re.compile(r"md-search[\w-]*")
"""What the theme's script is here for. Its tooltips, versions and annotations are on no page."""
NESTS = ("media", "supports", "layer")
READS = re.compile(r"var\(\s*(--[\w-]+)")


def write(book: Book, site: Path, site_url: str) -> None:
    """Write the sheet, and remove those it was made of.

    Raises RuntimeError if the theme does not have its sheets where they are expected.
    """
    found = [path for name in THEME for path in site.glob(f"assets/stylesheets/{name}.*.css")]
    if len(found) != len(THEME):
        raise RuntimeError(f"{__name__}: the theme has {len(found)} of {len(THEME)} style sheets; look at it anew")
    known = names(site)
    theme = [without_rules(sheet.read_text(encoding="utf-8"), known) for sheet in found]
    ours = (site / OURS).read_text(encoding="utf-8")
    scripts = "".join(path.read_text(encoding="utf-8") for path in site.glob(SCRIPTS))
    text = without_properties("".join(theme), set(READS.findall("".join([*theme, ours]))), scripts)
    (site / WHOLE).write_text(text + _short(ours), encoding="utf-8")
    shutil.rmtree(found[0].parent)
    (site / OURS).unlink()


def names(site: Path) -> set[str]:
    """Every class and given attribute of every page, and every word of our scripts: they may give any to an element."""
    found: set[str] = set()
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        found.update(*(value.split() for value in set(CLASSES.findall(text))))
        found.update(f"[{name}={value}]" for name, value in set(GIVEN.findall(text)))
    for pattern, scripts in ((NAMES, SCRIPTS), (FOUND, "assets/javascripts/*.js")):
        for script in site.glob(scripts):
            found.update(pattern.findall(script.read_text(encoding="utf-8")))
    return found


def _short(text: str) -> str:
    """A style sheet without comments and line breaks."""
    return re.sub(r"\s*\n\s*", "", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def without_rules(text: str, known: set[str]) -> str:
    """A style sheet without the rules that ask for classes nobody has."""
    return "".join(_kept(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), known))


def _kept(rules: Iterable, known: set[str]) -> Iterable[str]:
    for rule in rules:
        if rule.type == "error":
            raise RuntimeError(f"{__name__}: cannot read the theme's styles: {rule.message}")
        if rule.type == "qualified-rule":
            selectors = [one for one in _split(rule.prelude) if _demands(one) <= known]
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


def _demands(selector: list) -> set[str]:
    """The classes and given attributes that an element or its ancestors must have."""
    pairs = pairwise(selector)
    classes = {name.value for dot, name in pairs if dot.type == "literal" and dot.value == "." and name.type == "ident"}
    attributes = {tinycss2.serialize([one]).replace('"', "") for one in selector if one.type == "[] block"}
    return classes | {one for one in attributes if GIVEN.fullmatch(re.sub(r"\[(.*)=(.*)\]", r'\1="\2"', one))}


def without_properties(text: str, read: set[str], scripts: str) -> str:
    """A style sheet without the custom properties that neither a style nor a script reads."""
    quoted = r"\"[^\"]*\"|'[^']*'"
    pattern = re.compile(rf"(?<=[{{;])(--[\w-]+):((?:{quoted}|\((?:{quoted}|[^()\"'])*\)|[^;{{}}\"'(])*);?")
    return pattern.sub(lambda m: m[0] if m[1] in read or m[1] in scripts else "", text)
