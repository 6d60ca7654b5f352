"""Provenance: how does a watermark in text show, how much of it survives, and what does a changed byte do to a signature?

    python models/provenance_numbers.py      writes models/results/provenance_numbers.json

Keys such as [kirchenbauer2023watermark] stand in data/references.bib.
"""

from fractions import Fraction
from hashlib import sha256
from itertools import pairwise
from math import ceil, comb, exp, sqrt

from kit.results import tidy, write

GREEN = Fraction(1, 2)  # γ: the share of the vocabulary that is green at each step
PUSH = 2.0  # δ: what is added to the score of every green token
LIMIT = 4  # flag a text whose z is larger, as the paper does   [kirchenbauer2023watermark, §3]
WORDS = 10  # tokens 0 to 9 of the toy
MARKED = (3, 9, 0, 4, 5, 7, 1, 6, 5, 1, 3, 0, 2, 8, 6, 8, 7)  # an invented text of the marked generator
PLAIN = (3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2)  # digits of π, which know of no key


def is_green(before, token):
    """The toy's key: token y is green after token x if (7x + y) mod 10 is 0 to 4, which makes half the tokens green."""
    return (7 * before + token) % WORDS < WORDS * GREEN


def count(text):
    """(tokens that have a predecessor, green ones among them)."""
    return len(text) - 1, sum(is_green(*pair) for pair in pairwise(text))


def z(green, tokens):
    """Standard deviations above what an unmarked text would show: (G − γT) / √(Tγ(1 − γ))   [kirchenbauer2023watermark, eq. 3]."""
    return float(green - GREEN * tokens) / sqrt(tokens * GREEN * (1 - GREEN))


def by_chance(green, tokens):
    """The chance that an unmarked text shows as many green tokens or more: C(T, k) / 2^T summed, since γ = ½."""
    return Fraction(sum(comb(tokens, k) for k in range(green, tokens + 1)), 2**tokens)


def pushed(share, push=PUSH):
    """The chance of a green token when green tokens held `share` of the probability and get e^δ times their weight."""
    return share * exp(push) / (share * exp(push) + 1 - share)


def toy(text):
    tokens, green = count(text)
    shown = {"text": " ".join(map(str, text)), "tokens": tokens, "green": green}
    return shown | {"z": z(green, tokens), "chance": by_chance(green, tokens)}


def needed(share):
    """Tokens until the expected z reaches the limit: the smallest T with (s − γ)√T ≥ 4·√(γ(1 − γ))."""
    return ceil(round((LIMIT / (share - float(GREEN))) ** 2 * float(GREEN * (1 - GREEN)), 9))


def survives(share, rewritten, tokens=100):
    """A part of `tokens` pairs is rewritten by someone who does not know the key: what is left of share and z?"""
    left = (1 - rewritten) * share + rewritten * float(GREEN)
    return {"share": left, "z": (left - float(GREEN)) * sqrt(tokens) / float(GREEN)}


def fingerprint(text):
    return sha256(text.encode("utf-8")).hexdigest()


def compute():
    """Every number the page prints."""
    open_choice, forced = pushed(0.5), pushed(0.02)
    one, two = fingerprint("a cat on a mat"), fingerprint("a cat on a mat.")
    bits = bin(int(one, 16) ^ int(two, 16)).count("1")
    sums = [7 * x + y for x, y in pairwise(MARKED[:3])]
    numbers = {
        "key": {"limit": int(WORDS * GREEN) - 1, "first": sums[0], "ends": sums[0] % WORDS, "second": sums[1]},
        "toy": {"marked": toy(MARKED), "plain": toy(PLAIN)},
        "long": {"tokens": 64, "green": 48, "z": z(48, 64), "chance": by_chance(48, 64), "per_million": 10**6 * by_chance(48, 64)},
        "push": {
            "factor": exp(PUSH), "open": open_choice, "forced": forced,
            "needed": needed(open_choice), "needed_weak": needed(0.6),
        },
        "rewrite": {f"r{r}": survives(open_choice, r / 100) for r in (0, 25, 50, 75)} | {"pairs": 100},
        "hash": {"before": one[:8], "after": two[:8], "bits": bits, "all": 256},
    }
    return tidy(numbers)


if __name__ == "__main__":
    write(__file__, compute())
