"""Shots: what does the site look like? One page of every kind, in both languages and palettes, on a desk and on a phone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

from atlas.browser import open_browser
from atlas.nouns import LANGUAGES
from atlas.onsite.browsing import NARROW, WIDE, Waiting
from atlas.serving import serving

KINDS = {
    "home": "",
    "section": "principles/",
    "article": "principles/gan/",
    "essay": "challenges/copyright/",
    "timeline": "history/timeline/",
    "glossary": "glossary/",
    "paths": "learn/",
    "self-test": "learn/self-test/",
}
"""A page for every kind: its address inside a language's tree."""
PALETTES = ("light", "dark")
SCREENS = 3
"""How many screens of a page are taken, from its top."""


def take(site: Path, folder: Path, kinds: dict[str, str] = KINDS) -> Iterator[Path]:
    """Write `<kind>-<language>-<palette>-<width>.png` into the folder for each of these pages of a built site."""
    folder.mkdir(parents=True, exist_ok=True)
    with serving(site) as address, open_browser() as browser:
        for size, palette in itertools.product((WIDE, NARROW), PALETTES):
            context = browser.new_context(viewport=size, color_scheme=palette)
            tab = context.new_page()
            waiting = Waiting(tab)
            for lang, (kind, path) in itertools.product(LANGUAGES, kinds.items()):
                tab.goto(f"{address}{lang}/{path}", wait_until="load")
                waiting.quiet()
                whole = tab.evaluate("document.documentElement.scrollHeight")
                seen = {"x": 0, "y": 0, "width": size["width"], "height": min(whole, SCREENS * size["height"])}
                file = folder / f"{kind}-{lang}-{palette}-{size['width']}.png"
                tab.screenshot(path=file, full_page=True, clip=seen)
                yield file
            context.close()
