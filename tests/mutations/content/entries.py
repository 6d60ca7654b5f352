"""Entries: concepts, events, quizzes and the words that readers type."""

from __future__ import annotations

import re

from atlas.nouns import LANGUAGES
from faults import Desk, Fault, entry_line

from content.registering import each


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


@each("zh")
def words_lead_to_no_page(desk: Desk, lang: str) -> Fault:
    return desk.data("asked", "words lead to no page", "data/asked.yml", r"(?<=^- id: )[\w/-]+", r"\g<0>x")


@each("en")
def words_lead_to_no_section(desk: Desk, lang: str) -> Fault:
    return desk.data("asked", "words lead to no section", "data/asked.yml", r"(?<=#)[\w-]+$", r"\g<0>x")


@each()
def a_word_that_readers_type_is_a_label(desk: Desk, lang: str) -> Fault:
    label = desk.rng.choice(list(desk.book.concepts.values())).prefLabel[lang]
    return desk.data(
        "asked", "a label is asked", "data/asked.yml", rf"(?<=^  {lang}: \[)", f'"{label}", ', entry_line
    )
