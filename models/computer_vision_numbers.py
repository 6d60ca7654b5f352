"""Edges found by a small filter and boxes compared by their overlap: which numbers does the page on vision print?

    python models/computer_vision_numbers.py      writes models/results/computer_vision_numbers.json

Keys such as [szeliski2022cv] stand in data/references.bib.
"""

from fractions import Fraction
from math import sqrt

from kit.results import tidy, write

# --- a filter slides over a patch of greys from 0 (black) to 255 (white): the corner of a bright square

PATCH = (
    (20, 20, 20, 20, 20),
    (20, 20, 20, 20, 20),
    (20, 20, 200, 200, 200),
    (20, 20, 200, 200, 200),
    (20, 20, 200, 200, 200),
)
ACROSS = ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1))  # Sobel: right minus left, the middle row counted twice
DOWN = tuple(zip(*ACROSS))  # the same turned: lower minus upper


def slide(patch, kernel):
    """out[r][c] = Σ_ij kernel[i][j] · patch[r+i][c+j]: cross-correlation, which networks call convolution."""
    size = len(kernel)
    places = range(len(patch) - size + 1)
    return [[sum(kernel[i][j] * patch[r + i][c + j] for i in range(size) for j in range(size)) for c in places]
            for r in places]


def table(rows):
    """Rows as r1c1, r1c2, …, for the page."""
    return {f"r{r}c{c}": value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1)}


def edges():
    across, down = slide(PATCH, ACROSS), slide(PATCH, DOWN)
    strength = [[sqrt(a * a + d * d) for a, d in zip(*rows)] for rows in zip(across, down)]
    brighter = slide([[grey + 40 for grey in row] for row in PATCH], ACROSS)
    inputs, outputs = len(PATCH) ** 2, len(across) ** 2
    return {
        "across": table(across), "down": table(down), "strength": table(strength),
        "change_when_brighter": max(abs(a - b) for one, two in zip(across, brighter) for a, b in zip(one, two)),
        "kernel_sum": sum(map(sum, ACROSS)), "kernel_weights": len(ACROSS) ** 2,
        "inputs": inputs, "outputs": outputs, "dense_weights": inputs * outputs,
    }


# --- intersection over union: how well does a predicted box fit the true one?

TRUE = (2, 1, 8, 7)  # left, top, right, bottom
GUESSES = {"near": (3, 2, 9, 8), "far": (4, 3, 10, 9), "apart": (8, 1, 14, 7)}
THRESHOLD = Fraction(1, 2)  # counted as found from here on   [everingham2010voc]


def area(box):
    left, top, right, bottom = box
    return max(0, right - left) * max(0, bottom - top)


def overlap(a, b):
    """Corners of the common box: the inner of each pair of sides. Its area is 0 if the boxes do not meet."""
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def boxes():
    result = {"area": area(TRUE), "threshold": float(THRESHOLD)}
    for name, guess in GUESSES.items():
        common = area(overlap(TRUE, guess))
        union = area(TRUE) + area(guess) - common
        result[name] = {"common": common, "union": union, "iou": float(Fraction(common, union))}
    return result


# --- how many numbers is a picture?

SIDE, CHANNELS, PIECE = 224, 3, 16  # the usual input of an ImageNet network; ViT cuts it into 16 × 16 pieces


def picture():
    return {"side": SIDE, "numbers": SIDE * SIDE * CHANNELS, "pieces": (SIDE // PIECE) ** 2,
            "per_piece": PIECE * PIECE * CHANNELS, "piece": PIECE}


def compute():
    """Every number the page prints."""
    return tidy({"edges": edges(), "boxes": boxes(), "picture": picture()})


if __name__ == "__main__":
    write(__file__, compute())
