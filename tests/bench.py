"""Figures, not tests: what do typical pages weigh, how much is asked for, and how long does a build take?

    make bench

Bytes are gzip at level 9, as a server would send them; requests are counted in a real browser; times are of this
machine and worth comparing only within one run.
"""

import functools
import gzip
import http.server
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from atlas.browser import open_browser
from atlas.load import load
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
KINDS = {
    "text/html": "html",
    "text/css": "css",
    "text/javascript": "js",
    "font/woff2": "font",
    "image/svg+xml": "image",
}


class Quiet(http.server.SimpleHTTPRequestHandler):
    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {
        ".woff2": "font/woff2",
        ".mjs": "text/javascript",
    }

    def log_message(self, *arguments):
        pass


def weigh(site: Path) -> None:
    """Print requests and gzip bytes by kind for each page, the theme's search apart."""
    handler = functools.partial(Quiet, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    columns = ["html", "css", "js", "font", "image", "other", "search"]
    print(
        f"{'page':24}{'requests':>9}"
        + "".join(f"{kind:>8}" for kind in columns)
        + f"{'total':>8}  KB gzip, total without search"
    )
    with open_browser() as browser:
        for path in PAGES:
            page = browser.new_page(locale="fr-FR", java_script_enabled=not path.startswith("c/"))
            responses = []
            page.on("response", lambda response, found=responses: found.append(response))
            page.goto(f"http://127.0.0.1:{server.server_address[1]}/{path}", wait_until="networkidle")
            sizes, requests = Counter(), 0
            for response in responses:
                kind = KINDS.get(response.headers.get("content-type", "").split(";")[0], "other")
                if "search" in response.url or "lunr" in response.url:
                    kind = "search"
                else:
                    requests += 1
                sizes[kind] += len(gzip.compress(response.body(), 9))
            total = sum(size for kind, size in sizes.items() if kind != "search")
            print(
                f"{path:24}{requests:>9}"
                + "".join(f"{sizes[kind] / 1000:8.1f}" for kind in columns)
                + f"{total / 1000:8.1f}"
            )
            page.close()
    server.shutdown()


def main() -> None:
    started = time.perf_counter()
    book = load(ROOT)
    print(
        f"load: {len(book.pages)} pages, {len(book.concepts)} concepts, {len(book.references)} references "
        f"in {time.perf_counter() - started:.1f} s"
    )
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        for turn in ("first build", "second build"):
            started = time.perf_counter()
            done = build(ROOT, site, "http://127.0.0.1:8000/")
            assert done.returncode == 0, done.stdout
            print(f"{turn}: {time.perf_counter() - started:.1f} s")
        files = [path for path in site.rglob("*") if path.is_file()]
        print(f"site: {len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB")
        weigh(site)


if __name__ == "__main__":
    main()
