"""A generative model small enough for paper: which numbers does the page on generative AI print?

    python models/generative_numbers.py      writes models/results/generative_numbers.json

The model is a table of counts: invented notes on twenty animals, two features (ears, size) and a label (cat, dog).
Fractions keep every step exact; only what is printed becomes a decimal.
"""

from fractions import Fraction

from kit.results import write

LABELS = ("cat", "dog")
COUNTS = {                        # ears and size: how many cats, how many dogs
    "pointed_small": (6, 1),
    "pointed_large": (2, 3),
    "floppy_small": (1, 2),
    "floppy_large": (0, 5),
}
PIXELS = 8 * 8                    # a black-and-white picture of the size of the 8 × 8 digits
DRAW = Fraction(62, 100)          # a number between 0 and 1, as a random generator might give it
FACTOR = 10                       # how many times more small animals with pointed ears the second collection holds


def share(part, whole):
    return Fraction(part, whole)


def total(counts):
    return sum(sum(row) for row in counts.values())


def joint(counts):
    """p(x, y): the share of each cell in all animals."""
    return {x: {y: share(n, total(counts)) for y, n in zip(LABELS, row)} for x, row in counts.items()}


def p_x(counts):
    """p(x): the share of each row, summed over the labels."""
    return {x: share(sum(row), total(counts)) for x, row in counts.items()}


def p_y(counts):
    """p(y): the share of each column."""
    return {y: share(sum(row[i] for row in counts.values()), total(counts)) for i, y in enumerate(LABELS)}


def label_given_features(counts):
    """p(y | x): within one row, which is all that a discriminative model learns."""
    return {x: {y: share(n, sum(row)) for y, n in zip(LABELS, row)} for x, row in counts.items()}


def features_given_label(counts):
    """p(x | y): within one column, which answers the request "a dog"."""
    columns = {y: sum(row[i] for row in counts.values()) for i, y in enumerate(LABELS)}
    return {y: {x: share(row[i], columns[y]) for x, row in counts.items()} for i, y in enumerate(LABELS)}


def draw(counts, u):
    """The cell in which u falls when the joint probabilities are laid end to end, row by row, cats before dogs."""
    low = Fraction(0)
    for x, row in joint(counts).items():
        for y, p in row.items():
            if low <= u < low + p:
                return {"u": u, "features": x, "label": y, "low": low, "high": low + p}
            low += p
    raise ValueError(f"{u} is not between 0 and 1")


def more_of_one_kind(counts, x, factor):
    """The same labels within each row, but one row seen `factor` times as often: p(y | x) stays, p(x) moves."""
    changed = {**counts, x: tuple(n * factor for n in counts[x])}
    return {"p_cat": label_given_features(changed)[x]["cat"], "p_x": p_x(changed)[x], "total": total(changed)}


def smoothed(counts, x, y):
    """(n + 1) / (N + number of cells): one imaginary animal in every cell, so that nothing is impossible."""
    cells = len(counts) * len(LABELS)
    return share(counts[x][LABELS.index(y)] + 1, total(counts) + cells)


def compute():
    """Every number the page prints."""
    numbers = {
        "total": total(COUNTS),
        "counts": {x: {**dict(zip(LABELS, row)), "both": sum(row)} for x, row in COUNTS.items()},
        "columns": {y: sum(row[i] for row in COUNTS.values()) for i, y in enumerate(LABELS)},
        "joint": joint(COUNTS), "p_x": p_x(COUNTS), "p_y": p_y(COUNTS),
        "p_y_given_x": label_given_features(COUNTS), "p_x_given_y": features_given_label(COUNTS),
        "draw": draw(COUNTS, DRAW),
        "shift": {"factor": FACTOR, **more_of_one_kind(COUNTS, "pointed_small", FACTOR)},
        "smoothed_floppy_large_cat": smoothed(COUNTS, "floppy_large", "cat"),
        "cells": len(COUNTS) * len(LABELS),
        "pictures": {"pixels": PIXELS, "count": 2**PIXELS},
    }
    return plain(numbers)


def plain(value):
    """Fractions as decimals, to twelve places, for JSON."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return round(float(value), 12) if isinstance(value, Fraction) else value


if __name__ == "__main__":
    write(__file__, compute())
