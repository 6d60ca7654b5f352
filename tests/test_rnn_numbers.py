"""The RNN page's numbers, computed a second way: finite differences on paper examples, JAX on the trained models."""

import json
from decimal import Decimal, getcontext
from math import exp, log, prod
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import rnn_numbers
import stories
import story_reader
from kit import weights

getcontext().prec = 40
RESULTS = Path(rnn_numbers.__file__).parent / "results" / "rnn_numbers.json"
NUMBERS = rnn_numbers.compute()
MEASURED = NUMBERS["measured"]


def close(value, digits=10):
    return pytest.approx(float(value), abs=10**-digits, rel=1e-9)


def tanh(x):
    two = (2 * Decimal(x)).exp()
    return (two - 1) / (two + 1)


def sigma(x):
    return 1 / (1 + (-Decimal(x)).exp())


def states(u, w=Decimal(1), start=Decimal(0), nudge=None):
    """h_1 … h_4 of the paper example; nudge = (t, δ) adds δ to h_t."""
    h, found = start, []
    for t, x in enumerate((1, 0, 0, 0), 1):
        h = tanh(w * x + u * h)
        if nudge and nudge[0] == t:
            h += nudge[1]
        found.append(h)
    return found


TINY = Decimal("1e-12")


def test_rnn_steps_and_their_reach():
    plain = states(Decimal("0.5"))
    for t in range(1, 5):
        row = NUMBERS["rnn"][f"step{t}"]
        assert row["h"] == close(plain[t - 1])
        assert row["before"] == close(((1 + plain[t - 1]) / (1 - plain[t - 1])).ln() / 2)  # artanh
        moved = states(Decimal("0.5"), nudge=(1, TINY))
        assert row["reach"] == close((moved[t - 1] - plain[t - 1]) / TINY)
    assert NUMBERS["rnn"]["step1"]["h_old"] == 0 and NUMBERS["rnn"]["step3"]["h_old"] == NUMBERS["rnn"]["step2"]["h"]
    slopes = [NUMBERS["rnn"][f"step{t}"]["slope"] for t in (2, 3, 4)]
    assert prod(slopes) == close(NUMBERS["rnn"]["step4"]["reach"])


def test_backpropagation_through_time():
    u = Decimal("0.5")
    whole = (states(u + TINY)[3] - states(u)[3]) / TINY
    assert NUMBERS["bptt"]["sum"] == close(whole)
    plain = states(u)
    for t in range(1, 5):
        row = NUMBERS["bptt"][f"step{t}"]
        back = (states(u, nudge=(t, TINY))[3] - plain[3]) / TINY
        old = plain[t - 2] if t > 1 else Decimal(0)
        x = 1 if t == 1 else 0
        here = (tanh(x + (u + TINY) * old) - tanh(x + u * old)) / TINY
        assert (row["back"], row["here"], row["share"]) == (close(back), close(here), close(back * here))


def test_powers_and_saturation():
    for name, u in (("half", "0.5"), ("nine_tenths", "0.9"), ("ninety_nine", "0.99"), ("one", "1"), ("one_and_half", "1.5")):
        for steps in (1, 5, 10, 20, 100):
            assert NUMBERS["powers"][name][f"t{steps}"] == pytest.approx(float(Decimal(u) ** steps), rel=1e-11)
    u, row = Decimal("1.5"), NUMBERS["saturated"]

    def run(h):
        for _ in range(20):
            h = tanh(u * h)
        return h

    assert row["h"] == close(run(Decimal("0.5")))
    assert row["reach"] == pytest.approx(float((run(Decimal("0.5") + TINY) - run(Decimal("0.5"))) / TINY), rel=1e-6)
    assert row["slope"] < 1 < row["u"] and row["slope"] == close(u * (1 - run(Decimal("0.5")) ** 2))


def test_the_lstm_cell():
    """Written out gate by gate; the forget gate is also the slope of the new cell in the old one."""
    row = NUMBERS["lstm"]
    gate = {name: Decimal(str(g["w"])) + Decimal(str(g["u"])) * Decimal("0.2") + Decimal(str(g["b"]))
            for name, g in row["weights"].items()}
    assert {name: float(value) for name, value in gate.items()} == {name: close(value) for name, value in row["before"].items()}

    def cell(c):
        return sigma(gate["forget"]) * c + sigma(gate["input"]) * tanh(gate["candidate"])

    c = cell(Decimal("0.8"))
    assert row["c"] == close(c) and row["h"] == close(sigma(gate["output"]) * tanh(c))
    assert row["f"] == close((cell(Decimal("0.8") + TINY) - c) / TINY)
    assert row["kept"] + row["added"] == close(row["c"])
    assert (row["i"], row["o"], row["g"]) == (close(sigma(-1)), close(sigma(1)), close(tanh(Decimal("0.5"))))
    assert row["reach_10"] == close(sigma(2) ** 10) and row["reach_20"] == close(sigma(2) ** 20)


