"""Faults put into the real built site: does each turn the check it is meant for red, at the file and line where it is?

    python tests/mutations/on_site.py    these alone; make mutations runs all

Places are drawn by a seeded generator from whatever pages there are, so that content may change; a fault is undone
before the next.
"""

from __future__ import annotations

import base64
import random
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from atlas import onsite  # noqa: E402
from atlas.load import load  # noqa: E402
from atlas.onsite import Site, language  # noqa: E402
from atlas.serving import serving  # noqa: E402
from building import build  # noqa: E402

SEED = 20261122
CDN = "https://cdn.example.com/"


@dataclass(frozen=True)
class Fault:
    """One page of the built site, made wrong in one way: what is meant to find it, what it is, and the page's new text."""

    check: str
    page: str
    what: str
    text: str
    line: int | None
    """Where the fault stands, for checks that know lines."""


Change = Callable[[str, random.Random], tuple[str, int] | None]
"""Text of a page → its new text and the line of the change; None if the page has no place for it."""


def insert(markup: str, before: str = "</main>") -> Change:
    """Put markup on a line of its own before the last place of a word."""

    def change(text: str, draw: random.Random) -> tuple[str, int] | None:
        at = text.rfind(before)
        return None if at < 0 else (f"{text[:at]}\n{markup}\n{text[at:]}", text.count("\n", 0, at) + 2)

    return change


def swap(pattern: str, instead: str) -> Change:
    """Replace one of the places of a pattern, drawn by lot."""

    def change(text: str, draw: random.Random) -> tuple[str, int] | None:
        found = list(re.finditer(pattern, text))
        if not found:
            return None
        match = draw.choice(found)
        new = text[: match.start()] + match.expand(instead) + text[match.end() :]
        return new, text.count("\n", 0, match.start()) + 1

    return change


def lose_target(text: str, draw: random.Random) -> tuple[str, int] | None:
    """Take away the id of a heading that the page itself links to; the first link to it is what breaks."""
    ids = [id for id in re.findall(r'<h[23] id="([^"]+)"', text) if f'href="#{id}"' in text]
    if not ids:
        return None
    id = draw.choice(ids)
    return text.replace(f' id="{id}"', "", 1), text.count("\n", 0, text.index(f'href="#{id}"')) + 1


def padding(text: str, draw: random.Random) -> tuple[str, int] | None:
    """60 KB that no compression makes less."""
    noise = base64.b64encode(draw.randbytes(60_000)).decode()
    return insert(f"<p>{noise}</p>")(text, draw)


def script(code: str) -> Change:
    return insert(f"<script>{code}</script>")


KINDS: list[tuple[str, str, str, Change]] = [
    ("links", "zh", "the target of a link into the page is gone", lose_target),
    ("links", "en", "a link to a page is misspelt", swap(r'<a href="((?:\.\./)+[a-z-]+)/', r'<a href="\1x/')),
    ("links", "zh", "a link into another page is misspelt", swap(r'<a href="((?:\.\./)+[a-z/-]*#[a-z0-9-]+)"', r'<a href="\1x"')),
    ("links", "en", "a canonical address leads nowhere", swap(r'(rel="canonical" href="[^"]+)/"', r'\1x/"')),
    ("links", "", "a page of no language sends its reader nowhere", swap(r'(<a href="[^"#]+)/(#[^"]*)?"', r'\1x/\2"')),
    ("html", "zh", "an id stands twice", insert('<p id="twice">a</p><p id="twice">b</p>')),
    ("html", "en", "a button stands in a link", insert('<p><a href="./"><button type="button">a</button></a></p>')),
    ("html", "zh", "elements cross", insert("<p><em>a<strong>b</em></strong></p>")),
    ("html", "en", "a list holds a paragraph", insert("<ul><p>a</p></ul>")),
    ("html", "", "an element is not closed", insert("<section><h2>a</h2>")),
    ("html", "zh", "an attribute stands twice", insert('<p class="a" class="b">a</p>')),
    ("access", "zh", "an input has no label", insert('<p><input type="text"></p>')),
    ("access", "en", "an image has no words", insert('<p><img src="{icon}"></p>')),
    ("access", "zh", "words are too dark in the dark palette", insert('<p style="color: #222">文字</p>')),
    ("access", "en", "words are too pale in the light palette", insert('<p style="color: #ddd">words</p>')),
    ("access", "", "a link has no name", insert('<p><a href="./"></a></p>')),
    ("access", "en", "a role that does not exist", insert('<p role="sentence">words</p>')),
    ("origins", "zh", "a script of a CDN", insert(f'<script src="{CDN}a.js"></script>', "</head>")),
    ("origins", "en", "a style sheet of a CDN", insert(f'<link rel="stylesheet" href="{CDN}a.css">', "</head>")),
    ("origins", "zh", "a font of a CDN", insert(f"<style>@font-face {{ src: url({CDN}a.woff2) }}</style>", "</head>")),
    ("origins", "en", "an image of another site", insert(f'<p><img src="{CDN[6:]}a.png" alt="a"></p>')),
    ("origins", "", "a script asks another site, in words put together", script('fetch("https:" + "/" + "/cdn.example.com/")')),
    ("origins", "zh", "a script sets a cookie", script('document.cookie = "seen=1"')),
    ("origins", "en", "a script keeps something", script('localStorage.setItem("visits", 1)')),
    ("origins", "zh", "a script keeps something for the session", script('sessionStorage.setItem("visits", 1)')),
    ("origins", "en", "a script asks for what is not there", script('fetch("nothing.json")')),
    ("origins", "", "a script stops", script("undefined.name")),
    ("budgets", "zh", "60 KB more of HTML", padding),
    ("budgets", "en", "ten more requests", script('for (let n = 0; n < 10; n++) fetch(`?${n}`)')),
    ("budgets", "zh", "the layout moves", script(
        "addEventListener('load', () => requestAnimationFrame(() => requestAnimationFrame("
        "() => { document.body.style.paddingTop = '20rem'; })))"
    )),
    ("budgets", "en", "a font that the page does not need", script(
        'new FontFace("a", `url(${"{icon}".replace("images/favicon.svg", "fonts/math.woff2")}?a)`).load()'
    )),
    ("budgets", "", "three more requests", script("for (let n = 0; n < 3; n++) fetch(`?${n}`)")),
]  # fmt: skip
"""What can go wrong: the check that is to find it, the tree it happens in, what it is, and how."""


