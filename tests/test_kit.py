"""The toolbox of the models: does it count, add, differentiate and remember as established libraries and plain Python do?"""

import json
import math
from decimal import Decimal
from fractions import Fraction

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from kit import detmath, nn, results, rng, weights

RNG = rng.Counter(7)


def numbers(shape, name):
    return RNG.split(name).normal(shape)


# --- rng


def one_at_a_time(seed, count):
    """mulberry32 in Python's unbounded integers, one number after the other."""
    state, mask, found = seed, 0xFFFFFFFF, []
    for _ in range(count):
        state = (state + 0x6D2B79F5) & mask
        t = ((state ^ (state >> 15)) * (1 | state)) & mask
        t = ((t + (((t ^ (t >> 7)) * (61 | t)) & mask)) & mask) ^ t
        found.append(t ^ (t >> 14))
    return found


@pytest.mark.parametrize("seed", [0, 1, 2026, 2**32 - 1])
def test_the_stream_is_mulberry32(seed):
    assert rng.mulberry32(seed, 0, 1000).tolist() == one_at_a_time(seed, 1000)


def test_the_first_numbers_are_those_of_the_javascript_original():
    # printed by the widespread JavaScript function of that name, run in Node
    assert rng.mulberry32(0, 0, 5).tolist() == [1144304738, 1416247, 958946056, 627933444, 2007157716]
    assert rng.mulberry32(1, 0, 5).tolist() == [2693262067, 11749833, 2265367787, 4213581821, 4159151403]


def test_number_i_depends_on_seed_and_i_alone():
    at_once, bit_by_bit = rng.Counter(5).uniform((100,)), rng.Counter(5)
    pieces = [bit_by_bit.uniform((30,)), [bit_by_bit.uniform()], bit_by_bit.uniform((3, 23)).ravel()]
    assert np.concatenate(pieces).tolist() == at_once.tolist()
    assert (rng.mulberry32(5, 2**32 - 1, 2)[1:] == rng.mulberry32(5, 0, 1)).all()  # after 2³² numbers it begins anew


def test_split_streams_are_their_own():
    parent = rng.Counter(3)
    child = parent.split("weights").uniform((5,))
    assert parent.used == 0 and not np.allclose(child, parent.split("noise").uniform((5,)))
    assert rng.Counter(3).split("weights").uniform((5,)).tolist() == child.tolist()
    both = np.corrcoef(rng.Counter(3).split("a").normal((20000,)), rng.Counter(3).split("b").normal((20000,)))
    assert abs(both[0, 1]) < 0.03


def test_the_distributions():
    stream = rng.Counter(11)
    uniform, normal = stream.uniform((60000,)), stream.normal((60000,))
    assert uniform.min() >= 0 and uniform.max() < 1
    counts = np.bincount((uniform * 20).astype(int))
    assert ((counts - 3000) ** 2 / 3000).sum() < 43.8  # χ² with 19 degrees of freedom: 0.1 % of fair streams exceed it
    assert abs(normal.mean()) < 0.017 and abs(normal.std() - 1) < 0.012 and abs(normal).max() <= 6
    within = [(abs(normal) < limit).mean() for limit in (1, 2, 3)]
    assert within == pytest.approx([0.683, 0.954, 0.997], abs=0.008)
    assert np.bincount(stream.integers(6, (60000,)), minlength=6) == pytest.approx(10000, abs=400)
    assert isinstance(stream.integers(6), int) and isinstance(stream.normal(), float)
    shares = np.bincount(stream.choice(np.tile([1.0, 0.0, 3.0], (40000, 1))), minlength=3) / 40000
    assert shares[1] == 0 and shares == pytest.approx([0.25, 0, 0.75], abs=0.01)
    with pytest.raises(ValueError, match="negative or all zero"):
        stream.choice([0.0, 0.0])


def test_permutations_are_fair():
    stream, seen = rng.Counter(1), {}
    for _ in range(6000):
        order = tuple(stream.permutation(3).tolist())
        seen[order] = seen.get(order, 0) + 1
    assert len(seen) == 6 and all(abs(count - 1000) < 130 for count in seen.values())
    assert sorted(stream.permutation(500)) == list(range(500)) and stream.permutation(1).tolist() == [0]


def test_fnv1a_of_known_words():
    known = {b"": 0x811C9DC5, b"a": 0xE40C292C, b"foobar": 0xBF9CF968}  # the test vectors of FNV's authors
    assert all(rng.fnv1a(word) == value for word, value in known.items())


# --- detmath


