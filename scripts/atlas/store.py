"""What is drawn once and kept: diagrams, formulas and references, each found again by the hash of its source.

Rendering needs a browser, Temml and pandoc; reading the store needs nothing, so the site builds anywhere.
`make store` draws what is missing and removes what no page uses. The hash covers the source and the version of
the renderer, so a change of either asks for a new drawing.
"""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from pathlib import Path

VERSIONS = {
    "diagrams": "mermaid 12.3.0, atlas 4",
    "formulas": "temml 0.13.5, atlas 1",
    "references": "pandoc 3.9, atlas 3",
}
"""One line a renderer: raise it when a renderer or its settings change."""


def key(kind: str, *source: str) -> str:
    """Sixteen hexadecimal digits that name a rendered thing. `kind` is a key of VERSIONS."""
    return hashlib.sha256("\0".join((VERSIONS[kind], *source)).encode()).hexdigest()[:16]


def diagram_key(source: str) -> str:
    return key("diagrams", source.strip())


def formula_key(source: str, block: bool) -> str:
    return key("formulas", "block" if block else "inline", source.strip())


def reference_key(raw: str, lang: str) -> str:
    return key("references", lang, raw)


class Store:
    """The store of the project at `root`: `store.diagram(source)` and its fellows return markup, or None."""

    def __init__(self, root: Path):
        self.folder = Path(root) / "data" / "store"

    def diagram(self, source: str) -> str | None:
        path = self.diagram_path(source)
        return path.read_text(encoding="utf-8") if path.exists() else None

    def diagram_path(self, source: str) -> Path:
        return self.folder / "diagrams" / f"{diagram_key(source)}.svg"

    def formula(self, source: str, block: bool) -> str | None:
        return self.formulas.get(formula_key(source, block))

    def reference(self, raw: str, lang: str) -> dict[str, str] | None:
        """`html` (the full reference) and `label` (a short name such as `Vaswani et al., 2017`)."""
        return self.references.get(reference_key(raw, lang))

    @cached_property
    def formulas(self) -> dict[str, str]:
        return self._json("formulas")

    @cached_property
    def references(self) -> dict[str, dict[str, str]]:
        return self._json("references")

    def _json(self, kind: str) -> dict:
        path = self.folder / f"{kind}.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def save(self, kind: str, entries: dict) -> None:
        """Write the formulas or references, sorted, one a line."""
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(dict(sorted(entries.items())), ensure_ascii=False, indent=0)
        (self.folder / f"{kind}.json").write_text(text + "\n", encoding="utf-8")
