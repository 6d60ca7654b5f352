"""The generation page's numbers a second way: fractions, brute force, JAX; and the sampler against plain definitions."""

import json
from fractions import Fraction
from itertools import product
from math import log, sqrt
from pathlib import Path

import generation_numbers
import jax
import numpy as np
import pytest
import sampling
import scipy.stats
import stories
import story_model
from kit.nn import softmax
from kit.rng import Counter
from kit.weights import load
from story_reader import log_probability
from test_transformer import trained_scores

RESULTS = Path(generation_numbers.__file__).parent / "results" / "generation_numbers.json"
NUMBERS = generation_numbers.compute()
PARAMS, _ = load("transformer")
P = {word: Fraction(n, 20) for word, n in zip("abcde", (8, 6, 3, 2, 1))}


def close(value, digits=10):
    return pytest.approx(value, abs=10**-digits)


def shares(weights):
    total = sum(weights.values())
    return {word: float(weight / total) for word, weight in weights.items()}


def test_reshaped_distributions():
    expected = {
        "plain": shares(P), "cold": shares({w: p * p for w, p in P.items()}),
        "hot": shares({w: sqrt(p) for w, p in P.items()}),
        "top2": shares({w: p * (w in "ab") for w, p in P.items()}),
        "top3": shares({w: p * (w in "abc") for w, p in P.items()}),
        "top_p90": shares({w: p * (w in "abcd") for w, p in P.items()}),
    }
    for name, p in expected.items():
        row = NUMBERS["words"][name]
        assert {word: row[word] for word in "abcde"} == close(p), name
        nats = scipy.stats.entropy(list(p.values()))
        assert (row["nats"], row["bits"], row["choices"]) == (close(nats), close(nats / log(2)), close(np.exp(nats)))
    assert (NUMBERS["words"]["top_p90"]["kept"], NUMBERS["words"]["top_p90"]["mass"]) == (4, close(0.95))
    cold = NUMBERS["words"]["cold"]
    assert [cold[f"raw_{w}"] for w in "abcde"] == close([float(p * p) for p in P.values()]) and cold["sum"] == close(0.285)
    assert NUMBERS["words"]["hot"]["sum"] == close(sum(sqrt(p) for p in P.values()))
    assert cold["nats"] < NUMBERS["words"]["plain"]["nats"] < NUMBERS["words"]["hot"]["nats"] < log(5)


def test_draws_by_laying_the_words_end_to_end():
    for row in NUMBERS["draws"].values():
        for name in ("cold", "plain", "hot", "top3"):
            edges = np.cumsum([NUMBERS["words"][name][w] for w in "abcde"])
            assert row[name] == "abcde"[np.searchsorted(edges, row["u"], side="right")]


def test_tail_by_complement():
    for row in NUMBERS["tail"].values():
        assert row["chance"] == close(scipy.stats.binom.sf(0, row["words"], row["p"]))


def test_repetition_penalty():
    table = NUMBERS["penalty"]
    assert (table["a"]["moved"], table["b"]["moved"], table["c"]["moved"]) == (close(2 / 1.3), 1.6, close(-0.65))
    for key, side in (("before", "score"), ("after", "moved")):
        p = jax.nn.softmax(np.array([table[w][side] for w in "abc"]))
        assert [table[w][key] for w in "abc"] == close(p.tolist())
    scores, ids = np.array([[2.0, 1.6, -0.5]]), np.array([[0, 2]])
    assert sampling.repeated(scores, ids, 1.3)[0].tolist() == close([2 / 1.3, 1.6, -0.65])