def mutations(site: Site, seed: int = SEED) -> list[Fault]:
    """One fault of every kind, each on a page drawn by lot among those that have a place for it.

    Raises LookupError if no page has one: then the kind is to be written anew.
    """
    draw = random.Random(seed)
    faults = []
    for check, tree, what, change in KINDS:
        pages = [page for page in site.pages if language(page) == tree]
        draw.shuffle(pages)
        for page in pages:
            text = (site.folder / page).read_text(encoding="utf-8")
            if done := change(text, draw):
                faults.append(fault(site, check, page, what, *done))
                break
        else:
            raise LookupError(f"no page of {tree or 'no language'} has a place for: {what}")
    return faults


def fault(site: Site, check: str, page: str, what: str, text: str, line: int) -> Fault:
    icon = f"{site.base}assets/images/favicon.svg"
    known = check in ("links", "html") or f"{CDN[6:]}a." in text
    return Fault(check, page, what, text.replace("{icon}", icon), line if known else None)


def trial(site: Site, fault: Fault) -> bool:
    """Whether the check finds the fault on its page (and line, where it knows lines); the page is then as before."""
    path = site.folder / fault.page
    before = path.read_bytes()
    path.write_text(fault.text, encoding="utf-8")
    try:
        narrowed = replace(site, only=frozenset({fault.page}))
        places = [problem.place for _, problem in onsite.run(narrowed, fault.check)]
    finally:
        path.write_bytes(before)
    built = site.place(fault.page, fault.line or 1)
    if fault.line:
        return built in places
    return any(place in (built, site.origin(fault.page)) for place in places)


def untouched(site: Site, faults: list[Fault]) -> list[str]:
    """What each check says of the pages of its faults as they are: nothing, if the faults are what it finds."""
    said = []
    for name in onsite.all_checks():
        narrowed = replace(site, only=frozenset(fault.page for fault in faults if fault.check == name))
        said += [f"{name}: {problem}" for _, problem in onsite.run(narrowed, name)]
    return said


def score() -> tuple[int, int]:
    """(caught, planted), on a site built for the purpose; what escaped, or is said of untouched pages, is printed."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made).resolve()
        with serving(folder, "aigc-atlas") as address:
            done = build(ROOT, folder, address)
            if done.returncode:
                sys.exit(done.stdout + done.stderr)
            site = Site(ROOT, folder, address, load(ROOT))
            faults = mutations(site)
            said = untouched(site, faults)
            escaped = [fault for fault in faults if not trial(site, fault)]
    for line in said:
        print(f"untouched, yet {line}")
    for one in escaped:
        print(f"escaped {one.check}: {one.what}, on {one.page}")
    caught = len(faults) - len(escaped) if not said else 0
    print(f"on the built site {caught}/{len(faults)}")
    return caught, len(faults)


if __name__ == "__main__":
    caught, planted = score()
    sys.exit(caught < planted)
