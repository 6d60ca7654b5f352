"""OpenSearch: a description of the search in each language, by which a browser can offer it in its address bar."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from atlas.book import Book
from atlas.nouns import HTML_LANG, LANGUAGES

NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"


def write(book: Book, site: Path, site_url: str) -> None:
    """Write opensearch-<lang>.xml (OpenSearch 1.1, draft 6); pages name it in their head."""
    for lang in LANGUAGES:
        root = ElementTree.Element("OpenSearchDescription", xmlns=NAMESPACE)
        for name, text in {
            "ShortName": book.text("search.name", lang),
            "Description": book.text("tagline", lang),
            "Language": HTML_LANG[lang],
            "InputEncoding": "UTF-8",
            "OutputEncoding": "UTF-8",
        }.items():
            ElementTree.SubElement(root, name).text = text
        ElementTree.SubElement(root, "Url", type="text/html", template=f"{site_url}{lang}/?q={{searchTerms}}")
        ElementTree.indent(root)
        path = site / f"opensearch-{lang}.xml"
        ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