def test_tree_by_looking_at_every_path():
    tree = NUMBERS["tree"]
    paths = {a + b: tree["step"][f"{a}_first"] * tree["step"][f"{a}_{b}"] for a, b in product("ab", "xyz")}
    assert tree["path"] == close(paths) and sum(paths.values()) == close(1)
    best = max(paths, key=paths.get)
    assert (tree["beam2"]["text"], tree["beam2"]["p"]) == (best, close(paths[best]))
    first = max("ab", key=lambda a: tree["step"][f"{a}_first"])
    greedy = max((path for path in paths if path[0] == first), key=paths.get)
    assert (tree["greedy"]["text"], tree["greedy"]["p"]) == (greedy, close(paths[greedy])) and greedy != best
    assert (tree["greedy"]["looked_at"], tree["beam2"]["looked_at"]) == (3, 6)
    assert tree["greedy"]["log_p"] == close(log(tree["greedy"]["p"])) and tree["beam2"]["log_p"] == close(log(0.36))


def test_guidance():
    table = NUMBERS["guidance"]
    for name in ("w0", "w1", "w2", "w3"):
        row, w = table[name], table[name]["paper_w"]
        assert row["eps"] == close((1 + w) * 0.7 - w * 0.4)  # as Ho and Salimans write it
        assert 0.6 * row["x0"] + 0.8 * row["eps"] == close(1.0)  # x_t = √ᾱ·x_0 + √(1 − ᾱ)·ε
    for name, row in NUMBERS["tilted"].items():
        weights = {x: NUMBERS["pictures"]["p"][x] * NUMBERS["pictures"]["label"][x] ** int(name[1:]) for x in row
                   if x in NUMBERS["pictures"]["p"]}
        p = shares(weights)
        assert {x: row[x] for x in p} == close(p) and row["nats"] == close(scipy.stats.entropy(list(p.values())))
        assert row["says_cat"] == close(sum(p[x] * NUMBERS["pictures"]["label"][x] for x in p))
    says, nats = ([NUMBERS["tilted"][f"w{w}"][key] for w in (0, 1, 2, 4)] for key in ("says_cat", "nats"))
    assert says == sorted(says) and nats == sorted(nats, reverse=True)


# --- the sampler


def test_truncation_by_sorting():
    p = softmax(3 * Counter(1).normal((50, 12)))
    for row, two, most in zip(p, sampling.top_k(p, 2), sampling.top_p(p, 0.8)):
        order = sorted(range(12), key=lambda n: -row[n])
        assert set(np.flatnonzero(two)) == set(order[:2]) and two.sum() == close(1)
        size = next(n for n in range(1, 13) if sum(row[i] for i in order[:n]) >= 0.8)
        assert set(np.flatnonzero(most)) == set(order[:size])
        assert most[order[0]] / most[order[size - 1]] == close(row[order[0]] / row[order[size - 1]])
    assert (sampling.greedy(p).argmax(-1) == p.argmax(-1)).all() and sampling.greedy(p).sum() == 50


def test_temperature_and_entropy():
    scores = Counter(2).normal((20, 9))
    for t in (0.5, 1.0, 2.0):
        assert np.abs(sampling.tempered(scores, t) - jax.nn.softmax(scores / t)).max() < 1e-12
    p = sampling.tempered(scores)
    assert sampling.entropy(p).tolist() == close(scipy.stats.entropy(p, axis=-1).tolist())
    assert sampling.entropy(np.array([1.0, 0.0])) == 0


def test_writing_one_story_by_hand():
    """The same uniform numbers, the whole text read again for every word, and a search through the cumulated odds."""
    story, unsure = sampling.write(PARAMS, Counter(11), 1, ("one",))
    rng, ids, seen = Counter(11), story_model.encode(("one",)), []
    while ids[-1] != story_model.NUMBER[stories.EOS]:
        p = np.array(jax.nn.softmax(trained_scores(PARAMS, ids)[-1]))
        ids.append(int(np.searchsorted(np.cumsum(p), rng.uniform((1,))[0], side="right")))
        seen.append(scipy.stats.entropy(p))
    assert story == [ids] and unsure == close([np.mean(seen)])


