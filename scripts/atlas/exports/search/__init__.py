"""Search: what the reader's search box asks, in files that are fetched when the reader turns to it and not before.

names-<lang>.json answers first (what things are called, and where they are); text-<lang>.json, headings and text of all sections,
and han.json, how Chinese characters are read, follow. worker.js searches them; overrides/assets/js/atlas.js says
what the theme's list of results cannot.
"""

from __future__ import annotations

import json
from pathlib import Path

from rjsmin import jsmin

from atlas.book import Book
from atlas.exports.search import han, names, texts
from atlas.nouns import LANGUAGES

HERE = Path(__file__).parent
PARTS = ("words.js", "names.js", "texts.js", "answers.js", "worker.js")
"""The parts of the worker, in the order in which they stand in one file."""
INDEX = "search/search_index.json"


def write(book: Book, site: Path, site_url: str) -> None:
    """Write the files of the search from the Book, and from the sections into which the theme's index has cut the pages.

    Raises RuntimeError if that index is not as expected.
    """
    folder = site / "search"
    config, sections = texts.sections(site / INDEX)
    called = {lang: names.names(book, lang) for lang in LANGUAGES}
    written = {lang: texts.texts(book, lang, sections) for lang in LANGUAGES}
    for lang in LANGUAGES:
        save(folder / f"names-{lang}.json", called[lang])
        save(folder / f"text-{lang}.json", written[lang])
    chinese = [row[1] for row in written["zh"]["sections"]]
    save(folder / "han.json", han.table(chinese, [*han.COMMON, *called["zh"]["han"]["pinyin"].values()]))
    save(site / INDEX, {"config": config, "docs": []})  # what is left of the theme's own index; nothing fetches it
    worker = "\n".join((HERE / part).read_text(encoding="utf-8") for part in PARTS)
    (folder / "worker.js").write_text(jsmin(worker) + "\n", encoding="utf-8")
    (folder / "minisearch.js").write_bytes((HERE / "minisearch.js").read_bytes())


def save(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
