"""How much electricity does generating content take, in units a reader can compare?

Inputs are figures that a source states; everything else is derived here.
Run `python models/energy_numbers.py` to write models/results/energy_numbers.json.
"""


from kit.results import write

# [patterson2021carbon] GPT-3, one training run, an estimate by authors from Google and Berkeley
GPT3_TRAINING_MWH = 1287
GPT3_TRAINING_TONNES_CO2E = 552

# [luccioni2024power] mean over the open models measured, kWh per 1,000 outputs
KWH_PER_1000_IMAGES = 2.9
KWH_PER_1000_TEXTS = 0.047

# [elsworth2025google] the vendor's own figure for the median Gemini Apps text prompt
WH_PER_GEMINI_PROMPT = 0.24

# [iea2025energyai] all data centres, not only AI; base case for the later year
DATA_CENTRES_TWH = {2024: 415, 2030: 945}
SHARE_OF_WORLD_2024 = 0.015

DIGITS = 6  # enough for every print on the page, few enough to be the same on every machine


def gpt3_training() -> dict:
    """Grams of CO2e per kWh that the two published totals imply, and the run as a share of 2024."""
    kwh = GPT3_TRAINING_MWH * 1_000
    grams = GPT3_TRAINING_TONNES_CO2E * 1_000_000
    return {
        "mwh": GPT3_TRAINING_MWH,
        "tonnes_co2e": GPT3_TRAINING_TONNES_CO2E,
        "grams_co2e_per_kwh": round(grams / kwh, DIGITS),
        # millionths of the world's data-centre electricity in 2024: kWh over TWh × 10⁹ × 10⁻⁶
        "millionths_of_data_centres_2024": round(kwh / (DATA_CENTRES_TWH[2024] * 1_000), DIGITS),
    }


def use() -> dict:
    """Electricity of one output, and the days in which a busy service uses GPT-3's training."""
    training_wh = GPT3_TRAINING_MWH * 1_000_000
    wh_per_image = KWH_PER_1000_IMAGES  # kWh per 1,000 pieces and Wh per piece are the same number
    wh_per_text = KWH_PER_1000_TEXTS
    return {
        "kwh_per_image": round(KWH_PER_1000_IMAGES / 1_000, DIGITS),
        "wh_per_image": wh_per_image,
        "wh_per_text": wh_per_text,
        "wh_per_gemini_prompt": WH_PER_GEMINI_PROMPT,
        "texts_per_image": round(wh_per_image / wh_per_text, DIGITS),
        "days_at_a_million_images": round(training_wh / (wh_per_image * 1e6), DIGITS),
        "days_at_a_billion_prompts": round(training_wh / (WH_PER_GEMINI_PROMPT * 1e9), DIGITS),
    }


def data_centres() -> dict:
    """Growth that the two totals imply, and the world total behind the 1.5%."""
    first, last = min(DATA_CENTRES_TWH), max(DATA_CENTRES_TWH)
    factor = DATA_CENTRES_TWH[last] / DATA_CENTRES_TWH[first]
    yearly = factor ** (1 / (last - first)) - 1
    return {
        "twh_2024": DATA_CENTRES_TWH[2024],
        "twh_2030": DATA_CENTRES_TWH[2030],
        "factor_2024_2030": round(factor, DIGITS),
        "percent_per_year": round(100 * yearly, DIGITS),
        "world_twh_2024": round(DATA_CENTRES_TWH[2024] / SHARE_OF_WORLD_2024, DIGITS),
    }


def compute() -> dict:
    """Every number that the pages print."""
    return {"data_centres": data_centres(), "gpt3_training": gpt3_training(), "use": use()}


if __name__ == "__main__":
    write(__file__, compute())
