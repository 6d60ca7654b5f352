"""Typography: is each language set, spelt and phrased as its readers expect?

Not seen: code, formulas and the labels of diagrams; texts of data/ in one language alone, such as other labels;
rhetoric that needs a reader's judgement; a misspelling that is another word, or that codespell does not list.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import re
import tempfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property
from pathlib import Path

import autocorrect_py as autocorrect
import codespell_lib

from atlas.book import Book
from atlas.nouns import LANGUAGES, Place, Problem
from atlas.phrases import CITED, phrases, search, unquoted
from atlas.prose import plain

ZH = "每种语言的排印、拼写和措辞，都合读者的习惯吗？"
KINDS = {"hype": "hype", "tic": "a tic", "translationese": "translationese", "vague": "vague", "form": "bad form"}
PROSE = ("heading", "paragraph", "item", "row")
SOURCED = tuple(f"data/{name}.yml" for name in ("concepts", "timeline", "figures", "misconceptions"))
"""Their entries name sources beside the text, so that an `entry` needs no citation in it."""
AUTOCORRECT = """
rules:
  space-bracket: 0 # we write full-width brackets, which have no spaces; a phrase finds the others
  halfwidth-punctuation: 0 # a Chinese text keeps its own punctuation where it has no Han, as in “GPT-4。”
"""


def check(book: Book) -> Iterator[Problem]:
    sheets = _sheets(book)
    chinese, english = sheets
    for sheet in sheets:
        yield from (problem for _, problem in _phrases(sheet))
        yield from _lines(sheet)
    yield from _misspellings(sheets)
    yield from _spacing(chinese)
    yield from _american(english, book)


def note(book: Book) -> str:
    """How much was looked for, and in how much text."""
    found = {(sheet.lang, id) for sheet in _sheets(book) for id, _ in _phrases(sheet)}
    sought, texts = len(phrases().entries), len(book.said)
    return f"{len(found)} of {sought} phrases found, {len(book.pages)} pages, {texts:,} texts of data"


@dataclass(frozen=True)
class Line:
    """Where a line of a sheet comes from: its place, the kind of its passage, and whether the passage goes on."""

    place: Place
    kind: str
    more: bool


@dataclass(frozen=True)
class Sheet:
    """All that readers of one language see, one passage under another, so that each tool runs once over everything."""

    lang: str
    rows: tuple[str, ...]
    lines: tuple[Line, ...]

    @cached_property
    def text(self) -> str:
        return "\n".join(self.rows)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each row begins in the text."""
        return tuple(itertools.accumulate((len(row) + 1 for row in self.rows), initial=0))[:-1]

    def row(self, offset: int) -> int:
        """The number of the row in which a character of the text stands."""
        return bisect_right(self.starts, offset) - 1

    def place(self, offset: int) -> Place:
        return self.lines[self.row(offset)].place


def _sheets(book: Book) -> tuple[Sheet, ...]:
    return tuple(_sheet(book, lang) for lang in LANGUAGES)


def _sheet(book: Book, lang: str) -> Sheet:
    rows: list[str] = []
    lines: list[Line] = []
    for place, kind, written in _passages(book, lang):
        parts = shown(written).split("\n")
        rows += parts
        for number in range(len(parts)):
            step = number if kind in PROSE else 0  # front matter and data know one line for each text
            lines.append(Line(Place(place.file, place.line + step), kind, number + 1 < len(parts)))
    return Sheet(lang, tuple(rows), tuple(lines))


def _passages(book: Book, lang: str) -> Iterator[tuple[Place, str, str]]:
    for page in book.pages.values():
        if page.lang != lang:
            continue
        yield page.at("title"), "title", page.meta["title"]
        yield page.at("description"), "description", page.meta["description"]
        for objective in page.meta.get("objectives", ()):
            yield page.at("objectives"), "objective", objective
        for block in page.blocks:
            cells = block.text.split(" | ") if block.kind == "row" else [block.text]
            if block.kind in PROSE:
                yield from ((page.at(block.line), block.kind, text) for text in cells)
    for said in book.said:
        kind = "entry" if said.at(lang).file in SOURCED else "data"
        yield said.at(lang), kind, said.text[lang]


