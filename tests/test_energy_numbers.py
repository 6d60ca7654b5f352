"""Do the energy figures on the pages follow from their sources, by a second calculation?"""

import json
from pathlib import Path

import energy_numbers
import pytest

RESULTS = Path(__file__).parents[1] / "models" / "results" / "energy_numbers.json"


@pytest.fixture(scope="module")
def numbers() -> dict:
    return energy_numbers.compute()


def test_committed_results_are_current(numbers):
    text = json.dumps(numbers, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run: python models/energy_numbers.py"


def test_grid_intensity_gives_back_the_emissions(numbers):
    gpt3 = numbers["gpt3_training"]
    # 1 MWh at 1 g/kWh emits 1 kg, so MWh × g/kWh is kilograms
    assert 1287 * gpt3["grams_co2e_per_kwh"] / 1000 == pytest.approx(552, abs=0.001)
    assert 428 < gpt3["grams_co2e_per_kwh"] < 430


def test_training_against_all_data_centres(numbers):
    # 1.287 GWh of 415,000 GWh
    assert numbers["gpt3_training"]["millionths_of_data_centres_2024"] == pytest.approx(1.287 / 415_000 * 1e6, abs=1e-6)


def test_one_piece_times_a_thousand_is_the_published_figure(numbers):
    use = numbers["use"]
    assert use["kwh_per_image"] * 1000 == pytest.approx(2.9)
    assert use["wh_per_image"] * 1000 / 1000 == pytest.approx(2.9)
    assert use["wh_per_text"] * 1000 / 1000 == pytest.approx(0.047)
    assert use["texts_per_image"] * 0.047 == pytest.approx(2.9, abs=1e-6)


def test_busy_services_add_up_to_the_training_run(numbers):
    use = numbers["use"]
    # a million images a day at 2.9 Wh is 2.9 MWh a day; a billion prompts at 0.24 Wh is 240 MWh a day
    assert use["days_at_a_million_images"] * 2.9 == pytest.approx(1287, rel=1e-6)
    assert use["days_at_a_billion_prompts"] * 240 == pytest.approx(1287, rel=1e-6)


def test_compound_growth_reaches_the_projection(numbers):
    total = 415.0
    for _ in range(2024, 2030):
        total *= 1 + numbers["data_centres"]["percent_per_year"] / 100
    assert total == pytest.approx(945, abs=0.01)
    assert numbers["data_centres"]["factor_2024_2030"] == pytest.approx(945 / 415, abs=1e-6)


def test_share_of_the_world(numbers):
    assert numbers["data_centres"]["world_twh_2024"] * 1.5 / 100 == pytest.approx(415, abs=1e-4)
