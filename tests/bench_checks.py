"""Figures, not tests: does the time of the content checks grow in step with the number of pages?

    python tests/bench_checks.py 250 500 1000 2000

Books of that many pages are written from the real articles, each copy with a text of its own, so that nothing is
remembered from one to the next. Times are of the processor, in this one run; the last column should stay level.
"""

import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from atlas import checks
from atlas.checks import permalinks
from atlas.load import load

PARTS = ("data", "overrides", "models/results", "mkdocs.yml")


def grow(root: Path, pages: int) -> None:
    """The real data, and the articles copied until both languages together make so many pages."""
    for part in PARTS:
        (root / part).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, root / part)
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.rmtree(root / "data/reviews")
    for path in (root / "docs").rglob("*.*.md"):
        path.write_text(
            path.read_text(encoding="utf-8").replace("\nstatus: reviewed", "\nstatus: draft"), encoding="utf-8"
        )
    articles = [
        path
        for path in (root / "docs").rglob("*.zh.md")
        if "<!-- atlas:" not in re.sub(r"<!-- atlas:figure.*?-->", "", path.read_text(encoding="utf-8"))
    ]
    names, made = [], len(list((root / "docs").rglob("*.*.md")))
    while made < pages:
        number = len(names)
        path = articles[number % len(articles)]
        for lang in ("zh", "en"):
            source = path.with_name(path.name.replace(".zh.", f".{lang}."))
            copied(source, source.with_name(source.name.replace(f".{lang}.md", f"-{number}.{lang}.md")), number)
        names.append(path.relative_to(root / "docs").as_posix().replace(".zh.md", f"-{number}.md"))
        made += 2
    navigation = root / "mkdocs.yml"
    listed = "nav:\n" + "".join(f"  - {name}\n" for name in names)
    navigation.write_text(navigation.read_text(encoding="utf-8").replace("nav:\n", listed, 1), encoding="utf-8")
    permalinks.register(load(root))


def copied(source: Path, target: Path, number: int) -> None:
    """A copy with an id of its own, and a comment behind every line of prose that makes it a text of its own."""
    text = source.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^(id: .*)$", rf"\1-{number}", text, count=1)
    text = re.sub(r"(?m)^concepts: .*$", "concepts: []", text, count=1)
    front, body = text.split("\n---\n", 1)
    body = re.sub(r"(?m)([.。])$", rf"\1 <!-- {number} -->", body)
    target.write_text(f"{front}\n---\n{body}", encoding="utf-8")


def main(sizes: list[int]) -> None:
    for pages in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            grow(root, pages)
            started = time.process_time()
            book = load(root)
            assert not book.problems, book.problems[0]
            seconds = {"load": time.process_time() - started}
            for name, module in checks.all_checks().items():
                started = time.process_time()
                list(module.check(book))
                seconds[name] = time.process_time() - started
            blocks = sum(len(page.blocks) for page in book.pages.values())
            total = sum(seconds.values())
            most = ", ".join(
                f"{name} {took:.1f}" for name, took in sorted(seconds.items(), key=lambda one: -one[1])[:5]
            )
            rate = f"{1000 * total / len(book.pages):5.1f} ms a page"
            print(f"{len(book.pages):5} pages {blocks:7,} blocks {total:6.1f} s = {rate} ({most})", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [250, 500, 1000, 2000])
