"""What is written from the Book, apart from the pages themselves.

python scripts/export.py store       draw the diagrams, formulas and references that data/store/ lacks
python scripts/export.py permalinks  add new addresses to data/permalinks.txt
python scripts/export.py cards       draw the pictures that a shared link shows
python scripts/export.py vendored    shorten the library that the search is made of
python scripts/export.py shots       photograph one page of every kind of the site in site/, into shots/
python scripts/export.py sample [SECTION …] --seed N --count N  claims drawn by chance, with their sources, to be checked anew
python scripts/export.py reviewed PAGE … --by NAME  record that both languages of a page were compared today
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from atlas.load import load

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["store", "permalinks", "cards", "vendored", "shots", "sample", "reviewed"])
    parser.add_argument("pages", nargs="*", help="names of pages, such as principles/gan; or of sections, for a sample")
    parser.add_argument("--by", default="", help="who compared them: a name, or what kind of AI")
    parser.add_argument("--seed", type=int, default=0, help="which sample")
    parser.add_argument("--count", type=int, default=30, help="how many claims of each language")
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
    elif what == "vendored":
        from atlas.exports.search import vendored

        vendored.FILE.write_text(vendored.minisearch(options.root / ".cache"), encoding="utf-8")
        print(f"{vendored.FILE.relative_to(ROOT)} is written")
    elif what == "shots":
        from atlas.shots import take

        print(*take(options.root / "site", options.root / "shots"), sep="\n")
    elif what == "sample":
        from atlas import sampling

        print(sampling.sheet(book, sampling.sample(book, options.seed, options.count, options.pages)))
    elif what == "reviewed":
        return reviewed(book, options.pages, options.by)
    else:
        from atlas.checks.permalinks import register

        print(f"{register(book)} addresses added")
    return 0


def reviewed(book, names: list[str], by: str) -> int:
    """Record reviews; refused while the two sides of a page do not correspond."""
    from atlas import review
    from atlas.checks import parity, quantities

    unknown = [name for name in names if not all((name, lang) in book.pages for lang in ("zh", "en"))]
    if unknown or not names:
        print(f"Name pages that exist in both languages, such as principles/gan; not {' '.join(unknown) or 'nothing'}.")
        return 1
    if len(by.strip()) < 2:
        print('Say who compared them: make reviewed PAGE=principles/gan BY="your name"')
        return 1
    files = {book.pages[name, lang].file for name in names for lang in ("zh", "en")}
    problems = [*parity.correspondence(book), *quantities.check(book)]
    if wrong := [problem for problem in problems if problem.place.file in files]:
        print(*wrong, "Mend these first; nothing was recorded.", sep="\n")
        return 1
    for name in names:
        for lang in ("zh", "en"):
            path = book.root / book.pages[name, lang].file
            head, rule, text = path.read_text(encoding="utf-8").partition("\n---\n")
            path.write_text(head.replace("\nstatus: draft", "\nstatus: reviewed") + rule + text, encoding="utf-8")
        print(
            f"{review.record(book, name, by.strip()).relative_to(book.root)} is written, both sides say status: reviewed"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
