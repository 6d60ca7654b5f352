"""Content: ways to spoil the sources, one function each, that the named check must notice in either language."""

from __future__ import annotations

import re

import typography
from atlas import pairs
from atlas.nouns import LANGUAGES
from atlas.prose import plain
from faults import Desk, Fault, NoPlace, entry_line

MUTATORS = []
"""(function, languages it is tried in): a function of a Desk and a language gives a Fault."""


def each(*languages):
    def register(function):
        MUTATORS.append((function, languages or LANGUAGES))
        return function

    return register


def other_digit(match: re.Match) -> str:
    """The last digit of a number is another one."""
    return match[0][:-1] + str((int(match[0][-1]) + 3) % 10)


# --- quantities

NUMBER = r"(?<![A-Za-z\d.,/–—-])\d+(?![A-Za-z\d.,/–—-])"


@each()
def a_number_differs(desk: Desk, lang: str) -> Fault:
    return desk.spoil("quantities", "a number differs", lang, NUMBER, other_digit)


@each()
def a_year_differs(desk: Desk, lang: str) -> Fault:
    return desk.spoil("quantities", "a year differs", lang, r"(?<!\d)(?:19|20)\d\d(?!\d)", other_digit)


@each()
def a_decimal_differs(desk: Desk, lang: str) -> Fault:
    return desk.spoil("quantities", "a decimal differs", lang, r"(?<![\w.])\d+\.\d+(?![\w.])", other_digit)


@each()
def a_month_differs(desk: Desk, lang: str) -> Fault:
    if lang == "zh":
        return desk.spoil("quantities", "a month differs", lang, r"(?<= )1?[1-8](?= 月)", lambda m: str(int(m[0]) + 1))
    return desk.spoil("quantities", "a month differs", lang, r"\b(?:March|June|July|August|November)\b", "February")


@each()
def a_multiplier_differs(desk: Desk, lang: str) -> Fault:
    if lang == "zh":
        return desk.spoil("quantities", "万 for 亿", lang, r"(?<=\d )亿", "万")
    return desk.spoil("quantities", "million for billion", lang, r"\bbillion\b", "million")


@each()
def a_per_cent_sign_is_lost(desk: Desk, lang: str) -> Fault:
    """Not the first of a range, where the second stands for both."""
    return desk.spoil("quantities", "a per cent sign is lost", lang, r"(?<=\d)%(?! ?(?:to|and|至|到|[–—]))", "")


@each()
def a_currency_differs(desk: Desk, lang: str) -> Fault:
    if lang == "zh":
        return desk.spoil("quantities", "a currency differs", lang, r"美元|欧元", lambda m: "英镑")
    return desk.spoil("quantities", "a currency differs", lang, r"(?<=million )(?:dollars|euros)|(?<= )[$€](?=\d)", "£")


@each()
def a_numeral_differs(desk: Desk, lang: str) -> Fault:
    if lang == "zh":
        pattern = r"(?<![一-鿿])[三四五六七八九](?=[个种条项位款份类])|[三四五六七八](?=[个种条项位款])"
        return desk.spoil("quantities", "a numeral differs", lang, pattern, lambda m: "十" + m[0])
    words = r"\b(?:three|four|five|six|seven|eight)\b"
    return desk.spoil("quantities", "a word for a number differs", lang, words, "nineteen")


@each()
def a_unit_differs(desk: Desk, lang: str) -> Fault:
    if lang == "zh":
        return desk.spoil("quantities", "a unit differs", lang, r"(?<=\d )(?:小时|分钟|秒|MWh|kWh|TWh)", "天")
    return desk.spoil("quantities", "a unit differs", lang, r"(?<=\d )(?:hours|minutes|seconds|MWh|kWh|TWh)\b", "days")


@each()
def a_decade_differs(desk: Desk, lang: str) -> Fault:
    if lang == "zh":
        return desk.spoil("quantities", "a decade differs", lang, r"(?<=世纪 )[5-8]0(?= 年代)", "30")
    return desk.spoil("quantities", "a decade differs", lang, r"\b19[5-8]0(?=s\b)", "1930")


@each()
def a_model_is_another(desk: Desk, lang: str) -> Fault:
    return desk.spoil(
        "quantities", "a model is another", lang, r"\b(?:GPT-[34]|GPT-2|Whisper|AlexNet|LeNet-5)\b", "GPT-9"
    )


