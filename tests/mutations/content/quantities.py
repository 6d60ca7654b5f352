"""Quantities: numbers, units, names, formulas and code that differ between the languages."""

from __future__ import annotations

import re

from faults import Desk, Fault, NoPlace

from content.registering import each, other_digit

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
