"""Which pages stand for all: one of every kind, in both languages."""

import re

KINDS = [
    "",
    "definitions/",
    "principles/gan/",
    "history/timeline/",
    "challenges/",
    "glossary/",
    "references/",
    "concept-map/",
    "misconceptions/",
    "about/contributing/",
]
"""One page of every kind: paths inside a language's tree."""

PAIRS = [f"{lang}/{path}" for lang in ("zh", "en") for path in KINDS]


def widths(page):
    """Give an open page each width that is looked at, from wide to narrow, and yield it."""
    for width in (1280, 768, 360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(100)
        yield width


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
