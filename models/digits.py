"""1,797 handwritten digits of 8×8 pixels [alpaydin1998digits]: how does a picture become a row of numbers?"""

from functools import cache
from pathlib import Path

import numpy as np
from kit.rng import Counter

FILE = Path(__file__).parent / "data" / "digits.txt"
LEVELS = "0123456789abcdefg"  # 0 = paper … 16 = ink
TRAIN = 1500                  # pictures to learn from; the other 297 are kept for testing
SEED = 1797


@cache
def _all():
    lines = FILE.read_text(encoding="ascii").split("\n")[:-1]
    labels = np.array([int(line[0]) for line in lines])
    grey = np.array([[LEVELS.index(level) for level in line[2:]] for line in lines])
    order = Counter(SEED).permutation(len(lines))  # the end of the file is harder than its beginning, see data/README.md
    return grey[order], labels[order]


def scaled(grey):
    """Grey levels 0 … 16 → −1 … 1: exact in binary, since it only divides by 8."""
    return grey / 8.0 - 1.0


def train():
    """Pictures (1500, 64), numbers −1 (paper) … 1 (ink), row by row from the top left, and their labels (1500,)."""
    grey, labels = _all()
    return scaled(grey[:TRAIN]), labels[:TRAIN]


def test():
    """The 297 pictures and labels that no model learns from."""
    grey, labels = _all()
    return scaled(grey[TRAIN:]), labels[TRAIN:]


def pictures(rows):
    """Rows (n, 64) of −1 … 1 as pictures (n, 8, 8) of ink 0 … 1, clipped, for drawing."""
    return np.clip((np.asarray(rows) + 1) / 2, 0, 1).reshape(-1, 8, 8)
