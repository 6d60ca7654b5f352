"""How light is a page beside stock Material and beside no site at all: requests, bytes, and time on a slow telephone?

    make bench-weight               RUNS=3
    make bench-weight LIGHTHOUSE=1  Lighthouse's scores too; the first time, it is installed from npm

Every row of the first table is a page of one of three sites with the same articles:

- this site;
- stock: Material for MkDocs as it comes, with `navigation.tabs`, the search plugin and `font: false`, each language a
  site of its own. What is ours in a page (citations, drawn diagrams, MathML) stock Material cannot make, so its pages
  are given the finished inside of our <article>: text, drawings and formulas are the same, while navigation, table of
  contents, styles, scripts and search are stock. With mermaid.js and MathJax, as its manual has it, it would weigh far
  more; with its default fonts it would also ask two other hosts;
- bare: the same article as HTML with language, title and description, without a style, a script or any navigation:
  the floor that no site can go below.

Every site is served from this machine as GitHub Pages does it, as gzip with `max-age=600`, but over HTTP/1.1, which is
the same for all three. A page is opened with an empty cache on the telephone, the network and the processor that
Lighthouse has for mobile (slow 4G: 150 ms, 1.6 Mbit/s down, 750 kbit/s up; 4 times slower), all of which are applied,
not computed: see weight/timing.py. LCP and CLS are what PerformanceObserver says; CLS adds up all shifts, which is
never less than the worst window that the standard takes. TBT is what long tasks take beyond 50 ms after the first paint,
until two seconds after the page has loaded, or longer if it is not quiet by then. Figures are medians of several runs,
each of which opens every page of every site once, so that what else the machine does meets all alike. The least of the
runs stands beside, since what else it does only ever costs time. Bytes repeat exactly; times are worth comparing within
one run, which is why LCP is divided by that of the bare page.

Kilobytes are 1000 bytes of gzip at level 9. `total` is all that is asked for, the search and images included; `hosts`
are requests to other hosts; `largest` is the element whose paint LCP is.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path

from atlas.browser import open_browser
from atlas.load import load
from atlas.onsite import Site
from atlas.onsite.weighing import BYTES
from atlas.serving import serving
from building import ROOT, build
from weight import lighthouse, sites
from weight.timing import timed

NAMES = ("principles/gan/", "", "glossary/", "history/timeline/")
"""An article with diagrams and formulas, the home page, and the two longest lists."""
ARTICLE = NAMES[0]
LANGUAGES = ("zh", "en")
PAGES = [f"{lang}/{name}" for name in NAMES for lang in LANGUAGES]
KINDS = ("this", "stock", "bare")


def served(stack: ExitStack, folder: Path) -> dict[str, Site]:
    """The three sites, built and answering until the stack is left."""
    book = load(ROOT)
    folders = {name: folder / name for name in KINDS}
    at = {name: stack.enter_context(serving(folders[name], pack=True)) for name in KINDS}
    done = build(ROOT, folders["this"], at["this"])
    assert done.returncode == 0, done.stdout + done.stderr
    sites.stock(book, folders["this"], folders["stock"], at["stock"], folder / "work")
    sites.bare(book, folders["this"], folders["bare"])
    return {name: Site(ROOT, folders[name], at[name], book) for name in KINDS}


def measured(three: dict[str, Site], runs: int) -> dict[tuple[str, str], list[dict]]:
    """The figures of every load by (page, site), after one load that nobody counts."""
    loads: dict[tuple[str, str], list[dict]] = {(page, name): [] for page in PAGES for name in KINDS}
    with open_browser() as browser:
        timed(browser, three["bare"], f"{PAGES[0]}index.html")
        for _ in range(runs):
            for page, name in loads:
                loads[page, name].append(timed(browser, three[name], f"{page}index.html"))
    return loads


def weights(loads: dict[tuple[str, str], list[dict]], runs: int) -> None:
    """Print the first table."""
    print(f"\nKB gzip by kind; times on slow 4G and a 4 times slower processor: medians of {runs}, then the least")
    kinds = "".join(f"{name:>8}" for name in (*BYTES, "total"))
    times = f"{'LCP s':>8}{'÷ bare':>7}{'TBT ms':>7}"
    print(f"{'page':21}{'site':7}{'requests':>8}{kinds}{'failed':>8}{'hosts':>6}{'CLS':>8}{times}{times}  largest")
    for (page, name), mine in loads.items():
        usual = {figure: statistics.median(one[figure] for one in mine) for figure in mine[0] if figure != "what"}
        row = f"{usual['requests']:8.0f}" + "".join(f"{usual[kind] / 1000:8.1f}" for kind in (*BYTES, "total"))
        row += f"{usual['failed']:8.0f}{usual['elsewhere']:6.0f}{usual['cls']:8.4f}"
        for pick in (statistics.median, min):
            lcp, floor = (pick(one["lcp"] for one in some) for some in (mine, loads[page, "bare"]))
            row += f"{lcp / 1000:8.2f}{lcp / floor:7.2f}{pick(one['tbt'] for one in mine):7.0f}"
        print(f"{page:21}{name:7}{row}  {mine[-1]['what']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="how often every page is opened; 0: not at all")
    parser.add_argument("--lighthouse", action="store_true", help="Lighthouse's scores too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        three = served(stack, Path(folder))
        if options.runs:
            weights(measured(three, options.runs), options.runs)
        if options.lighthouse:
            asked = {f"{page} this": three["this"].address + page for page in PAGES}
            asked |= {f"{lang}/{ARTICLE} bare": f"{three['bare'].address}{lang}/{ARTICLE}" for lang in LANGUAGES}
            lighthouse.table(asked, options.runs or 1)


if __name__ == "__main__":
    main()
