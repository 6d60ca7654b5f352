"""What do duplicates, leaks, wrong labels and shifted pictures in the data do to what is learnt and to what is measured?

    python models/data_numbers.py      writes models/results/data_numbers.json

Keys such as [lee2022dedup] stand in data/references.bib.
"""

from itertools import combinations
from math import log

import classic
import digits
import numpy as np
import stories
import story_reader
from kit import rng
from kit.results import tidy, write
from ngram import BOS, NGram, surprise_by_order

# --- near duplicates on paper: how much do two sentences share?   [broder1997resemblance]

PAIR = {
    "en": ("the cat took the red ball to the park", "the cat took the red hat to the park"),
    "zh": ("小猫带着红球去公园", "小猫带着红帽去公园"),
}
HASHES = ((1, 0), (3, 1), (5, 4), (2, 6))  # h(x) = (a·x + b) mod 11: four ways of putting the shingles in order


def shingles(tokens, n=2):
    """Every run of n neighbouring tokens, in order of first appearance."""
    return list(dict.fromkeys(tuple(tokens[i:i + n]) for i in range(len(tokens) - n + 1)))


def jaccard(a, b):
    """|A ∩ B| / |A ∪ B|"""
    a, b = set(a), set(b)
    return len(a & b) / len(a | b)


def minima(shingled, numbers, hashes):
    """For each hash function the smallest value that a shingle of the text gets: its MinHash signature."""
    return [min((a * numbers[one] + b) % 11 for one in shingled) for a, b in hashes]


def likeness(lang):
    first, second = (shingles(text.split() if lang == "en" else text) for text in PAIR[lang])
    union = list(dict.fromkeys(first + second))
    numbers = {one: number for number, one in enumerate(union)}
    signatures = [minima(text, numbers, HASHES) for text in (first, second)]
    result = {"first": PAIR[lang][0], "second": PAIR[lang][1], "shingles": len(first), "union": len(union),
              "shared": len(set(first) & set(second)), "jaccard": jaccard(first, second),
              "minhash": sum(x == y for x, y in zip(*signatures)) / len(HASHES)}
    for n, ((a, b), x, y) in enumerate(zip(HASHES, *signatures), 1):
        result[f"hash{n}"] = {"a": a, "b": b, "first": x, "second": y}
    return result


# --- near duplicates among the 2,000 English training stories

BANDS, ROWS = 16, 4  # 64 hash functions; two stories are compared if one band of four agrees


def near_duplicates():
    told = [tokens for lang, tokens in stories.collection("train") if lang == "en"]
    sets = [shingles(tokens) for tokens in told]
    number = {one: n for n, one in enumerate(dict.fromkeys(one for each in sets for one in each))}
    table = np.zeros((len(sets), len(number)), dtype=np.float32)
    for row, each in enumerate(sets):
        table[row, [number[one] for one in each]] = 1
    shared = table @ table.T  # whole numbers, so the order of the sums does not matter
    size = shared.diagonal()
    likeness = shared / (size[:, None] + size - shared)
    likeness[np.tril_indices(len(told))] = 0  # each pair once
    pairs = len(told) * (len(told) - 1) // 2
    result = {"stories": len(told), "pairs": pairs, "shingles": len(number), "exact": len(told) - len(set(told)),
              "mean": float(likeness.sum(dtype=np.float64)) / pairs, "highest": float(likeness.max())}
    for percent in (60, 70, 80):
        one, other = np.nonzero(likeness >= percent / 100)
        result[f"above_{percent}"] = {"pairs": len(one), "stories": len({*one, *other})}
    found = candidates(sets, number)
    caught = sum(likeness[pair] >= 0.7 for pair in found)
    first, second = np.unravel_index(int(np.argmax(likeness)), likeness.shape)
    return result | {
        "compared": len(found), "compared_share": len(found) / pairs, "recall": caught / result["above_70"]["pairs"],
        "chance": {f"j{percent}": 1 - (1 - (percent / 100) ** ROWS) ** BANDS for percent in (20, 30, 50, 70, 90)},
        "example": {"first": stories.text(told[first], "en"), "second": stories.text(told[second], "en")},
    }