@each()
def a_person_is_another(desk: Desk, lang: str) -> Fault:
    if lang == "zh":
        names = [form for name in desk.book.foreign for form in name.zh if len(form) > 1 and not form.isascii()]
        return desk.spoil("quantities", "a name is another", lang, "|".join(names), "张三丰")
    names = [form for name in desk.book.foreign for form in name.en if form.istitle() and " " not in form]
    pattern = rf"(?<=[a-z] )(?:{'|'.join(map(re.escape, names))})(?= [a-z])"
    return desk.spoil("quantities", "a name is another", lang, pattern, "Smith")


@each()
def a_formula_differs(desk: Desk, lang: str) -> Fault:
    return desk.spoil("quantities", "a formula differs", lang, r"(?<=\$)[A-Za-z](?=[^$\n]*\$)", "Q", raw=True)


@each()
def a_displayed_formula_differs(desk: Desk, lang: str) -> Fault:
    return desk.spoil("quantities", "a formula differs", lang, r"\\log|\\frac|=", r"\\pm ", ("formula",), raw=True)


@each()
def a_computed_value_is_another(desk: Desk, lang: str) -> Fault:
    return desk.spoil(
        "quantities",
        "another value is asked for",
        lang,
        r"gan_numbers\.step1\.d_loss",
        "gan_numbers.step2.d_loss",
        raw=True,
    )


@each()
def code_differs(desk: Desk, lang: str) -> Fault:
    wanted = lambda block: block.shape in ("sh", "python", "bibtex")  # noqa: E731
    return desk.spoil(
        "quantities",
        "code differs",
        lang,
        r"(?<=\w)(?:make|json|year|open)\b|\bmake (?=\w)",
        "mend ",
        ("code",),
        raw=True,
        wanted=wanted,
    )


@each()
def a_label_of_a_diagram_differs(desk: Desk, lang: str) -> Fault:
    return desk.spoil(
        "quantities",
        "a number in a diagram differs",
        lang,
        r"(?<!\d)(?:19|20)\d\d(?!\d)",
        other_digit,
        ("code",),
        True,
        lambda block: block.shape == "mermaid",
    )


@each()
def data_say_another_number(desk: Desk, lang: str) -> Fault:
    file = desk.rng.choice(["data/timeline.yml", "data/misconceptions.yml", "data/concepts.yml"])
    mask = rf"(?<=^    {lang}: )(.*?(?<![\w.\-/])(?:19|20)\d)(\d)(?!\d)"
    return desk.data("quantities", "data say another year", file, mask, lambda m: m[1] + str((int(m[2]) + 4) % 10))


@each()
def an_objective_counts_otherwise(desk: Desk, lang: str) -> Fault:
    for page in desk.pages(lang, lambda page: page.meta.get("objectives")):
        line = page.at("objectives").line + 1
        old = desk.text(page.file).split("\n")[line - 1]
        put = "列出七个例子，" if lang == "zh" else "Give seven examples and "
        return desk.line("quantities", "an objective says a number", page.file, line, old.replace("  - ", f"  - {put}"))
    raise NoPlace


# --- parity


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
    row = desk.rng.choice(list(re.finditer(r"[0-9a-f]{10}$", text, re.MULTILINE)))
    page = desk.book.pages[name, "en"]
    edits = {file: text[: row.start()] + "0" * 10 + text[row.end() :]}
    return Fault("parity", "the record of a review is of other texts", page.file, 1, 10**6, edits)


# --- sources


@each()
def a_key_is_unknown(desk: Desk, lang: str) -> Fault:
    return desk.spoil("sources", "a key is unknown", lang, r"(?<=\[@)[a-z0-9]+(?=\])", "nobody1999nothing", raw=True)


@each()
def a_quantity_loses_its_source(desk: Desk, lang: str) -> Fault:
    def bare(text: str) -> str | None:
        return re.sub(r" ?\[@[^\]]*\]| ?<!-- atlas:figure .*?-->", "", text)

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


# --- terms


@each()
def a_rejected_name_is_used(desk: Desk, lang: str) -> Fault:
    names = {
        concept.prefLabel[lang]: concept.rejectedLabel[lang][0]
        for concept in desk.book.concepts.values()
        if concept.rejectedLabel[lang] and len(concept.prefLabel[lang]) > 2
    }
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = rf"(?<![\w“《*]){pattern}(?![\w”》*])" if lang == "en" else f"(?:{pattern})"
    wanted = lambda block: not re.search(r"[“《*]", block.text)  # noqa: E731
    return desk.spoil("terms", "a rejected name is used", lang, pattern, lambda m: names.get(m[0], m[0]), wanted=wanted)


