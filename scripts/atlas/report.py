"""Telling: how are Problems shown to people in a terminal, and to GitHub beside the lines they name?"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from atlas.nouns import Problem


def report(
    found: Iterable[tuple[str, Problem]],
    names: Sequence[str],
    only: str | None,
    note: Callable[[str], str] | None = None,
) -> int:
    """Print every problem as it comes, then one row for each check; returns 1 if any problem is an error, else 0.

    `names` are all checks in order, `only` the one that was asked for; `note(name)` ends the row of a check. On
    GitHub every problem becomes an annotation too.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for name, problem in found:
        counts[name, problem.level] += 1
        print(problem, flush=True)
        if os.environ.get("GITHUB_ACTIONS"):
            print(annotation(name, problem), flush=True)
    wanted = [only] if only else names
    for name in dict.fromkeys([*wanted, *(name for name, _ in counts)]):
        said = note(name) if note else ""
        print(f"{name:12} {tally(counts[name, 'error'], counts[name, 'warning']):20} {said}".rstrip())
    return 1 if any(level == "error" for _, level in counts) else 0


def annotation(name: str, problem: Problem) -> str:
    """A workflow command of GitHub Actions, escaped as GitHub's toolkit does it."""
    place = f"file={value(problem.place.file)},line={problem.place.line},title={value(name)}"
    return f"::{problem.level} {place}::{message(f'{problem.what}; {problem.cure}')}"


def message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def value(text: str) -> str:
    """A property of a command: what would end it is escaped besides."""
    return message(text).replace(":", "%3A").replace(",", "%2C")


def tally(errors: int, warnings: int) -> str:
    """`ok`, `1 error`, `3 errors, 1 warning`."""
    parts = [(errors, "error"), (warnings, "warning")]
    return ", ".join(f"{count} {word}{'s' if count > 1 else ''}" for count, word in parts if count) or "ok"
