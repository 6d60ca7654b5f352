"""The tokenizer lab: does the browser learn the same merges and cut the same pieces as Python?"""

import json
import sys
import unicodedata

import bpe
import classic
import pytest
import train_tokenizer_lab
from tokenization_numbers import learn
from twins import computed

TEXTS = [
    "", "The cat found a red ball.", "小猫找到一个红球。", "  two  spaces\tand\r\na line_with__underscores ",
    "🙂👩‍🚀 café cafe\u0301",
    "مرحبا بالعالم ١٢٣", "שלום", "नमस्ते दुनिया", "x²+½≈Ⅷ㊗", "\ufeffa\u0085b\u2028c\u3000d\u200be", "aaaaaa", "ﬁ ǆ İ ẞ",
]
LESSON = "aaaa aaab 红球红帽子 aaa ab\n" * 3 + "".join(TEXTS)
CUTS = [
    ["上善若水。水善利万物而不争。", "zh", 300], ["The cat found a red ball.", "both", 300], ["🙂 é", "en", 1000],
    ["", "both", 7], ["道", "both", 0],
]


def read(piece):
    """A piece as text, or None if it is a part of a character."""
    return piece.decode() if piece.decode(errors="ignore").encode() == piece else None


def test_signs_go_together_as_in_python():
    """Every sign that both versions of Unicode know: which of a letter, a mark, a space and a line below it joins."""
    def kind(sign):
        return next((str(n) for n, one in enumerate("a!\t_") if len(bpe.chunks(one + sign)) == 1), "-")
    signs = [chr(n) for n in range(sys.maxunicode + 1) if not 0xD800 <= n < 0xE000]
    found = computed("tokenizer", "kinds", {})
    assert len(found) == len(signs)
    known = [(sign, one) for sign, one in zip(signs, found) if one != "?" and unicodedata.category(sign) != "Cn"]
    assert len(known) > 280_000
    assert [sign for sign, one in known if kind(sign) != one] == []


def test_the_same_merges_and_the_same_pieces():
    many = 60
    learnt = bpe.train(LESSON, many)
    found = computed("tokenizer", "cut", {"texts": TEXTS, "lesson": LESSON, "many": many})
    assert found["learnt"] == [[left.hex(), right.hex(), times] for (left, right), times in learnt] and len(learnt) > 30
    assert found["chunks"] == [bpe.chunks(text) for text in TEXTS]
    for text, pieces in zip(TEXTS, found["pieces"]):
        assert pieces == [[piece.hex() for piece in bpe.encode(text, learnt[:some])] for some in (many, 5, 0)]
    whole = [[read(piece) for piece in bpe.encode(text, learnt)] for text in TEXTS]
    assert found["shown"] == whole and any(None in pieces for pieces in whole)


def test_odd_texts_are_cut_too():
    """Nothing, halves of a sign (written as U+FFFD), a mark of byte order, a very long word."""
    assert computed("tokenizer", "odd", {}) == [0, 3, 5, 3, 5000]


@pytest.fixture(scope="module")
def lab():
    files = {lang: str(classic.FOLDER / f"daodejing.{lang}.txt") for lang in ("zh", "en")}
    return computed("tokenizer", "lab", {**files, "cuts": CUTS})


def test_the_lab_learns_what_the_pages_measure(lab):
    assert lab["counts"] == {"en": 1000, "zh": 1000, "both": 1000}
    sources = {"en": ("en",), "zh": ("zh",), "both": ("zh", "en")}
    for (text, source, many), found in zip(CUTS, lab["cuts"]):
        learnt = learn(*sources[source])
        vocabulary = {}
        for number, piece in enumerate(bpe.vocabulary(learnt, {bytes([byte]) for byte in range(256)})):
            vocabulary.setdefault(piece, number)
        pieces = bpe.encode(text, learnt[:many])
        assert [one["id"] for one in found["pieces"]] == [vocabulary[piece] for piece in pieces]
        assert [one.get("text", one.get("hex")) for one in found["pieces"]] == [read(piece) or piece.hex() for piece in pieces]
        assert (found["characters"], found["bytes"]) == (len(text), len(text.encode()))
        assert found["sides"] == {name: len(bpe.encode(text, learn(*langs)[:many])) for name, langs in sources.items()}
        assert found["stages"] == [len(bpe.encode(text, learnt[:stage])) for stage in (0, 10, 30, 100, 300, 1000)]
        last = [(n, learnt[n - 1]) for n in range(many, max(many - 8, 0), -1)]
        assert [(one["number"], one["times"]) for one in found["latest"]] == [(n, times) for n, (_, times) in last]


def test_no_page_waits_for_many_pieces(lab):
    assert 0 < lab["busy"] <= 50


def test_the_merges_that_are_written_down():
    stored = json.loads(train_tokenizer_lab.STORED.read_text(encoding="utf-8"))
    assert stored["lab"] == train_tokenizer_lab.of_the_lab() and stored["seeds"] == list(range(1, 11))


def test_the_stored_runs_begun_anew():
    stored = json.loads(train_tokenizer_lab.STORED.read_text(encoding="utf-8"))["runs"]
    assert stored["seed3"] == train_tokenizer_lab.one(3)
    assert len({tuple(run["held_out"]) for run in stored.values()}) == 10
    assert all(len(set(run["held_out"])) == 10 for run in stored.values())
