"""Names: which people, models and organisations does a text name, and does the text opposite name them, too?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from atlas.alternation import alternation
from atlas.nouns import LANGUAGES, Labels, other
from atlas.prose import plain

WORD = re.compile(r"[A-Za-zÀ-ÿ0-9][A-Za-zÀ-ÿ0-9_.+·’'&-]*(?<![.·’'&-])")
IS_NAME = re.compile(r"[A-Z].*[A-Z0-9]|[0-9].*[A-Z]")
"""A word with two capitals, or with a capital and a digit, is a name in either language: GAN, OpenAI, GPT-3, LoRA."""


class Names:
    """Compares the names of two texts.

    `foreign` are names with forms of their own in each language; `synonyms` are further forms of a name by its
    stem(), one of which the other side may write instead; `words` are Latin words that are no names, such as kWh.
    """

    def __init__(self, foreign: Sequence[Labels], synonyms: Mapping[str, Labels], words: Collection[str] = ()):
        self.synonyms, self.words = synonyms, words
        # The Chinese side may write the English form as well.
        self.forms = {
            "zh": {form: number for number, name in enumerate(foreign) for form in (*name.en, *name.zh)},
            "en": {form: number for number, name in enumerate(foreign) for form in name.en},
        }
        self.patterns = {lang: _any(self.forms[lang]) for lang in LANGUAGES}
        self.compounds = _any([form for form in synonyms if " " in form and form.isascii()], re.IGNORECASE)

    def lacking(self, texts: Mapping[str, str]) -> Iterator[tuple[str, int, str]]:
        """(language, offset, name) of every name in one of the `texts` that the text of the other does not hold.

        A name in Latin letters must stand on the other side in the same letters, except for the ending of a plural,
        or in another of its forms.
        """
        prose = {lang: plain(texts[lang]) for lang in LANGUAGES}
        found = {lang: list(self.patterns[lang].finditer(prose[lang])) for lang in LANGUAGES}
        stems = {lang: _stems(prose[lang]) for lang in LANGUAGES}
        for lang in LANGUAGES:
            there = other(lang)
            numbers = {self._form(there, match) for match in found[there]}
            for match in found[lang]:
                if self._form(lang, match) not in numbers:
                    yield lang, match.start(), match[0]
            taken = [*found[lang], *self._compounds(prose[lang], prose[there], there)]
            for match in WORD.finditer(prose[lang]):
                for name in _names(match[0]):
                    within = any(one.start() <= match.start() < one.end() for one in taken)
                    if not (
                        within
                        or name in self.words
                        or stem(name) in stems[there]
                        or self._otherwise(name, prose, there)
                    ):
                        yield lang, match.start(), name

    def _form(self, lang: str, match: re.Match) -> int:
        return self.forms[lang][" ".join(match[0].split())]

    def knows(self, name: str) -> bool:
        """Is this a name of a concept, a unit, or a name with a form of its own in each language?"""
        foreign = {form for forms in self.forms.values() for form in forms}
        return name in self.words or stem(name) in self.synonyms or name in foreign

    def _compounds(self, text: str, opposite: str, there: str) -> Iterator[re.Match]:
        """Terms of several words, one of which looks like a name (AI agent), whose counterpart the other side holds."""
        for match in self.compounds.finditer(text):
            if any(form in opposite for form in self.synonyms[" ".join(match[0].split()).casefold()][there]):
                yield match

    def _otherwise(self, name: str, prose: Mapping[str, str], there: str) -> bool:
        forms = self.synonyms.get(stem(name), Labels())[there]
        return any(form.casefold() in prose[there].casefold() for form in forms)


def stem(word: str) -> str:
    """A name without case and without the ending of a plural or possessive: `GANs` → `gan`."""
    return re.sub(r"(?<=[A-Za-z0-9])(?:['’]s|s)$", "", word).casefold()


def _stems(text: str) -> set[str]:
    words = {stem(word[0]) for word in WORD.finditer(text)}
    return words | {part for word in words for part in word.split("-")}


def _names(word: str) -> list[str]:
    """The names in a word: `AI-generated` holds AI, GPT-3 is one."""
    if "_" in word:  # zh_CN
        return []
    parts = word.split("-")
    if len(parts) == 1 or re.search(r"[0-9]", word):
        return [word] if IS_NAME.search(word) else []
    return [part for part in parts if IS_NAME.search(part)]


def _any(forms: Iterable[str], flags: int = 0) -> re.Pattern:
    """Any of the forms, the longest first; Latin ones as whole words."""
    latin = [form for form in forms if form[0].isascii()]
    others = [form for form in forms if not form[0].isascii()]
    return re.compile(rf"\b{alternation(latin, _word_end)}|{alternation(others)}", flags)


def _word_end(_form: str) -> str:
    return r"\b"
