"""How well does the search find? Queries of queries.tsv, typed into the box of the built site in a real browser.

    make bench-search

Prints, by kind and language, recall@1, recall@3 and the mean reciprocal rank of three engines on the same pages: ours,
Material's own, and Pagefind; what each fetches before its first answer; how long a keystroke takes; and how the file of
names grows. `--half tune` or `--half keep` asks one half. A result counts where it stands in the list; for the other two
engines it counts wherever the right address is among a result's sections, for ours the first link alone must be right.
Entries of the glossary and the timeline have no headings, so the two cannot point at them: `page` is recall@1 if the right
page will do.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from atlas.browser import open_browser  # noqa: E402
from atlas.load import load  # noqa: E402
from atlas.serving import serving  # noqa: E402

QUERIES = ROOT / "tests" / "search" / "queries.tsv"
TYPED = 24
"""How many queries of a language are typed letter by letter, to time keystrokes."""

OURS = """async (query) => {
  const box = document.querySelector("[data-md-component=search-query]");
  const answered = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`no answer to ${query}`)), 20000);
    document.addEventListener("atlas-search", function told({ detail: { data } }) {
      if (data?.query !== query || !data.done) return;
      document.removeEventListener("atlas-search", told);
      resolve();
    });
  });
  box.value = query;
  box.dispatchEvent(new Event("input"));
  await answered;
  const items = [...document.querySelectorAll(".md-search-result__item")];
  return items.map((item) => [...item.querySelectorAll("a[href]")].map((link) => link.href));
}"""
KEYSTROKE = """async (typed) => {
  const box = document.querySelector("[data-md-component=search-query]");
  const answered = new Promise((resolve) => document.addEventListener("atlas-search", function told({ detail: { data } }) {
    if (data?.query !== typed) return;
    document.removeEventListener("atlas-search", told);
    resolve();
  }));
  box.value = typed;
  const start = performance.now();
  box.dispatchEvent(new Event("input"));
  await answered;
  return performance.now() - start;
}"""
STOCK = """async (query) => {
  const config = JSON.parse(document.querySelector("#__config").textContent);
  if (!window.stock) {
    const base = new URL(config.base, location);
    window.stock = new Worker(config.search);
    const index = await (await fetch(new URL("search/search_index.json", base))).json();
    await new Promise((resolve) => {
      stock.addEventListener("message", ({ data }) => data.type === 1 && resolve());
      stock.postMessage({ type: 0, data: { ...index, options: { suggest: false } } });
    });
  }
  const items = await new Promise((resolve) => {
    stock.addEventListener("message", function told({ data }) {
      if (data.type !== 3) return;
      stock.removeEventListener("message", told);
      resolve(data.data.items);
    });
    stock.postMessage({ type: 2, data: query });
  });
  return items.map((item) => item.map(({ location: at }) => new URL(at, new URL(config.base, location)).href));
}"""
PAGEFIND = """async (query) => {
  const { base } = JSON.parse(document.querySelector("#__config").textContent);
  window.found ??= await import(new URL("pagefind/pagefind.js", new URL(base, location)));
  const { results } = await found.search(query);
  const data = await Promise.all(results.slice(0, 20).map((one) => one.data()));
  return data.map((one) => [one.url, ...one.sub_results.map((part) => part.url)].map((at) => new URL(at, location).href));
}"""


def queries(half: str | None) -> list[dict[str, str]]:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row for row in rows if half in (None, row["half"])]


def built(site: Path, stock: bool = False) -> None:
    """The site as it is, or with the search that Material brings along."""
    from atlas.exports import search, theme, tidy
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    os.environ["SITE_URL"] = "http://127.0.0.1/"
    with ExitStack() as stack:
        if stock:
            for room, name, instead in (
                (search, "write", lambda *_: None),
                (search, "swapped", lambda html, _: html),
                (theme, "write", lambda *_: None),
                (tidy, "write", lambda *_: None),
            ):
                stack.enter_context(mock.patch.object(room, name, instead))
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(site))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()


def plain(href: str) -> str:
    """An address as queries.tsv has it."""
    path, _, anchor = href.partition("#")
    path = "/" + path.partition("?")[0].split("//", 1)[-1].partition("/")[2]
    return path + (f"#{anchor}" if anchor and anchor != "top" else "")


def ranks(page, asked: list[dict[str, str]], script: str, strict: bool, whole: bool = False) -> dict[str, int]:
    """By query id, the place of the first right result, from 1; 0 if there is none. `whole`: the right page will do."""
    part = (lambda address: address.partition("#")[0]) if whole else (lambda address: address)
    found = {}
    for row in asked:
        right = {part(plain(f"x://x{one}")) for one in row["expect"].split(" | ")}
        results = page.evaluate(script, row["query"])
        places = [{part(plain(href)) for href in links[: 1 if strict else None]} for links in results]
        found[row["id"]] = next((at for at, links in enumerate(places, 1) if right & links), 0)
    return found


def measures(places: list[int]) -> tuple[float, float, float]:
    """Recall at 1 and at 3, and the mean reciprocal rank."""
    count = len(places)
    return (
        sum(place == 1 for place in places) / count,
        sum(1 <= place <= 3 for place in places) / count,
        sum(1 / place for place in places if place) / count,
    )


def table(asked: list[dict[str, str]], found: dict[str, dict[str, int]], whole: dict[str, dict[str, int]]) -> None:
    groups: dict[str, list[str]] = defaultdict(list)
    for row in asked:
        for name in (f"{row['lang']} {row['kind']}", f"{row['half']}: {row['lang']}", f"{row['half']}: all"):
            groups[name].append(row["id"])
    print(f"{'':20}{'n':>5}" + "".join(f"{name:>30}" for name in found))
    print(f"{'':25}" + f"{'@1':>9}{'@3':>7}{'MRR':>7}{'page':>7}" * len(found))
    for name in sorted(groups):
        row = ""
        for engine, places in found.items():
            one, three, mean = measures([places[id] for id in groups[name]])
            page = measures([whole[engine][id] for id in groups[name]])[0]
            row += f"{one:9.3f}{three:7.3f}{mean:7.3f}{page:7.3f}"
        print(f"{name:20}{len(groups[name]):5}{row}")


def weight(site: Path, urls: list[str]) -> int:
    """Bytes of files after gzip, as a server would send them."""
    paths = {site / plain(url).lstrip("/") for url in urls}
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths if path.is_file())


def opened(browser, address: str, lang: str):
    page = browser.new_page()
    page.goto(f"{address}/{lang}/challenges/", wait_until="networkidle")
    return page


def first_answer(browser, site: Path, address: str, lang: str) -> tuple[int, int, list[str]]:
    """What our search fetches: requests before the box is turned to, then bytes and files before the first answer."""
    page = opened(browser, address, lang)
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    before = page.evaluate("performance.getEntriesByType('resource').filter(({ name }) => name.includes('/search/')).length")
    page.evaluate("document.addEventListener('atlas-search', ({ detail }) => { window.answered ||= Boolean(detail.data) })")
    page.focus("[data-md-component=search-query]")
    page.keyboard.type("g")
    page.wait_for_function("window.answered")
    files = [Path(plain(url)).name for url in seen if "/search/" in url]
    needed = [url for url in seen if Path(plain(url)).name in ("worker.js", f"names-{lang}.json")]
    page.close()
    return before, weight(site, needed), files


def keystrokes(page, asked: list[dict[str, str]]) -> list[float]:
    """Milliseconds from a keystroke to the first answer to it, everything being there already."""
    page.evaluate(OURS, "gan")
    times = []
    for row in asked[:: max(1, len(asked) // TYPED)]:
        times += [page.evaluate(KEYSTROKE, row["query"][:end]) for end in range(1, len(row["query"]) + 1)]
    return times


def growth() -> None:
    """Bytes of the names if there were ten times as many pages, every title a text of its own."""
    from atlas.exports.search import han, names

    book = load(ROOT)
    for lang in ("zh", "en"):
        called = names.names(book, lang)
        words = sorted({word for url, title in called["pages"] for word in title.split()})
        sizes = []
        for times in (1, 10):
            pages = [
                [url.replace("/", f"-{copy}/") if copy else url, renamed(title, copy, words)]
                for copy in range(times)
                for url, title in called["pages"]
            ]
            grown = called | {"pages": pages}
            grown["han"] = han.table(han.strings(grown | {"han": {}}))
            text = json.dumps(grown, ensure_ascii=False, separators=(",", ":")).encode()
            sizes.append((len(pages), len(gzip.compress(text, 9))))
        print(f"names-{lang}.json: " + "; ".join(f"{n} pages, {size / 1000:.1f} KB" for n, size in sizes))


def renamed(title: str, copy: int, words: list[str]) -> str:
    """Another title of the same length: its characters or words moved on through those of all headings."""
    if not copy:
        return title
    if " " in title:
        shifted = {word: words[(at + 37 * copy) % len(words)] for at, word in enumerate(words)}
        return " ".join(shifted.get(word, f"{word}{copy}") for word in title.split())
    moved = (chr(0x4E00 + (ord(one) * 31 + copy * 977 + at * 131) % 3000) for at, one in enumerate(title))
    return "".join(new if "\u4e00" <= one <= "\u9fff" else one for one, new in zip(title, moved, strict=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=["tune", "keep"])
    parser.add_argument("--only", action="store_true", help="our engine alone")
    options = parser.parse_args()
    asked = queries(options.half)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    whole: dict[str, dict[str, int]] = defaultdict(dict)
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser:
        ours, stock = Path(folder) / "ours", Path(folder) / "stock"
        built(ours)
        with serving(ours) as address:
            address = address.rstrip("/")
            for lang in ("zh", "en"):
                mine = [row for row in asked if row["lang"] == lang]
                before, size, files = first_answer(browser, ours, address, lang)
                print(f"{lang}: {before} requests before the box is turned to; {size / 1000:.1f} KB to the first answer; {files}")
                page = opened(browser, address, lang)
                page.focus("[data-md-component=search-query]")
                found["this search"] |= ranks(page, mine, OURS, strict=True)
                whole["this search"] |= ranks(page, mine, OURS, strict=True, whole=True)
                times = sorted(keystrokes(page, mine))
                late = times[int(0.95 * len(times))]
                print(f"{lang}: {len(times)} keystrokes, median {statistics.median(times):.0f} ms, 95th percentile {late:.0f} ms")
                page.close()
        if not options.only:
            built(stock, stock=True)
            subprocess.run([sys.executable, "-m", "pagefind", "--site", str(stock), "--quiet"], check=True)
            with serving(stock) as address:
                for name, script in (("Material", STOCK), ("Pagefind", PAGEFIND)):
                    for lang in ("zh", "en"):
                        page = opened(browser, address.rstrip("/"), lang)
                        seen: list[str] = []
                        page.on("request", lambda request, seen=seen: seen.append(request.url))
                        page.evaluate(script, "gan")
                        print(f"{lang}: {name} fetches {weight(stock, seen) / 1000:.1f} KB to its first answer")
                        mine = [row for row in asked if row["lang"] == lang]
                        found[name] |= ranks(page, mine, script, strict=False)
                        whole[name] |= ranks(page, mine, script, strict=False, whole=True)
                        page.close()
    table(asked, found, whole)
    growth()


if __name__ == "__main__":
    main()
