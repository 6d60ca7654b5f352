"""Sources: quantities without a source, figures and claims that have parted from theirs."""

from __future__ import annotations

import re

from faults import Desk, Fault, entry_line

from content.registering import each


@each()
def a_key_is_unknown(desk: Desk, lang: str) -> Fault:
    return desk.spoil("sources", "a key is unknown", lang, r"(?<=\[@)[a-z0-9]+(?=\])", "nobody1999nothing", raw=True)


@each()
def a_quantity_loses_its_source(desk: Desk, lang: str) -> Fault:
    def bare(text: str) -> str | None:
        rest = re.sub(r" ?\[@[^\]]*\]| ?<!-- atlas:figure .*?-->", "", text)
        return rest if rest != text else None  # a caption has no source to lose

    wanted = lambda block: "{{" not in block.text and re.search(r"\d{3}", re.sub(r"\[@[^\]]*\]", "", block.text))  # noqa: E731
    return desk.spoil_both("sources", "a quantity has no source", bare, wanted, lang)


@each()
def both_sides_depart_from_a_figure(desk: Desk, lang: str) -> Fault:
    def wrong(text: str) -> str | None:
        found = re.search(r"(?<![\w.,])\d+(?:\.\d+)?(?=%)", text)
        return text[: found.start()] + "77.7" + text[found.end() :] if found else None

    def wanted(block) -> bool:
        named = re.search(r"atlas:figure ([a-z0-9-]+) -->", block.text)
        values = desk.book.figures[named[1]].value if named else ()
        first = re.search(r"(?<![\w.,])\d+(?:\.\d+)?(?=%)", block.text)
        return bool(
            first and any(str(value["number"]) == first[0] for value in values) and block.text.count(first[0]) == 1
        )

    return desk.spoil_both("sources", "both sides depart from a figure", wrong, wanted, lang)


@each("zh")
def a_figure_departs_from_the_pages(desk: Desk, lang: str) -> Fault:
    return desk.data(
        "sources",
        "a figure has another value",
        "data/figures.yml",
        r"(?<=  - number: )\d{3,}$",
        lambda m: f"{m[0]}1",
        entry_line,
    )


@each()
def a_claim_about_the_present_is_old(desk: Desk, lang: str) -> Fault:
    pattern = r"(?<=截至 )\d{4}(?= 年)" if lang == "zh" else r"(?<=s of )November \d{4}|(?<=as of )\d{4}-\d\d"
    return desk.spoil(
        "sources", "a claim about the present is old", lang, pattern, lambda m: "2024" if lang == "zh" else "March 2024"
    )


@each("zh")
def an_event_names_no_source(desk: Desk, lang: str) -> Fault:
    return desk.data(
        "sources",
        "an event names no known source",
        "data/timeline.yml",
        r"(?<=^  source: \[)[a-z0-9]+",
        "nobody1999nothing",
        entry_line,
    )


@each("en")
def a_keyword_belongs_to_no_topic(desk: Desk, lang: str) -> Fault:
    return desk.data(
        "sources",
        "a keyword belongs to no topic",
        "data/references.bib",
        r"(?<=^  keywords = \{)[^;}]+",
        "gardening",
        entry_line,
    )


@each("en")
def a_source_is_gone(desk: Desk, lang: str) -> Fault:
    cited = desk.rng.choice([citation.key for page in desk.book.pages.values() for citation in page.citations])
    fault = desk.data("sources", "a cited source is gone", "data/references.bib", rf"(?<=\{{){cited}(?=,)", f"{cited}x")
    page, citation = next(
        (page, one) for page in desk.book.pages.values() for one in page.citations if one.key == cited
    )
    return Fault(fault.check, fault.why, page.file, citation.line, citation.line, fault.edits)
