"""Learning from choices against JAX, scikit-learn, brute force and closed forms; and the recorded runs again."""

from itertools import product

import jax
import jax.numpy as jnp
import numpy as np
import preference
import pytest
import sampling
import stories
import story_model
import train_preference
import transformer
from kit.nn import numeric_gradient
from kit.rng import Counter
from kit.weights import load
from sklearn.linear_model import LogisticRegression
from test_transformer import jax_scores

BASE, _ = load("transformer")
_, HEADER = load("preference")


def close(value, digits=10):
    return pytest.approx(value, abs=10**-digits)


# --- the reader


def test_what_the_reader_minds():
    told = stories.plot(Counter(2))  # leaves were falling, the rabbit was sad, and gave the dog the sock
    for lang in stories.LANGUAGES:
        tokens = stories.tell(told, lang)
        assert preference.facts(tokens) == [1, 1, 1, 0] and preference.pleasure(tokens) == 4
        assert preference.facts(tokens[:-1]) == [1, 1, 1, 1] and preference.pleasure(tokens[:-1]) == 2
        plain = stories.tell(stories.plot(Counter(3)), lang)
        assert preference.facts(plain) == [0, 0, 0, 0] and preference.pleasure(plain) == 0


@pytest.mark.parametrize("lang", stories.LANGUAGES)
def test_facts_agree_with_the_plot(lang):
    side = stories.LANGUAGES.index(lang)
    for seed in range(200):
        told = stories.plot(Counter(seed))
        templates = [step[1 + side] for step in told]  # 8: scenery, 10: reaction, 12: closing
        expected = [stories.CLOSINGS[3][side] in templates[12], bool(templates[8]), bool(templates[10]), False]
        assert preference.facts(stories.tell(told, lang)) == expected


def test_votes_waver_as_bradley_and_terry_say():
    first = np.full(20_000, 1.5)
    share = preference.prefers_first(first, first - 1.0, Counter(1)).mean()
    assert share == pytest.approx(1 / (1 + np.exp(-1)), abs=0.01)


# --- reward models


def test_reward_model_is_logistic_regression():
    rng = Counter(4)
    chosen, rejected = rng.normal((300, 3)), rng.normal((300, 3))
    swap = rng.uniform(300) > 1 / (1 + np.exp(-(chosen - rejected) @ np.array([1.0, -0.5, 0.2])))
    chosen[swap], rejected[swap] = rejected[swap].copy(), chosen[swap].copy()
    found = preference.reward_model(chosen, rejected, steps=2000)
    apart = chosen - rejected  # the same pairs both ways round, as a classifier with two classes
    known = LogisticRegression(C=1e9, fit_intercept=False, tol=1e-10).fit(np.vstack([apart, -apart]), [1] * 300 + [0] * 300)
    assert found.tolist() == pytest.approx(known.coef_[0].tolist(), abs=1e-4)


def test_recorded_reward_models():
    learnt, tested = train_preference.votes(BASE)
    weights, found = train_preference.reward_models(learnt, tested)
    assert found == HEADER["metrics"]["reward_models"]
    assert found["quick"]["right"] < found["close"]["right"] <= found["reader"]["right"] + 0.05
    stored, _ = load("preference")
    for name, w in weights.items():
        assert stored[name].tolist() == pytest.approx(w.tolist(), rel=1e-6)
    told = [preference.quick_look(story_model.decode(ids)) for pair in learnt[:5] for ids in pair]
    assert all(feature[0] in (0, 1) and 3 < feature[1] < 7 for feature in told)


def test_best_of_n_by_trying_every_draw():
    scores, values = np.array([0.3, -1.0, 2.0, 0.7]), np.array([1.0, 5.0, -2.0, 0.5])
    for n in (1, 2, 3, 5):
        draws = [max(draw, key=lambda i: scores[i]) for draw in product(range(4), repeat=n)]
        assert preference.best_of(scores, values, n) == close(np.mean([values[i] for i in draws]))


def test_recorded_over_optimisation():
    weights, _ = load("preference")
    again = train_preference.over_optimised(BASE, {name: np.array(HEADER["metrics"]["reward_models"][name]["weights"])
                                                   for name in weights})
    assert again == HEADER["metrics"]["best_of"]
    quick = [again["curves"]["quick"][f"n{n}"] for n in train_preference.NS]
    close_look = [again["curves"]["close"][f"n{n}"]["true"] for n in train_preference.NS]
    assert [row["score"] for row in quick] == sorted(row["score"] for row in quick) and close_look == sorted(close_look)
    best = max(range(len(quick)), key=lambda k: quick[k]["true"])
    assert 0 < best < len(quick) - 1 and quick[-1]["true"] < quick[best]["true"] - 0.2


# --- DPO


def test_dpo_loss_and_slope_in_jax():
    chosen, rejected = Counter(1).normal(30), Counter(2).normal(30)
    for beta in (0.1, 1.0, 5.0):
        losses, slopes = preference.dpo_loss(chosen, rejected, beta)

        def loss(c, r, beta=beta):
            return -jax.nn.log_sigmoid(beta * (c - r)).sum()

        assert losses.sum() == close(float(loss(chosen, rejected)))
        by_chosen, by_rejected = jax.grad(loss, (0, 1))(chosen, rejected)
        assert slopes.tolist() == close(by_chosen.tolist()) and (-slopes).tolist() == close(by_rejected.tolist())


