"""Where the project is, the tiny site that tests break and how, and a build in a process of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from atlas import marks

ROOT = Path(__file__).parents[1]
TINY = ROOT / "tests" / "sites" / "right"


def copy_tiny(target: Path) -> Path:
    """A copy of the tiny site at `target`, with the machinery and looks of the real one."""
    shutil.copytree(TINY, target)
    for name in ("scripts", "overrides"):
        (target / name).symlink_to(ROOT / name)
    (target / "mkdocs.base.yml").symlink_to(ROOT / "mkdocs.yml")
    (target / "data" / "strings.yml").symlink_to(ROOT / "data" / "strings.yml")
    return target


def faults(name: str) -> list[dict]:
    """The faults of a file in tests/sites/."""
    return marks.parse((ROOT / "tests" / "sites" / name).read_text(encoding="utf-8"), name)


def break_it(root: Path, fault: dict) -> None:
    """Make the site at `root` wrong as a fault says: remove, add or edit a file."""
    if "remove" in fault:
        (root / fault["remove"]).unlink()
    if "add" in fault:
        (root / fault["add"][0]).write_text(fault["add"][1], encoding="utf-8")
    if "edit" in fault:
        file, old, new = fault["edit"]
        text = (root / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (root / file).write_text(text.replace(old, new), encoding=fault.get("encoding", "utf-8"))


def build(root: Path, site: Path, site_url: str) -> subprocess.CompletedProcess:
    """Run `mkdocs build` in a process of its own, as a person would."""
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(site)]
    environment = {**os.environ, "SITE_URL": site_url, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
