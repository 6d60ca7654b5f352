"""Random numbers that can be repeated anywhere: what is number i of the stream with this seed?

Number i depends on (seed, i) alone, so a whole array of them is one vector computation.
"""

import numpy as np

GOLDEN = 0x6D2B79F5  # what mulberry32 adds to its state before each number
TWO_32 = 4294967296.0


def mulberry32(seed, start, count):
    """Numbers start, start + 1, …, start + count − 1 of stream `seed`, as uint32.

    Tommy Ettinger's mulberry32: its state only ever grows by a constant, so the state of number i is known at once.
    """
    index = (np.arange(1, count + 1, dtype=np.uint64) + np.uint64(start)).astype(np.uint32)
    a = np.uint32(seed) + index * np.uint32(GOLDEN)  # uint32 arrays wrap round at 2³², as intended
    t = (a ^ (a >> np.uint32(15))) * (a | np.uint32(1))
    t ^= t + (t ^ (t >> np.uint32(7))) * (t | np.uint32(61))
    return t ^ (t >> np.uint32(14))


def fnv1a(data, start=0x811C9DC5):
    """32-bit FNV-1a hash of bytes: xor each byte in, then multiply by a prime."""
    value = start
    for byte in data:
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value


class Counter:
    """A stream of random numbers: `seed` 0 … 2³² − 1 says which stream, `used` how many numbers were taken."""

    def __init__(self, seed):
        self.seed, self.used = int(seed) & 0xFFFFFFFF, 0

    def split(self, name):
        """An independent stream with a name, such as split("weights"): drawing from it leaves this one alone."""
        return Counter(fnv1a(name.encode(), 0x811C9DC5 ^ self.seed))

    def uniform(self, shape=()):
        """Numbers in [0, 1): multiples of 2⁻³². A float for shape (), otherwise an array."""
        count = int(np.prod(shape, dtype=np.int64))
        values = mulberry32(self.seed, self.used, count) / TWO_32
        self.used += count
        return values.reshape(shape) if shape != () else float(values[0])

    def normal(self, shape=()):
        """Nearly normal numbers, mean 0 and variance 1: the sum of 12 uniform ones − 6, so never beyond ±6."""
        shape = (shape,) if isinstance(shape, int) else tuple(shape)
        dozen = self.uniform((*shape, 12))
        value = np.zeros(shape)
        for k in range(12):
            value += dozen[..., k]
        value -= 6.0
        return value if shape else float(value)

    def integers(self, high, shape=()):
        """Whole numbers 0 … high − 1; `high` may be an array that broadcasts to shape."""
        value = np.floor(self.uniform(shape) * high)
        return value.astype(np.int64) if shape != () else int(value)

    def permutation(self, n):
        """The numbers 0 … n − 1 in random order (Fisher–Yates: swap each place with one not after it)."""
        order = np.arange(n)
        for i, j in zip(range(n - 1, 0, -1), self.integers(np.arange(n, 1, -1), (max(n - 1, 0),))):
            order[i], order[j] = order[j], order[i]
        return order

    def choice(self, probabilities):
        """One index per distribution along the last axis; weights need not sum to 1. int for a single one."""
        weights = np.asarray(probabilities, dtype=float)
        reached = np.add.accumulate(weights, axis=-1)  # sequential by definition
        if not (weights >= 0).all() or not (reached[..., -1] > 0).all():
            raise ValueError("probabilities must not be negative or all zero")
        draw = np.asarray(self.uniform(weights.shape[:-1]))[..., None] * reached[..., -1:]
        chosen = (reached <= draw).sum(axis=-1)
        return int(chosen) if weights.ndim == 1 else chosen
