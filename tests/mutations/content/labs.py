"""Labs: a file that is not there, and words that no lab has."""

from __future__ import annotations

from atlas import labs
from faults import Desk, Fault

from content.registering import each


@each()
def a_lab_asks_for_a_file_that_is_not_there(desk: Desk, lang: str) -> Fault:
    page = desk.pages(lang, labs.name)[0]
    file = f"{labs.FOLDER}/{labs.name(page)}/view.mjs"
    text = labs.ASKED.sub(r'\1("nothing")', desk.text(file), count=1)
    return Fault("labs", "a lab asks for a file that is not there", page.file, 1, 1, {file: text})


@each("en")
def a_lab_says_what_has_no_words(desk: Desk, lang: str) -> Fault:
    file = f"{labs.FOLDER}/{labs.name(desk.pages(lang, labs.name)[0])}/view.mjs"
    text = desk.text(file)
    match = desk.rng.choice(list(labs.WORD.finditer(text)))
    line = text.count("\n", 0, match.start()) + 1
    return Fault(
        "labs",
        "a lab says what has no words",
        file,
        line,
        line,
        {file: text[: match.start(1)] + "x" + text[match.start(1) :]},
    )


@each("zh")
def a_lab_has_no_controls(desk: Desk, lang: str) -> Fault:
    page = desk.pages(lang, labs.name)[0]
    return Fault(
        "labs",
        "a lab has no controls",
        page.file,
        1,
        1,
        {f"overrides/partials/atlas/labs/{labs.name(page)}.html": None},
    )


@each("en")
def words_that_nothing_says(desk: Desk, lang: str) -> Fault:
    text = desk.text("data/strings.yml") + "lab.say.goodbye: {zh: 再见。, en: Goodbye.}\n"
    line = text.count("\n")
    return Fault("labs", "words that nothing says", "data/strings.yml", line, line, {"data/strings.yml": text})
