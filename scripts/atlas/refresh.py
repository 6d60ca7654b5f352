"""Refresh the store: draw what pages and data ask for and the store lacks, and drop what nothing asks for any more."""

from __future__ import annotations

from atlas import values
from atlas.book import Book
from atlas.nouns import LANGUAGES
from atlas.render import drawings, font, references
from atlas.store import Store, diagram_key, formula_key, reference_key


def refresh(book: Book) -> dict[str, int]:
    """Bring the store of `book` up to date; returns how many of each kind were drawn anew.

    Raises ValueError, naming file and line, for a diagram or formula that cannot be drawn.
    """
    store = Store(book.root)
    drawn = {"references": refresh_references(book, store), **refresh_drawings(book, store)}
    return drawn | {"fonts": refresh_font(book)}


def refresh_references(book: Book, store: Store) -> int:
    kept, drawn = {}, 0
    for lang in LANGUAGES:
        wanted = {reference_key(entry.raw, lang): entry for entry in book.references.values()}
        lacking = {key: entry for key, entry in wanted.items() if key not in store.references}
        made = references.render(lacking.values(), lang) if lacking else {}
        kept |= {
            key: store.references[key] if key in store.references else made[entry.key] for key, entry in wanted.items()
        }
        drawn += len(lacking)
    store.save("references", kept)
    return drawn


def refresh_drawings(book: Book, store: Store) -> dict[str, int]:
    diagrams, formulas = {}, {}
    for page in book.pages.values():
        diagrams |= {fence.source: page.at(fence.line) for fence in page.fences if fence.info == "mermaid"}
        formulas |= {
            (values.attempt(formula.source, book.results), formula.block): page.at(formula.line)
            for formula in page.formulas
        }
    new_diagrams = [source for source in diagrams if not store.diagram(source)]
    new_formulas = [source for source in formulas if not store.formula(*source)]
    kept = {formula_key(*source): markup for source in formulas if (markup := store.formula(*source))}
    if new_diagrams or new_formulas:
        with drawings.Drawing(book.root / ".cache") as drawing:
            for source in new_diagrams:
                path = store.diagram_path(source)
                path.parent.mkdir(parents=True, exist_ok=True)
                svg = placed(diagrams[source], drawing.diagram, source, f"d{diagram_key(source)[:8]}")
                path.write_text(svg, encoding="utf-8")
            for source in new_formulas:
                kept[formula_key(*source)] = placed(formulas[source], drawing.formula, *source)
    store.save("formulas", kept)
    current = {store.diagram_path(source) for source in diagrams}
    for path in (store.folder / "diagrams").glob("*.svg"):
        if path not in current:
            path.unlink()
    return {"diagrams": len(new_diagrams), "formulas": len(new_formulas)}


def refresh_font(book: Book) -> int:
    """Cut the mathematics font anew if formulas show a character that it lacks, or no longer show one that it has."""
    wanted = font.characters(Store(book.root).formulas.values())
    path = book.root / "overrides" / "assets" / "fonts" / "math.woff2"
    if font.fits(path, wanted):
        return 0
    font.cut(drawings.packages(book.root / ".cache") / font.SOURCE, path, wanted)
    return 1


def placed(place, draw, *arguments) -> str:
    try:
        return draw(*arguments)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from error
