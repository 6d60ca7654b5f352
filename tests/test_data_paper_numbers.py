"""The data page's paper numbers, computed a second way: by counting cases, by simulation, with scikit-learn."""

import json
from itertools import product
from math import exp, log
from pathlib import Path

import data_numbers
import data_paper_numbers
import pytest
from sklearn.metrics import cohen_kappa_score

RESULTS = Path(data_paper_numbers.__file__).parent / "results" / "data_paper_numbers.json"
NUMBERS = data_paper_numbers.compute()


def near(value):
    return pytest.approx(value, abs=1e-10)


def test_results_are_up_to_date():
    assert json.loads(RESULTS.read_text(encoding="utf-8")) == NUMBERS


def test_funnel():
    row = NUMBERS["funnel"]
    for part, tokens in (("each", 20), ("all", 4), ("final", 15), ("edu", 1.3)):
        assert row[f"{part}_percent"] * 0.36 == near(tokens)


def test_the_hash_is_the_third_of_the_four_in_use():
    """Its least values over the two sentences are those that the signature of data_numbers holds."""
    row, third = NUMBERS["hashes"], data_numbers.likeness("zh")["hash3"]
    assert (third["a"], third["b"]) == (5, 4)
    assert len(set(row.values())) == len(row) == data_numbers.likeness("zh")["union"]
    assert min(row[f"x{x}"] for x in range(8)) == third["first"]
    assert min(row[f"x{x}"] for x in (0, 1, 2, 3, 8, 9, 6, 7)) == third["second"]


@pytest.mark.parametrize("percent", [50, 65, 75, 85])
def test_chance_of_being_found(percent):
    """The complement through logarithms: no bucket agrees."""
    assert NUMBERS["buckets"][f"s{percent}"] == near(1 - exp(14 * log(1 - (percent / 100) ** 8)))


def test_blocklist_on_ten_thousand_pages():
    row = NUMBERS["blocklist"]
    dialect, rest = 1000 - 420, 9000 - 558
    assert row["after"] == near(100 * dialect / (dialect + rest))
    assert row["kept"] == near(dialect / 10_000) and row["other"] == near(rest / 10_000)
    assert row["ratio"] == near(420 / 62)


def test_lopsided_votes_against_scikit_learn():
    row = NUMBERS["lopsided"]
    cells = (("both_yes", (1, 1)), ("only_a", (1, 0)), ("only_b", (0, 1)), ("both_no", (0, 0)))
    a, b = zip(*(pair for name, pair in cells for _ in range(row[name])))
    assert row["kappa"] == near(cohen_kappa_score(a, b))
    assert row["observed"] == near(sum(x == y for x, y in zip(a, b)) / row["n"])
    assert row["expected"] == near(sum(x == y for x, y in product(a, b)) / row["n"] ** 2)


@pytest.mark.parametrize("name,people", [("three", 3), ("five", 5)])
def test_majority_by_listing_all_votes(name, people):
    cases = (vote for vote in product((True, False), repeat=people) if sum(vote) > people / 2)
    assert NUMBERS["votes"][name] == near(sum(0.8 ** sum(vote) * 0.2 ** (people - sum(vote)) for vote in cases))


def test_mixing_with_logarithms():
    row = NUMBERS["mixing"]
    amounts = data_numbers.amounts()
    assert (row["zh"], row["en"]) == (amounts["text_zh"]["characters"], amounts["text_en"]["characters"])
    for name in ("a1", "a05", "a03", "a0"):
        mix = row[name]
        odds = exp(mix["alpha"] * log(row["en"] / row["zh"]))
        assert mix["share"] == near(1 / (1 + odds))
        assert mix["zh_passes"] * row["zh"] + mix["en_passes"] * row["en"] == pytest.approx(row["all"])
    assert row["a1"]["zh_passes"] == near(1) and row["a0"]["share"] == near(0.5)
