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

# [luccioni2023bloom] BLOOM, 2022: the processors at work, the idle machine, and everything with manufacturing
BLOOM_KWH, BLOOM_IDLE_KWH = 433_196, 256_646
BLOOM_TONNES, BLOOM_TOTAL_TONNES = 24.7, 50.5

# [meta2024llama31card] the three Llama 3.1 models together: processor hours at the greatest power of a processor
LLAMA_GPU_HOURS, LLAMA_WATTS, LLAMA_TONNES = 39_300_000, 700, 11_390

# What vendors say of one answer: [elsworth2025google] median prompt, [altman2025gentle] average query,
# [mistral2025lca] 400 tokens with the making of the hardware
GEMINI_GRAMS, GEMINI_ML, GEMINI_FALL = 0.03, 0.26, 33
GEMINI_ELECTRICITY_GRAMS = 0.023  # the part from electricity; another 0.010 g is scopes 1 and 3, hardware among them
CHATGPT_WH, CHATGPT_GALLONS, ML_PER_GALLON = 0.34, 0.000085, 3785.411784
MISTRAL_GRAMS, MISTRAL_ML = 1.14, 45

# [epoch2025chatgpt] a typical query, one with 100,000 tokens of input, and a US household's year
TYPICAL_WH, LONG_INPUT_WH, HOUSEHOLD_KWH = 0.3, 40, 10_500
PROMPTS_A_DAY = 20  # an assumption, so that the reader can put another

# [li2023thirsty] litres for training GPT-3, evaporated on site and with the water of power stations
GPT3_LITRES_SITE, GPT3_LITRES_ALL = 700_000, 5_400_000

# [iea2026keyquestions] all data centres, a year later
LATER_TWH = {2025: 485, 2030: 950}

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


def trainings() -> dict:
    """Two further runs: what their published totals imply, and why BLOOM emitted so much less than GPT-3."""
    llama_mwh = LLAMA_GPU_HOURS * LLAMA_WATTS / 1_000_000
    bloom_grams = BLOOM_TONNES * 1_000_000 / BLOOM_KWH
    gpt3_grams = GPT3_TRAINING_TONNES_CO2E * 1_000 / GPT3_TRAINING_MWH
    return {
        "llama_mwh": round(llama_mwh, DIGITS),
        "llama_gwh": round(llama_mwh / 1_000, DIGITS),
        "llama_grams_per_kwh": round(LLAMA_TONNES * 1_000 / llama_mwh, DIGITS),
        "llama_over_gpt3": round(llama_mwh / GPT3_TRAINING_MWH, DIGITS),
        "bloom_mwh": round(BLOOM_KWH / 1_000, DIGITS),
        "bloom_grams_per_kwh": round(bloom_grams, DIGITS),
        "bloom_total_over_dynamic": round(BLOOM_TOTAL_TONNES / BLOOM_TONNES, DIGITS),
        "bloom_idle_percent": round(100 * BLOOM_IDLE_KWH / BLOOM_KWH, DIGITS),
        "gpt3_over_bloom_tonnes": round(GPT3_TRAINING_TONNES_CO2E / BLOOM_TONNES, DIGITS),
        "gpt3_over_bloom_kwh": round(GPT3_TRAINING_MWH * 1_000 / BLOOM_KWH, DIGITS),
        "gpt3_over_bloom_grams": round(gpt3_grams / bloom_grams, DIGITS),
        "gpt3_litres_per_kwh_site": round(GPT3_LITRES_SITE / (GPT3_TRAINING_MWH * 1_000), DIGITS),
        "gpt3_litres_per_kwh_all": round(GPT3_LITRES_ALL / (GPT3_TRAINING_MWH * 1_000), DIGITS),
    }


def answers() -> dict:
    """The vendors' figures for one answer, brought to common units, and what a billion of them a day add up to."""
    gemini_kwh = WH_PER_GEMINI_PROMPT / 1_000
    chatgpt_ml = CHATGPT_GALLONS * ML_PER_GALLON
    year_kwh = PROMPTS_A_DAY * 365 * CHATGPT_WH / 1_000
    billion_gwh = WH_PER_GEMINI_PROMPT * 365  # 10⁹ prompts a day: Wh × 10⁹ is GWh
    gpt3_grams = GPT3_TRAINING_TONNES_CO2E * 1_000 / GPT3_TRAINING_MWH
    return {
        "gemini_grams_per_kwh": round(GEMINI_ELECTRICITY_GRAMS / gemini_kwh, DIGITS),
        "gemini_litres_per_kwh": round(GEMINI_ML / 1_000 / gemini_kwh, DIGITS),
        "gemini_grams_on_gpt3_grid": round(gemini_kwh * gpt3_grams, DIGITS),
        "gemini_before": round(WH_PER_GEMINI_PROMPT * GEMINI_FALL, DIGITS),
        "chatgpt_ml": round(chatgpt_ml, DIGITS),
        "chatgpt_litres_per_kwh": round(chatgpt_ml / CHATGPT_WH, DIGITS),  # ml per Wh is litres per kWh
        "mistral_over_gemini_grams": round(MISTRAL_GRAMS / GEMINI_GRAMS, DIGITS),
        "mistral_over_gemini_ml": round(MISTRAL_ML / GEMINI_ML, DIGITS),
        "long_over_typical": round(LONG_INPUT_WH / TYPICAL_WH, DIGITS),
        "prompts_a_day": PROMPTS_A_DAY,
        "year_kwh": round(year_kwh, DIGITS),
        "year_percent_of_household": round(100 * year_kwh / HOUSEHOLD_KWH, DIGITS),
        "billion_a_day_gwh": round(billion_gwh, DIGITS),
        "billion_a_day_percent": round(100 * billion_gwh / (LATER_TWH[2025] * 1_000), DIGITS),
    }


def later() -> dict:
    """The totals of 2026's report: does 17% more than 415 TWh give them, and how fast do they grow after 2025?"""
    factor = LATER_TWH[2030] / LATER_TWH[2025]
    return {
        "twh_2025": LATER_TWH[2025],
        "twh_2030": LATER_TWH[2030],
        "from_2024": round(DATA_CENTRES_TWH[2024] * 1.17, DIGITS),
        "factor": round(factor, DIGITS),
        "percent_per_year": round(100 * (factor ** (1 / 5) - 1), DIGITS),
    }


def compute() -> dict:
    """Every number that the pages print."""
    return {"answers": answers(), "data_centres": data_centres(), "gpt3_training": gpt3_training(), "later": later(),
            "trainings": trainings(), "use": use()}


if __name__ == "__main__":
    write(__file__, compute())
