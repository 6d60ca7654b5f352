"""Elsewhere: the theme's script would fetch two files from a CDN (for very old browsers, and for mermaid); here it cannot."""

from __future__ import annotations

from pathlib import Path

from atlas.book import Book

CDN = '"https://unpkg.com/'
NOWHERE = '"data:text/javascript,//'
EXPECTED = 2
"""How often Material 9.8 names the CDN: a polyfill of ResizeObserver, and mermaid."""


def write(book: Book, site: Path, site_url: str) -> None:
    """Raises RuntimeError if the theme's script is not as expected, so that an upgrade cannot bring a CDN back unseen."""
    bundles = list(site.glob("assets/javascripts/bundle.*.min.js"))
    text = bundles[0].read_text(encoding="utf-8") if len(bundles) == 1 else ""
    if (found := text.count(CDN)) != EXPECTED:
        raise RuntimeError(
            f"{__name__}: the theme's script names the CDN {found} times, not {EXPECTED}; look at it anew"
        )
    bundles[0].write_text(text.replace(CDN, NOWHERE), encoding="utf-8")