TRACE = re.compile(
    r"(?P<hidden>\ue001+)"
    r"|\*+|!?\[(?=[^\[\]\n]*\]\ue001)|\](?=\ue001)|^\[![A-Z]+\]|\\(?=[^\w\s])"
)
OPAQUE = re.compile(r"(`+).+?\1|\$+[^$]+\$+", re.DOTALL)


def shown(text: str) -> str:
    """What a reader sees of a block of Markdown, with the same line breaks.

    A citation becomes one mark (phrases.CITED), code and formulas become `q`, a computed value `0`; addresses,
    comments, attributes and the marks of emphasis and links vanish.
    """
    masked = plain(text, "\ue001")

    def trace(match: re.Match) -> str:
        return _trace(text[match.start() : match.end()]) if match["hidden"] else ""

    return TRACE.sub(trace, masked)


def _trace(hidden: str) -> str:
    """What is left of hidden pieces that follow each other without a space."""
    first = "q" if hidden[0] in "`$" else "0" if hidden.startswith("{{") else ""
    return first + (CITED if "[@" in OPAQUE.sub("", hidden) else "")


def _phrases(sheet: Sheet) -> Iterator[tuple[str, Problem]]:
    """(id of the phrase, problem) for every phrase that stands where it should not."""
    for start, end, phrase in search(sheet.text, phrases().of(sheet.lang)):
        row = sheet.row(start)
        line = sheet.lines[row]
        if phrase.where and line.kind not in phrase.where:
            continue
        if phrase.uncited and (line.kind == "entry" or CITED in _sentence(sheet.rows[row], start - sheet.starts[row])):
            continue
        written = _readable(sheet.text[start:end].strip())
        yield phrase.id, Problem(line.place, f"“{written}” is {KINDS[phrase.kind]} ({phrase.id})", phrase.cure)


def _sentence(row: str, offset: int) -> str:
    """The Chinese sentence around an offset of a row, or the whole row in English, where it is one sentence."""
    return re.split("[。！？]", row[:offset])[-1] + re.split("[。！？]", row[offset:])[0]


def _readable(text: str) -> str:
    return text.replace(CITED, "[@…]")


@cache
def _ready() -> None:
    autocorrect.load_config(AUTOCORRECT)


def _spacing(sheet: Sheet) -> Iterator[Problem]:
    """Where AutoCorrect would set a Chinese text otherwise: spaces between Han and Latin, full-width punctuation."""
    _ready()
    after = autocorrect.format(sheet.text).split("\n") if sheet.rows else []
    for line, old, new in zip(sheet.lines, sheet.rows, after, strict=True):
        if old == new:
            continue
        for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(3):
            (_, a, _, c, _), (_, _, b, _, d) = group[0], group[-1]
            what = f"“{_readable(old[a:b])}” is set otherwise by AutoCorrect"
            yield Problem(line.place, what, f"write “{_readable(new[c:d])}”")


def _misspellings(sheets: tuple[Sheet, ...]) -> Iterator[Problem]:
    """What codespell finds, asked once about every different word; Chinese texts have Latin words too."""
    words = {word for sheet in sheets for word in sheet.text.split()}
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("\n".join(words))
        file.flush()
        printed = io.StringIO()
        options = ["--builtin", "clear,rare,informal", "--quiet-level", "39"]
        with contextlib.redirect_stdout(printed):
            codespell_lib.main(*options, "--ignore-words-list", ",".join(sorted(phrases().misread)), file.name)
    found = re.findall(r"^.*?:\d+: (\S+) ==> (.+)$", printed.getvalue(), re.MULTILINE)
    for wrong, right in sorted(set(found)):
        for sheet in sheets:
            for match in re.finditer(rf"(?<![\w'’-]){re.escape(wrong)}(?![\w'’-])", sheet.text):
                yield Problem(sheet.place(match.start()), f"“{wrong}” is misspelt", f"write {right.strip()}")