def test_dpo_on_a_table_finds_the_closed_form():
    """With endless votes, gradient descent on DPO's loss ends at π ∝ π_ref·exp(r/β)."""
    reference, rewards, beta = np.array([0.6, 0.3, 0.1]), np.array([0.0, 1.0, 2.0]), 0.7
    logits = np.log(reference)
    pairs = [(a, b) for a, b in product(range(3), repeat=2) if a != b]
    for _ in range(600):
        p = np.exp(logits) / np.exp(logits).sum()
        gain, slope = np.log(p) - np.log(reference), np.zeros(3)
        for a, b in pairs:
            wins = 1 / (1 + np.exp(rewards[b] - rewards[a]))
            _, push = preference.dpo_loss(gain[[a]], gain[[b]], beta)
            slope[a] += wins * push[0]
            slope[b] -= wins * push[0]
        logits -= 4 * (slope - p * slope.sum())  # ∂ log p_i/∂logit_j = [i = j] − p_j
    assert p.tolist() == close(preference.tilted(reference, rewards, beta).tolist(), 6)
    assert preference.tilted(reference, rewards, beta).sum() == close(1)


def test_tilted_is_the_best_policy():
    reference, rewards = np.array([0.6, 0.3, 0.1]), np.array([0.0, 1.0, 2.0])
    best = preference.tilted(reference, rewards, 0.5)
    value = lambda p: (p * rewards).sum() - 0.5 * (p * np.log(p / reference)).sum()  # noqa: E731
    for k in range(50):
        other = np.exp(Counter(k).normal(3))
        assert value(other / other.sum()) <= value(best)


@pytest.fixture(scope="module")
def small():
    shape = transformer.Shape(words=len(story_model.WORDS), length=12, width=8, layers=1, heads=4)
    return transformer.init(shape, Counter(3)), [(0, 5, 7, 9, 1), (0, 4, 4, 1), (0, 8, 2, 6, 5, 1)]


def test_push_by_finite_differences_and_jax(small):
    params, texts = small
    slopes = np.array([0.5, -1.0, 0.25])
    grads = preference.push(params, texts, slopes)
    picked = {name: params[name] for name in ("places", "0.query", "0.up.bias")}
    numeric = numeric_gradient(lambda: float(slopes @ preference.log_probabilities(params, texts)), picked)
    for name, gradient in numeric.items():
        assert np.abs(grads[name] - gradient).max() < 1e-7, name

    def objective(p):
        logs = jax.nn.log_softmax(jax_scores(p, ids[:, :-1], 4))
        chosen = jnp.take_along_axis(logs, ids[:, 1:, None], -1)[..., 0]
        return ((chosen * weights).sum(-1) * slopes).sum()

    ids, weights = story_model.padded(texts)
    for name, gradient in jax.jit(jax.grad(objective))(params).items():
        assert np.abs(grads[name] - gradient).max() < 1e-10, name


def test_dpo_widens_the_gap_and_leaves_the_reference_alone(small):
    params, texts = small
    before = {name: value.copy() for name, value in params.items()}
    pairs = [(texts[0], texts[1]), (texts[2], texts[1])] * 4
    tuned = preference.dpo(params, pairs, beta=0.1, steps=10, rate=1e-2, rng=Counter(1))
    assert all((params[name] == before[name]).all() for name in params)
    gap = lambda p: np.diff(preference.log_probabilities(p, [texts[1], texts[0]]))[0]  # noqa: E731
    assert gap(tuned) > gap(params) + 0.1


def test_imitation_makes_the_texts_likelier(small):
    params, texts = small
    tuned = preference.imitate(params, texts * 4, (), 20, 1e-2, Counter(1))
    assert preference.log_probabilities(tuned, texts).mean() > preference.log_probabilities(params, texts).mean() + 1
    mixed = preference.imitate(params, [texts[0]] * 8, [texts[1]] * 8, 20, 1e-2, Counter(1))
    alone = preference.imitate(params, [texts[0]] * 8, (), 20, 1e-2, Counter(1))
    other = [preference.log_probabilities(p, [texts[1]])[0] for p in (params, mixed, alone)]
    assert other[1] > other[0] and other[1] > other[2]


# --- the recorded runs


def test_tuned_model_again():
    model, header = load("tuned")
    found, rewards = train_preference.judged(model, BASE)
    metrics = header["metrics"]
    assert {name: metrics[name] for name in found} == found
    texts, _ = sampling.write(BASE, Counter(train_preference.SEED).split("judged"), train_preference.JUDGED)
    before = np.array([preference.pleasure(story_model.decode(ids)) for ids in texts])
    wins = 1 / (1 + np.exp(before[None, :] - rewards[:, None]))
    assert metrics["wins"] == close(np.mean(wins))
    assert metrics == HEADER["metrics"]["dpo"][train_preference.KEPT]


def test_first_round_of_the_loop_again(monkeypatch):
    monkeypatch.setattr(train_preference, "ROUNDS", 1)
    again = train_preference.loop(BASE, True, ())
    recorded = HEADER["metrics"]["loop"]["alone"]
    assert again == {name: recorded[name] for name in ("round0", "round1")}
