"""Prompts small enough for paper: which numbers does the page on prompting, retrieval, and agents print?

    python models/prompting_numbers.py      writes models/results/prompting_numbers.json

Keys such as [sparckjones1972idf] stand in data/references.bib. All logarithms are natural.
"""

from math import factorial, log, sqrt

from kit.results import tidy, write

# --- retrieval: three notices of a campus, one question, five index words

WORDS = ("library", "opens", "sunday", "canteen", "card")
NOTICES = {  # how often each index word occurs
    "d1": {"library": 2, "opens": 2, "sunday": 1},   # The library opens at nine. On Sunday the library opens at noon.
    "d2": {"canteen": 1, "opens": 1, "sunday": 1},   # The canteen opens at seven, on Sunday at eight.
    "d3": {"library": 1, "card": 2},                 # A library card is free. A lost card costs ten yuan.
}
QUESTION = {"library": 1, "opens": 1, "sunday": 1}   # When does the library open on Sunday?


def rarity():
    """idf(w) = log(N / number of documents with w)   [sparckjones1972idf]"""
    return {w: log(len(NOTICES) / sum(w in counts for counts in NOTICES.values())) for w in WORDS}


def vector(counts, weights):
    return [counts.get(w, 0) * weights[w] for w in WORDS]


def length(v):
    return sqrt(sum(x * x for x in v))


def cosine(u, v):
    """u·v / (|u|·|v|): 1 for the same direction, 0 for no word in common."""
    dot = sum(x * y for x, y in zip(u, v))
    return dot / (length(u) * length(v)) if dot else 0.0


def retrieval():
    idf, plain = rarity(), dict.fromkeys(WORDS, 1.0)
    question = vector(QUESTION, idf)
    result = {"idf": idf, "question_length": length(question), "synonym": cosine(vector({}, idf), question)}
    for name, counts in NOTICES.items():
        v = vector(counts, idf)
        result[name] = {"weights": dict(zip(WORDS, v)), "length": length(v),
                        "dot": sum(x * y for x, y in zip(v, question)), "cosine": cosine(v, question),
                        "count_cosine": cosine(vector(counts, plain), vector(QUESTION, plain))}
    return result


# --- few-shot prompts: order, and the lean of a prompt towards one answer

LEAN, GUESS = 0.7, 0.6  # probability of "positive" for the empty input N/A, and for a real review


def calibrated():
    """Divide each answer's probability by that for an empty input, then rescale to 1   [zhao2021calibrate, §5]"""
    positive, negative = GUESS / LEAN, (1 - GUESS) / (1 - LEAN)
    return {"lean": LEAN, "lean_negative": 1 - LEAN, "guess": GUESS, "guess_negative": 1 - GUESS,
            "positive_ratio": positive, "negative_ratio": negative,
            "positive": positive / (positive + negative), "negative": negative / (positive + negative)}


# --- agents: a chain of steps, each of which may fail

STEP = 0.95


def chain():
    """If steps fail independently and nothing is mended, n steps succeed with probability p^n."""
    return {"step": STEP, "ten": STEP**10, "twenty": STEP**20, "fifty": STEP**50,
            "needed": 100 * 0.9 ** (1 / 20)}  # per cent, for nine successes in ten over twenty steps


def compute():
    """Every number the page prints."""
    numbers = {"retrieval": retrieval(), "calibration": calibrated(), "chain": chain(),
               "orders": {"four": factorial(4), "eight": factorial(8)}}
    return tidy(numbers)


if __name__ == "__main__":
    write(__file__, compute())
