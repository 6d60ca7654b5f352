"""Alternation: how is one of many words found quickly? As a tree of their letters, written as a regular expression."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

END = ""


def alternation(words: Iterable[str], end: Callable[[str], str] = lambda word: "") -> str:
    """A regular expression for any of the words, the longest that fits; it fits nothing if there are none.

    `end(word)` is what must follow a word, such as `\\b`. A blank in a word stands for any white space. Python tries
    the branches of `a|b|c` one after another; a tree of letters lets it leave at the first that differs.
    """
    tree: dict = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(r"\s+" if letter == " " else re.escape(letter), {})
        node[END] = end(word)
    return _written(tree) if tree else "(?!)"


def _written(node: dict) -> str:
    branches = [letter + _written(below) for letter, below in node.items() if letter != END]
    if END in node:
        branches.append(node[END])
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