def test_the_gru_cell():
    row = NUMBERS["gru"]
    z, r = sigma(2), sigma(0)
    n = tanh(Decimal("0.5") + r * Decimal("0.2"))
    assert (row["z"], row["r"], row["n"]) == (close(z), close(r), close(n))
    assert row["h"] == close(z * Decimal("0.2") + (1 - z) * n)
    assert (row["kept"], row["added"]) == (close(z * Decimal("0.2")), close((1 - z) * n))
    assert row["reset_h"] == close(r * Decimal("0.2")) and row["before_n"] == close(Decimal("0.6"))
    assert (row["before_z"], row["before_r"]) == (close(2), close(0))
    assert row["weights"]["update"] == {"w": 1.0, "u": 0.5, "b": 0.9}


def test_parameters_of_the_cells_by_counting_arrays():
    for kind in ("rnn", "lstm", "gru"):
        params, header = weights.load(f"recurrent_{kind}")
        assert NUMBERS["cell_parameters"][kind] == sum(params[name].size for name in ("w", "u", "b"))
        assert MEASURED[kind]["parameters"] == sum(value.size for value in params.values()) == header["parameters"]


def test_memory_by_odds():
    """Scores 2, 0, 1: each slot weighs e times the next lower one."""
    e = exp(1)
    total = e * e + 1 + e
    row = NUMBERS["memory"]
    assert [row[f"slot{n}"]["p"] for n in (1, 2, 3)] == [close(part / total) for part in (e * e, 1, e)]
    assert row["sum"] == close(total)
    assert row["read_1"] == close((e * e + e / 2) / total) and row["read_1"] + row["read_2"] == close(1)
    assert [row[f"slot{n}"]["score"] for n in (1, 2, 3)] == [2, 0, 1]


# --- the trained models, by JAX


def log_probabilities(kind, params, ids):
    """log p (B, T, tokens) with jax.lax.scan."""
    h = params["u"].shape[0]
    said = jnp.asarray(params["embedding"])[ids.T] @ params["w"] + params["b"]

    def step(state, a):
        hidden, cell = state
        if kind == "rnn":
            return (jnp.tanh(a + hidden @ params["u"]), cell), None
        if kind == "lstm":
            i, f, o, g = jnp.split(a + hidden @ params["u"], 4, axis=1)
            cell = jax.nn.sigmoid(f) * cell + jax.nn.sigmoid(i) * jnp.tanh(g)
            return (jax.nn.sigmoid(o) * jnp.tanh(cell), cell), None
        u = params["u"]
        z, r = jnp.split(jax.nn.sigmoid(a[:, :2 * h] + hidden @ u[:, :2 * h]), 2, axis=1)
        return (z * hidden + (1 - z) * jnp.tanh(a[:, 2 * h:] + (r * hidden) @ u[:, 2 * h:]), cell), None

    def both(state, a):
        state, _ = step(state, a)
        return state, state[0]

    zero = jnp.zeros((ids.shape[0], h))
    _, outputs = jax.lax.scan(both, (zero, zero), said)
    return np.asarray(jnp.swapaxes(jax.nn.log_softmax(outputs @ params["out"] + params["out_b"]), 0, 1))


