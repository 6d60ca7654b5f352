"""The sampling lab: are its probabilities, its cuts, its random numbers and its stories those of the Python programs?"""

import json

import numpy as np
import pytest
import sampling
import story_model
import train_sampling_lab as lab
import transformer
import twins
from kit import weights
from kit.rng import Counter
from story_reader import grammatical
from twins import FOLDER, close, described

PARAMS = weights.load("stories_small")[0]
STORED = json.loads((weights.FOLDER / "sampling_lab.json").read_text(encoding="utf-8"))


def computed(what, given, folder=FOLDER):
    return twins.computed("sampling", what, given | {"lab": described("stories_small")}, folder)


def test_a_distribution_reshaped():
    """Every temperature, k and p of the controls, with ties, with one word far ahead, and with all alike."""
    rng = Counter(4)
    rows = [np.round(rng.normal((232,)) * 2, 1), rng.normal((232,)) * 3, np.zeros(5), np.array([50.0, 0, 0, -50, 1]),
            np.log([0.4, 0.3, 0.15, 0.1, 0.05])]
    settings = [{"temperature": t} for t in (0.1, 1, 2)] + [{"k": k} for k in (1, 2, 5, 232)] + [
        {"p": p} for p in (0.05, 0.5, 0.85, 0.9, 1)] + [{"temperature": 1.5, "k": 4, "p": 0.7}]
    found = computed("reshaping", {"rows": [row.tolist() for row in rows], "settings": settings})
    for row, results in zip(rows, found, strict=True):
        for setting, result in zip(settings, results, strict=True):
            p = lab.cut_off(sampling.tempered(row, setting.get("temperature", 1)), setting.get("k", 232), setting.get("p", 1))
            assert result["q"] == close(p.tolist(), 12) and set(result["kept"]) == set(np.flatnonzero(p).tolist())
            assert result["nats"] == close(float(sampling.entropy(p))) and result["choices"] == close(np.exp(result["nats"]))
            if "k" in setting and "p" not in setting:
                assert len(result["kept"]) == min(setting["k"], len(row))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("begin", ["season", "hero", "colour"])
def test_what_the_model_believes(lang, begin):
    tokens = computed("beginnings", {})[begin][lang].split()
    assert grammatical(tokens, lang)[0].position == len(tokens), "a beginning that the grammar knows"
    reader = transformer.Reader(PARAMS)
    for word in story_model.encode(tokens):
        scores = reader.read(np.array([word]))
    assert computed("believing", {"lang": lang, "tokens": tokens}) == close(sampling.tempered(scores)[0].tolist())


def test_the_small_model_is_nearly_the_trained_one():
    trained, header = weights.load("transformer")
    small = weights.load("stories_small")[1]
    assert small["made_from"] == header["sha256"] and small["bytes"] < 0.3 * header["bytes"]
    for name, value in trained.items():
        assert np.abs(PARAMS[name] - value).max() <= np.abs(value).max() / 250
    for lang, told in header["metrics"].items():
        assert small["metrics"][lang]["loss"] == close(told["loss"], 3)
        assert small["metrics"][lang]["colour"]["p"] == close(told["colour"]["p"], 3)
    texts = story_model.encoded("held_out", "zh")[:20]
    assert story_model.loss(PARAMS, texts) == close(story_model.loss(trained, texts), 2)


def test_the_same_seed_writes_the_same_stories():
    runs = [{"seed": seed, "count": count, "begin": lab.BEGIN[lang].split(), "settings": settings}
            for lang in ("zh", "en") for seed, count, settings in (
                (1, 1, {}), (2**32 - 1, 3, {"temperature": 2}), (5, 4, {"k": 3, "p": 0.8}), (9, 2, {"k": 1}))]
    for run, found in zip(runs, computed("writing", {"runs": runs}), strict=True):
        texts, unsure = lab.write(PARAMS, run["seed"], run["count"], run["begin"], **run["settings"])
        assert found["texts"] == texts and found["nats"] == close(unsure)


def test_word_by_word_is_the_whole_story():
    """The engine: twenty stories with their faults, and one story by steps and at once; u lies on the stretch of its word."""
    story, settings = {"lang": "en", "begin": lab.BEGIN["en"].split(), "seed": 3}, {"temperature": 1.2, "k": 40, "p": 0.95}
    found = computed("asked", {"story": story, "settings": settings})
    many, expected = found["many"], lab.told(PARAMS, "en", 3, settings)
    for name in ("distinct", "right", "words"):
        assert many[name] == expected[name], name
    assert many["nats"] == close(expected["nats"]) and 0 < many["right"] < 20
    for tokens, place in many["stories"]:
        faults = grammatical(tokens, "en")
        assert place == (faults[0].position if faults else None)
    [ids], _ = lab.write(PARAMS, 3, 1, story["begin"], **settings)
    assert found["first"] == ids[:3] and found["ids"] == found["told"] == ids
    assert [one["word"] for one in found["steps"]] == ids[3:]
    assert [one["u"] for one in found["steps"]] == Counter(3).uniform((len(ids) - 3,)).tolist()
    assert all(one["from"] <= one["u"] + 1e-12 and one["u"] <= one["to"] + 1e-12 for one in found["steps"])


def test_no_page_waits_for_a_long_beginning():
    assert computed("breaths", {"begin": computed("beginnings", {})["colour"]["zh"].split()}) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_stories_behind_the_page_s_numbers(lang):
    """The fingerprints of what was measured, told in Node: some seeds of some settings."""
    asked = [("greedy", 1), ("t03", 4), ("t1", 1), ("t1", 10), ("t2", 2), ("t15_p90", 7)]
    runs = [{"seed": seed, "count": lab.STORIES, "begin": lab.BEGIN[lang].split(), "settings": lab.SETTINGS[name]}
            for name, seed in asked]
    assert computed("prints", {"runs": runs}) == [STORED["runs"][lang][name][f"seed{seed}"]["print"] for name, seed in asked]
