"""Labs: which files does a lab fetch once a reader starts it, and what do they weigh?

A lab is the folder overrides/assets/labs/<its page's name>/: view.mjs is fetched first, and what it imports with it. What
it reads with `text("digits.txt")` or `weights("judge")` stands in models/data and models/weights.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from rjsmin import jsmin

from atlas.nouns import Page

FOLDER = "overrides/assets/labs"
IMPORT = re.compile(r'(?:\bfrom |\bimport\(|\bURL\()"(\.{1,2}/[\w./-]+\.(?:mjs|css))"')
ASKED = re.compile(r'\b(text|weights)\("([\w.-]+)"\)')
WORD = re.compile(r'\b(?:word|work)\("([\w-]+)"')


def name(page: Page) -> str | None:
    """The lab that a page shows, named like the page; None if it shows none."""
    return page.path.strip("/").rpartition("/")[2] if any(use.name == "lab" for use in page.directives) else None


def code(root: Path, lab: str) -> list[Path]:
    """Its modules and style sheets, each once, from view.mjs on. Raises FileNotFoundError if one is not there."""
    found = [root / FOLDER / lab / "view.mjs"]
    for path in found:
        beside = ((path.parent / address).resolve() for address in IMPORT.findall(path.read_text(encoding="utf-8")))
        found += [one for one in dict.fromkeys(beside) if one not in found]
    return found


def data(root: Path, lab: str) -> Iterator[tuple[str, bytes]]:
    """(name, content) of every file that it fetches as data: texts as they are, weights with what describes them.

    Raises FileNotFoundError if one is not there.
    """
    for kind, asked in dict.fromkeys(call for path in code(root, lab) for call in ASKED.findall(path.read_text(encoding="utf-8"))):
        if kind == "text":
            yield asked, (root / "models/data" / asked).read_bytes()
        else:
            numbers = (root / f"models/weights/{asked}.bin").read_bytes()
            head = json.loads((root / f"models/weights/{asked}.json").read_text(encoding="utf-8"))
            told = {"tensors": head["tensors"], "bytes": len(numbers), "fnv1a": fnv1a(numbers)}
            yield f"{asked}.json", json.dumps(told, separators=(",", ":")).encode()
            yield f"{asked}.bin", numbers


def size(root: Path, *several: str) -> int:
    """Bytes that a reader who starts these labs fetches, each file once, packed as a server would, but for weights, which it
    sends as they are."""
    from atlas.serving import packed

    modules = {path: packed(shortened(path).encode()) for lab in several for path in code(root, lab)}
    files = {file: content if file.endswith(".bin") else packed(content) for lab in several for file, content in data(root, lab)}
    return sum(map(len, (*modules.values(), *files.values())))


def shortened(path: Path) -> str:
    """A script without comments and the like; a style sheet as it is."""
    text = path.read_text(encoding="utf-8")
    return jsmin(text) + "\n" if path.suffix in (".js", ".mjs") else text


def fnv1a(content: bytes) -> int:
    """32-bit FNV-1a hash of bytes, as overrides/assets/labs/kit/rng.mjs computes it to see whether a file is whole."""
    value = 0x811C9DC5
    for byte in content:
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value
