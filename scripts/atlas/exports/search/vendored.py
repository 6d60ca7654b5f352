"""Vendored: MiniSearch (MIT), shortened, kept beside this file so that a build needs no npm."""

from __future__ import annotations

import json
from pathlib import Path

from atlas import npm

HERE = Path(__file__).parent
FILE = HERE / "minisearch.js"
OPTIONS = ("--compress", "--mangle", "--comments", "false")


def minisearch(cache: Path) -> str:
    """The text of minisearch.js as package.json beside this file asks for it, from npm.

    Raises subprocess.CalledProcessError if npm cannot.
    """
    modules = npm.packages(HERE, cache / "search")
    package = json.loads((modules / "minisearch" / "package.json").read_text(encoding="utf-8"))
    script = modules / "minisearch" / "dist" / "umd" / "index.js"
    done = npm.run(str(modules / "terser" / "bin" / "terser"), str(script), *OPTIONS, cwd=modules.parent)
    done.check_returncode()
    return f"/* MiniSearch {package['version']}, (c) Luca Ongaro, MIT licence; its UMD build, shortened by Terser */\n{done.stdout}"
