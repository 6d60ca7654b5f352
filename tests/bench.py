"""Figures, not tests: what do typical pages weigh, how much is asked for, and how long does a build take?

    make bench

Bytes are gzip at level 9, as a server would send them; requests are counted in a real browser; times are of this
machine and worth comparing only within one run.
"""

import tempfile
import time
from pathlib import Path

from atlas.browser import open_browser
from atlas.load import load
from atlas.onsite import Site
from atlas.onsite.weighing import BYTES, weigh
from atlas.serving import serving
from building import ROOT, build

PAGES = [
    "en/",
    "en/principles/gan/",
    "zh/principles/gan/",
    "en/challenges/",
    "zh/glossary/",
    "zh/history/timeline/",
    "c/gan/",
]
COLUMNS = [*BYTES, "total"]


def table(site: Site) -> None:
    """Print requests and gzip bytes by kind for each page, the search apart."""
    head = f"{'page':24}{'requests':>9}" + "".join(f"{name:>8}" for name in COLUMNS)
    print(f"{head}  KB gzip, total without search and images")
    with open_browser() as browser:
        for path in PAGES:
            figures = weigh(browser, site, f"{path}index.html")
            row = "".join(f"{figures[name] / 1000:8.1f}" for name in COLUMNS)
            print(f"{path:24}{figures['requests']:>9}{row}")


def main() -> None:
    started = time.perf_counter()
    book = load(ROOT)
    print(
        f"load: {len(book.pages)} pages, {len(book.concepts)} concepts, {len(book.references)} references "
        f"in {time.perf_counter() - started:.1f} s"
    )
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as address:
        site = Path(folder)
        for turn in ("first build", "second build"):
            started = time.perf_counter()
            done = build(ROOT, site, address)
            assert done.returncode == 0, done.stdout
            print(f"{turn}: {time.perf_counter() - started:.1f} s")
        files = [path for path in site.rglob("*") if path.is_file()]
        print(f"site: {len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB")
        table(Site(ROOT, site, address, book))


if __name__ == "__main__":
    main()
