"""Loading: which addresses would a browser load because of what stands in a built file, and on which line?

HTML, CSS, JavaScript, JSON, XML and SVG are read as they lie there, so that what no visit happens to trigger is found too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml.html import fromstring

XLINK = "{http://www.w3.org/1999/xlink}href"
ATTRIBUTES = {
    None: ("src", "srcset", "poster", "background", "action", "formaction", "ping", "manifest"),
    "object": ("data", "codebase"),
    "image": ("href", XLINK),
    "use": ("href", XLINK),
    "feImage": ("href", XLINK),
    "script": ("href", XLINK),
    "link": ("imagesrcset",),
    "base": ("href",),
}
"""Attributes whose value is loaded or sent to: on any element (None), or on one alone."""
FETCHED = {"stylesheet", "icon", "apple-touch-icon", "mask-icon", "manifest", "preload", "modulepreload"}
GREETED = {"prefetch", "prerender", "preconnect", "dns-prefetch", "pingback"}
"""What a link may be for, so that a browser fetches its address, or greets the host."""
INERT_SCRIPTS = ("application/ld+json", "application/json", "text/plain")
IN_CSS = re.compile(r"(?:url\(\s*|@import\s+(?:url\()?\s*)['\"]?\s*([^'\")\s;]+)")
IN_JS = re.compile(r"[`'\"]\s*((?:https?:|wss?:)?//[^`'\"\s]+)")
REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\">\s]+)", re.IGNORECASE)
STYLESHEET = re.compile(r"<\?xml-stylesheet[^>]*href=['\"]([^'\"]+)")
ENDINGS = (".html", ".css", ".js", ".mjs", ".json", ".webmanifest", ".xml", ".svg")

Found = Iterator[tuple[int, str]]


def loaded(path: Path) -> Found:
    """(line, address) of everything that the file would have a browser load. Other kinds of files yield nothing."""
    text = path.read_text(encoding="utf-8")
    match path.suffix:
        case ".html":
            yield from markup(fromstring(text.encode()))
        case ".css":
            yield from matches(IN_CSS, text)
        case ".js" | ".mjs":
            yield from matches(IN_JS, text)
        case ".json" | ".webmanifest":
            yield from inside(json.loads(text))
        case ".xml" | ".svg":
            yield from matches(STYLESHEET, text)
            yield from markup(etree.fromstring(text.encode()))


def matches(pattern: re.Pattern, text: str, start: int = 1) -> Found:
    for match in pattern.finditer(text):
        yield start + text.count("\n", 0, match.start()), match[1]


def markup(root) -> Found:
    """What elements load, by their attributes, styles and scripts."""
    for node in root.iter(etree.Element):
        tag = node.tag.rpartition("}")[2]  # less strict than QName: in a text, `s<t)` reads as an element `t)`
        line = node.sourceline or 1
        for name in (*ATTRIBUTES[None], *ATTRIBUTES.get(tag, ())):
            if value := node.get(name):
                for one in value.split(",") if name.endswith("srcset") else [value]:
                    yield line, (one.split() or [""])[0]
        if tag == "link" and (FETCHED | GREETED) & set(node.get("rel", "").lower().split()):
            yield line, node.get("href", "")
        if tag == "meta" and node.get("http-equiv", "").lower() == "refresh":
            yield from matches(REFRESH, node.get("content", ""), line)
        yield from matches(IN_CSS, node.get("style", ""), line)
        if tag == "style":
            yield from matches(IN_CSS, node.text or "", line)
        if tag == "script" and node.get("type", "") not in INERT_SCRIPTS:
            yield from matches(IN_JS, node.text or "", line)
        for name, value in node.attrib.items():
            if name.startswith("on"):
                yield from matches(IN_JS, value, line)


def inside(data) -> Found:
    """Addresses that a manifest gives its icons, and markup in any text of a JSON document."""
    if isinstance(data, dict):
        yield from ((1, str(data[key])) for key in ("src", "start_url", "scope") if isinstance(data.get(key), str))
    if isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from inside(value)
    elif isinstance(data, str) and "<" in data and data.strip():
        yield from ((1, address) for _, address in markup(fromstring(f"<div>{data}</div>")))
