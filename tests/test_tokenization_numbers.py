"""The tokenization page's numbers, computed a second way: by a byte-pair encoder that recounts everything each time."""

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import bpe
import classic
import pytest
import tokenization_numbers
from kit import rng

RESULTS = Path(tokenization_numbers.__file__).parent / "results" / "tokenization_numbers.json"
NUMBERS = tokenization_numbers.compute()


# --- a second encoder: words are strings with a separator between pieces, and regular expressions do the joining


class Naive:
    """Joins by search and replace. Units are hexadecimal bytes or characters, written with spaces between them."""

    def __init__(self, counts, merges, kind="bytes"):
        self.kind, self.merges = kind, []
        table = {f" {self.spell(chunk)} ": count for chunk, count in counts.items()}
        for _ in range(merges):
            pairs = Counter()
            for word, count in table.items():
                pieces = word.split()
                for left, right in pairwise(pieces):
                    pairs[left, right] += count
            best = max(pairs.values(), default=0)
            if best < 2:
                break
            pair = min(pair for pair, count in pairs.items() if count == best)
            self.merges.append((pair, best))
            both = " ".join(pair)
            table = {self.replace(word, pair) if both in word else word: count for word, count in table.items()}

    def spell(self, chunk):
        return " ".join(chunk) if self.kind == "characters" else chunk.encode().hex(" ")

    def replace(self, word, pair):
        return re.sub(rf"(?<= ){re.escape(pair[0])} {re.escape(pair[1])}(?= )", "".join(pair), word)

    def encode(self, chunk):
        word = f" {self.spell(chunk)} "
        for pair, _ in self.merges:
            word = self.replace(word, pair)
        return word.split()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_paper_examples(lang):
    table, words = NUMBERS["paper"][lang], tokenization_numbers.WORDS[lang]
    naive = Naive(words, 5, "characters")
    assert len(naive.merges) == table["merges"] == 5
    length = table["characters"]
    assert length == sum(len(word) * count for word, count in words.items())
    for n, (pair, count) in enumerate(naive.merges, 1):
        row = table[f"merge{n}"]
        assert (row["left"], row["right"], row["new"], row["count"]) == (*pair, "".join(pair), count)
        length -= count  # each joining leaves one unit fewer
        assert row["length"] == length
    for group in ("words", "new"):
        for row in table[group].values():
            assert row["pieces"].split("·") == naive.encode(row["word"])
    assert [row["count"] for row in table["new"].values()] == [len(row["pieces"].split("·")) for row in table["new"].values()]
    assert table["vocabulary"] == len(set("".join(words))) + 5
    assert table["pairs1"][0] == {"pair": "·".join(naive.merges[0][0]), "count": naive.merges[0][1]}


def test_pairs_by_hand():
    """i n: in all five words; n g: not in “in”; s i: sing and singer; r i: ring and bring."""
    counts = {row["pair"]: row["count"] for row in NUMBERS["paper"]["en"]["pairs1"]}
    assert counts == {"i·n": 6 + 4 + 3 + 2 + 2, "n·g": 6 + 4 + 3 + 2, "s·i": 6 + 2, "r·i": 4 + 3, "b·r": 3, "g·e": 2, "e·r": 2}
    counts = {row["pair"]: row["count"] for row in NUMBERS["paper"]["zh"]["pairs1"]}
    assert counts == {"红·帽": 4 + 3, "红·球": 6, "帽·子": 3 + 2, "小·红": 4}


def test_bytes_of_strings():
    for row in NUMBERS["bytes"].values():
        assert bytes.fromhex(row["hex"]).decode() == row["text"]
        sizes = [1 if ord(c) < 0x80 else 2 if ord(c) < 0x800 else 3 if ord(c) < 0x10000 else 4 for c in row["text"]]
        assert row["bytes"] == sum(sizes) and row["characters"] == len(sizes)
        assert row["per_character"] == pytest.approx(sum(sizes) / len(sizes))


@pytest.mark.parametrize(("name", "languages"), [("en", ["en"]), ("zh", ["zh"]), ("both", ["zh", "en"])])
def test_measured_sizes(name, languages):
    """100 merges of the slow encoder (all 1,000 would take minutes) on the real text."""
    counts = Counter(chunk for lang in languages for chunk in bpe.chunks(classic.joined(classic.split(lang)[0])))
    naive = Naive(counts, 100)
    fast = [((left.hex(), right.hex()), times) for (left, right), times in tokenization_numbers.learn(*languages)[:100]]
    assert naive.merges == fast
    for lang in ("zh", "en"):
        text = classic.joined(classic.split(lang)[1])
        tokens = sum(len(naive.encode(chunk)) for chunk in bpe.chunks(text))
        row = NUMBERS["measured"][f"from_{name}"]["merges_100"]
        assert row[f"{lang}_tokens"] == tokens
        assert row[f"{lang}_per_character"] == pytest.approx(tokens / len(text), rel=1e-11)
        assert row[f"{lang}_characters_per_token"] == pytest.approx(len(text) / tokens, rel=1e-11)