def units_off(mine, exact):
    """How many units in the last place the numbers lie from exact Decimals."""
    return max(abs(Decimal(float(m)) - e) / Decimal(math.ulp(float(e))) for m, e in zip(mine, exact))


def spread(*sizes):
    stream = rng.Counter(2)
    return np.concatenate([(2 * stream.uniform((400,)) - 1) * size for size in sizes])


def exact_tanh(x):
    power = (2 * x).exp()
    return (power - 1) / (power + 1) if abs(x) > Decimal("1e-6") else x - x**3 / 3


def test_functions_are_right_to_the_last_bits():
    x = spread(1e-9, 1e-3, 0.5, 3, 40, 700)
    d = [Decimal(float(v)) for v in x]
    assert units_off(detmath.exp(x), [v.exp() for v in d]) < 1
    assert units_off(detmath.sigmoid(x), [1 / (1 + (-v).exp()) for v in d]) < 2
    assert detmath.softplus(x) == pytest.approx(np.logaddexp(0, x), rel=1e-15, abs=3e-16)
    x = spread(1e-9, 1e-3, 0.5, 3, 40)
    assert units_off(detmath.tanh(x), [exact_tanh(Decimal(float(v))) for v in x]) < 2.5
    x = np.concatenate([1 + spread(1e-9, 1e-3, 0.5), abs(spread(1e-200, 1, 1e5, 1e300)) + 1e-305])
    assert units_off(detmath.log(x), [Decimal(float(v)).ln() for v in x]) < 1


def test_functions_at_the_ends_of_the_number_line():
    inf = math.inf
    assert detmath.exp([-inf, -800, -745.2, 709.8, inf]).tolist() == [0, 0, 0, inf, inf]
    assert detmath.exp(-745.0) == 5e-324 and detmath.exp(0.0) == 1 and detmath.log(1.0) == 0
    assert detmath.log([0.0, inf]).tolist() == [-inf, inf] and math.isnan(detmath.log(-1.0))
    assert detmath.log(5e-324) == pytest.approx(math.log(5e-324), rel=1e-15)
    assert detmath.tanh([-inf, -40.0, 40.0, inf]).tolist() == [-1, -1, 1, 1]
    assert math.copysign(1, detmath.tanh(-0.0)) == -1
    assert detmath.sigmoid([-800.0, 0.0, 800.0]).tolist() == [0, 0.5, 1]
    assert all(math.isnan(f(math.nan)) for f in (detmath.exp, detmath.log, detmath.tanh, detmath.sigmoid))


def test_functions_of_numbers_and_of_arrays_agree():
    x = spread(2).reshape(20, 20)
    for function in (detmath.exp, detmath.tanh, detmath.sigmoid, detmath.gelu, detmath.gelu_slope):
        value = function(x)
        assert value.shape == x.shape and isinstance(function(0.5), float)
        assert value[3, 7] == function(float(x[3, 7])) == function(x[3:4, 7])[0]


def test_softmax_gelu_and_logsumexp_agree_with_jax():
    x = 20 * numbers((30, 9), "logits")
    assert detmath.softmax(x) == pytest.approx(np.asarray(jax.nn.softmax(x)), rel=1e-13)
    assert detmath.logsumexp(x) == pytest.approx(np.asarray(jax.nn.logsumexp(x, axis=-1)), rel=1e-14)
    assert detmath.gelu(x) == pytest.approx(np.asarray(jax.nn.gelu(x, approximate=True)), rel=1e-12, abs=1e-12)
    assert detmath.gelu_slope(x) == pytest.approx(np.asarray(jax.vmap(jax.grad(jax.nn.gelu))(x.ravel())).reshape(x.shape),
                                                  abs=1e-12)
    assert detmath.softmax([0.0, -math.inf, 0.0]).tolist() == [0.5, 0, 0.5]
    assert detmath.softmax([1e308, 0.0]).tolist() == [1, 0] and detmath.logsumexp([-math.inf] * 2) == -math.inf


# --- sums in order


def test_matmul_and_total_add_in_order():
    a, b = numbers((5, 40), "a"), numbers((40, 3), "b")
    slow = np.zeros((5, 3))
    for i in range(5):
        for j in range(3):
            for k in range(40):
                slow[i, j] += a[i, k] * b[k, j]
    assert (nn.matmul(a, b) == slow).all() and slow == pytest.approx(a @ b)
    columns, everything = [0.0] * 40, 0.0
    for row in a.tolist():
        columns = [c + v for c, v in zip(columns, row)]
        for value in row:
            everything += value
    assert nn.total(a, 0).tolist() == columns and nn.total(a) == everything
    assert nn.mean(a, 1) == pytest.approx(a.mean(1)) and nn.total(np.zeros((0, 3)), 0).tolist() == [0, 0, 0]


