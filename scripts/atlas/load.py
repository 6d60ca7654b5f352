"""The one reader of the disk: docs/ and data/ become a Book, and everything malformed becomes a Problem."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

import bibtexparser
from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, ParsingFailedBlock
from jsonschema import Draft202012Validator

from atlas import entries, marks, pages
from atlas.book import Book
from atlas.nouns import (
    LANGUAGES,
    PAIRED_NEUTRAL,
    Labels,
    Page,
    Place,
    Problem,
    Question,
    Reference,
    Review,
    Said,
    Text,
)

BIB_FIELDS = ("title", "langid")


def load(root: Path) -> Book:
    """Read the project at `root`.

    Never raises for bad content: what is malformed, breaks its schema or repeats an id is in `book.problems`,
    and then the rest of the Book may be incomplete.
    """
    return _Loader(Path(root)).book()


class _Loader:
    def __init__(self, root: Path):
        self.root = root
        self.problems: list[Problem] = []
        self.said: list[Said] = []

    def book(self) -> Book:
        words = self.yaml("data/quantities.yml", "quantities") or {"units": [], "idioms": {}}
        foreign, familiar = self.names()
        return Book(
            root=self.root,
            pages=self.pages(),
            concepts=self.by_id("concepts", entries.concept),
            events=self.by_id("timeline", entries.event),
            references=self.references(),
            topics=self.by_id("topics", entries.topic),
            paths=self.by_id("paths", entries.path),
            news=self.by_id("news", entries.news),
            figures=self.by_id("figures", entries.figure),
            misconceptions=self.by_id("misconceptions", entries.misconception),
            quizzes=self.quizzes(),
            strings=self.strings(),
            redirects=self.yaml("data/redirects.yml", "redirects") or {},
            asked=self.by_id("asked", entries.asked),
            results=self.results(),
            svgs=self.texts("docs", "*.svg"),
            programs=self.texts("models", "*.py"),
            permalinks=self.permalinks(),
            nav=self.nav(),
            groups=self.groups(),
            reviews=self.reviews(),
            units=tuple(entries.unit(entry) for entry in words["units"]),
            idioms=entries.labels(words["idioms"]),
            foreign=foreign,
            familiar=familiar,
            said=tuple(self.said),
            problems=tuple(sorted(self.problems)),
        )

    def text(self, file: str) -> str | None:
        """The text of a file; an unreadable one is a Problem."""
        try:
            return (self.root / file).read_text(encoding="utf-8")
        except FileNotFoundError:
            self.problem(Place(file), "the file is missing", "restore it")
        except UnicodeDecodeError as error:
            self.problem(Place(file), f"not UTF-8 text ({error.reason} at byte {error.start})", "save it as UTF-8")
        return None

    def problem(self, place: Place, what: str, cure: str) -> None:
        self.problems.append(Problem(place, what, cure))

    def yaml(self, file: str, schema: str):
        """A YAML file that keeps to data/schemas/<schema>.schema.json, or None."""
        text = self.text(file)
        if text is None:
            return None
        data, problems, said = _yaml(text, file, schema)
        self.problems += problems
        self.said += said
        return data

    def by_id(self, stem: str, make: Callable) -> dict:
        file = f"data/{stem}.yml"
        found: dict = {}
        for line, entry in _entries(self.yaml(file, stem)):
            self.unique(found, entry["id"], Place(file, line))
            found.setdefault(entry["id"], make(entry, Place(file, line)))
        return found

    def unique(self, found: dict, id: str, place: Place) -> None:
        if id in found:
            self.problem(
                place, f"the id {id!r} stands already at {found[id].place}", "give each entry an id of its own"
            )

    def quizzes(self) -> dict[str, tuple[Question, ...]]:
        quizzes, seen = {}, {}
        for path in sorted((self.root / "data/quizzes").rglob("*.yml")):
            file = path.relative_to(self.root).as_posix()
            questions = [
                entries.question(entry, Place(file, line)) for line, entry in _entries(self.yaml(file, "quiz"))
            ]
            for question in questions:
                self.unique(seen, question.id, question.place)
                seen[question.id] = question
            quizzes[path.relative_to(self.root / "data/quizzes").with_suffix("").as_posix()] = tuple(questions)
        return quizzes

    def reviews(self) -> dict[str, Review]:
        reviews = {}
        folder = self.root / "data/reviews"
        for path in sorted(folder.rglob("*.yml")):
            file = path.relative_to(self.root).as_posix()
            if data := self.yaml(file, "review"):
                rows = [row.split() for row in data["blocks"]]
                hashes = {lang: tuple(row[column] for row in rows) for lang, column in (("zh", 2), ("en", 3))}
                name = path.relative_to(folder).with_suffix("").as_posix()
                reviews[name] = Review(Place(file, data.lines["date"]), data["date"], hashes)
        return reviews

    def strings(self) -> dict[str, Text]:
        data = self.yaml("data/strings.yml", "strings") or {}
        return {key: Text(**both) for key, both in data.items()}

    def references(self) -> dict[str, Reference]:
        file = "data/references.bib"
        text = self.text(file)
        found, problems = _bibliography(text, file) if text is not None else ({}, ())
        self.problems += problems
        return found

    def names(self) -> tuple[tuple[Labels, ...], frozenset[str]]:
        """Names with a form in each language, and the abbreviations that everybody knows."""
        groups = dict(self.yaml("data/names.yml", "names") or {})
        familiar = frozenset(groups.pop("familiar", ()))
        return tuple(entries.labels(entry) for group in groups.values() for entry in group), familiar

    def results(self) -> dict[str, object]:
        results = {}
        for path in sorted((self.root / "models/results").glob("*.json")):
            try:
                results[path.stem] = json.loads(path.read_text(encoding="utf-8"))
            except json.JSONDecodeError as error:
                place = Place(path.relative_to(self.root).as_posix(), error.lineno)
                self.problem(place, f"malformed JSON: {error.msg}", "run `make models` to write it anew")
        return results

    def texts(self, folder: str, pattern: str) -> dict[str, str]:
        """The text of every file below a folder, by its path from the root."""
        files = [path.relative_to(self.root).as_posix() for path in sorted((self.root / folder).rglob(pattern))]
        return {file: text for file in files if (text := self.text(file)) is not None}

    def permalinks(self) -> tuple[tuple[int, str], ...]:
        text = self.text("data/permalinks.txt") or ""
        lines = enumerate(text.splitlines(), 1)
        return tuple((line, url.strip()) for line, url in lines if url.strip() and not url.startswith("# "))

    def nav(self) -> tuple[tuple[int, str], ...]:
        """(line, page name) of every page that mkdocs.yml puts in the navigation."""
        return tuple((line, name) for line, name, _ in self.entries)

    def groups(self) -> dict[str, tuple[str, ...]]:
        """Where in the navigation each page stands: the names of the groups around it, the widest first."""
        return {name: group for _, name, group in self.entries}

    @cached_property
    def entries(self) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
        text = self.text("mkdocs.yml")
        if text is None:
            return ()
        try:
            data = marks.parse(text, "mkdocs.yml")
        except marks.Malformed as error:
            self.problems.append(error.problem)
            return ()
        return tuple(_nav(data.get("nav") or []))

    def pages(self) -> dict[tuple[str, str], Page]:
        found: dict[tuple[str, str], Page] = {}
        for path in sorted((self.root / "docs").rglob("*.md")):
            file = path.relative_to(self.root).as_posix()
            if file == PAIRED_NEUTRAL:
                continue
            stem, _, lang = path.stem.rpartition(".")
            if lang not in LANGUAGES or "." in stem or not stem:
                self.problem(Place(file), "the file name names no language", "call it name.zh.md or name.en.md")
                continue
            name = path.with_name(stem).relative_to(self.root / "docs").as_posix()
            if page := self.page(file, name, lang):
                found[name, lang] = page
        return found

    def page(self, file: str, name: str, lang: str) -> Page | None:
        text = self.text(file)
        if text is None:
            return None
        page, problems = _page(text, file, name, lang)
        self.problems += problems
        return page


@lru_cache(maxsize=512)
def _yaml(text: str, file: str, schema: str) -> tuple[object, tuple[Problem, ...], tuple[Said, ...]]:
    """(data or None, what is wrong, its texts in both languages); read once as long as a file stays the same."""
    try:
        data = marks.parse(text, file)
    except marks.Malformed as error:
        return None, (error.problem,), ()
    problems = tuple(_breaches(data, file, schema))
    return (None, problems, ()) if problems else (data, (), tuple(_said(data, file)))


def _breaches(data, file: str, schema: str) -> Iterator[Problem]:
    """Every breach of a schema, at its line."""
    for error in _validator(schema).iter_errors(data):
        place = Place(file, marks.line_of(data, error.absolute_path))
        where = ".".join(str(step) for step in error.absolute_path) or "the file"
        yield Problem(place, f"{where}: {_short(error.message)}", f"see data/schemas/{schema}.schema.json")


@lru_cache(maxsize=4096)
def _page(text: str, file: str, name: str, lang: str) -> tuple[Page | None, tuple[Problem, ...]]:
    """(page or None, what is wrong); read once as long as the file stays the same."""
    try:
        page, problems = pages.read(text, file, name, lang)
    except marks.Malformed as error:
        return None, (error.problem,)
    meta = marks.Map(page.meta)
    meta.line, meta.lines = 1, page.meta_lines
    breaches = tuple(_breaches(meta, file, "page"))
    return (None if breaches else page), (*problems, *breaches)


@lru_cache(maxsize=16)
def _bibliography(text: str, file: str) -> tuple[dict[str, Reference], tuple[Problem, ...]]:
    """(references by key, what is wrong); read once as long as the file stays the same."""
    found, problems = {}, []
    for block in bibtexparser.parse_string(text, parse_stack=[]).blocks:
        place = Place(file, block.start_line + 1)
        if isinstance(block, DuplicateBlockKeyBlock):
            problems.append(Problem(place, f"the key {block.key!r} is repeated", "give each entry a key of its own"))
        elif isinstance(block, DuplicateFieldKeyBlock):
            what = f"a field is repeated: {', '.join(sorted(block.duplicate_keys))}"
            problems.append(Problem(place, what, "keep one of them"))
        elif isinstance(block, ParsingFailedBlock):
            problems.append(Problem(place, "malformed BibTeX entry", "check braces and commas of this entry"))
        elif isinstance(block, bibtexparser.model.Entry):
            fields = {field.key.lower(): str(field.value).strip('{}" ') for field in block.fields}
            for name in BIB_FIELDS:
                if not fields.get(name):
                    problems.append(Problem(place, f"{block.key} has no {name}", f"add {name} = {{…}}"))
            found[block.key] = Reference(place, block.key, fields, block.raw.strip())
    return found, tuple(problems)


def _said(data, file: str, where: str = "") -> Iterator[Said]:
    """Every pair of texts `{zh: …, en: …}` inside parsed data."""
    if isinstance(data, marks.Map):
        if set(data) == set(LANGUAGES) and all(isinstance(text, str) for text in data.values()):
            places = {lang: Place(file, data.lines[lang]) for lang in LANGUAGES}
            yield Said(where=where, text=Text(**data), **places)
            return
        for key, value in data.items():
            yield from _said(value, file, f"{where}.{key}" if where else key)
    elif isinstance(data, marks.Seq):
        for number, value in enumerate(data, 1):
            name = value.get("id", number) if isinstance(value, marks.Map) else number
            yield from _said(value, file, f"{where}.{name}" if where else str(name))


def _entries(data) -> Iterator[tuple[int, dict]]:
    if data:
        yield from zip(data.lines, data, strict=True)


def _nav(items, group: tuple[str, ...] = ()) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    for line, item in zip(items.lines, items, strict=True):
        for key, value in item.items() if isinstance(item, dict) else [("", item)]:
            if isinstance(value, marks.Seq):
                yield from _nav(value, (*group, key))
            elif isinstance(value, str):
                yield line, value.removesuffix(".md"), group


_validators: dict[str, Draft202012Validator] = {}


def _validator(schema: str) -> Draft202012Validator:
    """Schemas belong to the library's own project, so that a test site is held to the same ones."""
    if schema not in _validators:
        path = Path(__file__).resolve().parents[2] / "data" / "schemas" / f"{schema}.schema.json"
        _validators[schema] = Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))
    return _validators[schema]


def _short(message: str) -> str:
    return message if len(message) <= 160 else f"{message[:110]} … {message[-45:]}"
