"""Where the project is, the tiny site that tests break, and a build in a process of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

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


def build(root: Path, site: Path, site_url: str) -> subprocess.CompletedProcess:
    """Run `mkdocs build` in a process of its own, as a person would."""
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(site)]
    environment = {**os.environ, "SITE_URL": site_url, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
