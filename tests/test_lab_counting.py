"""The counting lab: does the reader's browser count, score and write what Python does, whatever the text?"""

import counting
import numpy as np
import pytest
import stories
import story_model
import twins
from atlas import labs
from building import ROOT
from kit import detmath, nn, weights
from kit.rng import Counter
from ngram import NGram, copied, generate, surprise_by_order
from twins import FOLDER, MODELS, close, described, prints

NETWORK = weights.load("stories_small")[0]
TEXTS = {lang: str(MODELS / "data" / f"daodejing.{lang}.txt") for lang in stories.LANGUAGES}
FILES = TEXTS | {"network": described("stories_small")}


def computed(what, given, folder=FOLDER):
    return twins.computed("counting", what, given, folder)


def choice(text, language, **more):
    return {"text": text, "language": language, "stories": 100, "own": "", "unit": "characters", "seed": 1} | more


def letters(draw, count):
    """Tokens of several kinds: outside the basic plane, a combining mark, a line break, and two alike at first."""
    kinds = ["a", "ab", "猫", "🐈", "\n", "é", "\u0301", "ﬀ", "￿x", "\0"]
    return [kinds[draw.choice([9, 5, 5, 3, 2, 2, 1, 1, 1, 1])] for _ in range(count)]


# --- the model


def test_counts_probabilities_and_what_is_written():
    order, length, draw = 4, 300, Counter(12)
    learnt, held = ([letters(draw, count) for count in lengths] for lengths in ((150, 1, 40), (60, 2)))
    found = computed("ngram", {"learnt": learnt, "held": held, "order": order, "seed": 5, "length": length})
    model = NGram(order, learnt, counting.words(learnt, held))
    assert found["vocabulary"] == model.vocabulary and found["contexts"] == [len(table) for table in model.counts]
    assert found["counts"] == [sum(seen.total() * len(seen) for seen in table.values()) for table in model.counts]
    assert found["p"] == [prints(model.by_order(token, one[:end])) for one in held for end, token in enumerate(one)]
    nats = np.array(found["nats"])
    assert len(nats) == 62 and nats.mean(0).tolist() == close(surprise_by_order(held, model))
    shorter = [counting.Shorter(model, n) for n in range(1, order + 1)]
    assert found["written"] == [generate(one, Counter(5), length) for one in shorter]
    stopped = generate(model, Counter(5), length, start=learnt[0][:1], stop=learnt[0][1])
    assert found["stopped"] == stopped and stopped[-1] == learnt[0][1] and len(stopped) < length
    known = {tuple(one[i:i + 3]) for one in learnt for i in range(len(one) - 2)}
    assert found["copied"] == [[tuple(one[i:i + 3]) in known for i in range(len(one) - 2)] for one in held]
    assert np.mean(found["copied"][0]) == close(copied(held[0], learnt[0], 3), 1) and any(found["copied"][0])


def test_tokens_are_sorted_as_python_sorts_them():
    tokens = ["🐈", "\uffff", "ab", "a", "abc", "b", "猫", "\U0001f408\u200d", "", "a"]
    tokens += ["🐈a", "\uffffa", "\ufffe", "\ue000", "\ud800", "\udc00b"]  # at both ends of the halves of pairs, and halves alone
    assert computed("sorted", {"tokens": tokens}) == sorted(set(tokens))


# --- a run of the lab


