"""The attention lab's numbers: do they hold in every draw, and does a draw read word by word say the same?"""

import json
from statistics import median

import attention_lab_numbers
import numpy as np
import pytest
import stories
import story_model
import story_probe
import train_attention_lab as lab
import transformer
from kit import weights
from kit.nn import softmax
from twins import close

NUMBERS = attention_lab_numbers.compute()
STORED = json.loads((weights.FOLDER / "attention_lab.json").read_text(encoding="utf-8"))
PARAMS, HEADER = weights.load("stories_small")
COPIES = {"zh": "block1_head2", "en": "block1_head4"}


def test_ten_draws_of_the_model_that_readers_fetch():
    assert STORED["seeds"] == list(range(1, 11)) and STORED["model"] == HEADER["sha256"]
    for lang in COPIES:
        assert sorted(STORED[lang]) == sorted(f"seed{seed}" for seed in range(1, 11))
        assert len({tuple(text) for seed in STORED["seeds"] for text in lab.drawn(seed, lang, 3)}) == 30


def test_the_small_model_knows_the_stories_as_the_trained_one_does():
    trained = weights.load("transformer")[1]["metrics"]
    for lang, told in HEADER["metrics"].items():
        assert abs(told["loss"] - trained[lang]["loss"]) < 0.001
        assert told["colour"]["share"] == 1 and told["colour"]["p"] > 0.98


@pytest.mark.parametrize("lang", COPIES)
def test_one_head_copies_in_every_draw(lang):
    found, head = NUMBERS[lang], COPIES[lang]
    assert (found["matters_most"], found["looks_hardest"], found["agree"]) == (head, head, 10)
    assert found["whole_share"]["low"] == 1 and found["whole_p"]["low"] > 0.98
    assert found["heads"][head]["p"]["high"] < 0.25
    assert all(one["p"]["low"] >= 0.9 for name, one in found["heads"].items() if name != head)
    block, number = head.split("_")
    off = [draw["off"][block][number]["p"] for draw in STORED[lang].values()]
    assert found["heads"][head]["p"] == {"median": close(median(off)), "low": min(off), "high": max(off)}


def test_a_look_is_no_explanation():
    """English: a head that hardly looks at the colour matters next; Chinese: one that looks at it more matters less."""
    en, zh = NUMBERS["en"]["heads"]["block1_head3"], NUMBERS["zh"]["heads"]
    assert NUMBERS["en"]["matters_next"] == "block1_head3" and en["weight"]["high"] < 0.01 and en["p"]["high"] < 0.94
    assert zh["block1_head1"]["weight"]["low"] > 0.1 > zh["block1_head4"]["weight"]["high"]
    assert zh["block1_head1"]["p"]["median"] > zh["block1_head4"]["p"]["median"]


def test_a_draw_read_word_by_word():
    for lang in COPIES:
        chances = []
        for text, _, again in story_probe.beginnings(lab.drawn(3, lang), lang):
            reader = transformer.Reader(PARAMS)
            for word in text:
                scores = reader.read(np.array([word]))
            chances.append(softmax(scores)[0, again])
        assert STORED[lang]["seed3"]["whole"]["p"] == close(np.mean(chances), 6)


@pytest.mark.parametrize(("lang", "colour"), [("zh", "block1_head2"), ("en", "block1_head4")])
def test_colour_and_hero_have_heads_of_their_own(lang, colour):
    """The lab's story with every colour, thing and hero."""
    plot = NUMBERS["plot"][lang]
    assert plot["colour"]["matters_most"] == colour == COPIES[lang] and plot["hero"]["matters_most"] == "block1_head1"
    for found in plot.values():
        assert found["whole"]["low"] > 0.95 and found["rest"] > 0.97 and found["off"]["median"] < 0.15
    assert plot["colour"]["off"]["high"] > 0.7 and plot["colour"]["off"]["low"] < 0.01, "the range is wide"
    assert plot["colour"]["least_missed"] == "purple", "the page names it"


def test_some_stories_of_the_plot_read_word_by_word():
    for lang, side in (("zh", 0), ("en", 1)):
        whites = [tokens for facts, tokens in lab.plots(lang) if facts["colour"] == "white"]
        assert len(whites) == 100 and len(lab.plots(lang)) == NUMBERS["settings"]["plots"]
        chances = []
        for tokens in whites[::9]:
            *ids, word = story_model.encode(tokens)
            assert tokens[-1] == stories.COLOURS["white"][side]
            chances.append(story_probe.last_step(PARAMS, [(tuple(ids), 0, word)])[0][0, word])
        stored = STORED["plot"][lang]["colour"]["whole"]
        assert stored["low"] - 1e-6 <= min(chances) and max(chances) <= stored["high"] + 1e-6
        assert abs(median(chances) - stored["of"]["white"]) < 0.002


def test_the_exercises_of_the_attention_lab():
    exercise = NUMBERS["exercise"]
    assert exercise["divided"]["first"] + 2 * exercise["divided"]["other"] == close(1)
    assert [exercise["divided"]["first"], exercise["plain"]["first"]] == close(softmax(np.array([[3.0, 1, 1], [6, 2, 2]]))[:, 0])
    story = exercise["story"]["en"]
    assert story["words"] == len(lab.plots("en")[0][1]) - 1 and story["weights"] == 8 * sum(range(1, story["words"] + 2))
