"""People and CI knock here: what is wrong with the site as it was built? Prints `file:line: what; cure`.

python scripts/check_site.py              builds the site into a temporary folder and runs all checks
python scripts/check_site.py --only NAME  one of them
python scripts/check_site.py --site DIR   on a site that is already built
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parent))

from atlas import onsite
from atlas.load import load
from atlas.report import report
from atlas.serving import serving

BASE = "aigc-atlas"


def main() -> int:
    checks = onsite.all_checks()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=checks, help="run one check")
    parser.add_argument("--site", type=Path, help="a built site (default: build it now)")
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the project's folder (default: here)")
    options = parser.parse_args()
    root = options.root.resolve()
    with tempfile.TemporaryDirectory() as made:
        folder = options.site.resolve() if options.site else Path(made).resolve()
        base = urlsplit(onsite.home(folder) or "").path if options.site else BASE
        with serving(folder, base) as address:
            if not options.site and (failed := build(root, folder, address)):
                return failed
            site = onsite.Site(root, folder, address, load(root))
            seconds: dict[str, float] = {}
            found = timed(site, [options.only] if options.only else list(checks), seconds)
            return report(
                found, list(checks), options.only, lambda name: f"{checks[name].note(site)}, {seconds[name]:.0f} s"
            )


def build(root: Path, folder: Path, address: str) -> int:
    """Build the project for `address`; returns what MkDocs returns, 0 for success."""
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(folder)]
    environment = os.environ | {"SITE_URL": address, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, cwd=root, env=environment).returncode


def timed(site: onsite.Site, names: list[str], seconds: dict[str, float]):
    """(name, problem) of each check in turn; how long each took is in `seconds`."""
    for name in names:
        started = time.perf_counter()
        yield from onsite.run(site, name)
        seconds[name] = time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
