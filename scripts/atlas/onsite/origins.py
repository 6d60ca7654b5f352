"""Origins: does any page ask another site for anything, fail to get what it asks, or keep anything about its reader?

Every file is read, and every HTML page is opened in a real browser with scripts on, in each language by a reader who
keeps what the pages store. On the first page of each language the reader also searches, changes the palette and the
language, as these are what may store something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from playwright.sync_api import Error

from atlas.nouns import LANGUAGES, Problem
from atlas.onsite import Site, language
from atlas.onsite.browsing import LOCALE, PATIENCE, WIDE, Waiting, share
from atlas.onsite.loading import ENDINGS, loaded

STORED = """async () => [
  ...document.cookie.split("; ").filter(Boolean).map(one => `cookie ${one.split("=")[0]}`),
  ...Object.keys(localStorage).map(key => `localStorage ${key}`),
  ...Object.keys(sessionStorage).map(key => `sessionStorage ${key}`),
  ...(await indexedDB.databases()).map(({ name }) => `indexedDB ${name}`),
  ...(window.caches ? await caches.keys() : []).map(key => `cache ${key}`),
  ...(await navigator.serviceWorker?.getRegistrations() ?? []).map(({ scope }) => `serviceWorker ${scope}`),
]"""
KEPT = ("localStorage {base}.__palette", "localStorage atlas-language")
"""All that may be kept: the palette a reader chose, as the theme writes it down, and the language, as
overrides/assets/js/atlas.js and the root do, so that `/` can lead there."""
UNREACHED = ("https://api.github.com/", "https://${e}/api/v4/")
"""Addresses in the theme's script that it asks only where `repo_url` is configured; it is not."""
ABSOLUTE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
READERS = {"zh": "zh-CN", "en": "en-GB", "": LOCALE}
READ = 40
"""How many pages one reader opens."""
STEPS = 3
"""How many addresses a visit may lead through: a page of no language, an address that moved, and the page itself."""


def check(site: Site) -> Iterator[Problem]:
    for file in site.files(*ENDINGS):
        yield from written(site, file)
    yield from crawl(site)


def written(site: Site, file: str) -> Iterator[Problem]:
    """What a file would have a browser load from elsewhere, as it is written there."""
    for line, address in loaded(site.folder / file):
        if elsewhere(site, address) and not address.startswith(UNREACHED):
            cure = f"keep a copy on this site, or leave it out; see {site.source(file) or 'what writes the file'}"
            yield Problem(site.place(file, line), f"a browser would load {address} from another site", cure)


def elsewhere(site: Site, address: str) -> bool:
    """Whether an address leads to another origin, read as a browser reads it: blanks dropped, \\ taken for /."""
    plain = re.sub(r"[\t\n\r]", "", address).strip().replace("\\", "/")
    own = {urlsplit(home)[:2] for home in (site.home, site.address)}
    scheme, host = urlsplit(plain)[:2]
    return bool(ABSOLUTE.match(plain)) and (scheme or urlsplit(site.home).scheme, host) not in own


def note(site: Site) -> str:
    visits = _counted(site)
    return f"{len(site.pages)} pages opened, {visits[0]:,} requests"


@lru_cache(maxsize=1)
def _counted(site: Site) -> list[int]:
    """How many requests the readers made; filled by the crawl."""
    return [0]


def crawl(site: Site) -> list[Problem]:
    """Problems of all pages, by readers of each language."""
    trees = {lang: [page for page in site.pages if language(page) == lang] for lang in (*LANGUAGES, "")}
    tasks = [
        (lang, pages[start : start + READ]) for lang, pages in trees.items() for start in range(0, len(pages), READ)
    ]
    return share(tasks, lambda browser, task: Reader(browser, site, *task).read())


