"""Weighing: what does a browser ask for when it opens a page, what does that weigh, and does the layout shift?

Bytes are gzip at level 9, as a server would send them, so that they repeat exactly; every page is opened with an empty
cache. The search is kept apart, since it is to weigh nothing until a reader asks.
"""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from atlas.onsite import Site
from atlas.onsite.browsing import LOCALE, NARROW, WIDE, Waiting, stay
from atlas.serving import packed

KINDS = {
    "text/html": "html",
    "text/css": "css",
    "text/javascript": "js",
    "application/javascript": "js",
    "font/woff2": "font",
    "image/svg+xml": "image",
    "image/png": "image",
}
BYTES = ("html", "css", "js", "font", "image", "other", "search")
"""What bytes are spent on; `total` is the sum of all but images and the search."""
FIGURES = (*BYTES, "total", "requests", "failed", "elsewhere", "shift")
SEARCH = ("/search/", "/workers/search.", "/lunr/")
"""What the addresses of the search have in them: our own, and the theme's where it is left as it comes."""
TURNS = 2
"""How often a page that moved is loaded again."""
WATCH = """
  window.atlasShift = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.atlasShift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""


class Traffic:
    """What a tab asks for from now on, and what comes of it."""

    def __init__(self, tab) -> None:
        self.asked, self.answers, self.failed = [], [], []
        tab.on("request", lambda one: self.asked.append(one))
        tab.on("response", lambda one: self.answers.append(one))
        tab.on("requestfailed", lambda one: self.failed.append(one))

    def network(self) -> list:
        """The requests that left the page: `data:` and `blob:` did not."""
        return [request for request in self.asked if request.url.startswith(("http:", "https:"))]

    def figures(self, site: Site) -> dict[str, float]:
        """Counts and bytes until now: all FIGURES, of which `shift` stays 0."""
        origin = urlsplit(site.address)[:2]
        network, answers = self.network(), self.answers[:]
        figures: Counter[str] = Counter(dict.fromkeys(FIGURES, 0))
        figures["requests"] = sum(not searches(request.url) for request in network)
        figures["elsewhere"] = sum(urlsplit(request.url)[:2] != origin for request in network)
        figures["failed"] = len(self.failed) + sum(answer.status >= 400 for answer in answers)
        for answer in answers:
            if answer.url.startswith(site.address) and answer.status < 300:
                figures[kind(answer)] += len(packed(answer.body()))
        figures["total"] = sum(figures[name] for name in BYTES if name not in ("image", "search"))
        return dict(figures)


def weigh(browser, site: Site, page: str) -> dict[str, float]:
    """FIGURES of one page, taken when it has loaded and fallen quiet: what a script moves seconds later is not seen.

    `requests` are all but those of the search; `shift` is the worse of a wide and a narrow window.
    """
    context = browser.new_context(viewport=WIDE, locale=LOCALE)
    context.add_init_script(WATCH)
    stay(context, site, page)
    tab = context.new_page()
    waiting, traffic = Waiting(tab), Traffic(tab)
    tab.goto(site.address + site.path(page), wait_until="load")
    waiting.quiet()
    figures = traffic.figures(site)
    shifts = [least_shift(tab, waiting)]
    tab.set_viewport_size(NARROW)
    tab.wait_for_function("width => innerWidth === width", arg=NARROW["width"])
    tab.reload(wait_until="load")
    waiting.quiet()
    shifts.append(least_shift(tab, waiting))
    context.close()
    return figures | {"shift": round(max(shifts), 4)}


def least_shift(tab, waiting: Waiting) -> float:
    """How far the layout moved. On a busy machine a page may be painted half read, so what moved is to do so again."""
    shift = tab.evaluate("window.atlasShift")
    for _ in range(TURNS):
        if shift:
            tab.reload(wait_until="load")
            waiting.quiet()
            shift = min(shift, tab.evaluate("window.atlasShift"))
    return shift


def kind(answer) -> str:
    if searches(answer.url):
        return "search"
    return KINDS.get(answer.headers.get("content-type", "").split(";")[0], "other")


def searches(url: str) -> bool:
    """Whether an address belongs to the search."""
    return any(part in url for part in SEARCH)