TERMS = {
    "zh": ("判别器", "潜在空间", "扩散模型", "反向传播", "奖励模型", "提示注入"),
    "en": ("discriminator", "latent space", "diffusion model", "backpropagation", "reward model", "prompt injection"),
}


@each()
def a_term_is_translated_otherwise(desk: Desk, lang: str) -> Fault:
    words = dict(zip(TERMS["zh"], TERMS["en"])) if lang == "zh" else dict(zip(TERMS["en"], TERMS["zh"]))
    for page, block in desk.blocks(lang):
        term = next((word for word in words if word in plain(block.text)), None)
        if term and block.text.count(term) == 1 and words[term] in desk.opposite(page, block)[1].text:
            lines = desk.text(page.file).split("\n")
            line = next(n for n in range(block.line, block.last + 1) if term in lines[n - 1])
            spoilt = lines[line - 1].replace(term, "某某件" if lang == "zh" else "gadget")
            return desk.line("terms", "a term is another", page.file, line, spoilt, block.line, block.last)
    raise NoPlace


@each()
def an_abbreviation_is_unexplained(desk: Desk, lang: str) -> Fault:
    put = "（参见 QZX 方法）。" if lang == "zh" else ", as in QZX work."
    old = r"(?<=[一-鿿])。$" if lang == "zh" else r"(?<=[a-z])\.$"
    return desk.spoil(
        "terms",
        "an abbreviation is unexplained",
        lang,
        old,
        lambda m: put.replace("（参见 QZX 方法）", "，参见 QZX 方法") if lang == "zh" else put,
    )


# --- typography


def _typography(function):
    def mutate(desk: Desk, lang: str) -> Fault:
        for page in desk.pages(lang):
            if found := function(page, desk.rng):
                line, _, new = found
                block = next((one for one in page.blocks if one.line <= line <= one.last and one.text), None)
                why = (function.__doc__ or function.__name__.replace("_", " ")).splitlines()[0].rstrip(".")
                first, last = (block.line, block.last) if block else (line, line)
                return desk.line("typography", why, page.file, line, new, first, last)
        raise NoPlace

    return mutate


for _function in typography.mutators():
    MUTATORS.append((_typography(_function), LANGUAGES))


# --- links, permalinks, navigation


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
    text = desk.text("mkdocs.yml").replace(f"- {page.name}.md\n", "")
    text = re.sub(r"\n  - \w+:\n(?=  - |\n)", "\n", text)
    return Fault("navigation", "a page is outside the navigation", page.file, 1, 1, {"mkdocs.yml": text})


@each("en")
def the_navigation_names_no_page(desk: Desk, lang: str) -> Fault:
    return desk.data(
        "navigation", "the navigation names no page", "mkdocs.yml", r"(?<=- )[a-z]+/[a-z-]+(?=\.md$)", r"\g<0>x"
    )


# --- concepts, timeline, quizzes


@each("zh")
def a_concept_has_an_unknown_parent(desk: Desk, lang: str) -> Fault:
    return desk.data(
        "concepts", "a parent is unknown", "data/concepts.yml", r"(?<=^  broader: \[)[a-z-]+", "nothing", entry_line
    )


@each("en")
def the_hierarchy_runs_in_a_circle(desk: Desk, lang: str) -> Fault:
    top = next(
        concept for concept in desk.book.concepts.values() if desk.book.narrower.get(concept.id) and not concept.broader
    )
    child = desk.rng.choice(desk.book.narrower[top.id])
    text = desk.text("data/concepts.yml")
    start = text.index(f"- id: {top.id}\n")
    edits = {"data/concepts.yml": text[:start] + text[start:].replace("broader: []", f"broader: [{child}]", 1)}
    return Fault(
        "concepts", "the hierarchy runs in a circle", "data/concepts.yml", top.place.line, top.place.line, edits
    )


@each()
def two_concepts_share_a_name(desk: Desk, lang: str) -> Fault:
    first, second = desk.rng.sample(sorted(desk.book.concepts.values(), key=lambda c: c.place), 2)
    if first.place > second.place:
        first, second = second, first
    key = {"zh": "zh: ", "en": "en: "}[lang]
    old = f"{key}{second.prefLabel[lang]}"
    text = desk.text("data/concepts.yml")
    start = text.index(f"- id: {second.id}\n")
    edits = {"data/concepts.yml": text[:start] + text[start:].replace(old, f"{key}{first.prefLabel[lang]}", 1)}
    return Fault(
        "concepts", "two concepts share a name", "data/concepts.yml", second.place.line, second.place.line, edits
    )


