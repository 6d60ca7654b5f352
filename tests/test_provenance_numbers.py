"""The provenance page's numbers, computed a second way: do they hold by listing pairs, texts, and bits?"""

import hashlib
import json
from fractions import Fraction
from math import e, sqrt
from pathlib import Path

import provenance_numbers
import pytest

RESULTS = Path(provenance_numbers.__file__).parent / "results" / "provenance_numbers.json"
NUMBERS = provenance_numbers.compute()


def close(value, digits=10):
    return pytest.approx(float(value), abs=10**-digits)


GREEN_AFTER = {x: {(y - 7 * x) % 10 for y in range(5)} for x in range(10)}  # the key, solved for the five green tokens


def pascal(tokens):
    """The row of Pascal's triangle: how many of the 2^T colourings have k green tokens."""
    row = [1]
    for _ in range(tokens):
        row = [a + b for a, b in zip([0, *row], [*row, 0])]
    return row


def test_key_makes_half_of_the_tokens_green_after_every_token():
    assert all(len(tokens) == 5 for tokens in GREEN_AFTER.values())
    assert all(provenance_numbers.is_green(x, y) == (y in GREEN_AFTER[x]) for x in range(10) for y in range(10))


@pytest.mark.parametrize(("name", "green"), [("marked", 14), ("plain", 8)])
def test_toy_pair_by_pair(name, green):
    toy = NUMBERS["toy"][name]
    text = [int(token) for token in toy["text"].split()]
    assert len(text) - 1 == toy["tokens"] == 16
    assert toy["green"] == green == sum(text[i] in GREEN_AFTER[text[i - 1]] for i in range(1, 17))
    share = green / 16
    assert toy["z"] == close((share - 0.5) * sqrt(16) / 0.5)  # the same z from the share instead of the count
    assert toy["chance"] == close(Fraction(sum(pascal(16)[green:]), 2**16))


def test_first_pairs_of_the_marked_text():
    key, text = NUMBERS["key"], [int(token) for token in NUMBERS["toy"]["marked"]["text"].split()]
    assert (key["first"], key["second"]) == (sum([text[0]] * 7) + text[1], sum([text[1]] * 7) + text[2])
    endings = {(7 * x + y) % 10 for x, tokens in GREEN_AFTER.items() for y in tokens}
    assert key["ends"] == int(str(key["first"])[-1]) and set(range(key["limit"] + 1)) == endings


def test_plain_text_is_pi():
    assert NUMBERS["toy"]["plain"]["text"].replace(" ", "") == "31415926535897932"


def test_longer_text():
    long = NUMBERS["long"]
    chance = Fraction(sum(pascal(64)[48:]), 2**64)
    assert long["z"] == close((48 / 64 - 0.5) * sqrt(64) / 0.5) and (long["green"], long["tokens"]) == (48, 64)
    assert long["chance"] == close(chance) and long["per_million"] == close(chance * 10**6, 6)


def test_push_by_weights():
    """Two tokens with weights w (green) and 1 (red): e² times w against 1."""
    push = NUMBERS["push"]
    assert push["factor"] == close(e * e)
    for name, green, red in (("open", 50, 50), ("forced", 2, 98)):
        assert push[name] == close(green * e * e / (green * e * e + red))


def test_needed_length_by_trying_every_length():
    for name, share in (("needed", NUMBERS["push"]["open"]), ("needed_weak", 0.6)):
        tokens = 1
        while round((share - 0.5) * sqrt(tokens) / 0.5, 9) < 4:
            tokens += 1
        assert NUMBERS["push"][name] == tokens


def test_rewriting_by_counting_a_hundred_pairs():
    assert NUMBERS["rewrite"]["pairs"] == 100
    for rewritten in (0, 25, 50, 75):
        kept = (100 - rewritten) * NUMBERS["push"]["open"]
        green = kept + rewritten / 2
        row = NUMBERS["rewrite"][f"r{rewritten}"]
        assert row["share"] == close(green / 100) and row["z"] == close((green - 50) / 5)


def test_hash_fed_byte_by_byte():
    digests = []
    for text in ("a cat on a mat", "a cat on a mat."):
        digest = hashlib.new("sha256")
        for byte in text.encode():
            digest.update(bytes([byte]))
        digests.append(digest.digest())
    table = NUMBERS["hash"]
    assert [digest.hex()[:8] for digest in digests] == [table["before"], table["after"]]
    assert table["bits"] == sum((a ^ b).bit_count() for a, b in zip(*digests)) and table["all"] == 8 * len(digests[0])


def test_results_are_current():
    assert json.loads(RESULTS.read_text(encoding="utf-8")) == NUMBERS
