"""The adaptation page's numbers, computed a second way: with NumPy, JAX, sums over outcomes; and runs taken again."""

import json
from math import log
from pathlib import Path

import adaptation_numbers
import adapters
import bedtime
import jax
import jax.numpy as jnp
import numpy as np
import pytest
import scipy.stats
import stories
import story_model
import train_adaptation
import transformer
from kit.nn import numeric_gradient
from kit.rng import Counter
from kit.weights import load, rounded
from test_transformer import jax_scores

RESULTS = Path(adaptation_numbers.__file__).parent / "results" / "adaptation_numbers.json"
NUMBERS = adaptation_numbers.compute()
BASE, _ = load("transformer")
THIN, HEADER = load("bedtime")


def close(value, digits=10):
    return pytest.approx(value, abs=10**-digits)


# --- by hand


def test_lora_with_matrices():
    w, x = np.array([[2, 0, 1], [1, 1, 0], [0, 3, 1]]), np.array([1, 2, 1])
    change = 2 * np.outer([1, 0, 2], [0.5, -1, 0])
    row = NUMBERS["lora"]
    assert [row[f"before{i}"] for i in (1, 2, 3)] == (w @ x).tolist()
    assert [row[f"after{i}"] for i in (1, 2, 3)] == ((w + change) @ x).tolist()
    assert [row[f"m{i}{j}"] for i in (1, 2, 3) for j in (1, 2, 3)] == (w + change).ravel().tolist()
    assert np.linalg.matrix_rank(change) == 1 and row["inner"] == np.dot([0.5, -1, 0], x)


def test_lora_sizes():
    for row in NUMBERS["lora_sizes"].values():
        d, r = row["side"], row["rank"]
        assert row["full"] == np.empty((d, d), dtype=bool).size and row["thin"] == d * r + r * d
        assert row["share"] == close(row["thin"] / row["full"])


def test_distillation_in_jax():
    teacher, student = jnp.array([5.0, 3.0, -1.0]), jnp.array([2.0, 0.0, 0.5])
    for key, row in NUMBERS["distil"].items():
        if key == "hard":
            continue
        p, q = jax.nn.softmax(teacher / row["t"]), jax.nn.softmax(student / row["t"])
        assert [row[f"teacher_{n}"] for n in ("cat", "dog", "car")] == close(p.tolist())
        assert [row[f"student_{n}"] for n in ("cat", "dog", "car")] == close(q.tolist())
        assert row["kl"] == close(scipy.stats.entropy(p, q)) and row["kl_t2"] == close(row["kl"] * row["t"] ** 2)
        loss = lambda z, t=row["t"], p=p: (p * (jnp.log(p) - jax.nn.log_softmax(z / t))).sum()  # noqa: E731
        assert [row[f"slope_{n}"] for n in ("cat", "dog", "car")] == close(jax.grad(loss)(student).tolist())
    assert NUMBERS["distil"]["hard"]["loss"] == close(-float(jax.nn.log_softmax(student)[0]))
    one = NUMBERS["distil"]["t1"]
    assert NUMBERS["distil"]["hard"]["ratio_dog_car"] == close(one["teacher_dog"] / one["teacher_car"], 8)


def test_quantised_weights():
    weights = np.array(adaptation_numbers.WEIGHTS)
    for row in NUMBERS["quantised"].values():
        codes = np.array([row[f"code{i}"] for i in range(1, 7)])
        grid = np.arange(-row["top"], row["top"] + 1) * row["scale"]
        nearest = np.abs(grid[None, :] - weights[:, None]).argmin(-1) - row["top"]
        assert codes.tolist() == nearest.tolist() and np.abs(codes).max() == row["top"] == 2 ** (row["bits"] - 1) - 1
        errors = [row[f"error{i}"] for i in range(1, 7)]
        assert errors == close((codes * row["scale"] - weights).tolist()) and row["worst"] == max(map(abs, errors))
        assert row["worst"] <= row["half_step"] == close(row["scale"] / 2)
        back = adapters.quantised(weights, row["bits"])
        assert back.tolist() == close([row[f"back{i}"] for i in range(1, 7)])
    assert NUMBERS["memory"] == {f"bits{b}": 7e9 * b / 8 / 1e9 for b in (32, 16, 8, 4)}


# --- adapters and rounding in code


def test_adapters_start_at_nothing_and_learn_by_the_chain_rule():
    shape = transformer.Shape(words=len(story_model.WORDS), length=12, width=8, layers=1, heads=4)
    params, texts = transformer.init(shape, Counter(3)), [(0, 5, 7, 9, 1), (0, 4, 4, 1)]
    thin = adapters.beside(params, ("0.query", "0.up"), 2, Counter(1))
    assert all((adapters.merged(params, thin, 0.5)[name] == params[name]).all() for name in params)
    thin = {name: value + 0.1 * Counter(2).normal(value.shape) for name, value in thin.items()}
    _, grads = story_model.gradients(adapters.merged(params, thin, 0.5), texts)
    found = adapters.adapter_gradients(grads, thin, 0.5)
    numeric = numeric_gradient(lambda: story_model.loss(adapters.merged(params, thin, 0.5), texts), thin)
    for name, gradient in numeric.items():
        assert np.abs(found[name] - gradient).max() < 1e-7, name


