"""The GAN page's numbers, computed a second way: do they hold without the formulas of gan_numbers.py?"""

import json
from decimal import Decimal
from math import log
from pathlib import Path

import gan_numbers
import pytest

RESULTS = Path(gan_numbers.__file__).parent / "results" / "gan_numbers.json"
NUMBERS = gan_numbers.compute()


def close(value, digits=10):
    return pytest.approx(value, abs=10**-digits)


# Losses written out from the paper's sentences, with Decimal's exp and ln instead of the C library's.


def real_probability(x, w, b):
    odds = (Decimal(w) * Decimal(x) + Decimal(b)).exp()
    return odds / (1 + odds)


def discriminator_loss(w, b, theta):
    """How surprised D is, on average, by the true labels of two real and two fake numbers."""
    real = sum(real_probability(x, w, b).ln() for x in (1, 3)) / 2
    fake = sum((1 - real_probability(Decimal(theta) + z, w, b)).ln() for z in (-1, 1)) / 2
    return -(real + fake)


def generator_loss(w, b, theta):
    return -sum(real_probability(Decimal(theta) + z, w, b).ln() for z in (-1, 1)) / 2


def slope(function, at, h=Decimal("1e-9")):
    """The derivative by finite differences."""
    return (function(at + h) - function(at - h)) / (2 * h)


def second_way(w, b, theta):
    """One round by numerical derivatives: (new w, new b, new θ, and the numbers in between)."""
    w, b, theta = Decimal(w), Decimal(b), Decimal(theta)
    half = Decimal("0.5")
    found = {
        "d_loss": discriminator_loss(w, b, theta),
        "grad_w": slope(lambda v: discriminator_loss(v, b, theta), w),
        "grad_b": slope(lambda v: discriminator_loss(w, v, theta), b),
    }
    w, b = w - half * found["grad_w"], b - half * found["grad_b"]
    found |= {"w": w, "b": b, "g_loss": generator_loss(w, b, theta)}
    found["grad_theta"] = slope(lambda v: generator_loss(w, b, v), theta)
    found["theta"] = theta - half * found["grad_theta"]
    return found


def test_two_steps_agree_with_finite_differences():
    w = b = theta = 0
    for name in ("step1", "step2"):
        found = second_way(w, b, theta)
        for key, value in found.items():
            assert NUMBERS[name][key] == close(float(value)), (name, key)
        assert NUMBERS[name]["grad_w_real"] + NUMBERS[name]["grad_w_fake"] == close(float(found["grad_w"]))
        w, b, theta = found["w"], found["b"], found["theta"]


def test_the_probabilities_in_the_table():
    assert NUMBERS["step1"]["d_real_1"] == NUMBERS["step1"]["d_fake_2"] == 0.5
    step1, step2 = NUMBERS["step1"], NUMBERS["step2"]
    shown = [
        (step1, "d_fake_1_new", -1, (step1["w"], step1["b"])),
        (step1, "d_fake_2_new", 1, (step1["w"], step1["b"])),
        (step2, "d_real_1", 1, (step1["w"], step1["b"])),
        (step2, "d_real_2", 3, (step1["w"], step1["b"])),
        (step2, "d_fake_1", "-0.875", (step1["w"], step1["b"])),
        (step2, "d_fake_2", "1.125", (step1["w"], step1["b"])),
        (step2, "d_fake_1_new", "-0.875", (step2["w"], step2["b"])),
        (step2, "d_fake_2_new", "1.125", (step2["w"], step2["b"])),
    ]
    for table, key, x, (w, b) in shown:
        assert table[key] == close(float(real_probability(x, w, b))), key


def test_a_generator_step_lowers_its_loss_and_nears_the_data():
    for name, theta in (("step1", 0.0), ("step2", NUMBERS["step1"]["theta"])):
        now = NUMBERS[name]
        assert generator_loss(now["w"], now["b"], now["theta"]) < generator_loss(now["w"], now["b"], theta)
        assert abs(2 - now["theta"]) < abs(2 - theta)


