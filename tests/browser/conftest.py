"""A reader's browser: real, headless, and strict about what the page asks for."""

from collections.abc import Iterator

import pytest
from atlas.browser import open_browser


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    with open_browser() as browser:
        yield browser


class Reader:
    """A browsing context that records everything that goes wrong on its pages."""

    def __init__(self, browser, address: str, **options):
        options = {"viewport": {"width": 1280, "height": 900}, "locale": "en-US"} | options
        self.context = browser.new_context(**options)
        self.address, self.faults, self.requests = address, [], []
        self.context.on("request", self.asked)
        self.context.on("requestfailed", self.failed)
        self.context.on("response", self.answered)
        self.page = self.context.new_page()
        self.page.on("console", lambda said: said.type in ("error", "warning") and self.faults.append(said.text))
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))

    def asked(self, request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"elsewhere: {request.url}")

    def failed(self, request) -> None:
        """A request that the reader's leaving the page cut off is no fault of the page."""
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.url} {request.failure}")

    def answered(self, response) -> None:
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.url}")

    def open(self, path: str):
        self.page.goto(self.address + path, wait_until="load")
        self.page.wait_for_timeout(150)
        return self.page


@pytest.fixture
def reader(chromium, address):
    """`reader(color_scheme="dark")` → a Reader; whatever went wrong on its pages fails the test at its end."""
    readers = []

    def make(**options) -> Reader:
        readers.append(Reader(chromium, address, **options))
        return readers[-1]

    yield make
    for one in readers:
        one.context.close()
    assert [fault for one in readers for fault in one.faults] == []
