"""A real text in two languages: the Daodejing and James Legge's translation of 1891, for counting what language is like."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"
EVERY = 8  # each eighth chapter is held out


@cache
def chapters(lang):
    """The 81 chapters in "zh" or "en", one string each, without numbers."""
    return tuple((FOLDER / f"daodejing.{lang}.txt").read_text(encoding="utf-8").splitlines())


def split(lang):
    """(71 chapters to learn from, 10 held out): chapters 8, 16, … 80 are held out in both languages."""
    numbered = list(enumerate(chapters(lang), 1))
    return ([text for number, text in numbered if number % EVERY], [text for number, text in numbered if not number % EVERY])


def joined(texts):
    """Chapters as one text, a line each."""
    return "".join(text + "\n" for text in texts)