class Reader:
    """Opens the pages of one tree, one after another, and notes what goes wrong on each."""

    def __init__(self, browser, site: Site, lang: str, pages: list[str]):
        self.site, self.lang, self.pages = site, lang, pages
        self.context = browser.new_context(viewport=WIDE, locale=READERS[lang])
        self.context.set_default_timeout(PATIENCE)
        self.problems: list[Problem] = []
        self.page = self.url = ""
        self.context.on("request", self.asked)
        self.context.on("requestfailed", self.failed)
        self.context.on("response", self.answered)
        self.context.on("console", self.said)
        self.context.on("weberror", lambda error: self.add(f"a script stops: {error.error.message}"))
        self.context.route("**/*", self.passed)
        self.kept = {key.format(base=site.base) for key in KEPT}
        self.open_tab()

    def open_tab(self) -> None:
        self.tab = self.context.new_page()
        self.waiting = Waiting(self.tab)

    def passed(self, route) -> None:
        """Let a request pass, but for two of a page that sends its reader on: the target of one of no language need not
        be loaded again, as its own reader does so; and one that sends on for ever is stopped."""
        request = route.request
        self.steps += request.is_navigation_request()
        if self.steps > STEPS and request.is_navigation_request():
            route.abort("aborted")
        elif not self.lang and self.tree(request.url) and not self.missing(request.url):
            route.fulfill(status=route.fetch().status, content_type="text/plain", body="")
        else:
            route.continue_()

    def tree(self, url: str) -> str:
        return language(url.removeprefix(self.site.address))

    def read(self) -> list[Problem]:
        for page in self.pages:
            self.page = page
            self.visit(self.site.address + self.site.path(page))
            if page == "404.html":
                self.visit(f"{self.site.address}{LANGUAGES[0]}/no/such/page/")
        self.context.close()
        return self.problems

    def visit(self, url: str) -> None:
        self.url, self.steps = url, 0
        try:
            self.go(url)
            self.waiting.quiet()
            if self.lang and self.page == self.pages[0]:
                self.use()
            self.keep()
        except Error as error:
            self.give_up(error.message.splitlines()[0])

    def go(self, url: str) -> None:
        """Open an address; a page that sends its reader on at once is no error."""
        try:
            self.tab.goto(url, wait_until="load")
        except Error as error:
            if "interrupted by another navigation" not in error.message:
                raise
            self.tab.wait_for_load_state("load")

    def give_up(self, why: str) -> None:
        self.add(f"the page does not come to rest: {why}")
        self.tab.close()
        self.open_tab()

    def use(self) -> None:
        """Search, change the palette, change the language: whatever of these the page offers."""
        box = self.tab.locator("[data-md-component=search-query]")
        if box.count():
            box.focus()
            box.press_sequentially("a")
            self.waiting.quiet()
            self.tab.keyboard.press("Escape")
        palette = self.tab.locator("label[for^=__palette]:visible")
        if palette.count():
            palette.first.click()
        switch = self.tab.locator("a[data-language]:visible")
        if switch.count():
            switch.first.click()
            self.tab.wait_for_load_state("load")
        self.waiting.quiet()

    def keep(self) -> None:
        """Cookies and storage that were not there before."""
        if self.steps > STEPS:
            self.give_up(f"it leads through more than {STEPS} addresses")
            return
        kept = self.tab.wait_for_function(STORED, timeout=PATIENCE).json_value()
        stored = [*kept, *(f"cookie {cookie['name']}" for cookie in self.context.cookies())]
        for one in dict.fromkeys(stored):
            if one not in self.kept:
                self.add(f"the page keeps something about its reader: {one}")
            self.kept.add(one)

    def asked(self, request) -> None:
        _counted(self.site)[0] += 1
        if request.url.startswith(("http:", "https:", "ws:", "wss:")) and not request.url.startswith(self.site.address):
            self.add(f"the page asks {request.url}, outside this site")

    def failed(self, request) -> None:
        """A request that the reader's leaving cut off is no fault of the page."""
        if request.failure != "net::ERR_ABORTED":
            self.add(f"a request fails ({request.failure}): {request.url}")

    def answered(self, response) -> None:
        if response.status >= 400 and not self.missing(response.url):
            self.add(f"a request is answered with {response.status}: {response.url}")

    def said(self, message) -> None:
        if message.type in ("error", "warning") and not self.missing(message.location.get("url", "")):
            self.add(f"the console shows: {message.text}")

    def missing(self, url: str) -> bool:
        """Whether an address is the one that was asked for because nothing stands there."""
        return self.page == "404.html" and url == self.url

    def add(self, what: str) -> None:
        cure = "see what the page, its template or its scripts ask for"
        self.problems.append(Problem(self.site.origin(self.page), f"/{self.site.path(self.page)}: {what}", cure))
