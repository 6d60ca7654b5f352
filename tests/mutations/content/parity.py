"""Parity: blocks, headings, citations and front matter that have no counterpart."""

from __future__ import annotations

import re

from atlas import pairs
from faults import Desk, Fault, NoPlace

from content.registering import each, other_digit


@each()
def a_paragraph_is_missing(desk: Desk, lang: str) -> Fault:
    for page, block in desk.blocks(lang, ("paragraph",)):
        section = pairs.sections(page)[block.section]
        place = section.index(block)
        if (
            0 < place < len(section) - 1
            and section[place + 1].kind == "paragraph"
            and section[place - 1].kind == "paragraph"
        ):
            lines = desk.text(page.file).split("\n")
            del lines[block.line - 1 : block.last + 1]
            return Fault(
                "parity",
                "a paragraph is missing",
                page.file,
                section[place - 1].line,
                section[place + 1].last,
                {page.file: "\n".join(lines)},
            )
    raise NoPlace


@each()
def paragraphs_change_places(desk: Desk, lang: str) -> Fault:
    for page, block in desk.blocks(lang, ("paragraph",)):
        after = [one for one in page.blocks if one.line == block.last + 2 and one.kind == "paragraph"]
        if after:
            lines = desk.text(page.file).split("\n")
            mine, theirs = lines[block.line - 1 : block.last], lines[after[0].line - 1 : after[0].last]
            lines[block.line - 1 : after[0].last] = [*theirs, "", *mine]
            return Fault(
                "parity",
                "paragraphs change places",
                page.file,
                block.line,
                after[0].last,
                {page.file: "\n".join(lines)},
            )
    raise NoPlace


@each()
def a_list_item_is_missing(desk: Desk, lang: str) -> Fault:
    for page, block in desk.blocks(lang, ("item",)):
        around = next(one for one in page.blocks if one.kind == "list" and one.line <= block.line <= one.last)
        if around.line < block.line < around.last and block.line == block.last:
            return desk.line("parity", "a list item is missing", page.file, block.line, None, around.line, around.last)
    raise NoPlace


@each()
def a_table_row_is_missing(desk: Desk, lang: str) -> Fault:
    for page, block in desk.blocks(lang, ("row",), lambda block: not block.shape):
        around = next(one for one in page.blocks if one.kind == "table" and one.line <= block.line <= one.last)
        return desk.line("parity", "a table row is missing", page.file, block.line, None, around.line, around.last)
    raise NoPlace


@each()
def a_sentence_is_reworded(desk: Desk, lang: str) -> Fault:
    old, new = (r"(?<=[一-鿿])。", "，大抵如此。") if lang == "zh" else (r"(?<=[a-z])\.$", ", by and large.")
    return desk.spoil("parity", "one side was reworded", lang, old, new)


@each()
def an_id_of_a_heading_differs(desk: Desk, lang: str) -> Fault:
    return desk.spoil(
        "parity", "an id differs", lang, r"(?<=\{ #)(?!top)[a-z-]+(?= \})", r"\g<0>-x", ("heading",), raw=True
    )


@each()
def a_heading_has_no_id(desk: Desk, lang: str) -> Fault:
    return desk.spoil("parity", "a heading has no id", lang, r" \{ #[a-z-]+ \}", "", ("heading",), raw=True)


@each()
def a_heading_is_of_another_level(desk: Desk, lang: str) -> Fault:
    return desk.spoil("parity", "a heading is of another level", lang, r"^## ", "### ", ("heading",), raw=True)


@each()
def a_citation_is_another(desk: Desk, lang: str) -> Fault:
    return desk.spoil(
        "parity", "a citation is another", lang, r"(?<=\[@)[a-z0-9]+(?=\])", "turing1950computing", raw=True
    )


@each()
def citations_change_places(desk: Desk, lang: str) -> Fault:
    pattern = r"\[@([a-z0-9]+); @([a-z0-9]+)\]"
    return desk.spoil("parity", "citations change places", lang, pattern, r"[@\2; @\1]", raw=True)


@each()
def a_citation_is_missing(desk: Desk, lang: str) -> Fault:
    return desk.spoil("parity", "a citation is missing", lang, r" ?\[@[a-z0-9]+\]", "", raw=True)


@each()
def a_locator_differs(desk: Desk, lang: str) -> Fault:
    return desk.spoil("parity", "a place in the source differs", lang, r"(?<=, §)\d", other_digit, raw=True)


@each()
def a_figure_is_claimed_on_one_side(desk: Desk, lang: str) -> Fault:
    return desk.spoil("parity", "a figure is claimed on one side", lang, r" <!-- atlas:figure [^>]*-->", "", raw=True)


@each()
def a_callout_is_of_another_kind(desk: Desk, lang: str) -> Fault:
    return desk.spoil(
        "parity",
        "a callout is of another kind",
        lang,
        r"(?<=> \[!)[A-Z]+",
        "TIP",
        ("callout",),
        raw=True,
        wanted=lambda block: block.shape != "TIP",
    )


@each()
def front_matter_differs(desk: Desk, lang: str) -> Fault:
    page = desk.pages(lang, lambda page: len(page.meta["concepts"]) > 1)[0]
    line = page.at("concepts").line
    file = page.file if lang == "en" else page.file.replace(".zh.", ".en.")
    fault = desk.line("parity", "concepts differ", page.file, line, f"concepts: [{page.meta['concepts'][0]}]")
    here = desk.book.pages[page.name, "en"].at("concepts").line
    return Fault(fault.check, fault.why, file, here, here, fault.edits)


@each()
def a_page_is_untranslated(desk: Desk, lang: str) -> Fault:
    page = desk.pages(lang)[0]
    there = page.file.replace(f".{lang}.md", ".en.md" if lang == "zh" else ".zh.md")
    return Fault("parity", "a page is missing in a language", page.file, 1, 1, {there: None})


@each("zh")
def a_review_is_of_other_texts(desk: Desk, lang: str) -> Fault:
    if not desk.book.reviews:
        raise NoPlace
    name = desk.rng.choice(sorted(desk.book.reviews))
    file = f"data/reviews/{name}.yml"
    text = desk.text(file)
    rows = re.finditer(r"^.*?([0-9a-f]{10})$", text, re.MULTILINE)  # of the page; those of its quiz stand elsewhere
    row = desk.rng.choice([row for row in rows if " quiz " not in row[0]])
    page = desk.book.pages[name, "en"]
    edits = {file: text[: row.start(1)] + "0" * 10 + text[row.end(1) :]}
    return Fault("parity", "the record of a review is of other texts", page.file, 1, 10**6, edits)
