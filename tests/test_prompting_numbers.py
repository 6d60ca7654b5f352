"""The prompting page's numbers, computed a second way: do they hold from the texts themselves and by other libraries?"""

import json
import math
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import numpy as np
import prompting_numbers
import pytest
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.metrics.pairwise import cosine_similarity

RESULTS = Path(prompting_numbers.__file__).parent / "results" / "prompting_numbers.json"
NUMBERS = prompting_numbers.compute()

TEXTS = {  # as the page prints them, and the word that stands for each index word
    "en": (("The library opens at nine. On Sunday the library opens at noon.",
            "The canteen opens at seven, on Sunday at eight.",
            "A library card is free. A lost card costs ten yuan."),
           "When does the library open on Sunday?",
           {"library": "library", "opens": "open", "sunday": "sunday", "canteen": "canteen", "card": "card"}),
    "zh": (("图书馆九点开门。周日，图书馆中午开门。",
            "食堂七点开门，周日改为八点。",
            "图书馆的借书证免费。借书证遗失，补办收十元。"),
           "图书馆周日几点开门？",
           {"library": "图书馆", "opens": "开门", "sunday": "周日", "canteen": "食堂", "card": "借书证"}),
}


def close(value, digits=10):
    return pytest.approx(value, abs=10**-digits)


def counted(text, names):
    return {word: n for word, name in names.items() if (n := text.lower().count(name))}


@pytest.mark.parametrize("lang", TEXTS)
def test_both_languages_have_these_words(lang):
    notices, question, names = TEXTS[lang]
    assert counted(question, names) == prompting_numbers.QUESTION
    assert [counted(text, names) for text in notices] == list(prompting_numbers.NOTICES.values())


@pytest.mark.parametrize("lang", TEXTS)
def test_the_page_prints_these_texts(lang):
    page = Path(__file__).parents[1].joinpath("docs", "principles", f"prompting.{lang}.md").read_text(encoding="utf-8")
    notices, question, _ = TEXTS[lang]
    assert all(text in page for text in (*notices, question))


def counts():
    return np.array([[counts.get(w, 0) for w in prompting_numbers.WORDS]
                     for counts in (*prompting_numbers.NOTICES.values(), prompting_numbers.QUESTION)], dtype=float)


def test_weights_and_cosines_agree_with_scikit_learn():
    table, rows = NUMBERS["retrieval"], counts()
    rule = TfidfTransformer(norm=None, smooth_idf=False).fit(rows[:3])
    idf = rule.idf_ - 1  # scikit-learn adds one
    assert [table["idf"][w] for w in prompting_numbers.WORDS] == close(list(idf))
    weighted = rows * idf
    found = cosine_similarity(weighted[:3], weighted[3:])[:, 0]
    plain = cosine_similarity(rows[:3], rows[3:])[:, 0]
    for n, name in enumerate(("d1", "d2", "d3")):
        row = table[name]
        assert (row["cosine"], row["count_cosine"]) == (close(found[n]), close(plain[n]))
        assert row["length"] == close(np.linalg.norm(weighted[n])) and row["dot"] == close(weighted[n] @ weighted[3])
        assert [row["weights"][w] for w in prompting_numbers.WORDS] == close(list(weighted[n]))
    assert table["question_length"] == close(np.linalg.norm(weighted[3])) and table["synonym"] == 0


def test_cosines_by_angles():
    """The cosine of the angle between two vectors, from the lengths of the sides of their triangle."""
    rows = counts() * [NUMBERS["retrieval"]["idf"][w] for w in prompting_numbers.WORDS]
    for n, name in enumerate(("d1", "d2", "d3")):
        a, b, c = (math.dist(rows[n], [0] * 5), math.dist(rows[3], [0] * 5), math.dist(rows[n], rows[3]))
        assert NUMBERS["retrieval"][name]["cosine"] == close((a * a + b * b - c * c) / (2 * a * b))


def test_orders_by_listing_them():
    assert NUMBERS["orders"]["four"] == sum(1 for _ in permutations("abcd"))
    assert NUMBERS["orders"]["eight"] == sum(1 for _ in permutations("abcdefgh"))


def test_calibration_subtracts_the_lean_in_logits():
    """Dividing by the empty input's probabilities is subtracting its logit: σ(logit 0.6 − logit 0.7)."""
    logit = lambda p: (p / (1 - p)).ln()  # noqa: E731
    odds = (logit(Decimal("0.6")) - logit(Decimal("0.7"))).exp()
    table = NUMBERS["calibration"]
    assert table["positive"] == close(float(odds / (1 + odds))) and table["negative"] == close(float(1 / (1 + odds)))
    assert table["positive_ratio"] / table["negative_ratio"] == close(float(odds))
    assert (table["lean_negative"], table["guess_negative"]) == (close(0.3), close(0.4))
    assert table["negative"] > 0.5 > table["guess_negative"]


def test_chains_by_multiplying_step_by_step():
    table, product = NUMBERS["chain"], Decimal(1)
    reached = {}
    for n in range(1, 51):
        product *= Decimal("0.95")
        reached[n] = float(product)
    assert [table["ten"], table["twenty"], table["fifty"]] == close([reached[10], reached[20], reached[50]])
    assert (table["needed"] / 100) ** 20 == close(0.9)


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/prompting_numbers.py"
