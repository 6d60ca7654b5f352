"""How many pieces does a tokenizer make of a text, and why of Chinese more than of English?

    python models/tokenization_numbers.py      writes models/results/tokenization_numbers.json

Keys such as [sennrich2016bpe] stand in data/references.bib.
"""

import json
from functools import cache

import bpe
import classic
from kit.results import tidy, write

# --- byte-pair encoding on paper: a few words with their counts   [sennrich2016bpe, §3.2]

WORDS = {
    "en": {"sing": 6, "ring": 4, "bring": 3, "singer": 2, "in": 2},
    "zh": {"红球": 6, "小红帽": 4, "红帽子": 3, "帽子": 2},
}
NEW_WORDS = {"en": ("singing", "rings", "bringer"), "zh": ("小红球", "大红帽子", "小帽子")}


def pair_counts(words, pieces):
    """[{pair, count}], the most frequent first: how often two pieces stand side by side."""
    counts = {}
    for word, times in words.items():
        for left, right in bpe.pairs(pieces[word]):
            counts[left, right] = counts.get((left, right), 0) + times
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [{"pair": f"{left}·{right}", "count": times} for (left, right), times in ranked]


def on_paper(lang):
    """Every merge with its count, all pair counts before the first two, the text's length before and after, new words."""
    words = WORDS[lang]
    learnt = bpe.train(words, 5, "characters")
    pieces = {word: tuple(word) for word in words}
    result = {"merges": len(learnt), "characters": sum(len(word) * times for word, times in words.items())}
    for number, (pair, times) in enumerate(learnt, 1):
        if number <= 2:
            result[f"pairs{number}"] = pair_counts(words, pieces)
        pieces = {word: bpe.join(parts, pair) for word, parts in pieces.items()}
        length = sum(len(parts) * words[word] for word, parts in pieces.items())
        result[f"merge{number}"] = {"left": pair[0], "right": pair[1], "new": "".join(pair), "count": times, "length": length}
    result["words"] = {f"word{n}": {"word": word, "count": words[word], "pieces": "·".join(pieces[word])}
                       for n, word in enumerate(words, 1)}
    result["new"] = {f"new{n}": encoded(word, learnt) for n, word in enumerate(NEW_WORDS[lang], 1)}
    result["vocabulary"] = len(bpe.vocabulary(learnt, set("".join(words))))
    return result


def encoded(word, learnt):
    pieces = bpe.encode(word, learnt, "characters")
    return {"word": word, "pieces": "·".join(pieces), "count": len(pieces)}


# --- bytes: what every text is made of before any tokenizer

STRINGS = {"cat_zh": "猫", "cat_en": "cat", "ball_zh": "红球", "ball_en": "red ball", "accent": "é", "smile": "🙂"}


def in_bytes(text):
    raw = text.encode()
    return {"text": text, "characters": len(text), "bytes": len(raw), "hex": raw.hex(" ").upper(),
            "per_character": len(raw) / len(text)}


# --- measured: bytes of a real text, joined by merges that were learnt from English, from Chinese or from both

MERGES = (0, 100, 300, 1000)
CURVE = (0, 25, 50, 100, 150, 200, 300, 400, 500, 600, 700, 800, 900, 1000)  # for the figure


@cache
def learn(*languages):
    return bpe.train(classic.joined(text for lang in languages for text in classic.split(lang)[0]), max(MERGES))


def sizes(learnt):
    """Tokens and characters of the ten held-out chapters, in both languages."""
    result = {}
    for lang in ("zh", "en"):
        text = classic.joined(classic.split(lang)[1])
        tokens = len(bpe.encode(text, learnt))
        result |= {f"{lang}_tokens": tokens, f"{lang}_per_character": tokens / len(text),
                   f"{lang}_characters_per_token": len(text) / tokens}
    return result | {"zh_to_en": result["zh_tokens"] / result["en_tokens"]}


def kinds_of_pieces(learnt):
    """How many merges made a part of a character, one whole character, or more than one."""
    result = {"part": 0, "one": 0, "more": 0}
    for (left, right), _ in learnt:
        try:
            result["one" if len((left + right).decode()) == 1 else "more"] += 1
        except UnicodeDecodeError:
            result["part"] += 1
    return result


def measured():
    result = {"texts": {}}
    for lang in ("zh", "en"):
        for name, part in zip(("train", "held_out"), classic.split(lang)):
            text = classic.joined(part)
            result["texts"][f"{lang}_{name}"] = {"characters": len(text), "bytes": len(text.encode()),
                                                 "kinds": len(set(text))}
    for name, languages in (("en", ["en"]), ("zh", ["zh"]), ("both", ["zh", "en"])):
        learnt = learn(*languages)
        result[f"from_{name}"] = {f"merges_{n}": sizes(learnt[:n]) for n in MERGES}
        result[f"from_{name}"]["kinds"] = kinds_of_pieces(learnt)
        whole = [piece for piece in bpe.vocabulary(learnt, ()) if is_text(piece)]
        result[f"from_{name}"]["first"] = " ".join(show(piece) for piece in bpe.vocabulary(learnt[:8], ()))
        result[f"from_{name}"]["longest"] = " ".join(show(p) for p in sorted(whole, key=lambda p: (-len(p.decode()), p))[:6])
    return result


def is_text(piece):
    return piece.decode(errors="ignore").encode() == piece


def show(piece):
    """A piece of bytes for readers: spaces as ␣, parts of characters in hexadecimal."""
    return piece.decode().replace(" ", "␣") if is_text(piece) else f"‹{piece.hex()}›"


def curves():
    """{trained on: {language: [(merges, characters per token)]}} on the held-out chapters, for the figure."""
    found = {}
    for name, languages in (("en", ["en"]), ("both", ["zh", "en"])):
        learnt = learn(*languages)
        rows = [(n, sizes(learnt[:n])) for n in CURVE]
        found[name] = {lang: [(n, row[f"{lang}_characters_per_token"]) for n, row in rows] for lang in ("zh", "en")}
    return found


# --- tokenizers in use: counted once, kept in models/data/tokenizer_counts.json

TOKENIZERS = ("r50k_base", "cl100k_base", "o200k_base")


def in_use():
    data = json.loads((classic.FOLDER / "tokenizer_counts.json").read_text(encoding="utf-8"))
    result, total = {}, {}
    for sentence in data["sentences"]:
        row = {}
        for lang in ("zh", "en"):
            text = sentence[lang]["text"]
            row[lang] = {"text": text, "characters": len(text), "bytes": len(text.encode())}
            for name in TOKENIZERS:
                row[lang][name] = len(sentence[lang][name])
                total[lang, name] = total.get((lang, name), 0) + len(sentence[lang][name])
        result[sentence["id"]] = row
    for name in TOKENIZERS:
        zh, en = total["zh", name], total["en", name]
        result[f"all_{name}"] = {"zh": zh, "en": en, "ratio": zh / en}
    result["example"] = {name: " ".join(data["sentences"][0]["zh"][name]) for name in TOKENIZERS}
    return result


def compute():
    """Every number the page prints."""
    return tidy({
        "paper": {lang: on_paper(lang) for lang in ("zh", "en")},
        "bytes": {name: in_bytes(text) for name, text in STRINGS.items()},
        "measured": measured(), "in_use": in_use(),
    }, significant=True)


if __name__ == "__main__":
    write(__file__, compute())
