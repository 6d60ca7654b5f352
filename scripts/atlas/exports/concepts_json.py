"""concepts.json: a public interface. Every concept with its labels, definition, hierarchy and home in both languages."""

from __future__ import annotations

import json
from pathlib import Path

from atlas.book import Book
from atlas.nouns import LANGUAGES, Concept


def write(book: Book, site: Path, site_url: str) -> None:
    concepts = [entry(book, concept, site_url) for concept in book.concepts.values()]
    document = {"version": 1, "updated": book.newest, "licence": "CC BY 4.0", "concepts": concepts}
    text = json.dumps(document, ensure_ascii=False, indent=1)
    (site / "concepts.json").write_text(text + "\n", encoding="utf-8")


def entry(book: Book, concept: Concept, site_url: str) -> dict:
    """Fields are described for readers on docs/about/data; none is ever removed or renamed."""
    return {
        "id": concept.id,
        "uri": f"{site_url}c/{concept.id}/",
        "prefLabel": {lang: concept.prefLabel[lang] for lang in LANGUAGES},
        "abbr": concept.abbr,
        "altLabel": {lang: list(concept.altLabel[lang]) for lang in LANGUAGES},
        "definition": {lang: concept.definition[lang] for lang in LANGUAGES},
        "broader": list(concept.broader),
        "narrower": list(book.narrower.get(concept.id, ())),
        "related": list(concept.related),
        "pinyin": concept.pinyin,
        "hant": concept.hant,
        "home": {lang: site_url + book.home(concept, lang) for lang in LANGUAGES},
        "source": list(concept.source),
    }
