"""Theme: its script, less what would ask a CDN, and less what would fetch the search before anybody searches.

It stands under a name without a hash, by which overrides/ asks for it. Seven places of Material 9.8's bundle are
rewritten, each found by what it does and not by the letters its names were cut down to; if one is not there exactly
as often as expected, the build stops, so that an upgrade cannot bring it back unseen. At its end stands search/found.js.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from rjsmin import jsmin

from atlas.book import Book

PORT = Path(__file__).parent / "search" / "port.js"
FOUND = PORT.with_name("found.js")
CDN = re.compile(r'"https://unpkg\.com/')
WORKER = re.compile(r"new Worker\((\w+)\)")
INDEX = re.compile(r'[\w$]+\(new URL\("search/search_index\.json",[\w$]+\.base\)\)')
SETUP = re.compile(r'([\w$]+)\(location\.protocol!=="file:"\),')
TABLES = re.compile(r'"table:not\(\[class\]\)"')
CLOSING = re.compile(r'(\(125\)\)\.subscribe\(\(\)=>\{([\w$]+)\("drawer",!1\)),\2\("search",!1\)')
TEASER = re.compile(r"2\|\+\(![\w$]+&&[\w$]+===0\)")


def write(book: Book, site: Path, site_url: str) -> None:
    """Rewrite the theme's script. Raises RuntimeError if it is not as expected."""
    bundles = list(site.glob("assets/javascripts/bundle.*.min.js"))
    if len(bundles) != 1:
        raise RuntimeError(f"{__name__}: the theme has {len(bundles)} scripts, not one; look at it anew")
    text = bundles[0].read_text(encoding="utf-8")
    text = rewritten(text, separator(site)) + "\n" + jsmin(FOUND.read_text(encoding="utf-8"))
    bundles[0].rename(bundles[0].with_name("bundle.js")).write_text(text, encoding="utf-8")


def rewritten(text: str, separator: str) -> str:
    """The script of the theme with the seven places rewritten."""
    # For very old browsers, and for mermaid, it would ask a CDN; here it cannot.
    text = replaced(text, CDN, '"data:text/javascript,//', 2)
    # The worker begins when it is first written to.
    text = replaced(text, WORKER, rf"new({jsmin(PORT.read_text(encoding='utf-8'))})(\1)", 1)
    # It is written to when the search is opened, on every kind of address and not on files alone.
    of = SETUP.search(text)
    text = replaced(text, SETUP, r"\1(!1),", 1)
    # There is no index to fetch; all that the page needs of it is what parts one word from the next.
    config = json.dumps({"config": {"separator": separator}, "docs": []})
    text = replaced(text, INDEX, lambda _: f"{of[1]}({config})", 1)
    # Tables have their boxes since the build (scripts/atlas/markdown/tables.py); no table is to get a second one.
    text = replaced(text, TABLES, '"table[never]"', 1)
    # It does not close the search when it has come, since a reader may be writing already; a result that is chosen closes it.
    text = replaced(text, CLOSING, r"\1", 1)
    # What stands first in a result shows its text, be it a page or a section.
    return replaced(text, TEASER, "3", 1)


def replaced(text: str, pattern: re.Pattern, by, expected: int) -> str:
    text, found = pattern.subn(by, text)
    if found != expected:
        what = f"the theme's script has {pattern.pattern} {found} times, not {expected}"
        raise RuntimeError(f"{__name__}: {what}; look at it anew")
    return text


def separator(site: Path) -> str:
    """The pattern that parts words, as mkdocs.yml has it."""
    return json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))["config"]["separator"]
