"""Queries of the search bench: does every expected answer exist in the reader's language, and is enough kept aside of each kind?"""

import csv
from collections import Counter

from building import ROOT

FILE = ROOT / "tests" / "search" / "queries.tsv"


def queries() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_every_expected_answer_exists_in_the_readers_language(book):
    answered = set(book.urls())
    for query in queries():
        expected = query["expect"].split(" | ")
        assert expected and all(one in answered and one.startswith(f"/{query['lang']}/") for one in expected), query


def test_no_query_is_asked_twice_and_enough_of_each_kind_is_kept_aside():
    asked = Counter((query["lang"], query["query"].casefold()) for query in queries())
    assert max(asked.values()) == 1
    cells = Counter((query["lang"], query["kind"], query["half"]) for query in queries())
    for lang, kind in {(lang, kind) for lang, kind, _ in cells}:
        assert cells[lang, kind, "keep"] >= 10
        assert cells[lang, kind, "tune"] >= 2 * cells[lang, kind, "keep"]
