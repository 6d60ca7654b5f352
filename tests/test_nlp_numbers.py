"""The numbers of the page on NLP, computed a second way: all cuts by bit masks, similarity as a measured angle."""

import json
from itertools import pairwise
from math import acos, cos, hypot, log, prod
from pathlib import Path

import nlp_numbers
import pytest

NUMBERS = json.loads((Path(nlp_numbers.__file__).parent / "results" / "nlp_numbers.json").read_text(encoding="utf-8"))
TEXT, COUNTS = nlp_numbers.SENTENCE, nlp_numbers.COUNTS


def all_cuts():
    """Every way to cut the sentence: each bit of a number says whether to cut at one of the gaps."""
    for mask in range(2 ** (len(TEXT) - 1)):
        places = [0, *(i + 1 for i in range(len(TEXT) - 1) if mask >> i & 1), len(TEXT)]
        yield tuple(TEXT[a:b] for a, b in pairwise(places))


def allowed():
    return [cut for cut in all_cuts() if all(word in COUNTS for word in cut)]


def test_the_file_is_what_the_program_computes():
    assert nlp_numbers.compute() == NUMBERS


def test_cuts_are_counted_by_trying_all_of_them():
    found = NUMBERS["segmentation"]
    assert found["all_cuts"] == len(list(all_cuts())) == 32
    assert found["dictionary_cuts"] == len(allowed()) == 3
    assert {tuple(cut) for cut in nlp_numbers.cuts(TEXT)} == set(allowed())


def test_longest_match_is_the_cut_with_the_longest_word_at_its_end():
    found = NUMBERS["segmentation"]
    forward = max(allowed(), key=lambda cut: [len(word) for word in cut])
    backward = max(allowed(), key=lambda cut: [len(word) for word in reversed(cut)])
    assert nlp_numbers.KEYS[forward] == found["forward"] == "student_fate_origin"
    assert nlp_numbers.KEYS[backward] == found["backward"] == "study_life_origin"


def test_probabilities_are_products_of_floating_shares_and_the_backward_cut_wins():
    found = NUMBERS["segmentation"]
    for cut in allowed():
        share = prod(COUNTS[word] / found["total"] for word in cut)
        assert found["per_million"][nlp_numbers.KEYS[cut]] == pytest.approx(share * 1e6)
    best = max(allowed(), key=lambda cut: sum(log(COUNTS[word] / 1000) for word in cut))
    assert nlp_numbers.KEYS[best] == found["backward"]
    count = found["count"]  # 起源 stands in both cuts and cancels
    assert found["ratio"] == pytest.approx(count["study"] * count["life"] / (count["student"] * count["fate"]))


def test_a_text_without_words_is_refused():
    with pytest.raises(ValueError, match="no word"):
        nlp_numbers.longest_first("猫")


def test_cosines_follow_from_three_lengths_by_the_law_of_cosines():
    for a, b in nlp_numbers.PAIRS:
        u, v = nlp_numbers.VECTORS[a], nlp_numbers.VECTORS[b]
        p, q, r = hypot(*u), hypot(*v), hypot(*(x - y for x, y in zip(u, v)))
        found = NUMBERS["neighbours"]["pairs"][f"{a}_{b}"]
        assert found["cosine"] == pytest.approx((p * p + q * q - r * r) / (2 * p * q))
        assert found["dot"] == pytest.approx(p * q * cos(acos(found["cosine"])))
        assert NUMBERS["neighbours"]["length"][a] == pytest.approx(p)


def test_counts_on_the_page_are_those_of_the_vectors():
    for word, row in NUMBERS["neighbours"]["counts"].items():
        assert tuple(row[context] for context in nlp_numbers.CONTEXTS) == nlp_numbers.VECTORS[word]


def test_the_dot_product_and_the_cosine_disagree_on_the_nearest_word():
    pairs = NUMBERS["neighbours"]["pairs"]
    assert pairs["cat_dog"]["dot"] > pairs["cat_kitten"]["dot"]
    assert pairs["cat_dog"]["cosine"] < pairs["cat_kitten"]["cosine"]


def test_a_bag_of_words_is_the_same_in_any_order():
    assert sorted(["dog", "bites", "man"]) == sorted(["man", "bites", "dog"])
    assert NUMBERS["order"]["cosine"] == pytest.approx(1)
