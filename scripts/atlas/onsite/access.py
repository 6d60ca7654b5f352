"""Access: does axe find anything that would shut a reader out, in either language and either palette?

axe-core with its rules of WCAG 2.2 A and AA and its best practices. Pages are chosen so that every element with every
class, role and type that the site shows anywhere is seen at least once in each language's tree.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from lxml.html import fromstring

from atlas.nouns import Problem
from atlas.onsite import Site, language
from atlas.onsite.browsing import LOCALE, SETTLED, WIDE, share, stay

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
PALETTES = ("light", "dark")
SOURCE = (Path(__file__).parent / "access.js").read_text(encoding="utf-8")
ASK = SOURCE[SOURCE.index("async (tags)") :]
ALWAYS = ("index.html", "404.html")
OPEN = "() => document.querySelectorAll('details').forEach(node => { node.open = true; })"
"""What a reader can unfold is looked at too."""
PAINTED = """palette => {
  const scheme = document.body.dataset.mdColorScheme;
  return !scheme || (scheme === "slate") === (palette === "dark");
}"""
"""Waits until the page's own script has followed the system's change of palette."""


def check(site: Site) -> Iterator[Problem]:
    yield from share(chosen(site), lambda browser, page: look(browser, site, page))


def look(browser, site: Site, name: str) -> Iterator[Problem]:
    """What axe says of one page, loaded once, in each palette."""
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport=WIDE, locale=LOCALE, color_scheme=PALETTES[0])
    stay(context, site, name)
    page = context.new_page()
    page.goto(site.address + site.path(name), wait_until="load")
    page.evaluate(Axe().axe_script)
    page.evaluate(OPEN)
    for palette in PALETTES:
        page.emulate_media(color_scheme=palette)
        page.wait_for_function(PAINTED, arg=palette)
        page.evaluate(SETTLED)
        for found in page.evaluate(ASK, TAGS):
            yield problem(site, name, palette, found)
    context.close()


def problem(site: Site, name: str, palette: str, found: dict) -> Problem:
    first, more = found["at"][0], len(found["at"]) - 1
    where = f"{first} and {more} more" if more else first
    return Problem(
        site.origin(name),
        f"{found['id']}, {palette} palette, at {where} of /{site.path(name)}: {found['help']}",
        f"see {found['helpUrl'].partition('?')[0]}",
    )


def note(site: Site) -> str:
    return f"{len(chosen(site))} of {len(site.pages)} pages show everything, in {len(PALETTES)} palettes"


@lru_cache(maxsize=1)
def chosen(site: Site) -> tuple[str, ...]:
    """Pages that together show every feature of every tree: the page that shows most of what is yet unseen, in turn."""
    if site.only:
        return site.pages
    trees: dict[str, dict[str, frozenset]] = {}
    for page in site.pages:
        trees.setdefault(language(page), {})[page] = features(site, page)
    found = [page for page in ALWAYS if page in site.pages]
    for tree in trees.values():
        unseen = frozenset().union(*tree.values()).difference(*(tree[page] for page in ALWAYS if page in tree))
        while unseen:
            best = max(tree, key=lambda page: len(tree[page] & unseen))
            found.append(best)
            unseen -= tree[best]
    return tuple(sorted(found))


def features(site: Site, page: str) -> frozenset[tuple[str, str]]:
    """(element, class, role or type) of everything on a page."""
    found = set()
    for node in fromstring((site.folder / page).read_bytes()).iter("*"):
        said = [*(node.get("class") or "").split(), node.get("role"), node.get("type"), ""]
        found |= {(node.tag, one) for one in said if one is not None}
    return frozenset(found)
