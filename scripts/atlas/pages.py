"""One Markdown file: what does it say, and on which line? (CommonMark by markdown-it-py.)"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from atlas import marks
from atlas.nouns import Block, Citation, Fence, Formula, Heading, Link, Page, Place, Problem, Remark, Use

FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
HEADING_ID = re.compile(r"\s*\{\s*#([A-Za-z0-9_-]+)[^}]*\}\s*$")
CITATION = re.compile(r"\[(@[^\[\]]+)\]")
CITATION_PART = re.compile(r"^@([A-Za-z0-9_:-]+)(?:,\s*(.+))?$", re.DOTALL)
DIRECTIVE = re.compile(r"^<!--\s*atlas:([a-z-]+)\s*-->$", re.MULTILINE)
REMARK = re.compile(r"[ ]?<!--\s*atlas:(except|figure)\s+(.*?)\s*-->", re.DOTALL)
CALLOUT = re.compile(r"\[!([A-Z]+)\]")
VALUE = re.compile(r"\{\{\s*([A-Za-z0-9_.-]+)\s*(?::\s*([^}]+?)\s*)?\}\}")

_parser = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin, allow_space=False, double_inline=True)


def split_citation(inside: str) -> list[tuple[str, str | None]]:
    """The keys and locators inside a citation bracket: `@a, §3; @b` → [("a", "§3"), ("b", None)].

    Raises ValueError naming the part that is not of the form `@key` or `@key, locator`.
    """
    parts = []
    for part in inside.split(";"):
        match = CITATION_PART.match(part.strip())
        if not match:
            raise ValueError(part.strip())
        parts.append((match[1], match[2].strip() if match[2] else None))
    return parts


def read(text: str, file: str, name: str, lang: str) -> tuple[Page, list[Problem]]:
    """A Page from the text of `file`, and what is wrong with its form. Raises marks.Malformed for bad front matter."""
    problems: list[Problem] = []
    match = FRONT_MATTER.match(text)
    if not match:
        cure = "begin the file with a block of YAML between two lines of ---"
        raise marks.Malformed(Problem(Place(file), "the page has no front matter", cure))
    meta = marks.parse(match[1], file, offset=1) or marks.Map()
    if not isinstance(meta, marks.Map):
        raise marks.Malformed(Problem(Place(file), "the front matter is not a mapping", "write `key: value` lines"))
    offset = match[0].count("\n")
    found = _Finder(file, offset, problems)
    tokens = _parser.parse(text[match.end() :])
    found.walk(tokens)
    blocks = tuple(_blocks(tokens, offset))
    page = Page(
        file=file,
        name=name,
        lang=lang,
        meta=dict(meta),
        meta_lines=dict(getattr(meta, "lines", {})),
        blocks=tuple(block for block in blocks if not _only_remarks(block)),
        remarks=tuple(_remarks(blocks)),
        headings=tuple(found.headings),
        links=tuple(found.links),
        citations=tuple(found.citations),
        fences=tuple(found.fences),
        formulas=tuple(found.formulas),
        directives=tuple(found.directives),
        values=tuple(found.values),
    )
    return page, problems


def _blocks(tokens, offset: int) -> Iterator[Block]:
    """Every block in reading order, containers before what they hold; `offset` lines stand above the first token."""
    section, first, last = None, 1, 1
    inside: list[str] = []  # what a paragraph is in the containers that are open here
    for index, token in enumerate(tokens):
        if token.map:
            first, last = token.map[0] + 1 + offset, token.map[1] + offset
        before = tokens[index - 1].type if index else ""
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                held = tokens[index + 1 : _closing(tokens, index)]
                count = sum(one.type == "list_item_open" and one.level == token.level + 1 for one in held)
                inside.append("item")
                yield Block("list", first, last, "", section, f"{token.type.split('_')[0]} of {count}")
            case "blockquote_open":
                mark = CALLOUT.match(tokens[index + 2].content) if tokens[index + 1].type == "paragraph_open" else None
                inside.append("paragraph")
                yield Block("callout" if mark else "quote", first, last, "", section, mark[1] if mark else "")
            case "table_open":
                held = [one.type for one in tokens[index : _closing(tokens, index)]]
                shape = f"of {held.count('tr_open')} × {held.count('th_open')}"
                yield Block("table", first, last, "", section, shape)
            case "tr_open":
                cells = [one.content for one in tokens[index : _closing(tokens, index)] if one.type == "inline"]
                yield Block("row", first, last, " | ".join(cells), section, "head" if before == "thead_open" else "")
            case "bullet_list_close" | "ordered_list_close" | "blockquote_close":
                inside.pop()
            case "inline" if before == "heading_open":
                found = HEADING_ID.search(token.content)
                section = found[1] if found else section
                text = HEADING_ID.sub("", token.content)
                yield Block("heading", first, last, text, section, tokens[index - 1].tag)
            case "inline" if before == "paragraph_open":
                yield Block(inside[-1] if inside else "paragraph", first, last, token.content, section)
            case "fence" | "code_block":
                yield Block("code", first, last, token.content, section, token.info.strip())
            case "math_block":
                yield Block("formula", first, last, token.content, section)
            case "html_block":
                yield Block("html", first, last, token.content, section)


def _only_remarks(block: Block) -> bool:
    return block.kind == "html" and not REMARK.sub("", block.text).strip()


def _remarks(blocks: tuple[Block, ...]) -> Iterator[Remark]:
    """Remarks speak of the block they stand in; those on lines of their own, of the next."""
    for index, block in enumerate(blocks):
        if block.kind == "code":
            continue
        about = block
        if _only_remarks(block):
            about = next((after for after in blocks[index + 1 :] if not _only_remarks(after)), block)
        for match in REMARK.finditer(block.text):
            words = " ".join(match[2].split())
            yield Remark(block.line_of(match.start()), match[1], words, about.line, about.last)


def _closing(tokens, index: int) -> int:
    """Where the container that opens at `index` closes."""
    opened = tokens[index]
    return next(
        at for at in range(index + 1, len(tokens)) if tokens[at].level == opened.level and tokens[at].nesting < 0
    )


class _Finder:
    """Walks the tokens of one page and collects what the Book needs, each with its line."""

    def __init__(self, file: str, offset: int, problems: list[Problem]):
        self.file, self.offset, self.problems = file, offset, problems
        self.headings, self.links, self.citations, self.fences = [], [], [], []
        self.formulas, self.directives, self.values = [], [], []

    def line(self, token) -> int:
        return (token.map[0] if token.map else 0) + 1 + self.offset

    def walk(self, tokens) -> None:
        line = self.offset + 1
        for index, token in enumerate(tokens):
            if token.map:
                line = self.line(token)
            if token.type == "heading_open":
                self._heading(token, tokens[index + 1])
            elif token.type == "fence":
                self.fences.append(Fence(line, token.info.strip(), token.content))
            elif token.type == "math_block":
                self._values(token.content, line)
                self.formulas.append(Formula(line, token.content.strip(), True))
            elif token.type == "html_block":
                self._html(token.content, line)
            elif token.type == "inline":
                self._inline(token, line)

    def _heading(self, token, inline) -> None:
        match = HEADING_ID.search(inline.content)
        text = HEADING_ID.sub("", inline.content)
        self.headings.append(Heading(self.line(token), int(token.tag[1]), text, match[1] if match else None))

    def _html(self, content: str, line: int) -> None:
        for match in DIRECTIVE.finditer(content):
            self.directives.append(Use(line + content[: match.start()].count("\n"), match[1]))

    def _inline(self, token, line: int) -> None:
        """Children carry no lines of their own; line breaks inside the block count them."""
        buffer, start = "", line
        for child in token.children or []:
            if child.type in ("softbreak", "hardbreak"):
                self._text(buffer, start)
                line += 1
                buffer, start = "", line
            elif child.type == "text":
                buffer += child.content
            elif child.type == "link_open":
                self.links.append(Link(line, child.attrs["href"]))
            elif child.type == "image":
                self.links.append(Link(line, child.attrs["src"]))
            elif child.type in ("math_inline", "math_inline_double"):
                self._values(child.content, line)
                self.formulas.append(Formula(line, child.content.strip(), child.type == "math_inline_double"))
        self._text(buffer, start)

    def _text(self, text: str, line: int) -> None:
        for match in CITATION.finditer(text):
            try:
                self.citations += [Citation(line, key) for key, _ in split_citation(match[1])]
            except ValueError as error:
                what, cure = f"cannot read the citation {error}", "write [@key], [@key, §3] or [@a; @b]"
                self.problems.append(Problem(Place(self.file, line), what, cure))
        self._values(text, line)

    def _values(self, text: str, line: int) -> None:
        self.values += [Use(line, match[1]) for match in VALUE.finditer(text)]
