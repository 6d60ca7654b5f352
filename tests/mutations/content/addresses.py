"""Addresses: links, permanent links and the navigation."""

from __future__ import annotations

import re

from atlas.nouns import LANGUAGES
from faults import Desk, Fault

from content.registering import each


@each()
def a_link_reaches_no_page(desk: Desk, lang: str) -> Fault:
    return desk.spoil(
        "links", "a link reaches no page", lang, rf"(?<=\]\()[a-z/.-]+(?=\.{lang}\.md)", r"\g<0>x", raw=True
    )


@each()
def a_link_reaches_no_section(desk: Desk, lang: str) -> Fault:
    return desk.spoil(
        "links", "a link reaches no section", lang, rf"(?<=\.{lang}\.md#)[a-z0-9-]+(?=\))", r"\g<0>x", raw=True
    )


@each()
def a_link_leads_to_the_other_language(desk: Desk, lang: str) -> Fault:
    there = "en" if lang == "zh" else "zh"
    return desk.spoil(
        "links", "a link leads to the other language", lang, rf"(?<=\w\.){lang}(?=\.md[#)])", there, raw=True
    )


@each()
def a_prerequisite_is_no_page(desk: Desk, lang: str) -> Fault:
    page = desk.pages(lang, lambda page: page.meta["prerequisites"])[0]
    return desk.line(
        "links",
        "a prerequisite is no page",
        page.file,
        page.at("prerequisites").line,
        "prerequisites: [principles/alchemy]",
    )


def _register_line(desk: Desk, url: str) -> int:
    return next(line for line, address in desk.book.permalinks if address == url)


@each()
def a_published_section_is_renamed(desk: Desk, lang: str) -> Fault:
    page = desk.pages(lang, lambda page: len(page.headings) > 3)[0]
    heading = desk.rng.choice([heading for heading in page.headings if heading.level == 2])
    edits = {
        one.file: desk.text(one.file).replace(f"{{ #{heading.id} }}", f"{{ #{heading.id}-new }}")
        for one in (page, desk.book.pages[page.name, "en" if lang == "zh" else "zh"])
    }
    line = _register_line(desk, f"/{page.url}#{heading.id}")
    return Fault("permalinks", "a published section is renamed", "data/permalinks.txt", line, line, edits)


@each()
def a_published_page_is_gone(desk: Desk, lang: str) -> Fault:
    page = desk.pages(lang)[0]
    edits = {desk.book.pages[page.name, one].file: None for one in LANGUAGES}
    line = _register_line(desk, f"/{page.url}")
    return Fault("permalinks", "a published page is gone", "data/permalinks.txt", line, line, edits)


@each("en")
def a_published_concept_is_renamed(desk: Desk, lang: str) -> Fault:
    concept = desk.rng.choice(list(desk.book.concepts))
    fault = desk.data(
        "permalinks",
        "a published concept is renamed",
        "data/concepts.yml",
        rf"(?<=^- id: ){concept}$",
        f"{concept}-new",
    )
    line = _register_line(desk, f"/c/{concept}/")
    return Fault(fault.check, fault.why, "data/permalinks.txt", line, line, fault.edits)


@each("zh")
def a_line_of_the_register_is_gone(desk: Desk, lang: str) -> Fault:
    fault = desk.data("permalinks", "a line of the register is gone", "data/permalinks.txt", r"^/\S+\n", "")
    return Fault(fault.check, fault.why, fault.file, 1, 1, fault.edits)


@each("en")
def a_section_moved_to_another_page(desk: Desk, lang: str) -> Fault:
    text = desk.text("data/redirects.yml") + "/en/principles/gan/#old: /en/principles/#top\n"
    return Fault(
        "permalinks", "a section is sent to another page", "data/redirects.yml", 1, 1, {"data/redirects.yml": text}
    )


@each("en")
def a_page_is_outside_the_navigation(desk: Desk, lang: str) -> Fault:
    page = desk.pages(lang, lambda page: not page.name.endswith("index"))[0]
    text = re.sub(rf"(?m)^ *- {page.name}\.md\n", "", desk.text("mkdocs.yml"))
    text = re.sub(r"(?m)^( *)- [\w-]+:\n(?!\1 )", "", text)  # a group that is left empty
    return Fault("navigation", "a page is outside the navigation", page.file, 1, 1, {"mkdocs.yml": text})


@each("en")
def the_navigation_names_no_page(desk: Desk, lang: str) -> Fault:
    return desk.data(
        "navigation", "the navigation names no page", "mkdocs.yml", r"(?<=- )[a-z]+/[a-z-]+(?=\.md$)", r"\g<0>x"
    )
