"""Browsing: what do the checks that open pages share? Two browsers at work, patience, and pages made to stay."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from atlas.browser import open_browser
from atlas.onsite import Site, language

Task, Found = TypeVar("Task"), TypeVar("Found")
WORKERS = 2
LOCALE = "fr-FR"
"""A language the site does not speak: the root offers both and stays."""
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
SETTLED = """async () => {
  await new Promise(done => requestIdleCallback(done, { timeout: 1000 }));
  await Promise.allSettled(document.getAnimations().map(one => one.finished));
  return true;
}"""
"""Waits until the page has nothing to do and no transition runs."""
PATIENCE = 15_000
"""Milliseconds after which a page that does not come to rest is given up."""


def share(tasks: Sequence[Task], work: Callable[[object, Task], Iterable[Found]]) -> list[Found]:
    """All that `work(browser, task)` yields for the tasks, done by two browsers side by side; order is not kept."""

    pending = iter(tasks)

    def some(_: int) -> list[Found]:
        with open_browser() as browser:
            return [found for task in pending for found in work(browser, task)]

    with ThreadPoolExecutor(WORKERS) as pool:
        return [found for part in pool.map(some, range(min(WORKERS, len(tasks)))) for found in part]


class Waiting:
    """Knows which requests of a tab are under way: `Waiting(tab).quiet()` returns when none is, and none follows."""

    def __init__(self, tab):
        self.tab, self.open = tab, 0
        tab.on("request", lambda _: self.count(1))
        tab.on("requestfinished", lambda _: self.count(-1))
        tab.on("requestfailed", lambda _: self.count(-1))

    def count(self, step: int) -> None:
        self.open += step

    def quiet(self) -> None:
        """A worker asks for its scripts one after another, so a single moment of silence is not enough.

        Raises playwright's TimeoutError for a page that is always busy or always replaced.
        """
        silent = 0
        for _ in range(100):
            self.tab.wait_for_function(SETTLED, timeout=PATIENCE)  # unlike evaluate, it ends if pages follow for ever
            silent = silent + 1 if self.open <= 0 else 0
            if silent == 3:
                return
            self.tab.wait_for_timeout(40)


def stay(context, site: Site, *pages: str) -> None:
    """Let pages of no language stay where they are: /c/<id>/ and moved addresses replace their location at once."""

    def still(route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("location.replace(", "void("))

    for page in pages:
        if not language(page):
            context.route(site.address + site.path(page), still)
