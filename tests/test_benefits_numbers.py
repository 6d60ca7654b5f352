"""The benefits page's numbers, computed a second way: do they hold by counting tasks and by adding up a bell curve?"""

import json
from math import exp, pi, sqrt
from pathlib import Path

import benefits_numbers
import pytest

RESULTS = Path(benefits_numbers.__file__).parent / "results" / "benefits_numbers.json"
NUMBERS = benefits_numbers.compute()


def test_committed_results_are_current():
    text = json.dumps(NUMBERS, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run: python models/benefits_numbers.py"


@pytest.mark.parametrize(("name", "minutes"), [("writing", 60), ("copilot", 44.2), ("metr", 119)])
def test_tasks_done_in_the_time_of_a_hundred(name, minutes):
    # a task of 100 minutes now takes `minutes`; 100 such tasks' time holds 10,000 / minutes of them
    done = 10_000 / minutes
    row = NUMBERS["pace"][name]
    assert row["times"] * 100 == pytest.approx(done, abs=1e-8)
    assert row["output"] == pytest.approx(done - 100, abs=1e-8)
    assert row["less"] == pytest.approx(100 - done, abs=1e-8)


def test_minutes_of_the_writing_task():
    assert NUMBERS["minutes"]["with"] == pytest.approx(27 * 3 / 5)


def area(end, steps=200_000, start=-10.0):
    """Area under the standard bell curve from `start` to `end`, by trapezoids."""
    width = (end - start) / steps
    heights = [exp(-((start + k * width) ** 2) / 2) for k in range(steps + 1)]
    return width * (sum(heights) - (heights[0] + heights[-1]) / 2) / sqrt(2 * pi)


@pytest.mark.parametrize("name", sorted(benefits_numbers.SHIFTS))
def test_percentiles_by_adding_up_the_bell_curve(name):
    row = NUMBERS["shift"][name]
    assert row["percentile"] == pytest.approx(100 * area(row["sd"]), abs=1e-6)


def test_a_gap_told_in_three_ways():
    # of 1,000 consultants each: 845 right without, (600 + 706) / 2 = 653 with
    row = NUMBERS["frontier"]
    assert row["points"] == pytest.approx((845 - 653) / 10)
    assert row["relative"] == pytest.approx(100 * (1 - 653 / 845))
    assert row["error_factor"] == pytest.approx((1000 - 653) / (1000 - 845))
    assert row["errors_with"] == pytest.approx(34.7)


def test_interval_is_symmetric_and_95_per_cent_wide():
    row = NUMBERS["copilot_field"]
    assert (row["low"] + row["high"]) / 2 == pytest.approx(26.08)
    half = (row["high"] - row["low"]) / 2 / 10.3
    assert area(half) - area(-half) == pytest.approx(0.95, abs=1e-6)
