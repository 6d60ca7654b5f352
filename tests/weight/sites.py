"""Three sites with the same articles: this one, Material for MkDocs as it comes, and bare HTML."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from html import escape
from pathlib import Path

import yaml
from atlas.book import Book
from atlas.nouns import LANGUAGES
from building import ROOT
from lxml.html import fromstring
from mkdocs.utils.yaml import yaml_load

ARTICLE = re.compile(r"<article[^>]*>(.*)</article>", re.DOTALL)
DRAWING = re.compile(r"(<svg\b.*?</svg>)", re.DOTALL)
DEAD = re.compile(r"<script\b.*?</script>|<style\b.*?</style>", re.DOTALL)
TAG = re.compile(r"""<[a-z](?:[^<>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
LOOKS = re.compile(r"""\s(?:class|style|data-[\w-]+)=(?:"[^"]*"|'[^']*'|[^\s>]+)""")
BARE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title>
<meta name="description" content="{description}">
<link rel="icon" href="data:,">
</head>
<body>
<main>
{article}
</main>
</body>
</html>
"""
STOCK = {
    "theme": {"name": "material", "font": False, "features": ["navigation.tabs"]},
    "plugins": ["search"],
    "hooks": [str(Path(__file__).parent / "stock.py")],
}


@dataclass(frozen=True)
class Leaf:
    """What the sites have in common: an article as it is built, and what its page says of itself."""

    lang: str
    title: str
    description: str
    article: str


def leaf(page: Path) -> Leaf:
    """The article of a built page."""
    text = page.read_text(encoding="utf-8")
    head = fromstring(text)
    return Leaf(
        head.get("lang"),
        head.findtext("head/title").strip(),
        str(head.xpath("string(//meta[@name='description']/@content)")),
        ARTICLE.search(text)[1],
    )


def bare(book: Book, ours: Path, site: Path) -> None:
    """Every article as bare HTML: text, drawings and formulas, without a script and without looks of its own.

    Its empty icon keeps browsers from asking for one that is not there.
    """
    _pictures(ours, site)
    for page in book.pages.values():
        one = leaf(ours / page.url / "index.html")
        words = {"title": escape(one.title), "description": escape(one.description)}
        html = BARE.format(lang=one.lang, article=stripped(one.article).strip(), **words)
        path = site / page.url / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8")


def stripped(article: str) -> str:
    """An article without scripts, styles, and the attributes that serve them; drawings stay as they are."""
    parts = DRAWING.split(article)
    parts[::2] = [TAG.sub(lambda tag: LOOKS.sub("", tag[0]), DEAD.sub("", part)) for part in parts[::2]]
    return "".join(parts)


def stock(book: Book, ours: Path, site: Path, address: str, work: Path) -> None:
    """Every article in Material as it comes, each language a site of its own. Raises if MkDocs cannot build it."""
    for lang in LANGUAGES:
        docs = work / lang / "docs"
        _pictures(ours / lang, docs)
        for page in (page for page in book.pages.values() if page.lang == lang):
            one = leaf(ours / page.url / "index.html")
            head = yaml.safe_dump({"title": str(page.title), "description": one.description}, allow_unicode=True)
            path = docs / f"{page.name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"---\n{head}---\n{one.article}", encoding="utf-8")
        config = STOCK | {
            "site_name": book.text("search.name", lang),
            "site_url": f"{address}{lang}/",
            "nav": _nav(book, yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"], lang),
            "theme": STOCK["theme"] | {"language": lang},
        }
        file = work / lang / "mkdocs.yml"
        file.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
        command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(file), "-d", str(site / lang)]
        subprocess.run(command, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})


def _nav(book: Book, items: list, lang: str) -> list:
    """The navigation of mkdocs.yml with its groups named in a language."""
    return [
        {book.text(f"nav.{name}", lang): _nav(book, inside, lang) for name, inside in item.items()}
        if isinstance(item, dict)
        else item
        for item in items
    ]


def _pictures(source: Path, target: Path) -> None:
    """Copy the pictures of a built site."""
    for path in source.rglob("*"):
        if path.suffix in (".svg", ".png", ".webp", ".jpg"):
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
