"""The audio page's numbers, computed a second way: do they hold by counting listeners and outcomes?"""

import json
from fractions import Fraction
from itertools import product
from pathlib import Path

import audio_numbers
import pytest

RESULTS = Path(audio_numbers.__file__).parent / "results" / "audio_numbers.json"
NUMBERS = audio_numbers.compute()


@pytest.mark.parametrize(("name", "taken_for_human"), [("clone", 58), ("scratch", 41)])
def test_accuracy_by_counting_two_hundred_answers(name, taken_for_human):
    """100 human voices and 100 machine voices: the right answers are counted one kind after the other."""
    right = 62 + (100 - taken_for_human)
    assert NUMBERS["voices"][name] == pytest.approx(float(Fraction(right, 200)), abs=1e-12)


def test_guessing_by_listing_all_answers():
    """Of all ways to call three tracks one is right throughout."""
    sheets = list(product(("human", "machine"), repeat=3))
    right = [sheet for sheet in sheets if sheet == ("machine", "machine", "human")]
    survey = NUMBERS["survey"]
    assert survey["one_in"] == len(sheets) == 8
    assert survey["guess"] == pytest.approx(float(Fraction(len(right), len(sheets))), abs=1e-12)
    assert survey["guess"] + survey["guess_failed"] == pytest.approx(1, abs=1e-12)
    assert survey["passed"] == pytest.approx(0.03, abs=1e-12)


def test_what_the_page_concludes():
    """Clones are told apart hardly better than by chance; fewer people passed the survey than would by guessing."""
    assert 0.5 < NUMBERS["voices"]["clone"] < 0.55 < NUMBERS["voices"]["scratch"]
    assert NUMBERS["survey"]["passed"] < NUMBERS["survey"]["guess"]


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/audio_numbers.py"