def _american(sheet: Sheet, book: Book) -> Iterator[Problem]:
    """American spellings in prose; terms are spelt as their labels in data/concepts.yml, names and quotations as they are."""
    known = {word for concept in book.concepts.values() for word in _label_words(concept)} | phrases().british_too
    stems = {_stem(word) for word in known} | known
    for match in re.finditer(r"(?m)(?:^[A-Z]|(?<![\w.])[a-z])[a-z]*(?!\w)", unquoted(sheet.text)):
        word = match[0].lower()
        british = british_spelling(word)
        if british and word not in stems and _stem(word) not in stems:
            what = f"“{match[0]}” is American spelling"
            cure = f"write {british}, or quote it if it is a name or the words of others"
            yield Problem(sheet.place(match.start()), what, cure)


def _label_words(concept) -> Iterator[str]:
    for label in concept.names("en"):  # hidden labels are what readers may type, not what we write
        yield from re.findall(r"[a-z]+", label.lower())


Z_WORD = re.compile(r"([a-z]+[iy])z(e|ed|es|er|ers|ing|able|ation|ations|ational)")


def _stem(word: str) -> str:
    """What the forms of a verb in -ize share: `tokeniz` for tokenize, tokenizer and tokenization."""
    match = Z_WORD.fullmatch(word)
    return f"{match[1]}z" if match else word


def british_spelling(word: str) -> str | None:
    """The British form of an American spelling in small letters, by codespell's dictionary or by its -ize or -yze."""
    if word in _from_american():
        return _from_american()[word]
    match = Z_WORD.fullmatch(word)
    return f"{match[1]}s{match[2]}" if match else None


@cache
def _from_american() -> dict[str, str]:
    """codespell's dictionary of British words, read from its American side."""
    path = Path(codespell_lib.__file__).parent / "data" / "dictionary_en-GB_to_en-US.txt"
    pairs = (line.split("->") for line in path.read_text(encoding="utf-8").splitlines())
    return {american.strip(): british for british, american in pairs}


SENTENCE_END = re.compile(r"[.?!][”’)\]]*" + CITED + r"? +(?=[A-Z“])")
ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|e\.g|i\.e|vs|v|cf|al|No|Nos|Dr|Mr|Ms|Prof|St|Fig|Sec|Art|ch|pp?|Inc|Ltd|Corp)\.)$"
)
CLOSED = re.compile(r"[.?!:;…][”’)\]]*" + CITED + "?$")


def _lines(sheet: Sheet) -> Iterator[Problem]:
    """Source lines: a sentence each in English, a paragraph each in Chinese."""
    for number, (line, text) in enumerate(zip(sheet.lines, sheet.rows, strict=True)):
        if line.kind not in ("paragraph", "item"):
            continue
        broken = line.more and text  # a callout has its mark on a line of its own, which is not shown
        if sheet.lang == "zh":
            if broken:
                what, cure = "the paragraph is broken here", "write one paragraph on one line"
                yield Problem(sheet.lines[number + 1].place, what, cure)
            continue
        if broken and not CLOSED.search(text.rstrip()):
            what = f"the line ends inside a sentence: “{_readable(text[-24:])}”"
            yield Problem(line.place, what, "write one sentence per line")
        for match in SENTENCE_END.finditer(text) if line.kind == "paragraph" else ():
            if not ABBREVIATION.search(text[: match.start() + 1]):
                what = f"a second sentence begins on the line: “{_readable(text[match.end() :][:24])}”"
                yield Problem(line.place, what, "write one sentence per line")
