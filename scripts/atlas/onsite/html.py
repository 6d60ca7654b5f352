"""HTML: is every built page what the standard allows, and named and nested as assistive technology needs it?

html-validate with its recommended rules; html.mjs beside this file says which are off, and why.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from atlas import npm
from atlas.nouns import Problem
from atlas.onsite import Site

HERE = Path(__file__).parent


def check(site: Site) -> Iterator[Problem]:
    """Raises RuntimeError with html-validate's own words if it cannot run."""
    modules = npm.packages(HERE, site.root / ".cache" / "html")
    paths = [str(site.folder / page) for page in site.pages]
    program = str(modules / "html-validate" / "bin" / "html-validate.mjs")
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "said.json"  # a pipe would be cut off where Node leaves before all is read
        options = ["--config", str(HERE / "html.mjs"), "--formatter", f"json={said}"]
        done = npm.run(program, *options, *paths, cwd=modules.parent)
        if not said.exists():
            raise RuntimeError(f"html-validate: {done.stderr or done.stdout}")
        files = json.loads(said.read_text(encoding="utf-8"))
    for file in files:
        page = Path(file["filePath"]).relative_to(site.folder).as_posix()
        for found in file["messages"]:
            where = f" at {found['selector']}" if found.get("selector") else ""
            cure = f"mend {site.source(page) or 'its template'}; {found.get('ruleUrl', 'see html-validate')}"
            yield Problem(site.place(page, found["line"]), f"{found['message']}{where} ({found['ruleId']})", cure)


def note(site: Site) -> str:
    return f"{len(site.pages)} pages"