@each("en")
def a_home_does_not_exist(desk: Desk, lang: str) -> Fault:
    return desk.data(
        "concepts", "a home does not exist", "data/concepts.yml", r"(?<=^  home: )\S+$", r"\g<0>x", entry_line
    )


@each()
def a_page_names_an_unknown_concept(desk: Desk, lang: str) -> Fault:
    page = desk.pages(lang, lambda page: page.meta["concepts"])[0]
    return desk.line(
        "concepts", "a page names an unknown concept", page.file, page.at("concepts").line, "concepts: [phlogiston]"
    )


@each("en")
def an_event_is_out_of_order(desk: Desk, lang: str) -> Fault:
    return desk.data(
        "timeline",
        "an event is out of order",
        "data/timeline.yml",
        r'(?<=^  date: ")19[5-9]\d',
        "2030",
        lambda text, match: text.count("\n", 0, text.index("\n- id:", match.end())) + 2,
    )


@each("zh")
def a_question_tests_no_objective(desk: Desk, lang: str) -> Fault:
    name, questions = next(iter(desk.book.quizzes.items()))
    last = max(questions, key=lambda question: question.objective)
    edits = {}
    for one in LANGUAGES:
        page = desk.book.pages[name, one]
        lines = desk.text(page.file).split("\n")
        del lines[page.at("objectives").line + last.objective - 1]
        edits[page.file] = "\n".join(lines)
    return Fault("quizzes", "a question tests no objective", last.place.file, last.place.line, last.place.line, edits)


@each()
def the_longest_answer_is_right(desk: Desk, lang: str) -> Fault:
    text = desk.text("data/quizzes/principles/gan.yml")
    padded = re.sub(
        rf"(        {lang}: .*)((?:\n        (?:zh|en): .*)*\n      correct: true)",
        lambda m: (
            m[1].rstrip('"')
            + ("，" * 80 if lang == "zh" else ", " * 90 + "so")
            + ('"' if m[1].endswith('"') else "")
            + m[2]
        ),
        text,
    )
    last = text.count("\n", 0, text.rindex("\n- id:")) + 2
    return Fault(
        "quizzes",
        "the longest answer is the right one",
        "data/quizzes/principles/gan.yml",
        1,
        last,
        {"data/quizzes/principles/gan.yml": padded},
    )


# --- rendered, origins, remarks, data


@each()
def a_diagram_is_not_drawn(desk: Desk, lang: str) -> Fault:
    fault = desk.spoil(
        "rendered",
        "a diagram is not drawn",
        lang,
        r'(?<=\[")[^"]',
        "X",
        ("code",),
        True,
        lambda block: block.shape == "mermaid",
    )
    return fault


@each()
def a_diagram_is_not_described(desk: Desk, lang: str) -> Fault:
    return desk.spoil(
        "rendered",
        "a diagram is not described",
        lang,
        "accDescr:",
        "%% ",
        ("code",),
        True,
        lambda block: block.shape == "mermaid",
    )


@each()
def a_formula_is_not_drawn(desk: Desk, lang: str) -> Fault:
    return desk.spoil("rendered", "a formula is not drawn", lang, r"(?<=\$)\\?[A-Za-z]", r"\\Xi \g<0>", raw=True)


@each()
def a_value_is_not_computed(desk: Desk, lang: str) -> Fault:
    return desk.spoil("rendered", "a value is not computed", lang, r"(?<=\{\{ )gan_numbers\.", "gan_nombres.", raw=True)


@each()
def a_directive_is_unknown(desk: Desk, lang: str) -> Fault:
    return desk.spoil(
        "rendered", "a directive is unknown", lang, r"(?<=atlas:)[a-z-]+(?= -->)", "horoscope", ("html",), raw=True
    )


LOADERS = [
    '<img src="https://example.org/a.png" alt="">',
    '<script src="//cdn.example.org/a.js"></script>',
    '<iframe src="https://example.org/"></iframe>',
    "![x](https://example.org/a.png)",
    '<link rel="stylesheet" href="https://example.org/a.css">',
]


