"""The sampling lab's numbers, computed a second way: do stories told anew and plain arithmetic say the same as the page?"""

import json
import math

import numpy as np
import pytest
import sampling_lab_numbers
import stories
import story_writing
import train_sampling_lab as lab
import transformer
from kit import weights
from kit.rng import Counter
from story_model import WORDS, encode
from twins import close

NUMBERS = sampling_lab_numbers.compute()
STORED = json.loads(sampling_lab_numbers.STORED.read_text(encoding="utf-8"))
PARAMS = weights.load("stories_small")[0]
COOL = ["t01", "t03", "t07", "t1", "t15", "t2"]


def test_sampling_was_measured_with_ten_seeds_at_every_setting():
    assert STORED["seeds"] == list(range(1, 11)) and STORED["stories"] == 20
    for settings in STORED["runs"].values():
        assert list(settings) == sorted(lab.SETTINGS)
        for runs in settings.values():
            assert sorted(runs) == sorted(f"seed{seed}" for seed in range(1, 11))
            for run in runs.values():
                assert run["right"] + sum(run["first_fault"].values()) == 20 and 1 <= run["distinct"] <= 20


@pytest.mark.parametrize(("lang", "name", "seed"), [("zh", "t03", 6), ("en", "t15_p90", 3)])
def test_twenty_stories_told_anew_and_judged_by_another_program(lang, name, seed):
    texts, _ = lab.write(PARAMS, seed, 20, lab.BEGIN[lang].split(), **lab.SETTINGS[name])
    facts, run = story_writing.judged(texts), STORED["runs"][lang][name][f"seed{seed}"]
    assert (facts["distinct"], facts["right"] * 20) == (run["distinct"], close(run["right"]))
    kinds = {kind: count for kind, count in facts["first_fault"].items() if count}
    assert kinds == run["first_fault"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_likeliest_story_without_a_reader_that_remembers(lang):
    """Greedy in the plain way: the whole beginning again for every word."""
    ids = encode(lab.BEGIN[lang].split())
    while WORDS[ids[-1]] != stories.EOS:
        ids.append(int(np.argmax(transformer.forward(PARAMS, np.array([ids]))[0][0, -1])))
    assert stories.text([WORDS[i] for i in ids], lang) == NUMBERS["greedy"][lang]["text"]


def test_medians_of_the_sampling_lab_by_sorting():
    for lang, settings in STORED["runs"].items():
        for name, runs in settings.items():
            for key in ("distinct", "right", "words", "nats"):
                ordered, row = sorted(run[key] for run in runs.values()), NUMBERS["measured"][lang][name]
                assert row[f"{key}_low"] == ordered[0] and row[f"{key}_high"] == ordered[-1]
                assert row[f"{key}_median"] == close((ordered[4] + ordered[5]) / 2)


def test_the_exercises_on_sampling_by_other_ways():
    numbers = NUMBERS["exercise"]
    assert (1 - numbers["wrong"]) ** 45 == close(numbers["share"]) and numbers["length"] == 45
    assert numbers["ways"] == 4096 and numbers["all_distinct"] == close(math.perm(4096, 20) / 4096**20)
    roots = np.sqrt([0.40, 0.30, 0.15, 0.10, 0.05])
    hot, order = roots / roots.sum(), numbers["order"]
    assert [order["hot"][word] for word in "abcde"] == close(hot.tolist()) and order["hot_four"] == close(hot[:4].sum())
    assert (order["temperature_first"], order["top_p_first"]) == (5, 4) and hot[:4].sum() < 0.9 <= 0.95
    drawn = Counter(8).integers(4096, (4000, 20))
    assert np.mean([len(set(row)) == 20 for row in drawn.tolist()]) == pytest.approx(numbers["all_distinct"], abs=0.02)


def test_settings_of_the_sampling_lab():
    assert NUMBERS["settings"] == {"seeds": 10, "stories": 20, "words": 232, "weights": sum(v.size for v in PARAMS.values())}


# --- what the page says


def test_more_variety_costs_correctness():
    for lang in ("zh", "en"):
        rows = [NUMBERS["measured"][lang][name] for name in COOL[1:]]
        for key, sign in (("words", 1), ("nats", 1), ("right", -1)):
            steps = sign * np.diff([row[f"{key}_median"] for row in rows])
            assert (steps >= 0).all() and steps[:-1].min() > 0, (lang, key)
        assert rows[-1]["right_high"] == 0


def test_top_p_takes_most_of_the_damage_back():
    for rows in NUMBERS["measured"].values():
        assert rows["t15"]["right_median"] <= 1 and rows["t15"]["right_high"] < rows["t15_p90"]["right_low"]
        assert abs(rows["t15_p90"]["right_median"] - rows["t1"]["right_median"]) <= 3


def test_the_likeliest_word_need_not_be_right():
    for lang, right in (("zh", 20), ("en", 0)):
        row = NUMBERS["measured"][lang]["greedy"]
        assert (row["distinct_low"], row["distinct_high"], row["right_low"], row["right_high"]) == (1, 1, right, right)
    english = NUMBERS["measured"]["en"]
    best = sorted(english, key=lambda name: english[name]["right_median"])[-2:]
    assert set(best) == {"t03", "p50"} and english["t01"]["right_median"] + 3 < english["t03"]["right_median"]
    assert (NUMBERS["greedy"]["en"]["found"], NUMBERS["greedy"]["en"]["right"]) == ("came", "was")
    assert "Duck found" in NUMBERS["greedy"]["en"]["text"] and "Duck came and" in NUMBERS["greedy"]["en"]["text"]
    assert "place" not in NUMBERS["greedy"]["zh"]


def test_the_number_of_distinct_stories_says_little():
    runs = [(name, run["distinct"]) for settings in STORED["runs"].values() for name, of in settings.items() for run in of.values()]
    assert NUMBERS["distinct"]["least"] == min(count for name, count in runs if name != "greedy") >= 16
    assert NUMBERS["distinct"]["least_from_t03"] == 20
    assert {count for name, count in runs if name not in ("greedy", "k2", "t01")} == {20}
