"""The mathematics font: STIX Two Math (OFL 1.1), cut down to the characters that the site's formulas use.

MathML needs a font with a MATH table. Windows, macOS and iOS have one and the browser takes theirs; Android and many
Linux systems have none and fetch this one, some 15 KB, on pages with formulas only.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

SOURCE = "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2"
ROOT = 0x221A
"""The sign that `<msqrt>` and `<mroot>` draw without naming it."""
LETTER = re.compile(r"<mi>(.)</mi>")
TAG = re.compile(r"<[^>]+>")
ITALIC = {"A": 0x1D434, "a": 0x1D44E, "Α": 0x1D6E2, "α": 0x1D6FC}
"""First letters of the alphabets that MathML shows in italics, and where Unicode keeps the italics."""


def characters(formulas: Iterable[str]) -> set[int]:
    """Code points that these MathML formulas show: a single letter in `<mi>` in its italic form alone, a root with its sign."""
    shown: set[int] = set()
    for formula in formulas:
        shown |= {ROOT} if "<msqrt" in formula or "<mroot" in formula else set()
        shown |= {italic(letter) for letter in LETTER.findall(formula)}
        shown |= {ord(character) for character in html.unescape(TAG.sub("", LETTER.sub("", formula)))}
    return shown - {0x2061, 0x200B, 0xA0}  # function application and spaces have no glyph


def italic(letter: str) -> int:
    """The code point of a letter's mathematical italic (MathML Core, the table of italic mappings)."""
    if letter == "h":
        return 0x210E
    for first, target in ITALIC.items():
        if 0 <= ord(letter) - ord(first) < (25 if first in "Αα" else 26):
            return target + ord(letter) - ord(first)
    return ord(letter)


def fits(path: Path, wanted: set[int]) -> bool:
    """Whether the font at `path` exists and shows exactly what is wanted."""
    return path.exists() and set(TTFont(path).getBestCmap()) == wanted


def cut(source: Path, path: Path, wanted: set[int]) -> None:
    """Write the subset of `source` that shows `wanted` (code points) to `path`, as WOFF2."""
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.layout_features = ["ssty", "flac", "dtls"]  # what MathML asks of a font: small scripts, flat and dotless forms
    options.hinting = False  # a third of the bytes, for screens coarser than those that fetch the font
    options.bidi_closure = False  # formulas here run from left to right
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.flavor = "woff2"
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)
