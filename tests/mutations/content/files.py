"""Files: what is drawn, what would load, comments to the checks, malformed data."""

from __future__ import annotations

import re

from faults import Desk, Fault

from content.registering import each


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


@each()
def a_figure_is_not_drawn_by_models(desk: Desk, lang: str) -> Fault:
    return desk.spoil("workings", "a figure is not drawn", lang, r"(?<=\]\()[a-z](?=[a-z-]+\.(?:zh|en)\.svg\))", "x", raw=True)


@each()
def a_figure_is_not_in_the_language(desk: Desk, lang: str) -> Fault:
    theirs = "en" if lang == "zh" else "zh"
    return desk.spoil("workings", "a figure in the other language", lang, rf"\.{lang}\.svg(?=\))", f".{theirs}.svg", raw=True)


@each()
def quoted_code_is_changed(desk: Desk, lang: str) -> Fault:
    return desk.spoil(
        "workings",
        "quoted code is changed",
        lang,
        r"(?<= )=(?= )",
        "+=",
        ("code",),
        True,
        lambda block: block.shape.startswith("python title="),
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
    line = text.count("\n", 0, text.index("</head>")) + 1
    put = '<script src="https://cdn.example.org/mermaid.min.js"></script>\n</head>'
    return Fault(
        "origins",
        "a template loads from a CDN",
        "overrides/main.html",
        line,
        line,
        {"overrides/main.html": text.replace("</head>", put)},
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
