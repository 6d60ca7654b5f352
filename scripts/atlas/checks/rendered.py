"""Rendered: does the store hold every diagram, formula and reference, and can every directive and value be filled in?"""

from collections.abc import Iterator

from atlas import values
from atlas.book import Book
from atlas.markdown.directives import TEMPLATES
from atlas.nouns import LANGUAGES, Problem
from atlas.store import Store

ZH = "图、公式和参考文献都画好存下了吗？指令和计算值都能填上吗？"

CURE = "run `make store`"


def check(book: Book) -> Iterator[Problem]:
    store = Store(book.root)
    for page in book.pages.values():
        for fence in page.fences:
            if fence.info == "mermaid":
                if not store.diagram(fence.source):
                    yield Problem(page.at(fence.line), "the store lacks this diagram", CURE)
                for word in ("accTitle:", "accDescr:"):
                    if word not in fence.source:
                        yield Problem(page.at(fence.line), f"the diagram has no {word[:-1]}", f"add a line `{word} …`")
        for formula in page.formulas:
            source = values.attempt(formula.source, book.results)
            if not store.formula(source, formula.block):
                yield Problem(page.at(formula.line), f"the store lacks the formula {source}", CURE)
        for use in page.directives:
            if use.name not in TEMPLATES:
                yield Problem(
                    page.at(use.line), f"unknown directive {use.name!r}", f"use one of {', '.join(TEMPLATES)}"
                )
        for use in page.values:
            try:
                values.lookup(book.results, use.name)
            except KeyError as error:
                yield Problem(
                    page.at(use.line), f"no computed value {use.name}: {error.args[0]}", "see models/results/"
                )
    for reference in book.references.values():
        for lang in LANGUAGES:
            if not store.reference(reference.raw, lang):
                yield Problem(reference.place, f"the store lacks the {lang} form of {reference.key}", CURE)