def candidates(sets, number):
    """Pairs that agree in at least one band of their signatures: only these need to be compared in full."""
    order = [rng.Counter(seed).permutation(len(number)) for seed in range(BANDS * ROWS)]  # a hash = an order of all shingles
    signatures = [[int(ranks[[number[one] for one in each]].min()) for ranks in order] for each in sets]
    found = set()
    for band in range(BANDS):
        buckets = {}
        for row, signature in enumerate(signatures):
            buckets.setdefault(tuple(signature[band * ROWS:(band + 1) * ROWS]), []).append(row)
        for rows in buckets.values():
            found.update(combinations(rows, 2))
    return found


# --- contamination: the test in the training data

ORDER = 7


def contamination():
    """The same n-gram model, once trained without the held-out stories, once with a tenth, half or all of them."""
    train = [tokens for _, tokens in stories.collection("train")]
    held = [tokens for _, tokens in stories.collection("held_out")]
    vocabulary, result = set(stories.vocabulary()) - {BOS}, {"floor": story_reader.floor(), "order": ORDER}
    model, learnt = NGram(ORDER, train, vocabulary), 0
    for name, leaked in (("none", 0), ("tenth", 40), ("half", 200), ("all", 400)):
        model.learn(held[learnt:leaked])
        learnt = leaked
        result[name] = {"nats": surprise_by_order(held, model)[-1], "leaked": leaked,
                        "share_of_training": leaked / (len(train) + leaked)}
    return result


def text_contamination(lang, order=5):
    """The same for the ten held-out chapters, in bits per character, and what leaks although no chapter was copied."""
    learnt, held = (classic.joined(part) for part in classic.split(lang))
    alphabet = set(learnt + held)
    clean, leaked = (surprise_by_order([held], NGram(order, [text], alphabet))[-1] / log(2) for text in (learnt, learnt + held))
    n = {"zh": 8, "en": 30}[lang]
    known = {learnt[i:i + n] for i in range(len(learnt) - n + 1)}
    hits = [held[i:i + n] in known for i in range(len(held) - n + 1)]
    return {"clean_bits": clean, "leaked_bits": leaked, "n": n, "overlap": sum(hits) / len(hits),
            "longest": longest_shared(held, learnt)}


def longest_shared(text, other):
    """The longest string that stands in both, within one line."""
    best = ""
    for start in range(len(text)):
        while (piece := text[start:start + len(best) + 1]) in other and len(piece) > len(best) and "\n" not in piece:
            best = piece
    return {"text": best.strip(), "characters": len(best)}


# --- digits: balance, size, wrong labels, shifts


def grey():
    """Pictures as whole numbers 0 … 16, so that distances are exact: train, its labels, test, its labels."""
    (x, y), (test_x, test_y) = digits.train(), digits.test()
    return (x + 1) * 8, y, (test_x + 1) * 8, test_y


def squared_distances(a, b):
    return (a * a).sum(1)[:, None] - 2 * (a @ b.T) + (b * b).sum(1)


def by_centroid(x, y, test):
    """The class whose mean picture is nearest."""
    means = np.stack([x[y == digit].mean(0) for digit in range(10)])
    return np.argmin(squared_distances(test, means), axis=1)


def by_neighbour(x, y, test):
    """The class of the single nearest training picture."""
    return y[np.argmin(squared_distances(test, x), axis=1)]


METHODS = {"centroid": by_centroid, "neighbour": by_neighbour}


def accuracies(x, y, test, truth):
    return {name: float((method(x, y, test) == truth).mean()) for name, method in METHODS.items()}


def balance():
    _, y, _, test_y = grey()
    counts = {f"digit{digit}": int((y == digit).sum()) for digit in range(10)}
    return counts | {"train": len(y), "test": len(test_y), "most": max(counts.values()), "least": min(counts.values()),
                     "majority_accuracy": float((test_y == np.bincount(y).argmax()).mean())}


def sizes():
    x, y, test, truth = grey()
    return {f"n{n}": accuracies(x[:n], y[:n], test, truth) for n in (50, 100, 200, 500, 1000, 1500)}


