"""The Transformer against finite differences, against JAX, and against itself read word by word."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import story_model
import train_transformer
import transformer
from kit.nn import cross_entropy, numeric_gradient
from kit.rng import Counter
from kit.weights import load


@pytest.fixture(scope="module")
def small():
    """A tiny model with every weight away from its special first value, and a batch with different lengths."""
    shape = transformer.Shape(words=11, length=7, width=8, layers=2, heads=2)
    params = transformer.init(shape, Counter(3))
    noise = Counter(4)
    params = {name: value + 0.1 * noise.normal(value.shape) for name, value in params.items()}
    ids = Counter(5).integers(11, (3, 7))
    weights = np.array([[1] * 6, [1] * 4 + [0] * 2, [1] * 5 + [0]], dtype=float)
    return params, ids, weights


def loss(params, ids, weights):
    scores, kept = transformer.forward(params, ids[:, :-1], heads=2)
    value, dscores = cross_entropy(scores, ids[:, 1:], weights)
    return value, kept, dscores


# The same function written for JAX: batched einsums, its own softmax and gradients.


def jax_norm(x, gain, bias):
    centred = x - x.mean(-1, keepdims=True)
    return centred / jnp.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5) * gain + bias


def jax_scores(p, ids, heads, looks=None):
    """Scores; the weights of every block are added to the list `looks`, if given."""
    batch, length = ids.shape
    x = p["words"][ids] + p["places"][:length]
    mask = jnp.tril(jnp.ones((length, length), bool))
    for n in range(sum(name.endswith(".query") for name in p)):
        seen = jax_norm(x, p[f"{n}.norm1.gain"], p[f"{n}.norm1.bias"])
        q, k, v = (jnp.einsum("btd,de->bte", seen, p[f"{n}.{name}"]).reshape(batch, length, heads, -1)
                   for name in ("query", "key", "value"))
        a = jax.nn.softmax(jnp.where(mask, jnp.einsum("bthd,bshd->bhts", q, k) / jnp.sqrt(q.shape[-1]), -jnp.inf))
        if looks is not None:
            looks.append(a)
        x = x + jnp.einsum("bhts,bshd->bthd", a, v).reshape(batch, length, -1) @ p[f"{n}.out"]
        normed = jax_norm(x, p[f"{n}.norm2.gain"], p[f"{n}.norm2.bias"])
        hidden = jax.nn.relu(normed @ p[f"{n}.up"] + p[f"{n}.up.bias"])
        x = x + hidden @ p[f"{n}.down"] + p[f"{n}.down.bias"]
    return jax_norm(x, p["norm.gain"], p["norm.bias"]) @ p["words"].T


@jax.jit
def _trained_scores(p, ids):
    return jax_scores(p, ids, 4)


def trained_scores(p, ids):
    """Scores of the trained model's size for one text: padded to one length, so that JAX compiles only once."""
    return np.array(_trained_scores(p, np.pad([ids], ((0, 0), (0, 64 - len(ids))))))[0, : len(ids)]


def jax_loss(p, ids, weights, heads):
    logs = jax.nn.log_softmax(jax_scores(p, ids[:, :-1], heads))
    chosen = jnp.take_along_axis(logs, ids[:, 1:, None], -1)[..., 0]
    return -(chosen * weights).sum() / weights.sum()


def test_scores_loss_and_gradients_are_those_of_jax(small):
    params, ids, weights = small
    value, kept, dscores = loss(params, ids, weights)
    scores, _ = transformer.forward(params, ids, heads=2)
    assert np.abs(scores - jax_scores(params, ids, 2)).max() < 1e-10
    expected, gradients = jax.value_and_grad(jax_loss)(params, ids, weights, 2)
    assert value == pytest.approx(float(expected), abs=1e-12)
    grads = transformer.backward(params, kept, dscores)
    assert grads.keys() == params.keys()
    for name, gradient in gradients.items():
        assert np.abs(grads[name] - gradient).max() < 1e-10, name


