"""The Transformer page's numbers, computed a second way: with JAX, complex numbers, counting and brute force."""

import json
from cmath import exp as complex_exp
from decimal import Decimal
from itertools import product
from math import log, sqrt
from pathlib import Path
from statistics import fmean, pvariance

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import stories
import story_model
import transformer_numbers
from kit.weights import load
from story_reader import log_probability
from test_transformer import jax_scores

RESULTS = Path(transformer_numbers.__file__).parent / "results" / "transformer_numbers.json"
NUMBERS = transformer_numbers.compute()
PARAMS, HEADER = load("transformer")


def close(value, digits=10):
    return pytest.approx(value, abs=10**-digits)


def jax_attention(tokens, causal):
    x = jnp.array(tokens, dtype=float)
    q, k, v = (x @ jnp.array(w, dtype=float) for w in ([[1, 0], [0, 2]], [[0, 1], [1, 0]], [[2, 0], [0, 1]]))
    mask = jnp.tril(jnp.ones((3, 3), bool)) if causal else jnp.ones((3, 3), bool)
    weights = jax.nn.softmax(jnp.where(mask, q @ k.T / jnp.sqrt(2.0), -jnp.inf), axis=-1)
    return q, k, v, q @ k.T, weights, weights @ v


def test_attention_by_hand():
    hand = NUMBERS["hand"]
    q, k, v, scores, weights, out = jax_attention([(1, 0), (0, 1), (1, 1)], causal=True)
    for t in range(3):
        row = hand[f"token{t + 1}"]
        for i in range(2):
            assert (row[f"query{i + 1}"], row[f"key{i + 1}"], row[f"value{i + 1}"]) == (q[t, i], k[t, i], v[t, i])
            assert row[f"output{i + 1}"] == close(float(out[t, i]))
        for s in range(t + 1):
            assert row[f"score{s + 1}"] == scores[t, s] and row[f"weight{s + 1}"] == close(float(weights[t, s]))
            assert row[f"scaled{s + 1}"] == close(float(scores[t, s]) / sqrt(2))
            assert row[f"exp{s + 1}"] / row["sum"] == close(row[f"weight{s + 1}"])
            assert float((Decimal(row[f"scaled{s + 1}"])).exp()) == close(row[f"exp{s + 1}"])
        assert f"score{t + 2}" not in row
    *_, weights, out = jax_attention([(1, 0), (0, 1), (1, 1)], causal=False)
    assert [hand["unmasked1"][f"weight{s}"] for s in (1, 2, 3)] == close(weights[0].tolist())
    assert [hand["unmasked1"][f"output{i}"] for i in (1, 2)] == close(out[0].tolist())


def test_order_is_invisible_without_positions():
    hand = NUMBERS["hand"]
    for i in (1, 2):
        assert hand["swapped3"][f"output{i}"] == close(hand["token3"][f"output{i}"])
    assert hand["swapped3"]["weight1"] == close(hand["token3"]["weight2"])


def test_products_of_random_vectors_have_variance_d():
    for d in (1, 2, 4):
        signs = list(product((-1, 1), repeat=d))
        assert pvariance([sum(a * b for a, b in zip(x, y)) for x in signs for y in signs]) == d
    for row in NUMBERS["scale"].values():
        assert row["sd"] ** 2 == close(row["d"])
        low, mid, top = ((k * Decimal(row["d"]).sqrt()).exp() for k in (-1, 0, 1))
        share = float(top / (low + mid + top))
        assert row["raw_top"] == close(share) and row["raw_mid"] == close(float(mid / (low + mid + top)))
        assert row["raw_low"] == close(float(low / (low + mid + top)))
        e = Decimal(1).exp()
        assert row["scaled_top"] == close(float(e / (e + 1 + 1 / e)))
        assert row["raw_slope"] == close(share - share**2)
        assert row["scaled_slope"] == close(row["scaled_top"] * (1 - row["scaled_top"]))


def test_positions_are_turns_in_the_plane():
    for pos in range(4):
        for i, rate in enumerate((1, 1 / 100)):
            turn = complex_exp(1j * pos * rate)
            row = NUMBERS["positions"][f"pos{pos}"]
            assert (row[f"p{2 * i}"], row[f"p{2 * i + 1}"]) == (close(turn.imag), close(turn.real))
    near = complex_exp(1j).real + complex_exp(0.01j).real
    found = NUMBERS["closeness"]
    assert found["apart1_start"] == close(near) == found["apart1_later"] and found["apart0"] == close(2)


def test_layer_norm():
    row, values = NUMBERS["norm"], (2, 0, 4, 2)
    assert (row["mean"], row["variance"]) == (fmean(values), pvariance(values))
    found = [row[f"out{i}"] for i in (1, 2, 3, 4)]
    assert fmean(found) == close(0) and pvariance(found) == close(1)


def test_sizes():
    for row in NUMBERS["sizes"].values():
        d, layer = row["width"], 0
        layer += 4 * d * d                # query, key, value, output
        layer += d * (4 * d) + (4 * d) * d
        assert row["rule_billion"] == close(row["layers"] * layer / 1e9)
        assert row["share"] == close(row["rule_billion"] / row["published_billion"]) and 0.9 < row["share"] < 1
    for row in NUMBERS["cost"].values():
        assert row["pairs"] == row["n"] ** 2 and 2 * row["causal"] == row["pairs"] + row["n"]
    assert NUMBERS["cost"]["n4"]["causal"] == sum(1 for t in range(4) for s in range(4) if s <= t)
    for name, d in (("ours", 48), ("gpt3", 12288)):
        n = NUMBERS["crossover"][name]
        assert 2 * n * n * d == 12 * n * d * d
    assert NUMBERS["cache"]["gpt3_gigabytes"] == close(2 * 96 * 12288 * 2048 * 2 / 1e9)