def belief(tokens, place):
    """What the network believes after the first `place` tokens of a story."""
    scores, _ = story_model.transformer.forward(NETWORK, np.array([story_model.encode(tokens)[:place + 1]]))
    return detmath.softmax(scores[0, -1])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_stories(lang):
    count, seed, n, places = 120, 3, 4, [1, 2, 30, 47, 400]
    chosen = choice("stories", lang, stories=count, seed=seed)
    answer = computed("run", {"files": FILES, "choice": chosen, "n": n, "places": places, "versions": [1, 2]})
    found, (learnt, held) = answer["found"], counting.told(lang, count, seed)
    model, bits, expected = counting.measured(learnt, held, counting.STORY_WORDS, seed, True)
    for key in ("bits", "known", "copied"):
        assert found[key] == close(expected[key]), key
    assert [found[key] for key in ("contexts", "tokens", "held", "vocabulary")] == [
        expected[key] for key in ("contexts", "tokens", "held", "vocabulary")]
    assert found["best"] == int(np.argmin(expected["bits"])) + 1 and not found["shortened"] and found["tell"]
    network, known = counting.network_rows(NETWORK, held), counting.known(model, held)
    assert found["network"] == close(network.mean()) and found["grammar"] == close(counting.grammar_bits(held, lang))
    assert [row["stories"] for row in found["sweep"]] == [10, 30, 100, 120]
    assert found["sweep"][-1]["bits"] == found["bits"]
    ten = NGram(counting.ORDERS, learnt[:10], counting.STORY_WORDS)
    assert found["sweep"][0]["bits"] == close(counting.rows(ten, held).mean(0).tolist())
    for k, groups in enumerate(found["groups"]):
        for row, chosen in zip(groups, (known[:, k], ~known[:, k])):
            assert row["share"] == close(chosen.mean())
            if chosen.any():
                assert (row["counts"], row["network"]) == (close(bits[chosen, k].mean()), close(network[chosen].mean()))
            else:
                assert row["counts"] is None and row["network"] is None
    tokens = [(tuple(one), end) for one in held for end, _ in enumerate(one)]
    for place, looked in zip(places, answer["looked"]):
        told, end = tokens[place - 1]
        seen = model.after(told[:end], n - 1)
        assert (looked["sum"], looked["kinds"]) == (seen.total(), len(seen))
        assert looked["context"] == list(told[max(0, end - n + 1):end])
        believed = belief(told, end)
        assert [row["token"] for row in looked["rows"] if row["right"]] == [told[end]]
        counts = [row["count"] for row in looked["rows"][:6]]
        assert counts == sorted(seen.values(), reverse=True)[:len(counts)] or not seen
        for row in looked["rows"]:
            assert row["count"] == seen[row["token"]]
            assert row["p"] == close(model.by_order(row["token"], told[:end])[n - 1])
            assert row["network"] == close(believed[story_model.NUMBER[row["token"]]])
    for version, wrote in enumerate(answer["wrote"], 1):
        story = generate(counting.Shorter(model, n), Counter(seed).split(f"show {n} {version}"), counting.LONGEST, stop=stories.EOS)
        assert "".join(piece["text"] for piece in wrote["pieces"]) == stories.text(story, lang)
        assert wrote["copied"] / wrote["runs"] == close(counting.copies([story], learnt))
    assert answer["told"]["done"] <= answer["told"]["steps"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_daodejing(lang):
    given = {"files": FILES, "choice": choice("daodejing", lang, seed=7), "n": 3, "places": [1, 500], "versions": [1]}
    answer = computed("run", given)
    learnt, held = counting.chapters(lang, 7)
    model, _, expected = counting.measured(learnt, held, counting.words(learnt, held), 7, False)
    for key in ("bits", "known", "copied"):
        assert answer["found"][key] == close(expected[key]), key
    for key in ("contexts", "tokens", "held", "vocabulary"):
        assert answer["found"][key] == expected[key], key
    assert answer["found"]["network"] is False and not answer["found"]["tell"]
    assert "".join(answer["looked"][1]["before"]) == "".join(held[0][475:499]).lstrip()
    text = generate(counting.Shorter(model, 3), Counter(7).split("show 3 1"), 300)
    wrote = answer["wrote"][0]
    assert "".join(piece["text"] for piece in wrote["pieces"]) == "".join(text)
    assert wrote["copied"] == round(counting.copies([text], learnt) * 293) and wrote["runs"] == 293
    known = {tuple(learnt[0][i:i + 8]) for i in range(len(learnt[0]) - 7)}
    inside = set()
    for i in range(293):
        if tuple(text[i:i + 8]) in known:
            inside.update(range(i, i + 8))
    flags = [piece["copied"] for piece in wrote["pieces"] for _ in piece["text"]]
    assert flags == [i in inside for i in range(300)]


# --- the reader's own text


def test_own_texts_are_cut_into_tokens():
    texts = ["The cat’s hat, don't!", "我爱 GPT-4 吗？", "שלום עולם.", "नमस्ते", "👍🏽 ok", "  \n"]
    assert computed("cut", {"texts": texts, "unit": "words"}) == [
        ["The", "cat’s", "hat", ",", "don't", "!"], ["我", "爱", "GPT", "-", "4", "吗", "？"], ["שלום", "עולם", "."], ["नमस्ते"],
        ["👍", "🏽", "ok"], []]
    assert computed("cut", {"texts": ["é👍\n"], "unit": "characters"}) == [["é", "👍", "\n"]]


def test_own_texts_of_every_kind():
    long = computed("own", {"text": "x", "unit": "characters"})  # made sixty thousand times as long
    assert long["tokens"] == 50_000 and long["shortened"] and len(long["held"][0]) == 6250
    short = computed("own", {"text": "  e\u0301\r\n" * 20, "unit": "characters"})
    assert short["tokens"] == 20 + 19 * 3 and not short["shortened"] and short["learnt"][0][:2] == ["é", "\n"]
    text = "מים רבים לא יוכלו לכבות 👍🏽 " * 10
    given = {"files": FILES, "choice": choice("own", "en", own=text, unit="words"), "n": 3, "places": [1, 5], "versions": [1]}
    answer = computed("run", given)
    learnt, held = [text.replace("🏽", " 🏽").split()[:62]], [text.replace("🏽", " 🏽").split()[62:]]
    expected = counting.measured(learnt, held, counting.words(learnt, held), 1, False)[2]
    assert answer["found"]["bits"] == close(expected["bits"]) and (answer["found"]["tokens"], answer["found"]["held"]) == (62, 8)
    assert "👍" in "".join(piece["text"] for piece in answer["wrote"][0]["pieces"])


def test_no_page_waits_for_a_long_text():
    drawn, shown = computed("breaths", {"files": FILES, "n": 1})
    assert 0 < drawn <= 20 and 0 < shown <= 20


def test_too_little_or_too_varied_a_text_is_named():
    found = computed("faults", {"files": FILES})
    assert found["few"] == [{"few": 0}, {"few": 0}, {"few": 39}] and len(found["enough"]) == 6
    assert found["many"]["kind"] == "RangeError"


def test_nothing_more_is_fetched_than_is_said():
    names = [name for name, _ in labs.data(ROOT, "counting")]
    assert names == ["daodejing.zh.txt", "daodejing.en.txt", "stories_small.json", "stories_small.bin"]
    assert labs.size(ROOT, "counting") <= 150_000 and nn.digest(NETWORK)
