"""A headless browser, found or installed: Playwright's own where it can be downloaded, else Debian's chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str | None:
    """The path of a browser that Playwright can drive, or None: `CHROMIUM`, Playwright's own, then the machine's."""
    from playwright.sync_api import sync_playwright

    if os.environ.get("CHROMIUM"):
        return os.environ["CHROMIUM"]
    with sync_playwright() as playwright:
        if Path(playwright.chromium.executable_path).exists():
            return playwright.chromium.executable_path
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def ensure() -> str:
    """The browser's path; installs one if none is there, saying what it does. Raises SystemExit if it cannot."""
    if found := executable():
        return found
    print("No browser found. Trying Playwright's own chromium …", flush=True)
    if subprocess.run([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]).returncode:
        print("That cannot be downloaded here. Installing Debian's chromium with apt-get …", flush=True)
        sudo = ["sudo"] if os.geteuid() and shutil.which("sudo") else []
        for command in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
            subprocess.run(
                [*sudo, "apt-get", *command], check=False, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            )
    if found := executable():
        return found
    raise SystemExit("No browser could be installed; install chromium by hand, or set CHROMIUM to its path.")


@contextmanager
def open_browser() -> Iterator:
    """A Playwright browser; closed on leaving."""
    from playwright.sync_api import sync_playwright

    path = ensure()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def open_page() -> Iterator:
    """A page of its own in a browser of its own."""
    with open_browser() as browser:
        yield browser.new_page()


if __name__ == "__main__":
    print(f"Browser: {ensure()}")
