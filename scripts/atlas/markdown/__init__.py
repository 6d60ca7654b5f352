"""The Markdown of this site: what Python-Markdown lacks, as one extension that any engine built on it can load.

    markdown.Markdown(extensions=[..., AtlasExtension(book)])

renders a page of the Book after `set_page(page)`. It adds citations `[@key]` with a list of sources, term links
with a list of definitions, mermaid fences and formulas from the store, the figures that models/ drew, boxes for tables,
computed values, directives (`<!-- atlas:glossary -->`) and words for callouts. Source of the method: Python-Markdown's
extension API.
"""

from __future__ import annotations

from markdown import Extension, Markdown

from atlas.book import Book
from atlas.markdown import aliases, citations, diagrams, directives, figures, formulas, tables, terms, written
from atlas.nouns import Page
from atlas.render.templates import Templates
from atlas.store import Store


class AtlasExtension(Extension):
    """All of the site's Markdown. `book` is what pages may refer to; the page at hand is set by `set_page`."""

    def __init__(self, book: Book):
        super().__init__()
        self.book = book
        self.store = Store(book.root)
        self.templates = Templates(book)
        self.page: Page | None = None

    def set_page(self, page: Page | None) -> None:
        """Say which page the next conversion renders; None for one outside the Book (then nothing is added)."""
        self.page = page

    def extendMarkdown(self, md: Markdown) -> None:
        for part in (written, diagrams, directives, figures, formulas, citations, tables, terms, aliases):
            part.register(md, self)