def test_gradients_by_finite_differences(small):
    params, ids, weights = small
    _, kept, dscores = loss(params, ids, weights)
    grads = transformer.backward(params, kept, dscores)
    picked = {name: params[name] for name in ("words", "places", "0.query", "0.norm1.gain", "1.value", "1.up.bias", "1.down")}
    numeric = numeric_gradient(lambda: loss(params, ids, weights)[0], picked)
    for name, gradient in numeric.items():
        assert np.abs(grads[name] - gradient).max() < 1e-7, name


def test_later_words_change_no_earlier_score(small):
    params, ids, _ = small
    before, kept = transformer.forward(params, ids, heads=2)
    changed = ids.copy()
    changed[:, 4:] = (changed[:, 4:] + 1) % 11
    after, _ = transformer.forward(params, changed, heads=2)
    assert (before[:, :4] == after[:, :4]).all() and (before[:, 4:] != after[:, 4:]).any()
    for values in kept["blocks"]:
        weights = values["weights"]
        assert (np.triu(weights, 1) == 0).all() and np.abs(weights.sum(-1) - 1).max() < 1e-12


def test_reading_word_by_word_gives_the_same_bits(small):
    params, ids, _ = small
    together, _ = transformer.forward(params, ids, heads=2)
    reader = transformer.Reader(params, heads=2)
    for t in range(ids.shape[1]):
        assert (reader.read(ids[:, t]) == together[:, t]).all()
    with pytest.raises(IndexError):
        reader.read(ids[:, 0])


def test_padding_at_the_end_changes_nothing_before_it(small):
    params, ids, _ = small
    alone, _ = transformer.forward(params, ids[:, :3], heads=2)
    padded, _ = transformer.forward(params, np.pad(ids[:, :3], ((0, 0), (0, 4))), heads=2)
    assert (padded[:, :3] == alone).all()


def test_a_silent_head_adds_nothing(small):
    """Silencing a head is the same as zeros in the rows of the output matrix that belong to it."""
    params, ids, _ = small
    silent, _ = transformer.forward(params, ids, heads=2, off=[(1, 0)])
    cut = params | {"1.out": np.concatenate([np.zeros((4, 8)), params["1.out"][4:]])}
    assert np.abs(silent - transformer.forward(cut, ids, heads=2)[0]).max() < 1e-14


def test_without_places_order_is_invisible(small):
    """With the table of places at zero, exchanging two earlier words leaves the last score as it was."""
    params, ids, _ = small
    params = params | {"places": np.zeros_like(params["places"])}
    params = {name: value for name, value in params.items() if not name.startswith("1.")}  # one block: no chains
    swapped = ids[:, [1, 0, 2, 3, 4, 5, 6]]
    one, other = (transformer.forward(params, texts, heads=2)[0][:, -1] for texts in (ids, swapped))
    assert np.abs(one - other).max() < 1e-12


# --- the trained model


def test_training_starts_as_recorded():
    _, header = load("transformer")
    assert header["first"] == {"steps": train_transformer.FIRST, "digest": train_transformer.first_digest()}
    assert (header["seed"], header["steps"], header["batch"]) == (
        train_transformer.SEED, train_transformer.STEPS, train_transformer.BATCH)
    assert header["words"] == story_model.WORDS


def test_the_trained_model_scores_as_in_jax():
    params, _ = load("transformer")
    ids, _ = story_model.padded(story_model.encoded("held_out")[:20])
    scores, _ = transformer.forward(params, ids)
    assert np.abs(scores - jax_scores(params, ids, 4)).max() < 1e-10


def test_texts_and_numbers_and_back():
    from stories import collection
    for _, tokens in collection("held_out")[:10]:
        assert story_model.decode(story_model.encode(tokens)) == list(tokens)
    ids, weights = story_model.padded([(0, 5, 1), (0, 5, 6, 7, 1)])
    assert ids.tolist() == [[0, 5, 1, 0, 0], [0, 5, 6, 7, 1]] and weights.tolist() == [[1, 1, 0, 0], [1, 1, 1, 1]]


def test_batches_take_every_text_once_before_any_twice():
    batches = story_model.shuffled(range(12), 4, Counter(1))
    first = sorted(n for _ in range(3) for n in next(batches))
    assert first == list(range(12)) and len(next(batches)) == 4
