"""The detection page's numbers, computed a second way: do they hold by counting texts and one draw at a time?"""

import json
from fractions import Fraction
from itertools import product
from pathlib import Path

import detection_numbers
import pytest

RESULTS = Path(detection_numbers.__file__).parent / "results" / "detection_numbers.json"
NUMBERS = detection_numbers.compute()


def close(value, digits=10):
    return pytest.approx(float(value), abs=10**-digits)


@pytest.mark.parametrize(("name", "found", "alarm"), [("sharp", 90, 1), ("middling", 80, 5), ("openai", 26, 9)])
def test_predictive_values_by_counting_ten_thousand_texts(name, found, alarm):
    """Of 10,000 texts all counts are whole numbers, so nothing is rounded."""
    row = NUMBERS["table"][name]
    assert (row["found"], row["alarm"]) == (close(found / 100), close(alarm / 100))
    for share in (2, 10, 50):
        generated = 100 * share
        hits, false = generated * found // 100, (10000 - generated) * alarm // 100
        assert row[f"p{share}"] == close(Fraction(hits, hits + false))


def test_pile_of_a_thousand():
    assert NUMBERS["wrong"] == close(Fraction(98, 98 + 180))  # of 10,000 texts 200 are generated: 180 hits, 98 false
    pile = NUMBERS["pile"]
    assert (pile["texts"], pile["generated"], pile["human"]) == (1000, 100, 900)
    assert (pile["hit"], pile["false"], pile["flagged"]) == (80, 45, 125)
    assert NUMBERS["table"]["middling"]["p10"] == close(pile["hit"] / pile["flagged"])


def test_second_language_by_odds():
    """Odds after a flag = odds before × (found ÷ alarm)."""
    odds = Fraction(1, 9) * Fraction(9, 10) / Fraction(6122, 10000)
    assert NUMBERS["second_language"]["p10"] == close(odds / (1 + odds))
    assert NUMBERS["second_language"]["alarm"] == close(0.6122)


def nobody(alarm, times):
    """The chance that no honest text is flagged, one text after the other."""
    chance = Fraction(1)
    for _ in range(times):
        chance *= 1 - alarm
    return chance


def test_campus():
    campus = NUMBERS["campus"]
    room, student, university = campus["class"], campus["student"], campus["university"]
    assert room["expected"] == close(1.35) and room["honest"] == room["pupils"] - 3
    assert room["some"] == close(1 - nobody(Fraction(1, 20), 27))
    assert student["some"] == close(1 - nobody(Fraction(1, 100), 40)) and student["essays"] == 40
    assert university["flagged"] == university["papers"] // 100 == 750


def test_roc_by_walking_down_the_sorted_scores():
    """The curve steps up at each machine text and right at each human one; the area is the sum of its columns."""
    scores = sorted([(x, "machine") for x in detection_numbers.MACHINE] + [(x, "human") for x in detection_numbers.HUMAN])
    up, area = 0, Fraction(0)
    for _, kind in scores:
        if kind == "machine":
            up += 1
        else:
            area += Fraction(up, 5) * Fraction(1, 5)
    roc = NUMBERS["roc"]
    assert roc["area"] == close(area) and roc["won"] == close(25 * area)
    printed = {int(x) for name in ("human", "machine") for x in roc[name].split(" · ")}
    assert printed == {x for x, _ in scores} and roc["pairs"] == 5 * 5
    for threshold in (20, 30, 40):
        below = [kind for x, kind in scores if x < threshold]
        assert roc[f"t{threshold}"] == {"found": close(below.count("machine") / 5), "alarm": close(below.count("human") / 5)}


def counts(style, texts):
    """{(texts of style a, of style b): probability}, one draw at a time."""
    table = {(0, 0): Fraction(1)}
    for _ in range(texts):
        step = {}
        for (a, b), chance in table.items():
            for key, p in (((a + 1, b), style[0]), ((a, b + 1), style[1]), ((a, b), style[2])):
                step[key] = step.get(key, 0) + chance * p
        table = step
    return table


@pytest.mark.parametrize("texts", [1, 10, 50])
def test_total_variation_as_the_best_possible_gap(texts):
    """TV is the largest gap between the two probabilities of one event: that of all counts likelier under people."""
    people, machine = (counts(style, texts) for style in detection_numbers.STYLES)
    gap = sum(chance - machine[key] for key, chance in people.items() if chance > machine[key])
    styles = NUMBERS["styles"]
    tv, bound = (styles["tv"], styles["area"]) if texts == 1 else (styles["more"][f"n{texts}"][x] for x in ("tv", "area"))
    assert tv == close(gap)
    assert bound == close(1 - (1 - gap) ** 2 / 2)  # the same bound, completed to a square


def test_no_rule_for_one_text_beats_the_cap():
    """All eight sets of styles that a rule could flag: found − alarm never exceeds TV."""
    people, machine = detection_numbers.STYLES
    gaps = [sum(m - p for p, m, on in zip(people, machine, rule) if on) for rule in product((0, 1), repeat=3)]
    styles = NUMBERS["styles"]
    assert styles["tv"] == close(max(gaps)) and styles["found"] == close(Fraction(1, 100) + max(gaps))
    odds = Fraction(1, 9) * (Fraction(1, 100) + max(gaps)) / Fraction(1, 100)
    assert styles["p10"] == close(odds / (1 + odds))


def test_results_are_current():
    assert json.loads(RESULTS.read_text(encoding="utf-8")) == NUMBERS