def test_matmul_with_leading_axes():
    a, b = numbers((2, 3, 5, 4), "a4"), numbers((2, 3, 4, 6), "b4")
    assert nn.matmul(a, b) == pytest.approx(a @ b)
    assert (nn.matmul(a, b[0, 0]) == np.stack([[nn.matmul(m, b[0, 0]) for m in two] for two in a])).all()
    assert nn.matmul(a, nn.transpose(a)) == pytest.approx(a @ a.swapaxes(-1, -2))
    with pytest.raises(ValueError, match="do not fit"):
        nn.matmul(a, a)


# --- layers against JAX


def test_layers_backwards_agree_with_jax():
    x, w, b, dy = numbers((4, 6, 5), "x"), numbers((5, 3), "w"), numbers((3,), "bias"), numbers((4, 6, 3), "dy")
    gain = 1 + numbers((5,), "gain")

    def same(mine, function, *inputs, upstream):
        _, back = jax.vjp(function, *inputs)
        for a, e in zip(mine, back(jnp.asarray(upstream))):
            assert np.asarray(a) == pytest.approx(np.asarray(e), rel=1e-9, abs=1e-11)

    same(nn.dense_backward(dy, x, w), lambda x, w, b: x @ w + b, x, w, b, upstream=dy)
    assert nn.dense(x, w, b) == pytest.approx(x @ w + b)
    same([nn.tanh_backward(x, nn.tanh(x))], jnp.tanh, x, upstream=x)
    same([nn.relu_backward(x, nn.relu(x))], jax.nn.relu, x, upstream=x)
    same([nn.gelu_backward(x, x)], jax.nn.gelu, x, upstream=x)
    same([nn.softmax_backward(dy, nn.softmax(dy + 1))], jax.nn.softmax, dy + 1, upstream=dy)

    def norm(x, gain, bias):
        unit = (x - x.mean(-1, keepdims=True)) / jnp.sqrt(x.var(-1, keepdims=True) + 1e-5)
        return unit * gain + bias

    y, kept = nn.layer_norm(x, gain, gain - 1)
    assert y == pytest.approx(np.asarray(norm(x, gain, gain - 1)))
    same(nn.layer_norm_backward(x * x, kept), norm, x, gain, gain - 1, upstream=x * x)


def test_embedding_adds_gradients_in_order_of_use():
    table, ids = numbers((7, 3), "table"), RNG.split("ids").integers(7, (4, 50))
    dy = numbers((4, 50, 3), "dembed")
    assert (nn.embed(table, ids)[2, 9] == table[ids[2, 9]]).all()
    slow = np.zeros((7, 3))
    for place in np.ndindex(4, 50):
        slow[ids[place]] += dy[place]
    assert (nn.embed_backward(dy, ids, 7) == slow).all()


def test_cross_entropy_agrees_with_jax():
    logits, targets = 5 * numbers((6, 8, 11), "ce"), RNG.split("targets").integers(11, (6, 8))
    rows = RNG.split("rows").integers(3, (6, 8)).astype(float)

    def loss(logits, weights):
        chosen = jnp.take_along_axis(jax.nn.log_softmax(logits), targets[..., None], -1)[..., 0]
        return -(weights * chosen).sum() / weights.sum()

    for weights_ in (None, rows):
        mine, gradient = nn.cross_entropy(logits, targets, weights_)
        full = np.ones((6, 8)) if weights_ is None else weights_
        assert mine == pytest.approx(float(loss(logits, full)), rel=1e-13)
        assert gradient == pytest.approx(np.asarray(jax.grad(loss)(logits, full)), abs=1e-14)
    assert nn.cross_entropy(np.array([[0.0, 2000.0]]), np.array([0]))[0] == 2000  # no overflow


def test_numeric_gradient():
    params = {"w": numbers((3, 2), "nw"), "b": numbers((2,), "nb")}
    x, targets = numbers((5, 3), "nx"), np.array([0, 1, 1, 0, 1])

    def loss():
        return nn.cross_entropy(nn.dense(x, params["w"], params["b"]), targets)[0]

    dlogits = nn.cross_entropy(nn.dense(x, params["w"], params["b"]), targets)[1]
    _, dw, db = nn.dense_backward(dlogits, x, params["w"])
    before = {name: value.copy() for name, value in params.items()}
    found = nn.numeric_gradient(loss, params)
    assert found["w"] == pytest.approx(dw, abs=1e-9) and found["b"] == pytest.approx(db, abs=1e-9)
    assert all((params[name] == before[name]).all() for name in params)