@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
def test_measured_surprise_and_mentions(kind):
    params, header = weights.load(f"recurrent_{kind}")
    told, names = stories.collection("held_out"), stories.vocabulary()
    number = {token: n for n, token in enumerate(names)}
    width = max(len(tokens) for _, tokens in told)
    ids = np.array([[0, *(number[token] for token in tokens[:-1]), *[0] * (width - len(tokens))] for _, tokens in told])
    log_p = log_probabilities(kind, params, ids)
    row = MEASURED[kind]
    nats = {lang: [-log_p[n, t, number[token]] for n, (each, tokens) in enumerate(told) if lang in (each, "all")
                   for t, token in enumerate(tokens)] for lang in ("zh", "en", "all")}
    for lang, values in nats.items():
        assert row["nats"][lang] == close(sum(values) / len(values), 8)
    assert row["perplexity"] == close(exp(row["nats"]["all"]), 8)
    assert (row["steps"], row["first_100"], row["last_100"]) == (1000, header["loss_by_100"][0], header["loss_by_100"][-1])
    tables = {"thing2": stories.THINGS, "thing3": stories.THINGS, "hero2": stories.NAMES, "colour3": stories.COLOURS}
    for name, table in tables.items():
        right, chances, distances = [], [], []
        for n, (lang, tokens) in enumerate(told):
            said = {pair[lang == "en"] for pair in table.values()}
            places = [t for t, token in enumerate(tokens) if token in said]
            now, before = (places[2], places[1]) if name == "thing3" else (places[1], places[0])
            assert tokens[now] == tokens[before]  # it has to be said again
            right.append(int(log_p[n, now].argmax()) == number[tokens[now]])
            chances.append(exp(log_p[n, now, number[tokens[now]]]))
            distances.append(now - before)
        found = row["mentions"][name]
        assert found["accuracy"] == close(sum(right) / 400)
        assert found["probability"] == close(sum(chances) / 400, 8)
        assert found["distance"] == close(sum(distances) / 400)


@pytest.mark.parametrize("kind", ["rnn", "lstm", "gru"])
def test_reach_by_jacobians_in_jax(kind, monkeypatch):
    """The geometric mean at d = 4 over the first three of the same stories, by jax.jacobian of the states."""
    params, _ = weights.load(f"recurrent_{kind}")
    number = {token: n for n, token in enumerate(stories.vocabulary())}
    width = params["u"].shape[0]

    def advance(state, token):
        a = params["embedding"][token] @ params["w"] + params["b"]
        hidden, cell = state
        if kind == "rnn":
            return jnp.tanh(a + hidden @ params["u"]), cell
        if kind == "lstm":
            i, f, o, g = jnp.split(a + hidden @ params["u"], 4)
            cell = jax.nn.sigmoid(f) * cell + jax.nn.sigmoid(i) * jnp.tanh(g)
            return jax.nn.sigmoid(o) * jnp.tanh(cell), cell
        z, r = jnp.split(jax.nn.sigmoid(a[:2 * width] + hidden @ params["u"][:, :2 * width]), 2)
        return z * hidden + (1 - z) * jnp.tanh(a[2 * width:] + (r * hidden) @ params["u"][:, 2 * width:]), cell

    far, used, total = 4, 0, 0.0
    for lang, tokens in stories.collection("held_out"):
        last = story_reader.colour_places(tokens, lang)[1]
        if last < 24 or used == 40:
            continue
        used += 1
        if used > 3:
            continue
        ids = [0, *(number[token] for token in tokens)][:last + 1]
        state = (jnp.zeros(width), jnp.zeros(width))
        for token in ids[:last - far + 1]:
            state = advance(state, token)

        def end(state, ids=ids):
            for token in ids[last - far + 1:]:
                state = advance(state, token)
            return state[0]

        jacobians = jax.jacobian(end)(state)
        total += log(float(jnp.sqrt(sum((j**2).sum() for j in jacobians) / width)))
    assert used == 40
    monkeypatch.setattr(rnn_numbers, "STORIES", 3)
    assert rnn_numbers.reach(kind)[far] == close(exp(total / 3), 8)


def test_gates_carry_further():
    per_step = [MEASURED[kind]["per_step"] for kind in ("rnn", "lstm", "gru")]
    assert per_step[0] < 0.75 < 0.8 < min(per_step[1:])
    for kind in ("rnn", "lstm", "gru"):
        row = MEASURED[kind]
        assert row["per_step"] == pytest.approx((row["reach"]["d20"] / row["reach"]["d4"]) ** (1 / 16), rel=1e-9)
        assert row["reach"]["d0"] == 1
        assert MEASURED["floor"] == close(story_reader.floor()) and row["nats"]["all"] > MEASURED["floor"]
        assert row["mentions"]["thing2"]["accuracy"] > 0.95  # a few tokens back is easy for all three
    assert MEASURED["rnn"]["mentions"]["thing3"]["accuracy"] < 0.2
    assert min(MEASURED[kind]["mentions"]["thing3"]["accuracy"] for kind in ("lstm", "gru")) > 0.4
    assert MEASURED["chance"] == {"thing": 1 / 10, "name": 1 / 10, "colour": 1 / 8}


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/rnn_numbers.py"
