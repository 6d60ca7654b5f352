"""Byte-pair encoding: how does a tokenizer learn its pieces from text by joining what stands together most often?

The method is Sennrich's for words [sennrich2016bpe], begun from bytes as in GPT-2 [radford2019gpt2]. Text is first cut
into chunks that no piece may cross: a word with the space before it, a run of punctuation, a run of Chinese characters.
A piece is a str when the units are characters, bytes when the units are bytes; joining is + for both.
"""

import re
from collections import Counter, defaultdict
from itertools import pairwise

CHUNK = re.compile(r" ?[^\W_]+| ?[^\w\s]+|\s+|_+")  # letters and digits of any script | other signs | white space


def chunks(text):
    """The stretches of text within which pieces may be joined; put together they are the text again."""
    return CHUNK.findall(text)


def units(chunk, kind):
    """A chunk as a tuple of smallest pieces: "characters", or the "bytes" of its UTF-8."""
    return tuple(chunk) if kind == "characters" else tuple(bytes([byte]) for byte in chunk.encode())


def join(pieces, pair):
    """Every neighbouring `pair` becomes one piece, from left to right."""
    out, i = [], 0
    while i < len(pieces):
        both = pieces[i:i + 2] == pair
        out.append(pieces[i] + pieces[i + 1] if both else pieces[i])
        i += 2 if both else 1
    return tuple(out)


def pairs(pieces):
    return list(pairwise(pieces))


def train(text, merges, kind="bytes"):
    """The merges learnt from a text, in order: [((left, right), how often the pair stood there)].

    text: a string, or {chunk: count}. The most frequent pair wins, among equals the one first in alphabetical order.
    Stops early when nothing occurs twice."""
    counts = Counter(chunks(text)) if isinstance(text, str) else text
    words = {chunk: units(chunk, kind) for chunk in counts}
    total, where = Counter(), defaultdict(set)  # how often each pair stands in the text, and in which chunks
    for chunk, pieces in words.items():
        for pair in pairs(pieces):
            total[pair] += counts[chunk]
            where[pair].add(chunk)
    learnt = []
    while len(learnt) < merges:
        pair, times = min(total.items(), key=lambda item: (-item[1], item[0]), default=(None, 0))
        if times < 2:
            break
        learnt.append((pair, times))
        for chunk in where.pop(pair):  # only chunks that hold the pair change
            for old in pairs(words[chunk]):
                total[old] -= counts[chunk]
            words[chunk] = join(words[chunk], pair)
            for new in pairs(words[chunk]):
                total[new] += counts[chunk]
                where[new].add(chunk)
        del total[pair]
    return learnt


def encode(text, learnt, kind="bytes"):
    """The pieces of a text: each chunk's units, joined by the merges in the order in which they were learnt."""
    rank = {pair: number for number, (pair, _) in enumerate(learnt)}
    known = {}
    for chunk in chunks(text):
        if chunk not in known:
            pieces = units(chunk, kind)
            while candidates := [pair for pair in pairs(pieces) if pair in rank]:
                pieces = join(pieces, min(candidates, key=rank.get))
            known[chunk] = pieces
    return [piece for chunk in chunks(text) for piece in known[chunk]]


def decode(pieces):
    """The text again. Pieces of bytes may be cut in the middle of a character, but not the whole."""
    return "".join(pieces) if not pieces or isinstance(pieces[0], str) else b"".join(pieces).decode()


def vocabulary(learnt, alphabet):
    """Every piece the tokenizer can put out: the smallest ones, then one per merge."""
    return [*sorted(alphabet), *(left + right for (left, right), _ in learnt)]
