"""The concept map as a picture: where does each concept stand in a tree drawn from left to right?

A tidy dendrogram: leaves take the rows in the order of the data, a parent stands at the middle of its children, and
the column is the depth. A concept with several broader ones is drawn below the first.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from atlas.book import Book
from atlas.nouns import Concept

COLUMN, ROW, MARGIN = 158, 17, 12
"""Distances in user units of the SVG: between depths, between rows, and around the drawing."""
LONG = 22
"""A name of more letters gives way to its abbreviation, so that it stays inside its column."""


@dataclass
class Node:
    """A concept at (x, y) of the drawing, with the nodes drawn below it."""

    concept: Concept
    x: float
    y: float = 0.0
    children: list[Node] = field(default_factory=list)

    def label(self, lang: str) -> str:
        name, abbr = self.concept.prefLabel[lang], self.concept.abbr
        return abbr if abbr and lang == "en" and len(name) > LONG else name


@dataclass
class Tree:
    """All nodes in drawing order, and the size of the drawing."""

    nodes: list[Node]
    width: float
    height: float


def grow(book: Book) -> Tree:
    """Lay out the whole hierarchy of the book."""
    nodes: list[Node] = []
    rows = 0

    def place(concept: Concept, depth: int) -> Node:
        nonlocal rows
        node = Node(concept, MARGIN + depth * COLUMN)
        nodes.append(node)
        below = [book.concepts[id] for id in book.narrower.get(concept.id, ())]
        node.children = [place(child, depth + 1) for child in below if child.broader[0] == concept.id]
        if node.children:
            node.y = (node.children[0].y + node.children[-1].y) / 2
        else:
            node.y, rows = MARGIN + ROW * (rows + 0.5), rows + 1
        return node

    for concept in book.concepts.values():
        if not concept.broader:
            place(concept, 0)
    return Tree(nodes, max(node.x for node in nodes) + COLUMN + MARGIN, 2 * MARGIN + ROW * rows)
