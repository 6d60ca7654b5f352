"""The tokenizer lab's numbers, computed a second way: do search and replace in plain strings say the same as the page?"""

import json
from collections import Counter

import bpe
import classic
import pytest
import tokenizer_lab_numbers
import train_tokenizer_lab
from test_tokenization_numbers import Naive
from twins import MODELS, close

NUMBERS = tokenizer_lab_numbers.compute()
RUNS = json.loads(train_tokenizer_lab.STORED.read_text(encoding="utf-8"))["runs"].values()
SOURCES = {"en": ("en",), "zh": ("zh",), "both": ("zh", "en")}
BOUNDS = [f"merges_{merges}" for merges in (0, 300, 1000)]


@pytest.fixture(scope="module", params=SOURCES)
def slow(request):
    """A source and the merges that search and replace learn from it."""
    lesson = classic.joined(chapter for lang in SOURCES[request.param] for chapter in classic.split(lang)[0])
    return request.param, Naive(Counter(bpe.chunks(lesson)), 1000)


def test_the_pages_sentences_cut_by_search_and_replace(slow):
    source, naive = slow
    learnt = naive.merges
    for name, pair in tokenizer_lab_numbers.SENTENCES.items():
        for lang, text in zip(("zh", "en"), pair):
            row = NUMBERS["sentences"][name][lang]
            assert (row["text"], row["characters"], row["bytes"]) == (text, len(text), len(text.encode()))
            for merges in (300, 1000):
                naive.merges = learnt[:merges]
                assert row[f"{source}_{merges}"] == sum(len(naive.encode(chunk)) for chunk in bpe.chunks(text))
    naive.merges = learnt
    if source == "both":
        assert NUMBERS["exercise"] == {"first": learnt[0][1], "last": learnt[-1][1]}


@pytest.mark.parametrize("merges", BOUNDS)
@pytest.mark.parametrize("source", SOURCES)
def test_medians_and_extremes_by_sorting(source, merges):
    row = NUMBERS["runs"][source][merges]
    cut = [(run, run["cut"][source][merges]) for run in RUNS]
    zh = sorted(found["zh_tokens"] / run["zh_characters"] for run, found in cut)
    en = sorted(run["en_characters"] / found["en_tokens"] for run, found in cut)
    assert len(cut) == NUMBERS["settings"]["seeds"] == 10
    for lang, values in (("zh", zh), ("en", en)):
        assert row[f"{lang}_low"] == close(values[0]) and row[f"{lang}_high"] == close(values[-1])
        assert row[f"{lang}_median"] == close((values[4] + values[5]) / 2)


def test_settings_of_the_tokenizer_lab():
    assert NUMBERS["settings"] == {"seeds": 10, "held_out": 10, "merges": 1000}
    path = MODELS / "results" / "tokenizer_lab_numbers.json"
    assert json.loads(path.read_text(encoding="utf-8")) == NUMBERS


# --- what the page says


def test_merges_of_the_other_language_change_nothing():
    for lang, other in (("zh", "en"), ("en", "zh")):
        for merges in BOUNDS:
            for run in RUNS:
                cut = run["cut"][other]
                assert cut[merges][f"{lang}_tokens"] == cut["merges_0"][f"{lang}_tokens"]


def test_merges_of_both_languages_lie_between():
    """In each of the ten runs, the more merges of a language there are among the thousand, the shorter is its text."""
    assert NUMBERS["runs"]["order"] == {"zh": 10, "en": 10}
    for run in RUNS:
        for lang, other in (("zh", "en"), ("en", "zh")):
            own, both, none = (run["cut"][source]["merges_1000"][f"{lang}_tokens"] for source in (lang, "both", other))
            assert own < both < none


def test_what_the_page_says_of_the_sentences():
    water, ball = NUMBERS["sentences"]["water"]["zh"], NUMBERS["sentences"]["ball"]
    assert water["en_1000"] == water["bytes"] == 3 * water["characters"] and water["zh_1000"] < water["bytes"]
    assert ball["en"]["both_300"] < ball["zh"]["both_300"] and abs(ball["en"]["bytes"] - ball["zh"]["bytes"]) <= 2
    assert NUMBERS["exercise"]["first"] > 100 * NUMBERS["exercise"]["last"]