def wrong_labels():
    """A share of the training labels replaced by another digit, drawn at random; the test labels stay right."""
    x, y, test, truth = grey()
    result = {}
    for percent in (0, 20, 40, 60):
        draw = rng.Counter(percent).split("labels")
        hit = draw.permutation(len(y))[:len(y) * percent // 100]
        noisy = y.copy()
        noisy[hit] = (y[hit] + 1 + draw.integers(9, (len(hit),))) % 10
        result[f"noise{percent}"] = {"wrong": int((noisy != y).sum())} | accuracies(x, noisy, test, truth)
    return result


def shifted(x, right, down):
    """Every picture moved by whole pixels, paper coming in at the edge."""
    moved = np.zeros((len(x), 8, 8))
    pictures = x.reshape(-1, 8, 8)
    moved[:, max(down, 0):8 + min(down, 0), max(right, 0):8 + min(right, 0)] = \
        pictures[:, max(-down, 0):8 + min(-down, 0), max(-right, 0):8 + min(-right, 0)]
    return moved.reshape(-1, 64)


MOVES = ((1, 0), (-1, 0), (0, 1), (0, -1))


def augmentation():
    """Training with and without copies shifted by one pixel, tested on pictures as they are and shifted ones."""
    x, y, test, truth = grey()
    more_x, more_y = np.concatenate([x, *(shifted(x, *move) for move in MOVES)]), np.tile(y, 1 + len(MOVES))
    moved, moved_truth = np.concatenate([shifted(test, *move) for move in MOVES]), np.tile(truth, len(MOVES))
    return {
        "plain": {"train": len(x), "as_is": accuracies(x, y, test, truth), "moved": accuracies(x, y, moved, moved_truth)},
        "augmented": {"train": len(more_x), "as_is": accuracies(more_x, more_y, test, truth),
                      "moved": accuracies(more_x, more_y, moved, moved_truth)},
    }


# --- do two people who label agree by more than chance?   [cohen1960kappa]

VOTES = {"both_yes": 18, "only_a": 6, "only_b": 4, "both_no": 12}  # 40 stories: is it a good one?


def kappa(both_yes, only_a, only_b, both_no):
    """κ = (p_o − p_e) / (1 − p_e): agreement beyond what two people would reach who vote with these rates at random."""
    n = both_yes + only_a + only_b + both_no
    a, b = (both_yes + only_a) / n, (both_yes + only_b) / n
    observed, expected = (both_yes + both_no) / n, a * b + (1 - a) * (1 - b)
    return {"n": n, "a_yes": a, "b_yes": b, "observed": observed, "expected": expected,
            "kappa": (observed - expected) / (1 - expected)}


# --- how much text there is


def amounts():
    result = {}
    for lang in stories.LANGUAGES:
        told = [tokens for each, tokens in stories.collection("train") if each == lang]
        characters = sum(len(stories.text(tokens, lang)) for tokens in told)
        result[f"stories_{lang}"] = {"stories": len(told), "tokens": sum(map(len, told)), "characters": characters,
                                     "kinds": len({token for tokens in told for token in tokens})}
        whole = classic.joined(classic.chapters(lang))
        result[f"text_{lang}"] = {"chapters": len(classic.chapters(lang)), "characters": len(whole), "kinds": len(set(whole))}
    first = stories.collection("train")[:2]
    return result | {"example": {lang: stories.text(tokens, lang) for lang, tokens in first}}


def compute():
    """Every number the page prints."""
    return tidy({
        "likeness": {lang: likeness(lang) for lang in ("zh", "en")}, "near_duplicates": near_duplicates(),
        "contamination": {"stories": contamination()} | {lang: text_contamination(lang) for lang in ("zh", "en")},
        "balance": balance(), "sizes": sizes(), "wrong_labels": wrong_labels(), "augmentation": augmentation(),
        "kappa": VOTES | kappa(**VOTES), "amounts": amounts(),
    }, significant=True)


if __name__ == "__main__":
    write(__file__, compute())
