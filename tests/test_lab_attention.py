"""The attention lab: are its looks back, and what is left of the colour without each head, those of the Python programs?"""

import numpy as np
import stories
import story_model
import story_probe
import story_reader
import train_attention_lab as lab
import twins
from kit import weights
from story_model import WORDS, decode
from twins import close, described

PARAMS = weights.load("stories_small")[0]


def begun():
    """(language, what was read, place of the first colour, the colour's number) of two stories in each language."""
    return [(lang, *one) for lang in ("zh", "en") for one in story_probe.beginnings(lab.drawn(1, lang, 2), lang)]


def given():
    return {"lab": described("stories_small"),
            "runs": [{"tokens": decode(text), "word": WORDS[again]} for _, text, _, again in begun()]}


def test_the_colour_without_each_head():
    for (_, text, first, again), found in zip(begun(), twins.computed("attention", "ablated", given()), strict=True):
        one = [(text, first, again)]
        assert text[first] == again and found["whole"] == close(story_probe.last_step(PARAMS, one)[0][0, again], 12)
        without = [story_probe.last_step(PARAMS, one, off=[head])[0][0, again] for head in story_probe.HEADS]
        assert found["without"] == close(without, 12) and max(without) - min(without) > 0.1


def test_the_story_is_that_of_the_program():
    """With every colour, thing and hero: the right measure word stands in the Chinese one."""
    for lang in ("zh", "en"):
        every = lab.plots(lang)
        runs = {"runs": [{"facts": facts, "lang": lang} for facts, _ in every]}
        assert twins.computed("attention", "told", runs) == [list(tokens) for _, tokens in every]
        for (_, tokens), tail in zip(every, tails(every, lang), strict=True):
            assert story_reader.grammatical([*tokens, *tail], lang) == []


def tails(every, lang):
    """What makes whole stories of them: the thing falls, a friend comes, and all go home."""
    words = {"zh": "{thing} 掉进 泥 里 。 {friend} 赶来 ， 把 它 洗干净 了 。 {hero} 向 {friend} 道谢 。 <eos>",
             "en": "{thing} fell into the mud . {friend} came and washed it . {hero} thanked {friend} . <eos>"}[lang]
    for facts, _ in every:
        yield stories.say(words, facts | {"friend": "dog" if facts["hero"] == "cat" else "cat"}, lang)


def test_what_the_engine_is_asked():
    """All heads and some of them; without each head; with some off already, and how far it is."""
    tokens = stories.say(lab.PLOT["en"], {"colour": "green", "thing": "kite", "hero": "pig"}, "en")
    found = twins.computed("attention", "engine", {"lab": described("stories_small"), "tokens": tokens, "off": [[0, 3], [1, 0]]})
    ids, word = story_model.encode(tokens[:-1]), story_model.encode(tokens)[-1]
    one = [(tuple(ids), 0, word)]
    none, some = (story_probe.last_step(PARAMS, one, off=off)[0][0] for off in ((), [(0, 3), (1, 0)]))
    assert found["whole"] == close(none, 12) and found["now"] == close(some, 12) and abs(none[word] - some[word]) > 0.1
    assert found["silenced"]["whole"] == close(some[word], 12)
    assert found["silenced"]["without"][3] == found["silenced"]["without"][4] == found["silenced"]["whole"], "already off"
    assert found["steps"] == [9 * len(ids)] and found["done"] == list(range(1, 9 * len(ids) + 1))


def test_where_every_head_looks():
    _, looks = story_probe.last_step(PARAMS, [one[1:] for one in begun()])
    for look, found in zip(looks, twins.computed("attention", "looked", given()), strict=True):
        assert np.allclose(look, found, rtol=0, atol=1e-12)
