"""People and CI knock here: what is wrong with docs/ and data/? Prints `file:line: what; cure`.

python scripts/check.py              all checks
python scripts/check.py --only NAME  one of them
"""

import argparse
import os
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from atlas import checks
from atlas.load import load


def main() -> int:
    names = list(checks.all_checks())
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=names, help="run one check")
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the project's folder (default: here)")
    options = parser.parse_args()
    found = Counter()
    for name, problem in checks.run(load(options.root), options.only):
        found[name] += 1
        print(problem)
        if os.environ.get("GITHUB_ACTIONS"):
            print(
                f"::error file={problem.place.file},line={problem.place.line},title={name}::{problem.what}; {problem.cure}"
            )
    for name in [options.only] if options.only else ["data", *names]:
        print(f"{name:12} {found[name] or 'ok'}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