def test_long_run_settles_and_the_hasty_one_does_not():
    run = NUMBERS["long_run"]
    w = b = theta = 0.0
    path = []
    for _ in range(300):  # derivatives by central differences in plain floats: no formula for the gradient
        h = 1e-6

        def loss(w, b, t=theta):
            return gan_numbers.d_loss(w, b, t)

        gw, gb = (loss(w + h, b) - loss(w - h, b)) / (2 * h), (loss(w, b + h) - loss(w, b - h)) / (2 * h)
        w, b = w - 0.5 * gw, b - 0.5 * gb
        theta -= 0.5 * (gan_numbers.g_loss(w, b, theta + h) - gan_numbers.g_loss(w, b, theta - h)) / (2 * h)
        path.append(theta)
    for n in (10, 20, 40, 60, 80, 100, 200):
        assert run[f"theta_{n}"] == close(path[n - 1], 6)
    assert (run["peak_step"], run["peak_theta"]) == (path.index(max(path)) + 1, close(max(path), 6))
    assert path[-1] == close(2, 3) and run["d_loss_200"] == close(2 * log(2), 5)
    assert abs(run["hasty_300"] - run["hasty_299"]) > 0.2 and abs(run["hasty_300"] - 2) > 0.1


def test_slopes_of_the_two_losses():
    for row in NUMBERS["pull"].values():
        d = Decimal(str(row["d"]))
        logit = (d / (1 - d)).ln()
        probability = lambda a: real_probability(1, a, 0)  # noqa: E731
        assert row["minimax"] == close(float(abs(slope(lambda a: (1 - probability(a)).ln(), logit))))
        assert row["nonsaturating"] == close(float(abs(slope(lambda a: -probability(a).ln(), logit))))


def test_best_discriminator_by_trying_every_one():
    """Value by value, no D on a grid of 0.0001 beats D*."""
    table = NUMBERS["three_values"]
    grid = [k / 10_000 for k in range(1, 10_000)]
    total = 0.0
    for x, p, q in zip("abc", gan_numbers.P_DATA, gan_numbers.P_GEN):
        best = max(grid, key=lambda d: p * log(d) + q * log(1 - d))
        assert table[f"d_{x}"] == pytest.approx(best, abs=1.01e-4)
        total += p * log(best) + q * log(1 - best)
    assert table["v"] == pytest.approx(total, abs=1e-4) and table["v"] >= total


def test_divergence_by_hand():
    """On these three values everything is a multiple of log 2: V = −(3/2)·log 2 and JSD = (1/4)·log 2."""
    table = NUMBERS["three_values"]
    for side in ("data", "gen"):
        assert sum(table[f"{side}_{x}"] for x in "abc") == close(1)
    assert table["v"] == close(-1.5 * log(2))
    assert table["jsd"] == table["jsd_from_v"] == close(0.25 * log(2))
    entropy = lambda dist: -sum(p * log(p) for p in dist if p)  # noqa: E731
    middle = [table[f"m_{x}"] for x in "abc"]
    by_entropy = entropy(middle) - (entropy(gan_numbers.P_DATA) + entropy(gan_numbers.P_GEN)) / 2
    assert table["jsd"] == close(by_entropy)


def test_frozen_discriminator_rewards_collapse_until_it_answers():
    table, old = NUMBERS["frozen"], NUMBERS["three_values"]
    # trying every mixture in steps of 1/20: nothing beats "c only" against the old D
    mixtures = [(i / 20, j / 20, (20 - i - j) / 20) for i in range(21) for j in range(21 - i)]
    losses = {mix: -sum(p * log(old[f"d_{x}"]) for p, x in zip(mix, "abc") if p) for mix in mixtures}
    assert min(losses, key=losses.get) == (0.0, 0.0, 1.0)
    assert table["collapsed_old_d"] == 0 and table["copy_old_d"] == close(losses[(0.5, 0.25, 0.25)])
    assert table["copy_new_d"] == close(log(2)) and table["collapsed_new_d"] == close(log(5))
    assert table["answer_c"] == close((1 / 4) / (1 / 4 + 1))


def test_the_committed_results_are_these():
    assert json.loads(RESULTS.read_text(encoding="utf-8")) == NUMBERS
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/gan_numbers.py"
