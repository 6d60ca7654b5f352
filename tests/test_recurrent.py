"""The recurrent models: are the hand-written gradients right, do the cells agree with JAX, and is training repeatable?"""

import json

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import recurrent
import stories
import train_recurrent
from kit import nn, rng, weights

KINDS = tuple(recurrent.CELLS)


def tiny(kind):
    """A model of three numbers and five tokens, and two sequences, the second one padded."""
    params = recurrent.init(kind, rng.Counter(3).split(kind), 5, 2, 3)
    params["b"] += 0.1 * rng.Counter(4).normal(params["b"].shape)
    ids = np.array([[0, 1, 2, 3], [0, 4, 4, 0]])
    targets = np.array([[1, 2, 3, 4], [4, 4, 1, 0]])
    mask = np.array([[1.0, 1, 1, 1], [1, 1, 1, 0]])
    return params, ids, targets, mask


def by_jax(kind, params, ids):
    """Logits (B, T, tokens) by JAX, from the equations as the papers print them, gate by gate."""
    width = params["u"].shape[0]
    w, u, b = (jnp.split(params[name], params[name].shape[-1] // width, axis=-1) for name in ("w", "u", "b"))
    rows = []
    for row in ids:
        h = c = jnp.zeros(width)
        outputs = []
        for token in row:
            x = params["embedding"][token]
            say = lambda k, h=h, x=x: x @ w[k] + h @ u[k] + b[k]  # noqa: E731
            if kind == "rnn":
                h = jnp.tanh(say(0))
            elif kind == "lstm":
                c = jax.nn.sigmoid(say(1)) * c + jax.nn.sigmoid(say(0)) * jnp.tanh(say(3))
                h = jax.nn.sigmoid(say(2)) * jnp.tanh(c)
            else:
                z, r = jax.nn.sigmoid(say(0)), jax.nn.sigmoid(say(1))
                h = z * h + (1 - z) * jnp.tanh(x @ w[2] + (r * h) @ u[2] + b[2])
            outputs.append(h @ params["out"] + params["out_b"])
        rows.append(jnp.stack(outputs))
    return jnp.stack(rows)


def jax_loss(params, kind, ids, targets, mask):
    log_p = jax.nn.log_softmax(by_jax(kind, params, ids))
    return -(jnp.take_along_axis(log_p, jnp.array(targets)[..., None], -1)[..., 0] * mask).sum() / mask.sum()


@pytest.mark.parametrize("kind", KINDS)
def test_loss_and_gradients_agree_with_jax(kind):
    params, *batch = tiny(kind)
    loss, grads = recurrent.loss_and_gradients(kind, params, *batch)
    wanted, wanted_grads = jax.value_and_grad(jax_loss)({name: jnp.array(v) for name, v in params.items()}, kind, *batch)
    assert loss == pytest.approx(float(wanted), abs=1e-12)
    assert grads.keys() == params.keys()
    for name, grad in grads.items():
        assert np.allclose(grad, wanted_grads[name], atol=1e-12), name


@pytest.mark.parametrize("kind", KINDS)
def test_gradients_agree_with_finite_differences(kind):
    params, *batch = tiny(kind)
    _, grads = recurrent.loss_and_gradients(kind, params, *batch)
    slopes = nn.numeric_gradient(lambda: recurrent.loss_and_gradients(kind, params, *batch)[0], params)
    for name, grad in grads.items():
        assert np.allclose(grad, slopes[name], atol=1e-8), name


@pytest.mark.parametrize("kind", KINDS)
def test_probabilities_and_a_state_handed_on(kind):
    params, ids, *_ = tiny(kind)
    p = recurrent.probabilities(kind, params, ids)
    assert np.allclose(p.sum(-1), 1) and np.allclose(p, jax.nn.softmax(by_jax(kind, params, ids)), atol=1e-12)
    whole, last, _ = recurrent.run(kind, params, ids)
    _, middle, _ = recurrent.run(kind, params, ids[:, :2])
    rest, end, _ = recurrent.run(kind, params, ids[:, 2:], middle)
    assert np.array_equal(whole[2:], rest) and all(np.array_equal(a, b) for a, b in zip(last, end, strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_influence_is_the_jacobian(kind):
    """‖∂h_last/∂state_t‖ from finite differences of the state after t."""
    params, ids, *_ = tiny(kind)
    norms, last, width = recurrent.influence(kind, params, ids[:1], 3), 3, params["u"].shape[0]
    for back in (0, 1, 2):
        cut = last - back + 1
        _, state, _ = recurrent.run(kind, params, ids[:1, :cut])
        total = 0.0
        for part in range(len(state)):
            for k in range(width):
                ends = []
                for h in (1e-6, -1e-6):
                    moved = [piece.copy() for piece in state]
                    moved[part][0, k] += h
                    end = recurrent.run(kind, params, ids[:1, cut:], tuple(moved))[1][0] if cut <= last else moved[0]
                    ends.append(end[0])
                total += (((ends[0] - ends[1]) / 2e-6) ** 2).sum()
        assert norms[back] == pytest.approx(np.sqrt(total / width), rel=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_first_steps_of_training_come_out_the_same_everywhere(kind):
    params, losses = train_recurrent.train(kind, limit=3)
    assert nn.digest(params) == DIGESTS[kind]
    assert losses[0] == pytest.approx(np.log(232), abs=0.1)  # at first every token seems about equally likely


DIGESTS = {"rnn": "dd29af93", "lstm": "4586451e", "gru": "cf5aaf0a"}  # after three steps


@pytest.mark.parametrize("kind", KINDS)
def test_the_trained_weights_are_those_of_the_script(kind):
    params, header = weights.load(f"recurrent_{kind}")
    assert {name: value.shape for name, value in params.items()} == \
        {name: value.shape for name, value in train_recurrent.fresh(kind).items()}
    assert header["cfg"] == json.loads(json.dumps(train_recurrent.CFG | {"cell": kind}))
    assert header["parameters"] == sum(value.size for value in params.values()) and header["steps"] == 1000
    losses = header["loss_by_100"]
    assert len(losses) == 10 and losses[0] > 1.4 and losses[-1] < 0.85


def test_batches_show_every_story_once_an_epoch():
    index = train_recurrent.token_ids()
    told = stories.collection("train")
    seen = 0
    for ids, targets, mask in list(train_recurrent.batches())[:500]:
        assert ids.shape == targets.shape == mask.shape and (ids[:, 0] == 0).all()
        assert np.array_equal(ids[:, 1:] * mask[:, 1:], targets[:, :-1] * mask[:, 1:])  # what was predicted is read next
        assert ((targets == index["<eos>"]).sum(1) == 1).all()
        seen += mask.sum()
    assert seen == sum(len(tokens) for _, tokens in told)
