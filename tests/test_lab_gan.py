"""The GAN lab: does the reader's browser train what Python trains, to the last bit, and measure the same?"""

import json

import gan
import mlp
import numpy as np
import points
import pytest
import train_gan_lab as lab
import twins
from atlas import labs
from building import ROOT
from kit import detmath, nn
from kit.rng import Counter
from twins import close, printed, prints

STORED = json.loads(lab.STORED.read_text(encoding="utf-8"))
HALF, SQUARES, SHOWN = 3, 30, 200


def computed(what, **given):
    return twins.computed("gan", what, given)


def asked(name, seed=1, steps=lab.STEPS):
    """A setting as the lab is asked for it."""
    target, d, g = lab.SETTINGS[name]
    return {"target": target, "d": d, "g": g, "steps": steps, "seed": seed}


def same(found, expected):
    assert (found["modes"], found["on"]) == (expected["modes"], close(expected["on"]))
    assert found["share"] == close(expected["share"].tolist())


def test_points_and_their_quality():
    n = 700
    for data, found in zip((points.ring(), points.moons()), computed("points", n=n), strict=True):
        x = data.sample(Counter(7), n)[0]
        assert (found["centres"], found["x"]) == (prints(data.centres), prints(x))
        same(found["near"], points.quality(x, data))
        same(found["far"], points.quality(2 * Counter(8).normal((n, 2)), data))


def test_losses_and_their_slopes():
    real, fake = [-800.0, -3.0, 0.0, 2.5], [40.0, 0.25, -0.5, -1.0]
    (d, *slopes), (g, slope) = gan.d_loss(np.array(real), np.array(fake)), gan.g_loss(np.array(fake))
    assert computed("losses", real=real, fake=fake) == [d, *map(prints, slopes), g, prints(slope)]


@pytest.mark.parametrize("seed", [0, 2**32 - 1])
def test_gradients_of_both_networks(seed):
    n, cfg = 9, gan.Config(seed=seed)
    g, d = gan.create(cfg)
    real, z = Counter(5).normal((n, 2)), Counter(6).normal((n, 2))
    loss_d, of_d = gan.d_gradients(d, real, gan.generate(g, cfg, z))
    loss_g, of_g = gan.g_gradients(g, d, cfg, z)
    assert computed("gradients", seed=seed, n=n) == {"lossD": loss_d, "lossG": loss_g, "d": printed(of_d), "g": printed(of_g)}


def test_both_networks_after_many_steps():
    """Every setting, another seed each: the digests that were noted when the ten seeds were trained."""
    chosen = [(name, seed) for seed, name in enumerate(lab.SETTINGS, start=1)]
    noted = [STORED["runs"][name][f"seed{seed}"]["digest"] for name, seed in chosen]
    assert len(set(noted)) == 5 and computed("digests", settings=[asked(*one) for one in chosen], steps=lab.FIRST) == noted


def test_the_stored_digests_begun_anew():
    duel = lab.trainer(*lab.SETTINGS["both_fast"], seed=4)
    for _ in range(lab.FIRST):
        duel.step()
    assert lab.fingerprint(duel) == STORED["runs"]["both_fast"]["seed4"]["digest"]


def test_a_whole_duel_is_seen_as_it_was_measured():
    found = computed("run", setting=asked("fast_discriminator", 8))
    stages = found["stages"]
    assert [stage["step"] for stage in stages] == list(range(0, lab.STEPS + 1, lab.STEPS // 20))
    looks = STORED["runs"]["fast_discriminator"]["seed8"]["looks"]
    assert len(looks) == lab.LOOKS + 1
    for stage in stages:
        if expected := looks.get(f"step{stage['step']}"):
            keys = [key for key in ("modes", "on", "real", "made", "d", "g") if key in expected]
            assert [stage[key] for key in keys] == [close(expected[key], 8) for key in keys]
            assert (max(stage["share"]), stage["all"]) == (close(expected["top"]), 8)
    d, g = found["losses"]
    assert len(d) == len(g) == 100 and d[-1][0] == close(0.995)
    assert np.mean([y for _, y in d[-10:]]) == pytest.approx(looks["step3000"]["d"], abs=0.05)


@pytest.mark.parametrize("name", ["balanced", "moons"])
def test_what_is_drawn(name):
    """The points that are shown, and the discriminator's belief in the middle of every square, from the top left."""
    steps = 100
    target = lab.SETTINGS[name][0]
    duel = lab.trainer(*lab.SETTINGS[name], seed=3)
    for _ in range(steps):
        duel.step()
    last = computed("run", setting=asked(name, 3, steps))["stages"][-1]
    assert last["points"] == prints(gan.samples(duel.g, duel.cfg, lab.N)[:SHOWN])
    across = (np.arange(SQUARES) + 0.5) / SQUARES * 2 * HALF - HALF
    middles = np.array([(x, -y) for y in across for x in across])
    assert last["field"] == prints(detmath.sigmoid(mlp.forward(duel.d, middles)[0]))
    assert computed("shown", targets=[target]) == [prints(lab.TARGETS[target]().sample(Counter(2000), SHOWN)[0])]


def test_the_engine_stops_and_begins_again():
    found = computed("engine", setting=asked("balanced", 5, 200))
    assert found["told"] > 0 and found["stopped"]["kind"] == "Stopped" and found["again"] == found["last"]
    assert found["last"]["step"] == 200 and found["last"]["d"] is not None


def test_nothing_is_fetched_but_code():
    assert list(labs.data(ROOT, "gan")) == [] and labs.size(ROOT, "gan") <= 16_600


def test_the_digest_of_a_network_that_differs_is_another():
    duel = lab.trainer(*lab.SETTINGS["balanced"], seed=1)
    before = lab.fingerprint(duel)
    duel.d["b3"] = np.nextafter(duel.d["b3"], 1)
    assert lab.fingerprint(duel) != before and nn.digest(duel.g) == nn.digest(lab.trainer(*lab.SETTINGS["balanced"], seed=1).g)