def test_rounding_moves_no_weight_by_more_than_half_a_step():
    value = Counter(1).normal((6, 5))
    for bits in (8, 4):
        for axis, largest in ((None, np.abs(value).max()), (0, np.abs(value).max(1, keepdims=True)),
                              (1, np.abs(value).max(0, keepdims=True))):
            scale = largest / (2 ** (bits - 1) - 1)
            back = adapters.quantised(value, bits, axis)
            assert (np.abs(back - value) <= scale / 2 + 1e-12).all()
            assert np.abs(back / scale - np.round(back / scale)).max() < 1e-9
    assert (adapters.quantised(np.zeros((2, 2)), 8) == 0).all()


def test_fewer_bits():
    table = NUMBERS["fewer_bits"]
    ids, weights = story_model.padded(story_model.encoded("held_out")[:100])
    for name, bits, each in (("bits8_each", 8, True), ("bits4_whole", 4, False)):
        model = adapters.smaller(BASE, bits, each)
        logs = jax.nn.log_softmax(jax_scores(model, ids[:, :-1], 4))
        chosen = jnp.take_along_axis(logs, ids[:, 1:, None], -1)[..., 0]
        assert table[name]["loss"] == close(float(-(chosen * weights).sum() / weights.sum()))
        assert table[name]["change"] == close(table[name]["loss"] - table["float32"]["loss"])
    matrices = sum(value.size for value in BASE.values() if value.ndim == 2)
    vectors = sum(value.size for value in BASE.values() if value.ndim == 1)
    assert table["bits8_whole"]["kilobytes"] == close((matrices + 4 * vectors + 4 * 14) / 1000)
    assert table["float32"]["kilobytes"] == pytest.approx((matrices + vectors) * 4 / 1000, rel=1e-3)
    assert abs(table["bits8_each"]["change"]) < 0.001 < table["bits4_each"]["change"] < table["bits4_whole"]["change"]
    assert table["bits3_whole"]["change"] > 0.3


# --- the second author


def test_floor_of_bedtime_stories_by_adding_entropies():
    def entropy(odds):
        return scipy.stats.entropy(list(odds))

    places = {key: n / 20 for key, n in stories.PLACE_ODDS.items()}
    acts = sum(p * entropy([10, *stories.ACT_ODDS.get(key, stories.ANYWHERE).values()]) for key, p in places.items())
    nats = (log(2) + entropy([1] * 4) + entropy((5, 3, 2)) + entropy([1] * 10) + entropy((4, 3, 2, 1)) + entropy([1] * 10)
            + entropy([1] * 8) + entropy(places.values()) + acts + entropy((3, 1, 1)))
    for lang in stories.LANGUAGES:
        lengths = [len(tokens) for tokens in bedtime.collection(lang, 2000)]
        assert NUMBERS["adapted"]["floor"][lang] == pytest.approx(nats / np.mean(lengths), rel=0.005)


def test_bedtime_stories_are_new_to_the_first_author():
    from story_reader import grammatical
    for lang in stories.LANGUAGES:
        for tokens in bedtime.collection(lang, 20):
            assert set(tokens) <= set(story_model.WORDS) and grammatical(tokens, lang)  # known words, unknown order
            assert not {"but", "可是"} & set(tokens)


def test_ten_steps_again():
    texts = train_adaptation.few("zh") + train_adaptation.few("en")
    model = train_adaptation.tuned(BASE, texts, 10, train_adaptation.RATE)
    assert train_adaptation.exam(rounded(model)) == HEADER["metrics"]["tuned10"]


def test_adapters_on_disk_do_what_is_recorded():
    merged = adapters.merged(BASE, THIN, train_adaptation.SCALE)
    ids, weights = story_model.padded(train_adaptation.unseen("en"))
    logs = jax.nn.log_softmax(jax_scores(rounded(merged), ids[:, :-1], 4))
    chosen = jnp.take_along_axis(logs, ids[:, 1:, None], -1)[..., 0]
    found = float(-(chosen * weights).sum() / weights.sum())
    assert NUMBERS["adapted"]["runs"]["lora"]["en"]["new"] == close(found)
    lora = NUMBERS["adapted"]["lora"]
    assert lora["numbers"] == 2 * (4 * 2 * 48 * 2 + 2 * (48 * 2 + 2 * 192)) and lora["share"] == close(3456 / lora["all"])


def test_what_the_page_says_about_adapting():
    runs, floor = NUMBERS["adapted"]["runs"], NUMBERS["adapted"]["floor"]
    assert runs["base"]["mishaps"] == 1 and runs["tuned40"]["mishaps"] < 0.1 and 0.3 < runs["replay"]["mishaps"] < 0.7
    for lang in stories.LANGUAGES:
        row = {name: run[lang] for name, run in runs.items()}
        assert floor[lang] < row["tuned40"]["new"] < 0.8 < 1.5 < row["base"]["new"] < row["scratch"]["new"]
        assert row["tuned40"]["new_colour"] > 0.9 > 0.3 > row["scratch_long"]["new_colour"]
        assert row["tuned40"]["old"] > row["base"]["old"] + 0.3                      # forgetting
        assert row["replay"]["old"] < row["base"]["old"] + 0.1 and row["replay"]["new"] < 0.8
        assert row["lora"]["new"] == pytest.approx(row["tuned40"]["new"], abs=0.05)
    assert runs["chinese_only"]["zh"]["old"] > 0.8 and runs["chinese_only"]["en"]["new"] > 1.5


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/adaptation_numbers.py"
