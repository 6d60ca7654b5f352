"""Labs: has every lab its page, its files, its controls, and all its words?"""

from collections.abc import Iterator
from pathlib import Path

from atlas import labs
from atlas.book import Book
from atlas.nouns import Place, Problem

ZH = "每个实验都有页面、文件、控件和全部用语吗？"
STRINGS = "data/strings.yml"
CONTROLS = "overrides/partials/atlas/labs"


def check(book: Book) -> Iterator[Problem]:
    shown = {}
    for page in book.pages.values():
        if lab := labs.name(page):
            shown[lab] = page
            if not (book.root / CONTROLS / f"{lab}.html").exists():
                what = f"the page asks for the lab {lab!r}, which has no controls"
                yield Problem(page.at(1), what, f"write {CONTROLS}/{lab}.html")
            try:
                dict(labs.data(book.root, lab))
            except FileNotFoundError as error:
                missing = Path(error.filename).relative_to(book.root)
                yield Problem(page.at(1), f"the lab {lab!r} needs {missing}, which is not there", "write it, or do without it")
    for lab in sorted(made(book) - set(shown) if shown else ()):
        what = f"no page shows the lab {lab!r}"
        cure = f"write docs/labs/{lab}.zh.md and docs/labs/{lab}.en.md with <!-- atlas:lab -->"
        yield Problem(Place(f"{labs.FOLDER}/{lab}/view.mjs"), what, cure)
    yield from unsaid(book, shown)


def made(book: Book) -> set[str]:
    """The labs there are."""
    return {path.parent.name for path in (book.root / labs.FOLDER).glob("*/view.mjs")}


def unsaid(book: Book, shown: dict) -> Iterator[Problem]:
    """Words that a script says and data/strings.yml lacks, and the other way round."""
    said = set()
    for lab in shown:
        for path in labs.code(book.root, lab) if (book.root / labs.FOLDER / lab / "view.mjs").exists() else ():
            lines = path.read_text(encoding="utf-8").splitlines()
            for number, line in enumerate(lines, 1):
                for key in labs.WORD.findall(line):
                    names = [f"lab.say.{key}", f"lab.{lab}.say.{key}"]
                    said.update(names)
                    if not any(name in book.strings for name in names):
                        place = Place(str(path.relative_to(book.root.resolve())), number)
                        yield Problem(place, f"the lab says {key!r}, which has no words", f"add {names[1]} to {STRINGS}")
    words = (book.root / STRINGS).read_text(encoding="utf-8").splitlines() if shown else ()
    for number, line in enumerate(words, 1):
        key = line.partition(":")[0]
        parts = key.split(".")
        if parts[0] == "lab" and "say" in parts[1:3] and key not in said:
            yield Problem(Place(STRINGS, number), f"no lab says {key}", "remove it")


def note(book: Book) -> str:
    return f"{len({labs.name(page) for page in book.pages.values()} - {None})} labs"
