"""Forms of a Chinese word: how is it read in pinyin, and how is it written in traditional characters?"""

from __future__ import annotations

from functools import cache

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin


@cache
def pinyin(text: str) -> str:
    """Syllables without tones, parted by spaces, Latin text kept: `生成对抗网络` → `sheng cheng dui kang wang luo`."""
    return " ".join(part.strip() for part in lazy_pinyin(text, style=Style.NORMAL) if part.strip())


@cache
def traditional(text: str) -> str:
    """The same text in traditional characters with the words of Taiwan (OpenCC's `s2twp`)."""
    return _converter("s2twp").convert(text)


@cache
def simplified(text: str) -> str:
    """The same text in simplified characters, one by one, so that words stay as they are: `類神經網路` → `类神经网路`."""
    return "".join(map(_simple, text))


@cache
def _simple(character: str) -> str:
    return _converter("t2s").convert(character)


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)
