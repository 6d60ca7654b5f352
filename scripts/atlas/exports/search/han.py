"""Han: how is every Chinese character read, and what is its simplified form, that a browser may know without a library?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pypinyin import Style, pinyin

from atlas.words import pinyin as reading
from atlas.words import simplified

COMMON = tuple(
    bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) if (row, cell) < (0xD7, 0xFA)
)
"""The 3,755 commonest characters: level 1 of GB/T 2312, rows 16 to 55."""
CJK = [chr(code) for code in range(0x4E00, 0xA000)]


def table(called: Iterable[str], more: Iterable[str] = ()) -> dict:
    """How the characters of names are read, and which of them have another form; of `more` characters as well.

    pinyin: {syllable without tone: the characters that are commonly read so}
    names: {name: its syllables}, of names in which a character is read in another way
    simplified: pairs of a traditional character and its simplified form
    """
    chinese = [name for name in called if any(map(is_han, name))]
    known = dict.fromkeys(one for text in (*chinese, *more) for one in text if is_han(one))
    syllables: dict[str, str] = {}
    for character in known:
        syllables[syllable(character)] = syllables.get(syllable(character), "") + character
    pairs = "".join(one + simplified(one) for one in CJK if simplified(one) != one and simplified(one) in known)
    return {
        "pinyin": syllables,
        "names": {name: reading(name) for name in chinese if spelt(name) != reading(name)},
        "simplified": pairs,
    }


def strings(data: object) -> list[str]:
    """Every string in a piece of JSON."""
    if isinstance(data, str):
        return [data]
    values = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return [one for value in values for one in strings(value)]


def is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


@cache
def syllable(character: str) -> str:
    """The commonest reading of a character, without its tone."""
    return pinyin(character, style=Style.NORMAL)[0][0]


def spelt(name: str) -> str:
    """The pinyin of a name if every character were read in its commonest way."""
    return " ".join("".join(f" {syllable(one)} " if is_han(one) else one for one in name).split())
