"""Words cut by rule and by count, and compared by their company: which numbers does the page on NLP print?

    python models/nlp_numbers.py      writes models/results/nlp_numbers.json

Keys such as [jurafsky2025slp] stand in data/references.bib. All counts are invented.
"""

from fractions import Fraction
from math import sqrt

from kit.results import tidy, write

# --- where does a Chinese word end? longest match, forwards and backwards, and the most probable cut

SENTENCE = "研究生命起源"  # study the origin of life
COUNTS = {"研究": 40, "研究生": 10, "生命": 20, "生": 6, "命": 8, "起源": 5}  # in a collection of TOTAL words
TOTAL = 1000
KEYS = {("研究", "生命", "起源"): "study_life_origin", ("研究生", "命", "起源"): "student_fate_origin",
        ("研究", "生", "命", "起源"): "four_words"}


def longest_first(text, words=COUNTS):
    """Cut off the longest dictionary word at the front, again and again. Raises ValueError if no word fits."""
    cut = []
    while text:
        fits = [word for word in words if text.startswith(word)]
        if not fits:
            raise ValueError(f"no word of the dictionary begins {text!r}")
        cut.append(max(fits, key=len))
        text = text[len(cut[-1]):]
    return cut


def longest_last(text, words=COUNTS):
    """The same from the end: reverse everything, cut, and reverse back."""
    cut = longest_first(text[::-1], {word[::-1]: n for word, n in words.items()})
    return [word[::-1] for word in reversed(cut)]


def cuts(text, words=COUNTS):
    """Every way to write a text as words of the dictionary."""
    if not text:
        return [[]]
    return [[word, *rest] for word in words if text.startswith(word) for rest in cuts(text[len(word):], words)]


def probability(cut):
    """P(w₁ … w_n) = Π count(w) / total: words drawn independently of each other, a unigram model [jurafsky2025slp]."""
    p = Fraction(1)
    for word in cut:
        p *= Fraction(COUNTS[word], TOTAL)
    return p


def segmentation():
    forward, backward = longest_first(SENTENCE), longest_last(SENTENCE)
    p = {KEYS[tuple(cut)]: probability(cut) for cut in cuts(SENTENCE)}
    return {
        "characters": len(SENTENCE), "all_cuts": 2 ** (len(SENTENCE) - 1), "dictionary_cuts": len(p),
        "total": TOTAL, "count": dict(zip(("study", "student", "life", "grow", "fate", "origin"), COUNTS.values())),
        "forward": KEYS[tuple(forward)], "backward": KEYS[tuple(backward)],
        "per_million": {key: float(value * 10**6) for key, value in p.items()},
        "ratio": float(p["study_life_origin"] / p["student_fate_origin"]),
    }


# --- what does a word mean? the counts of the words beside it, and the angle between two such vectors

CONTEXTS = ("sleeps", "eats", "hot", "cup")
VECTORS = {"cat": (6, 3, 1, 0), "dog": (4, 4, 0, 1), "kitten": (2, 1, 0, 0), "tea": (0, 1, 5, 6)}
PAIRS = (("cat", "dog"), ("cat", "kitten"), ("cat", "tea"), ("dog", "tea"))


def dot(u, v):
    return sum(a * b for a, b in zip(u, v, strict=True))


def cosine(u, v):
    """cos(u, v) = u·v / (|u|·|v|)   [jurafsky2025slp]"""
    return dot(u, v) / (sqrt(dot(u, u)) * sqrt(dot(v, v)))


def neighbours():
    pairs = {f"{a}_{b}": {"dot": dot(VECTORS[a], VECTORS[b]), "cosine": cosine(VECTORS[a], VECTORS[b])}
             for a, b in PAIRS}
    counts = {word: dict(zip(CONTEXTS, vector)) for word, vector in VECTORS.items()}
    return {"counts": counts, "length": {word: sqrt(dot(v, v)) for word, v in VECTORS.items()}, "pairs": pairs}


# --- what a bag of words cannot see: order

def bag(sentence):
    """How often each word occurs; where it stands is lost."""
    return {word: sentence.split().count(word) for word in sentence.split()}


def order():
    one, two = bag("dog bites man"), bag("man bites dog")
    words = sorted({*one, *two})
    return {"cosine": cosine([one.get(w, 0) for w in words], [two.get(w, 0) for w in words])}


def compute():
    """Every number the page prints."""
    return tidy({"segmentation": segmentation(), "neighbours": neighbours(), "order": order()})


if __name__ == "__main__":
    write(__file__, compute())
