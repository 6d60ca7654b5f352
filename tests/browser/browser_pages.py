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


def words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
