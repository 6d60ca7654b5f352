"""What is written from the Book, apart from the pages themselves.

python scripts/export.py store       draw the diagrams, formulas and references that data/store/ lacks
python scripts/export.py permalinks  add new addresses to data/permalinks.txt
python scripts/export.py cards       draw the pictures that a shared link shows
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from atlas.load import load

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["store", "permalinks", "cards"])
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder")
    options = parser.parse_args()
    what, book = options.what, load(options.root)
    if book.problems:
        print(*book.problems, sep="\n")
        return 1
    if what == "store":
        from atlas.refresh import refresh

        try:
            print(", ".join(f"{kind}: {count} drawn" for kind, count in refresh(book).items()))
        except ValueError as error:
            print(error)
            return 1
    elif what == "cards":
        from atlas.render.cards import draw

        print(*draw(book), sep="\n")
    else:
        from atlas.checks.permalinks import register

        print(f"{register(book)} addresses added")
    return 0


if __name__ == "__main__":
    sys.exit(main())