def test_adam_by_its_formula():
    """kingma2015adam's Algorithm 1, with powers instead of running products."""
    params = {"w": np.array([1.0, -2.0, 0.5])}
    adam, w, m, v = nn.Adam(params, rate=0.1), [1.0, -2.0, 0.5], [0.0] * 3, [0.0] * 3
    for t in range(1, 30):
        adam.step(params, {"w": 2 * params["w"] + 1})
        for i in range(3):
            g = 2 * w[i] + 1
            m[i], v[i] = 0.9 * m[i] + 0.1 * g, 0.999 * v[i] + 0.001 * g * g
            w[i] -= 0.1 * (m[i] / (1 - 0.9**t)) / (math.sqrt(v[i] / (1 - 0.999**t)) + 1e-8)
        assert params["w"].tolist() == pytest.approx(w, rel=1e-10)


def test_clip_keeps_direction():
    grads = {"a": np.array([3.0, 0.0]), "b": np.array([[4.0]])}
    small, length = nn.clip(grads, 1.0)
    assert length == 5 and small["a"].tolist() == pytest.approx([0.6, 0]) and small["b"].item() == pytest.approx(0.8)
    assert nn.clip(grads, 6.0)[0]["a"].tolist() == [3, 0]


def test_glorot_spreads_as_it_says():
    first = nn.glorot(rng.Counter(1), 100, 50)
    assert first.shape == (100, 50) and abs(first).max() <= math.sqrt(6 / 150)
    assert first.var() == pytest.approx(2 / 150, rel=0.05)


def test_digest_sees_every_bit():
    params = {"b": np.array([1.0, 2.0]), "a": np.array([[0.5]])}
    by_hand = rng.fnv1a(np.array([0.5, 1.0, 2.0]).tobytes())
    assert nn.digest(params) == f"{by_hand:08x}"
    params["a"][0, 0] = np.nextafter(0.5, 1)
    assert nn.digest(params) != f"{by_hand:08x}"


# --- weights


def test_weights_come_back_as_float32(tmp_path):
    params = {"w": numbers((4, 3), "save"), "b": numbers((3,), "save-b")}
    weights.save("tiny", params, {"seed": 1, "cfg": {"width": 3}}, tmp_path)
    found, header = weights.load("tiny", tmp_path)
    assert header["seed"] == 1 and header["bytes"] == 60
    expected = weights.rounded(params)
    assert all((found[name] == expected[name]).all() and found[name].dtype == np.float64 for name in params)
    assert found["w"] == pytest.approx(params["w"], rel=6e-8) and nn.digest(found) == nn.digest(expected)


def test_damaged_weights_are_refused(tmp_path):
    weights.save("tiny", {"b": np.ones(3)}, {}, tmp_path)
    (tmp_path / "tiny.bin").write_bytes(b"\0" * 12)
    with pytest.raises(ValueError, match="not the file"):
        weights.load("tiny", tmp_path)
    weights.save("tiny", {"b": np.ones(3)}, {}, tmp_path)
    header = json.loads((tmp_path / "tiny.json").read_text())
    header["tensors"][0]["shape"] = [2]
    (tmp_path / "tiny.json").write_text(json.dumps(header))
    with pytest.raises(ValueError, match="describes 8"):
        weights.load("tiny", tmp_path)
    header["tensors"][0]["shape"] = [4]
    (tmp_path / "tiny.json").write_text(json.dumps(header))
    with pytest.raises(ValueError, match="ends before"):
        weights.load("tiny", tmp_path)


# --- results


def test_results_are_rounded_at_any_depth():
    raw = {"a": [1.23456789, (2, -0.00000001)], "b": Fraction(1, 3), "c": 1234.5678, "d": True, "e": "x"}
    assert json.dumps(results.tidy(raw, 3)) == '{"a": [1.235, [2, 0.0]], "b": 0.333, "c": 1234.568, "d": true, "e": "x"}'
    assert results.tidy({"a": 1234.5678, "b": 0.000123456}, 3, significant=True) == {"a": 1230.0, "b": 0.000123}


def test_results_stand_beside_their_program(tmp_path):
    written = results.write(str(tmp_path / "some_numbers.py"), {"b": "数", "a": 1})
    assert written == tmp_path / "results" / "some_numbers.json"
    assert written.read_text(encoding="utf-8") == '{\n  "a": 1,\n  "b": "数"\n}\n'