@each()
def a_page_loads_from_another_host(desk: Desk, lang: str) -> Fault:
    put = desk.rng.choice(LOADERS)
    old = r"(?<=[一-鿿])。$" if lang == "zh" else r"(?<=[a-z])\.$"
    return desk.spoil("origins", "a page loads from another host", lang, old, lambda m: f" {put}{m[0]}")


@each("en")
def a_template_loads_from_a_cdn(desk: Desk, lang: str) -> Fault:
    text = desk.text("overrides/main.html")
    line = text.count("\n", 0, text.index("{% block content %}")) + 2
    put = '{% block content %}\n<script src="https://cdn.example.org/mermaid.min.js"></script>'
    return Fault(
        "origins",
        "a template loads from a CDN",
        "overrides/main.html",
        line,
        line,
        {"overrides/main.html": text.replace("{% block content %}", put)},
    )


@each("zh")
def a_style_loads_a_font(desk: Desk, lang: str) -> Fault:
    text = desk.text("overrides/assets/css/atlas.css") + '@import "https://fonts.example.org/css";\n'
    line = text.count("\n")
    return Fault(
        "origins",
        "a style sheet loads a font",
        "overrides/assets/css/atlas.css",
        line,
        line,
        {"overrides/assets/css/atlas.css": text},
    )


@each("en")
def a_script_asks_elsewhere(desk: Desk, lang: str) -> Fault:
    text = desk.text("overrides/assets/js/atlas.js") + 'fetch("https://stats.example.org/hit");\n'
    line = text.count("\n")
    return Fault(
        "origins",
        "a script asks elsewhere",
        "overrides/assets/js/atlas.js",
        line,
        line,
        {"overrides/assets/js/atlas.js": text},
    )


@each()
def an_exception_has_no_reason(desk: Desk, lang: str) -> Fault:
    return desk.spoil(
        "remarks",
        "an exception has no reason",
        lang,
        r"$(?<=[.。])|(?<=[.。])$|[.。]$",
        r"\g<0> <!-- atlas:except terms: -->",
        raw=True,
    )


@each()
def an_exception_excuses_nothing(desk: Desk, lang: str) -> Fault:
    return desk.spoil(
        "typography",
        "an exception excuses nothing",
        lang,
        r"[.。]$",
        r"\g<0> <!-- atlas:except typography: no reason at all -->",
        raw=True,
    )


@each()
def a_figure_is_unknown(desk: Desk, lang: str) -> Fault:
    return desk.spoil("remarks", "a figure is unknown", lang, r"(?<=atlas:figure )[a-z0-9-]+", "nothing", raw=True)


@each()
def front_matter_is_malformed(desk: Desk, lang: str) -> Fault:
    page = desk.pages(lang, lambda page: page.meta["concepts"])[0]
    line = page.at("concepts").line
    return desk.line("data", "front matter is malformed", page.file, line, "concepts: [gan", line, line + 1)


@each("zh")
def data_break_their_schema(desk: Desk, lang: str) -> Fault:
    return desk.data("data", "data break their schema", "data/timeline.yml", r"(?<=^  category: )[a-z-]+$", "gossip")


@each("en")
def data_are_malformed(desk: Desk, lang: str) -> Fault:
    fault = desk.data("data", "data are malformed", "data/misconceptions.yml", r"^  claim:$", "  claim: [")
    return Fault(fault.check, fault.why, fault.file, fault.first, fault.last + 3, fault.edits)


@each("en")
def an_id_is_given_twice(desk: Desk, lang: str) -> Fault:
    first, second = sorted(
        desk.rng.sample(sorted(desk.book.events.values(), key=lambda e: e.place), 2), key=lambda e: e.place
    )
    text = desk.text("data/timeline.yml").replace(f"- id: {second.id}\n", f"- id: {first.id}\n")
    return Fault(
        "data",
        "an id is given twice",
        "data/timeline.yml",
        second.place.line,
        second.place.line,
        {"data/timeline.yml": text},
    )


@each("zh")
def the_bibliography_repeats_a_key(desk: Desk, lang: str) -> Fault:
    first, second = sorted(
        desk.rng.sample(sorted(desk.book.references.values(), key=lambda r: r.place), 2), key=lambda r: r.place
    )
    text = re.sub(rf"(?<=\{{){second.key}(?=,)", first.key, desk.text("data/references.bib"))
    return Fault(
        "data",
        "the bibliography repeats a key",
        "data/references.bib",
        second.place.line,
        second.place.line,
        {"data/references.bib": text},
    )
