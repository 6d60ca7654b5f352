"""Phrases: which words and forms does an editor strike out, and what does he write instead? (data/phrases.yml)"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator

from atlas import marks
from atlas.nouns import LANGUAGES

DATA = Path(__file__).resolve().parents[2] / "data"
"""The list belongs to the library's own project, so that a test site is held to the same one."""

CITED = "\ue000"
"""Stands in shown text for a citation, as `<cite>` does in patterns."""


@dataclass(frozen=True)
class Phrase:
    """One thing to strike out of one language.

    `where` names the kinds of passage it concerns, all if empty; `uncited` spares a sentence that carries a citation.
    A `form` is looked for inside quotations too; every other kind may be quoted.
    """

    id: str
    lang: str
    kind: str
    pattern: str
    cure: str
    example: str
    counterexample: str
    where: tuple[str, ...] = ()
    uncited: bool = False

    def finds(self, text: str) -> bool:
        """Whether the phrase stands in shown text."""
        return any(True for _ in search(text, (self,)))


@dataclass(frozen=True)
class Phrases:
    """Everything in data/phrases.yml; `misread` are right words that codespell knows as misspellings."""

    entries: tuple[Phrase, ...]
    misread: frozenset[str]
    british_too: frozenset[str]

    def of(self, lang: str) -> tuple[Phrase, ...]:
        return tuple(phrase for phrase in self.entries if phrase.lang == lang)


@cache
def phrases() -> Phrases:
    """The list as it stands. Raises marks.Malformed, or jsonschema's ValidationError naming the breach."""
    data = marks.parse((DATA / "phrases.yml").read_text(encoding="utf-8"), "data/phrases.yml")
    schema = json.loads((DATA / "schemas/phrases.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(data)
    return Phrases(
        entries=tuple(_phrase(entry, lang) for lang in LANGUAGES for entry in data[lang]),
        misread=frozenset(entry["word"] for entry in data["misread"]),
        british_too=frozenset(word for entry in data["british_too"] for word in entry["words"]),
    )


def _phrase(entry: dict, lang: str) -> Phrase:
    return Phrase(
        id=entry["id"],
        lang=lang,
        kind=entry["kind"],
        pattern=entry["pattern"],
        cure=entry["cure"],
        example=entry["example"],
        counterexample=entry["not"],
        where=tuple(entry.get("where", ())),
        uncited=entry.get("uncited", False),
    )


QUOTED = re.compile(r"“[^“”\n]*”|《[^《》\n]*》")


def unquoted(text: str) -> str:
    """The text with quotations, mentions and titles blanked out, so that offsets stay."""
    return QUOTED.sub(lambda match: "\ue004" * len(match[0]), text)


def search(text: str, sought: tuple[Phrase, ...]) -> Iterator[tuple[int, int, Phrase]]:
    """(start, end, phrase) of everything that phrases of one language find in shown text.

    Where two English phrases overlap, the first is told.
    """
    own = unquoted(text.replace("İ", "I")).lower()  # the one letter that grows when it is made small
    for phrase in sought:
        if phrase.kind == "form" or phrase.lang == "zh":
            for match in _alone(phrase).finditer(text if phrase.kind == "form" else own):
                yield match.start(), match.end(), phrase
    if words := tuple(phrase for phrase in sought if phrase.kind != "form" and phrase.lang == "en"):
        for match in _together(words).finditer(own):
            yield match.start(), match.end(), next(one for one in words if _alone(one).match(own, match.start()))


@cache
def _alone(phrase: Phrase) -> re.Pattern:
    return re.compile(phrase.pattern.replace("<cite>", CITED), re.MULTILINE)


@cache
def _together(words: tuple[Phrase, ...]) -> re.Pattern:
    """One expression for all: at the beginning of a word it costs a tenth of what they cost one by one."""
    either = "|".join(f"(?:{phrase.pattern})" for phrase in words)
    return re.compile(rf"(?<!\w)(?:{either})", re.MULTILINE)
