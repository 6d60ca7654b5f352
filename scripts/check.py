"""People and CI knock here: what is wrong with docs/ and data/? Prints `file:line: what; cure`.

python scripts/check.py              all checks
python scripts/check.py --only NAME  one of them
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from atlas import checks
from atlas.load import load
from atlas.report import report


def main() -> int:
    modules = checks.all_checks()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=modules, help="run one check")
    parser.add_argument("--root", type=Path, default=Path.cwd(), help="the project's folder (default: here)")
    options = parser.parse_args()
    book = load(options.root)
    readable = not book.problems
    failed = set()

    def told():
        for name, problem in checks.run(book, options.only):
            failed.add(name)
            yield name, problem

    def note(name: str) -> str:
        return modules[name].note(book) if readable and hasattr(modules.get(name), "note") else ""

    result = report(told(), ["data", *modules], options.only, note)
    if readable and hasattr(modules.get(options.only), "details"):
        print(*modules[options.only].details(book), sep="\n")
    for name in sorted(failed - {"data"}):
        print(f"\n{name}: {checks.question(name, 'en')}\n{' ' * len(name)}  {checks.question(name, 'zh')}")
    return result


if __name__ == "__main__":
    sys.exit(main())
