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


def test_llama_from_the_hours_of_one_processor(numbers):
    # 39.3 million hours at 0.7 kW
    trainings = numbers["trainings"]
    assert trainings["llama_gwh"] == pytest.approx(39.3 * 0.7)
    assert trainings["llama_gwh"] * trainings["llama_grams_per_kwh"] == pytest.approx(11_390, abs=0.01)  # GWh × g/kWh = t
    assert trainings["llama_over_gpt3"] * 1.287 == pytest.approx(27.51, abs=1e-4)


def test_two_factors_make_the_difference_between_bloom_and_gpt3(numbers):
    trainings = numbers["trainings"]
    product = trainings["gpt3_over_bloom_kwh"] * trainings["gpt3_over_bloom_grams"]
    assert product == pytest.approx(552 / 24.7, rel=1e-5)
    assert trainings["gpt3_over_bloom_tonnes"] == pytest.approx(552 / 24.7, abs=1e-6)
    assert trainings["bloom_grams_per_kwh"] * 433.196 == pytest.approx(24_700, abs=0.01)
    assert trainings["bloom_total_over_dynamic"] * 24.7 == pytest.approx(50.5, abs=1e-4)
    assert trainings["bloom_idle_percent"] * 4.33196 == pytest.approx(256.646, abs=1e-4)


def test_litres_of_the_training_run(numbers):
    trainings = numbers["trainings"]
    assert trainings["gpt3_litres_per_kwh_site"] * 1287 == pytest.approx(700, abs=0.01)
    assert trainings["gpt3_litres_per_kwh_all"] * 1287 == pytest.approx(5400, abs=0.01)


def test_one_answer_times_a_million(numbers):
    # a million Gemini prompts: 240 kWh, 30 kg, 260 litres
    answers = numbers["answers"]
    assert answers["gemini_grams_per_kwh"] * 240 == pytest.approx(23_000, abs=0.01)
    assert answers["gemini_litres_per_kwh"] * 240 == pytest.approx(260, abs=1e-3)
    assert answers["gemini_grams_on_gpt3_grid"] == pytest.approx(0.00024 * 552_000 / 1287, abs=1e-6)
    # a million ChatGPT queries: 340 kWh and 85 gallons of 231 cubic inches
    litres = 85 * 231 * 2.54**3 / 1000
    assert answers["chatgpt_ml"] == pytest.approx(litres / 1000, abs=1e-5)
    assert answers["chatgpt_litres_per_kwh"] * 340 == pytest.approx(litres, abs=1e-2)
    assert answers["gemini_before"] / 33 == pytest.approx(0.24)


def test_ratios_between_vendors(numbers):
    answers = numbers["answers"]
    assert answers["mistral_over_gemini_grams"] * 0.03 == pytest.approx(1.14)
    assert answers["mistral_over_gemini_ml"] * 0.26 == pytest.approx(45, abs=1e-4)
    assert answers["long_over_typical"] * 0.3 == pytest.approx(40, abs=1e-5)


def test_a_year_of_prompts(numbers):
    answers = numbers["answers"]
    assert answers["year_kwh"] == pytest.approx(7300 * 0.34 / 1000)
    assert answers["year_percent_of_household"] * 105 == pytest.approx(answers["year_kwh"], abs=1e-4)
    # 240 MWh a day for 365 days, of 485 million MWh
    assert answers["billion_a_day_gwh"] == pytest.approx(240 * 365 / 1000)
    assert answers["billion_a_day_percent"] == pytest.approx(240 * 365 / 485_000_000 * 100, abs=1e-6)


def test_the_later_report_agrees_with_the_earlier(numbers):
    later = numbers["later"]
    assert round(later["from_2024"]) == 486 and abs(later["from_2024"] - later["twh_2025"]) < 1
    total = 485.0
    for _ in range(2025, 2030):
        total *= 1 + later["percent_per_year"] / 100
    assert total == pytest.approx(950, abs=0.01)
    assert later["factor"] * 485 == pytest.approx(950, abs=1e-3)
