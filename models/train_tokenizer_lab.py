"""What the tokenizer lab learns, from ten random halves of the same text: how far do its results vary? Three minutes.

    python models/train_tokenizer_lab.py      writes models/weights/tokenizer_lab.json

Learning merges has no chance in it. What varies is the text: for each seed, ten other chapters of the Daodejing are held
out, merges are learnt from the other 71, and the ten are cut with them.
"""

import json
from pathlib import Path

import bpe
import classic
from kit.rng import Counter

COMMAND = "python models/train_tokenizer_lab.py"
STORED = Path(__file__).parent / "weights" / "tokenizer_lab.json"
SEEDS = range(1, 11)
HELD_OUT = 10
MERGES = (0, 300, 1000)
SOURCES = {"en": ("en",), "zh": ("zh",), "both": ("zh", "en")}
PRINTS = (1, 10, 100, 1000)  # merges of the lab itself that are written down


def parts(seed):
    """Numbers from 0 of the chapters to learn from and of those held out, each in the order of the book."""
    order = Counter(seed).permutation(len(classic.chapters("zh"))).tolist()
    return sorted(order[HELD_OUT:]), sorted(order[:HELD_OUT])


def text(lang, numbers):
    return classic.joined(classic.chapters(lang)[number] for number in numbers)


def one(seed):
    """{source: {merges: tokens and characters of the held-out chapters}} for one seed."""
    learn, held_out = parts(seed)
    rows = {}
    for source, languages in SOURCES.items():
        learnt = bpe.train("".join(text(lang, learn) for lang in languages), max(MERGES))
        rows[source] = {}
        for merges in MERGES:
            cut = {lang: len(bpe.encode(text(lang, held_out), learnt[:merges])) for lang in ("zh", "en")}
            rows[source][f"merges_{merges}"] = {f"{lang}_tokens": tokens for lang, tokens in cut.items()}
    sizes = {f"{lang}_characters": len(text(lang, held_out)) for lang in ("zh", "en")}
    return {"held_out": [number + 1 for number in held_out], **sizes, "cut": rows}


def of_the_lab():
    """Some of the merges that the lab learns from the chapters of models/classic.py: left and right in hexadecimal, how often."""
    rows = {}
    for source, languages in SOURCES.items():
        learnt = bpe.train(classic.joined(chapter for lang in languages for chapter in classic.split(lang)[0]), max(MERGES))
        rows[source] = {f"merge_{n}": [*(piece.hex() for piece in learnt[n - 1][0]), learnt[n - 1][1]] for n in PRINTS}
    return rows


def measure():
    return {"command": COMMAND, "seeds": list(SEEDS), "runs": {f"seed{seed}": one(seed) for seed in SEEDS}, "lab": of_the_lab()}


if __name__ == "__main__":
    STORED.write_text(json.dumps(measure(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
