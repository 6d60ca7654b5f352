"""The Turing test as arithmetic: which chances does the AI page print for judges who are fooled?

    python models/ai_numbers.py      writes models/results/ai_numbers.json

Keys such as [turing1950computing] stand in data/references.bib.
"""

from math import comb, sqrt

from kit.results import tidy, write

FOOLED = 0.3  # Turing's forecast: at most a 70 per cent chance of the right answer   [turing1950computing, §6]
Z95 = 1.959963984540054  # 95% of a normal distribution lies within ±Z95 standard deviations


def exactly(k, n, p):
    """Probability that k of n independent judges are fooled, each with probability p: C(n, k)·p^k·(1−p)^(n−k)."""
    return comb(n, k) * p**k * (1 - p) ** (n - k)


def at_least(k, n, p):
    """Probability that k or more of n independent judges are fooled, each with probability p."""
    return sum(exactly(j, n, p) for j in range(k, n + 1))


def interval(k, n, z=Z95):
    """Wilson's 95% interval for the unknown probability behind k of n: (low, high), by the quadratic formula."""
    share, centre = k / n, k / n + z * z / (2 * n)
    half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (centre - half) / (1 + z * z / n), (centre + half) / (1 + z * z / n)


def three_judges():
    """The case for paper: three judges, each fooled with probability 0.3."""
    chances = {f"exactly_{k}": exactly(k, 3, FOOLED) for k in range(4)}
    return chances | {"right": 1 - FOOLED, "p": FOOLED, "some": 1 - (1 - FOOLED) ** 3}


def party(k, n):
    """A result of k fooled judges in n, and how often machines of different true ability reach it or do better."""
    low, high = interval(k, n)
    tails = {f"p{round(100 * p)}": at_least(k, n, p) for p in (0.2, 0.3, 0.4)}
    return tails | {"k": k, "n": n, "share": k / n, "low": low, "high": high}


def pair(k, n=100):
    """k of n conversations in which the machine was taken for the person; mere guessing gives one half."""
    low, high = interval(k, n)
    return {"k": k, "share": k / n, "guess": at_least(k, n, 0.5), "low": low, "high": high}


def compute():
    """Every number the page prints."""
    numbers = {
        "three": three_judges(),
        "small": party(10, 30), "large": party(100, 300),  # one third of the judges, as in 2014   [guardian2014eugene]
        "pairs": {"n": 100, "gpt": pair(73), "llama": pair(56), "eliza": pair(23)},  # rates of [jones2025turing]
    }
    return tidy(numbers)


if __name__ == "__main__":
    write(__file__, compute())
