"""Addresses: how does one page of the site link to another, wherever the site is hosted?"""

from __future__ import annotations

import posixpath


def relative(target: str, source: str) -> str:
    """A relative link from one URL path to another; both are paths from the site's root without a leading slash.

    `relative("en/glossary/#gan", "en/principles/gan/")` → `../../glossary/#gan`. It works under any base path.
    """
    path, hash_, anchor = target.partition("#")
    if path == source:
        return f"#{anchor}" if hash_ else "./"
    way = posixpath.relpath(path or ".", posixpath.dirname(source) or ".")
    if path.endswith("/") or path == "":
        way += "/"
    return way + hash_ + anchor