def test_a_thousand_merges():
    """More merges never cost tokens, every piece is known, and the text comes back."""
    for name, languages in (("en", ["en"]), ("zh", ["zh"]), ("both", ["zh", "en"])):
        learnt, table = tokenization_numbers.learn(*languages), NUMBERS["measured"][f"from_{name}"]
        assert len(learnt) == 1000 and sum(table["kinds"].values()) == 1000
        assert [times for _, times in learnt] == sorted((times for _, times in learnt), reverse=True)
        known = set(bpe.vocabulary(learnt, {bytes([b]) for b in range(256)}))
        assert len(known) <= 1256
        for lang in ("zh", "en"):
            text = classic.joined(classic.split(lang)[1])
            pieces = bpe.encode(text, learnt)
            assert bpe.decode(pieces) == text and set(pieces) <= known
            assert table["merges_1000"][f"{lang}_tokens"] == len(pieces)
            sizes = [table[f"merges_{n}"][f"{lang}_tokens"] for n in (0, 100, 300, 1000)]
            assert sizes == sorted(sizes, reverse=True) and sizes[0] == len(text.encode())
            assert table["merges_300"][f"{lang}_tokens"] == len(bpe.encode(text, learnt[:300]))
        for n in (0, 100, 300, 1000):
            row = table[f"merges_{n}"]
            assert row["zh_to_en"] == pytest.approx(row["zh_tokens"] / row["en_tokens"], rel=1e-11)


def test_what_the_page_says_about_the_measurement():
    from_en, both = NUMBERS["measured"]["from_en"], NUMBERS["measured"]["from_both"]
    assert from_en["merges_0"]["zh_tokens"] == from_en["merges_1000"]["zh_tokens"]  # English merges do nothing for Chinese
    assert both["merges_1000"]["zh_per_character"] < from_en["merges_1000"]["zh_per_character"] / 2
    kinds = NUMBERS["measured"]["from_zh"]["kinds"]
    pieces = [left + right for (left, right), _ in tokenization_numbers.learn("zh")]
    whole = [len(piece.decode(errors="replace")) for piece in pieces if b"\xef\xbf\xbd" not in
             piece.decode(errors="replace").encode()]
    assert kinds == {"part": 1000 - len(whole), "one": whole.count(1), "more": sum(n > 1 for n in whole)}


def test_texts():
    for lang in ("zh", "en"):
        assert len(classic.chapters(lang)) == 81
        train, held = classic.split(lang)
        assert len(train) == 71 and len(held) == 10 and not set(train) & set(held)
        assert classic.chapters(lang)[7] == held[0] and classic.chapters(lang)[79] == held[-1]
        for name, part in (("train", train), ("held_out", held)):
            raw = "\n".join(part) + "\n"
            assert NUMBERS["measured"]["texts"][f"{lang}_{name}"] == {
                "characters": len(raw), "bytes": len(raw.encode()), "kinds": len(set(raw))}
    assert classic.chapters("en")[0].startswith("The Tao that can be trodden is not the enduring and unchanging Tao.")
    assert classic.chapters("zh")[0].startswith("道可道，非常道，名可名，非常名")
    prints = {lang: f"{rng.fnv1a(classic.joined(classic.chapters(lang)).encode()):08x}" for lang in ("zh", "en")}
    assert prints == {"zh": "4c683bc4", "en": "e29f4588"}  # the files are those that data/README.md describes


# --- tokenizers in use


def raw(piece):
    return bytes.fromhex(piece[1:-1]) if piece.startswith("‹") else piece.encode()


DATA = json.loads((classic.FOLDER / "tokenizer_counts.json").read_text(encoding="utf-8"))


def test_pieces_put_together_are_the_sentences():
    assert len(DATA["sentences"]) == 6
    for sentence in DATA["sentences"]:
        for lang in ("zh", "en"):
            row = NUMBERS["in_use"][sentence["id"]][lang]
            for name in tokenization_numbers.TOKENIZERS:
                pieces = sentence[lang][name]
                assert b"".join(map(raw, pieces)).decode() == sentence[lang]["text"] == row["text"]
                assert row[name] == len(pieces)
            assert row["bytes"] == len(row["text"].encode()) and row["characters"] == len(row["text"])
    for name in tokenization_numbers.TOKENIZERS:
        total = NUMBERS["in_use"][f"all_{name}"]
        assert total["zh"] == sum(len(sentence["zh"][name]) for sentence in DATA["sentences"])
        assert total["en"] == sum(len(sentence["en"][name]) for sentence in DATA["sentences"])
        assert total["ratio"] == pytest.approx(total["zh"] / total["en"], rel=1e-11)
        assert NUMBERS["in_use"]["example"][name].split() == DATA["sentences"][0]["zh"][name]


def by_rank(chunk, ranks):
    """Byte-pair encoding with ranks instead of merges: join the neighbours whose union ranks lowest."""
    pieces = [bytes([byte]) for byte in chunk.encode()]
    while True:
        candidates = [(ranks[both], i) for i in range(len(pieces) - 1) if (both := pieces[i] + pieces[i + 1]) in ranks]
        if not candidates:
            return pieces
        _, i = min(candidates)
        pieces[i:i + 2] = [pieces[i] + pieces[i + 1]]


@pytest.mark.parametrize("name", tokenization_numbers.TOKENIZERS)
def test_the_first_pair_encoded_anew_from_ranks(name):
    """Chunks as all three cut them here: words with the space before them, runs of Chinese, punctuation."""
    ranks = {bytes.fromhex(piece): rank for piece, rank in DATA["ranks"][name].items()}
    for lang in ("zh", "en"):
        sentence = DATA["sentences"][0][lang]
        pieces = [piece for chunk in re.findall(r" ?[^\W_]+|[^\w\s]+", sentence["text"]) for piece in by_rank(chunk, ranks)]
        assert pieces == [raw(piece) for piece in sentence[name]]


def test_the_curves_of_the_figure():
    curves = tokenization_numbers.curves()
    for trained in ("en", "both"):
        for lang in ("zh", "en"):
            rows = dict(curves[trained][lang])
            for n in (0, 100, 300, 1000):
                wanted = NUMBERS["measured"][f"from_{trained}"][f"merges_{n}"][f"{lang}_characters_per_token"]
                assert rows[n] == pytest.approx(wanted, rel=1e-11)


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/tokenization_numbers.py"