def test_stories_of_a_batch_end_where_they_end():
    texts, unsure = sampling.write(PARAMS, Counter(3), 6)
    end = story_model.NUMBER[stories.EOS]
    for ids in texts:
        assert ids[0] == 0 and ((ids.count(end) == 1 and ids[-1] == end) or len(ids) == story_model.SHAPE.length)
    assert len(unsure) == 6 and min(unsure) > 0


# --- measured


def test_survey_goes_the_way_the_page_says():
    survey = NUMBERS["measured"]["survey"]
    right = [survey[name]["right"] for name in ("t03", "t1", "t15", "t2")]
    assert right == sorted(right, reverse=True) and right[0] > 0.6 and right[-1] < 0.05
    assert survey["p50"]["right"] > survey["p90"]["right"] > survey["t1"]["right"] > survey["penalty"]["right"]
    nats = [survey[name]["nats"] for name in ("t03", "t07", "t1", "t15", "t2")]
    assert nats == sorted(nats) and survey["k2"]["nats"] < survey["k5"]["nats"] < survey["t1"]["nats"]
    assert survey["t03"]["chinese"] < 0.2 < 0.4 < survey["t1"]["chinese"] < 0.65
    for row in survey.values():
        assert sum(row["first_fault"].values()) == round((1 - row["right"]) * row["stories"]) and row["stories"] == 200


@pytest.mark.parametrize("name", ["t1", "p50"])
def test_a_row_of_the_survey_again(name):
    how = sampling.SETTINGS[name]
    texts, _ = sampling.write(PARAMS, Counter(generation_numbers.SEED), 200, **how)
    told = [story_model.decode(ids) for ids in texts]
    row = NUMBERS["measured"]["survey"][name]
    possible = [max(log_probability(t, lang) for lang in stories.LANGUAGES) > float("-inf") for t in told]
    assert row["right"] == sum(possible) / 200 and row["distinct"] == len({" ".join(t) for t in told})
    assert row["words"] == close(np.mean([len(t) for t in told]))


@pytest.mark.parametrize("lang", stories.LANGUAGES)
def test_next_word_in_jax(lang):
    row = NUMBERS["measured"]["next"][lang]
    begun = story_model.encode(generation_numbers.BEFORE_PLACE[lang])
    scores = trained_scores(PARAMS, begun)[-1]
    p, cold, hot = (np.array(jax.nn.softmax(scores / t)) for t in (1, 0.7, 1.5))
    for each in row["words"]:
        at = story_model.NUMBER[each["word"]]
        assert (each["t1"], each["t07"], each["t15"]) == (close(p[at]), close(cold[at]), close(hot[at]))
    places = {pair[stories.LANGUAGES.index(lang)]: odds / 20 for (_, pair), odds in
              zip(stories.PLACES.items(), (stories.PLACE_ODDS[key] for key in stories.PLACES))}
    assert {each["word"]: each["grammar"] for each in row["words"]} == close(places)
    assert row["entropy"] == close(scipy.stats.entropy(p))
    assert row["forbidden"] == close(1 - sum(p[story_model.NUMBER[word]] for word in places))
    assert sum(each["p90"] for each in row["words"]) == close(1) and row["kept_p90"] < len(row["words"])


def test_beam_search():
    found = NUMBERS["measured"]["beam"]
    greedy = story_model.encode(())
    while greedy[-1] != story_model.NUMBER[stories.EOS]:
        greedy.append(int(trained_scores(PARAMS, greedy)[-1].argmax()))
    assert found["width1"]["words"] == len(greedy) - 1
    for width in (1, 4, 32):
        ids, log_p = sampling.beam(PARAMS, width)
        logs = np.array(jax.nn.log_softmax(trained_scores(PARAMS, ids[:-1])))
        assert log_p == close(sum(row[word] for row, word in zip(logs, ids[1:])))
        assert found[f"width{width}"]["log_p"] == close(log_p)
    assert found["width32"]["log_p"] > found["width1"]["log_p"] and not found["width32"]["right"]


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/generation_numbers.py"
