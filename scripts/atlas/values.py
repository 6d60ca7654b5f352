"""Computed values: what number does `{{ gan_numbers.step1.d_loss:.3f }}` stand for?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from atlas.pages import VALUE

CODE = re.compile(
    r"(^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)`*\s*$|(?P<ticks>`+)[^`](?:.*?[^`])??(?P=ticks)(?!`))",
    re.MULTILINE | re.DOTALL,
)


def lookup(results: Mapping[str, object], name: str):
    """The value at a dotted path: the name of a file in models/results/, then keys and list indexes.

    Raises KeyError with a sentence on what is missing.
    """
    value: object = results
    for step in name.split("."):
        try:
            value = value[int(step)] if isinstance(value, list) else value[step]
        except (KeyError, IndexError, ValueError, TypeError):
            raise KeyError(f"there is no {step!r}") from None
    if isinstance(value, (dict, list)):
        raise KeyError("the path ends before a number or text")
    return value


def fill(text: str, results: Mapping[str, object]) -> str:
    """Replace every `{{ path }}` and `{{ path:format }}` outside code; the format is Python's, as in f-strings.

    A hyphen-minus that begins a number becomes a minus sign. Raises KeyError as lookup does.
    """

    def value(match: re.Match) -> str:
        number = lookup(results, match[1])
        shown = format(number, match[2] or "")
        return shown.replace("-", "−", 1) if isinstance(number, (int, float)) and shown.startswith("-") else shown

    return outside_code(text, lambda prose: VALUE.sub(value, prose))


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Markdown with every stretch that is neither a fence nor a code span put through `change`."""
    pieces, last = [], 0
    for code in CODE.finditer(text):
        pieces += [change(text[last : code.start()]), code[0]]
        last = code.end()
    return "".join(pieces) + change(text[last:])


def attempt(text: str, results: Mapping[str, object]) -> str:
    """As fill, but a text that asks for an unknown value comes back as it is: the check `rendered` reports it."""
    try:
        return fill(text, results)
    except KeyError:
        return text
