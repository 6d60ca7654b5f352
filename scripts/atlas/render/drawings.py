"""Diagrams and formulas drawn once: mermaid and Temml run in one headless browser page, from their npm packages.

The packages are pinned in package.json beside this file. A drawing carries no colours:
overrides/assets/css/atlas.css dresses it in both palettes.
"""

from __future__ import annotations

import re
from pathlib import Path

from atlas import npm
from atlas.browser import open_page

HERE = Path(__file__).parent

THEME = {
    "theme": "base",
    "layout": "dagre",
    "htmlLabels": False,
    "flowchart": {
        "htmlLabels": False,
        "curve": "basis",
        "padding": 10,
        "nodeSpacing": 28,
        "rankSpacing": 36,
        "useMaxWidth": True,
        "wrappingWidth": 320,
        "subGraphTitleMargin": {"top": 4, "bottom": 6},
    },
    "fontFamily": "sans-serif",
    "themeVariables": {"fontSize": "15px"},
    "securityLevel": "strict",
    "deterministicIds": True,
}


DRAW = (HERE / "draw.js").read_text(encoding="utf-8")


class Drawing:
    """A browser page with both libraries loaded: `with Drawing(folder) as drawing: drawing.diagram(source, id)`."""

    def __init__(self, cache: Path):
        self.cache = cache

    def __enter__(self) -> Drawing:
        modules = packages(self.cache)
        self._context = open_page()
        self.page = self._context.__enter__()
        self.page.set_content("<!doctype html><meta charset=utf-8><body style='font-family:sans-serif'></body>")
        self.page.add_script_tag(path=modules / "mermaid/dist/mermaid.min.js")
        self.page.add_script_tag(path=modules / "temml/dist/temml.min.js")
        self.page.evaluate("config => mermaid.initialize({startOnLoad: false, ...config})", THEME)
        return self

    def __exit__(self, *exception) -> None:
        self._context.__exit__(*exception)

    def diagram(self, source: str, id: str) -> str:
        """One mermaid source as SVG markup. Raises ValueError with mermaid's own message."""
        try:
            svg = self.page.evaluate(DRAW, [id, source])
        except Exception as error:
            raise ValueError(f"mermaid: {str(error).splitlines()[0]}") from error
        return smaller(svg)

    def formula(self, source: str, block: bool) -> str:
        """One LaTeX formula as MathML. Raises ValueError with Temml's own message."""
        try:
            return self.page.evaluate(
                "([tex, block]) => temml.renderToString(tex, {displayMode: block, throwOnError: true, annotate: false})",
                [source, block],
            )
        except Exception as error:
            raise ValueError(f"temml: {str(error).splitlines()[0]}") from error


def smaller(svg: str) -> str:
    """Round coordinates to a tenth of a unit and drop what no reader sees."""
    svg = re.sub(r"-?\d+\.\d{2,}", lambda match: f"{float(match[0]):.1f}".removesuffix(".0"), svg)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\s(?:data-[a-z-]+|stroke-dasharray="0"|rx="0"|ry="0"|style="")(?:="[^"]*")?', "", svg)
    return re.sub(r"\s+", " ", svg).replace("> <", "><").strip() + "\n"


def packages(cache: Path) -> Path:
    """The node_modules folder with mermaid and Temml, installed under `cache` if it is not there yet."""
    return npm.packages(HERE, cache / "node")