def test_our_parameters_one_by_one():
    ours, d = NUMBERS["ours"], 48
    assert ours["words"] == 232 * d == len(stories.vocabulary()) * d and ours["places"] == 64 * d
    assert ours["attention"] == 2 * 4 * d * d and ours["dense"] == 2 * (2 * 4 * d * d + 4 * d + d)
    assert ours["norms"] == (2 * 2 + 1) * 2 * d
    assert ours["total"] == sum(value.size for value in PARAMS.values()) == HEADER["bytes"] // 4
    assert ours["rule"] == ours["attention"] + ours["dense"] - 2 * 5 * d


# --- the trained model, with JAX


def batch(lang):
    return story_model.padded(story_model.encoded("held_out", lang))


@pytest.mark.parametrize("lang", stories.LANGUAGES)
def test_loss_and_floor(lang):
    row = NUMBERS["measured"][lang]
    ids, weights = batch(lang)
    logs = jax.nn.log_softmax(jax_scores(PARAMS, ids[:, :-1], 4))
    chosen = jnp.take_along_axis(logs, ids[:, 1:, None], -1)[..., 0]
    assert row["loss"] == close(float(-(chosen * weights).sum() / weights.sum()))
    told = [tokens for each, tokens in stories.collection("held_out") if each == lang]
    nats = -sum(log_probability(tokens, lang) for tokens in told) / len(told) + log(2)
    length = fmean(len(tokens) for tokens in told)
    assert row["floor"] == pytest.approx(nats / length, rel=0.01)  # what the grammar itself needs on these very stories
    assert row["floor"] < row["loss"] < row["floor"] + 0.1 and row["stories"] == len(told) == 200


def first_and_again(lang):
    """For every held-out story: places of the first two colour words, counted with <bos> at 0."""
    colours = {pair[stories.LANGUAGES.index(lang)] for pair in stories.COLOURS.values()}
    for each, tokens in stories.collection("held_out"):
        if each == lang:
            yield [n + 1 for n, token in enumerate(tokens) if token in colours][:2]


@pytest.mark.parametrize("lang", stories.LANGUAGES)
def test_the_head_that_copies_colours(lang):
    row, looks = NUMBERS["measured"][lang], []
    ids, _ = batch(lang)
    scores = jax_scores(PARAMS, ids, 4, looks)
    places = list(first_and_again(lang))
    weights = np.array([[look[n, :, again - 1, first] for look in looks] for n, (first, again) in enumerate(places)]).mean(0)
    for n, h in product(range(2), range(4)):
        assert row["gaze"][f"block{n + 1}"][f"head{h + 1}"] == close(weights[n, h])
    block, head = row["head"]["block"] - 1, row["head"]["number"] - 1
    assert row["head"]["weight"] == close(weights.max()) == close(weights[block, head])
    assert row["head"]["next_weight"] == close(np.sort(weights.ravel())[-2])

    def recall(scores, right):
        p = np.array(jax.nn.softmax(scores))
        at = [p[n, again - 1] for n, (_, again) in enumerate(places)]
        return {"share": fmean(row.argmax() == word for row, word in zip(at, right)),
                "p": close(fmean(row[word] for row, word in zip(at, right)))}

    right = [ids[n, first] for n, (first, _) in enumerate(places)]
    assert row["colour"] == recall(scores, right) and row["colour"]["share"] >= 0.9
    cut = PARAMS[f"{block}.out"].copy()
    cut[12 * head : 12 * head + 12] = 0  # the rows through which this head's output enters
    assert row["head"]["off"] == recall(jax_scores(PARAMS | {f"{block}.out": cut}, ids, 4), right)
    assert row["head"]["off"]["share"] < 0.3 < 0.9 < row["head"]["others_off_worst"]["share"]

    names = [pair[stories.LANGUAGES.index(lang)] for pair in stories.COLOURS.values()]
    by_colour = {name: [] for name in names}
    for n, (first, again) in enumerate(places):
        by_colour[story_model.WORDS[ids[n, first]]].append(float(looks[block][n, head, again - 1, first]))
    assert row["by_colour"] == {key: close(fmean(by_colour[name])) for key, name in zip(stories.COLOURS, names)}

    other = ids.copy()
    for n, (first, _) in enumerate(places):
        after = names[(names.index(story_model.WORDS[ids[n, first]]) + 1) % 8]
        other[n, first] = story_model.NUMBER[after]
    assert row["misled"] == recall(jax_scores(PARAMS, other, 4), [other[n, first] for n, (first, _) in enumerate(places)])


def test_the_story_of_the_figure():
    for lang in stories.LANGUAGES:
        row, looks = NUMBERS["story"][lang], []
        head = NUMBERS["measured"][lang]["head"]
        ids = np.array([[story_model.NUMBER[word] for word in row["words"]]])
        p = np.array(jax.nn.softmax(jax_scores(PARAMS, ids, 4, looks)))[0, -1]
        assert row["weights"] == close(looks[head["block"] - 1][0, head["number"] - 1, -1].tolist())
        assert sum(row["weights"]) == close(1) and row["read"] == len(row["words"])
        best = np.argsort(-p)[:3]
        assert [row["next"][f"word{i}"] for i in (1, 2, 3)] == [story_model.WORDS[i] for i in best]
        assert [row["next"][f"p{i}"] for i in (1, 2, 3)] == close(p[best].tolist())
        assert row["top"]["first"]["weight"] == max(row["weights"])
        assert row["without_head"]["word1"] != row["next"]["word1"]  # the right colour is lost with the head
        assert row["text"].startswith(stories.text(row["words"][1:], lang))


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/transformer_numbers.py"
