"""The GAN lab's numbers, computed a second way: do sorting, counting and summing over clusters say the same as the page?"""

import json
from math import log

import gan
import gan_lab_numbers
import mlp
import numpy as np
import pytest
import train_gan_lab as lab
from kit.rng import Counter
from twins import MODELS, close

NUMBERS = gan_lab_numbers.compute()
STORED = json.loads(lab.STORED.read_text(encoding="utf-8"))
RUNS = STORED["runs"]
LAST = f"step{lab.STEPS}"


def ends(name, key):
    """What the ten seeds of a setting came to, in order of size."""
    return sorted(run["looks"][LAST][key] for run in RUNS[name].values())


def test_every_setting_was_trained_with_ten_seeds():
    assert STORED["seeds"] == list(range(1, 11)) and list(RUNS) == list(lab.SETTINGS)
    for runs in RUNS.values():
        assert list(runs) == [f"seed{seed}" for seed in range(1, 11)]
        assert len({run["digest"] for run in runs.values()}) == 10
        for run in runs.values():
            assert list(run["looks"]) == [f"step{step}" for step in range(0, 3001, 600)]
    path = MODELS / "results" / "gan_lab_numbers.json"
    assert json.loads(path.read_text(encoding="utf-8")) == NUMBERS


def test_a_stored_run_trained_anew():
    again = lab.one("fast_generator", 5)
    assert again == RUNS["fast_generator"]["seed5"]


@pytest.mark.parametrize("name", lab.SETTINGS)
def test_medians_extremes_and_counts(name):
    row = NUMBERS["runs"][name]
    for key in ("modes", "on", "d", "g", "real", "made"):
        ordered = ends(name, key)
        assert [row[f"{key}_low"], row[f"{key}_high"]] == close([ordered[0], ordered[-1]])
        assert row[f"{key}_median"] == close((ordered[4] + ordered[5]) / 2)
    tracks = np.array([[look["modes"] for look in run["looks"].values()] for run in RUNS[name].values()])
    if name != "moons":
        assert row["all"] == int((tracks[:, -1] == 8).sum())
        assert row["lost"] == int(((tracks == 8).any(1) & (tracks[:, -1] < 8)).sum())
    assert row["none"] == ends(name, "on").count(0)


def test_stages_by_sorting():
    for name, rows in NUMBERS["stages"].items():
        for step, row in rows.items():
            ordered = sorted(run["looks"][step]["on"] for run in RUNS[name].values())
            middle = (ordered[4] + ordered[5]) / 2
            assert [row["on_low"], row["on_median"], row["on_high"]] == close([ordered[0], middle, ordered[9]])


def test_the_best_discriminator_by_summing_over_clusters():
    """Densities on eight clusters as two lists; the divergence from its definition."""
    data, made = np.full(8, 1 / 8), np.array([1 / 3] * 3 + [0] * 5)
    best = data / (data + made)
    found = NUMBERS["exercise"]
    assert (found["kept"], best[-1], found["denser"]) == (close(best[0]), 1, close(3 / (3 + 1)))
    loss = -(data * np.log(best)).sum() - (made[:3] * np.log(1 - best[:3])).sum()
    middle = (data + made) / 2
    divergence = (data * np.log(data / middle)).sum() / 2 + (made[:3] * np.log(made[:3] / middle[:3])).sum() / 2
    assert found["loss"] == close(loss) == close(found["real"] + found["made"]) == close(log(4) - 2 * divergence)
    assert (found["divergence"], found["g"]) == (close(divergence), close(-(made[:3] * np.log(best[:3])).sum()))
    assert (found["both_half"], found["g_half"]) == (close(log(4)), close(log(2)))


def test_settings_of_the_gan_lab():
    found = NUMBERS["settings"]
    assert found["weights"] == [2 * 32 + 32 + 32 * 32 + 32 + 32 * 2 + 2, 2 * 32 + 32 + 32 * 32 + 32 + 32 + 1]
    assert (found["seeds"], found["steps"], found["samples"], found["batch"], found["hidden"]) == (10, 3000, 1000, 64, 32)
    assert (found["clusters"], found["parts"], found["uniforms"]) == (8, 64, 12)


def test_real_points_by_the_same_measure():
    """Counted by hand: the ring's points by their distance to the nearest centre, the moons' by their centres' shares."""
    for name, found in NUMBERS["reference"].items():
        data = lab.TARGETS[name]()
        x = data.sample(Counter(2000), 1000)[0]
        gaps = np.sqrt(((x[:, None] - data.centres[None]) ** 2).sum(2))
        near = gaps.min(1) <= 3 * data.std
        shares = np.bincount(gaps.argmin(1)[near], minlength=len(data.centres)) / 1000
        assert found == {"modes": int((shares >= 0.01).sum()), "on": close(near.mean())}
    assert NUMBERS["rates"]["fast_generator"]["g"] / NUMBERS["rates"]["fast_generator"]["d"] == close(10)
    assert NUMBERS["rates"]["fast_discriminator"]["d"] / NUMBERS["rates"]["fast_discriminator"]["g"] == close(10)


# --- what the page says


def test_equal_rates_work_and_do_not_stand_still():
    row, stages = NUMBERS["runs"]["balanced"], NUMBERS["stages"]["balanced"]
    assert row["on_low"] > 0.8 and row["modes_low"] >= 7 and row["all"] + row["lost"] == 10
    medians = [stages[f"step{step}"]["on_median"] for step in range(0, 3001, 600)]
    assert medians == sorted(medians)


def test_a_fast_generator_fails_and_its_losses_do_not_tell():
    good, bad = NUMBERS["runs"]["balanced"], NUMBERS["runs"]["fast_generator"]
    assert bad["none"] >= 5 and bad["on_high"] < good["on_low"]
    within = [good["d_low"] <= loss <= good["d_high"] for loss in ends("fast_generator", "d")]
    assert NUMBERS["overlap"]["inside"] == sum(within) >= 5
    looks = [look["on"] for run in RUNS["fast_generator"].values() for step, look in run["looks"].items() if step != "step0"]
    assert NUMBERS["wandering"] == {"empty": looks.count(0), "looks": 50} and 20 < looks.count(0) < 30
    heap = RUNS["fast_generator"]["seed1"]["looks"]
    assert heap["step1800"]["modes"] == 1 and heap["step1800"]["on"] > 0.9 and heap[LAST]["on"] == 0
    assert NUMBERS["told"]["wandering"]["best"] == {"step": 1800, "modes": 1, "on": close(heap["step1800"]["on"])}
    assert NUMBERS["told"]["saved"]["end"]["modes"] == 8


def test_a_heap_is_pushed_one_way_and_not_for_long():
    heaps = STORED["heaps"]
    alike = {name: sorted(run["alike"] for run in runs.values()) for name, runs in heaps.items()}
    assert alike["balanced"][-1] < 0.3 < alike["fast_generator"][0]
    for name, ordered in alike.items():
        found = [NUMBERS["heaps"][name][f"alike_{kind}"] for kind in ("low", "median", "high")]
        assert found == close([ordered[0], (ordered[4] + ordered[5]) / 2, ordered[9]])
    assert not any(run["visits"] for run in heaps["balanced"].values()), "with equal rates it never happened"
    visits = np.array([list(visit.values()) for run in heaps["fast_generator"].values() for visit in run["visits"]])
    _, stayed, came, left, others_came, others_left = visits.T
    told = NUMBERS["heaps"]["visits"]
    fell, others_fell = (left < came).sum(), (others_left < others_came).sum()
    assert (told["count"], told["fell"], told["others_fell"]) == (len(visits), fell, others_fell)
    assert told["fell"] > 0.95 * len(visits) and told["others_fell"] < 0.2 * len(visits)
    for key, column in {"came": came, "left": left, "others_came": others_came, "others_left": others_left}.items():
        assert told[f"{key}_median"] == close(np.median(column))
    assert told["others_left_median"] > told["others_came_median"]
    seeds = [seed for seed, run in heaps["fast_generator"].items() if run["visits"]]
    assert (told["stayed_high"], told["seeds"]) == (stayed.max(), len(seeds))


def test_a_heap_followed_anew():
    """Directions by small differences, a run up to its first visit, and the points of a cluster counted by hand."""
    duel, data = lab.trainer(*lab.SETTINGS["fast_generator"], 2), lab.TARGETS["clusters"]()
    for _ in range(50):
        duel.step()
    x = gan.samples(duel.g, duel.cfg, 20)
    directions, belief = lab.uphill(duel.d, x)

    def log_d(rows):
        return np.log(1 / (1 + np.exp(-mlp.forward(duel.d, rows)[0][:, 0])))

    slope = np.stack([(log_d(x + step) - log_d(x - step)) / 2e-6 for step in ((1e-6, 0), (0, 1e-6))], axis=1)
    assert directions == close(slope / np.linalg.norm(slope, axis=1, keepdims=True), 4) and belief == close(np.exp(log_d(x)))
    first = STORED["heaps"]["fast_generator"]["seed3"]["visits"][0]
    again = lab.heap("fast_generator", 3, first["step"] + first["stayed"])["visits"]
    assert again == [first]
    duel = lab.trainer(*lab.SETTINGS["fast_generator"], 3)
    for step in range(1, first["step"] + first["stayed"] + 1):
        duel.step()
        if step in (first["step"], first["step"] + first["stayed"]):
            gaps = np.linalg.norm(gan.samples(duel.g, duel.cfg, lab.N)[:, None] - data.centres, axis=2)
            inside = (gaps <= 3 * data.std).mean(0)
            assert (inside.max() >= 0.5) == (step == first["step"])


def test_a_fast_discriminator_leaves_clusters_out():
    ordered = sorted((run["looks"][LAST]["on"], run["looks"][LAST]["modes"]) for run in RUNS["fast_discriminator"].values())
    assert [modes for _, modes in ordered[-2:]] == [3, 3] and min(modes for _, modes in ordered[:-2]) > 3
    assert NUMBERS["few"] == {"seeds": 2, "low": close(ordered[-2][0]), "others_high": close(ordered[-3][0])}
    assert NUMBERS["runs"]["fast_discriminator"]["on_median"] < NUMBERS["runs"]["balanced"]["on_low"]
    few, row, good = NUMBERS["told"]["few"]["end"], NUMBERS["runs"]["fast_discriminator"], NUMBERS["runs"]["balanced"]
    assert few["modes"] == 3 and good["on_low"] < few["on"] < good["on_high"]
    assert row["d_median"] < good["d_low"] and row["modes_median"] > NUMBERS["runs"]["fast_generator"]["modes_median"]
    exercise = NUMBERS["exercise"]
    assert abs(few["d"] - exercise["loss"]) < 0.01 and abs(few["g"] - exercise["g"]) < 0.1


def test_both_fast_lose_what_they_had():
    lost = NUMBERS["told"]["lost"]
    assert NUMBERS["runs"]["both_fast"]["lost"] == 5
    assert (lost["best"]["modes"], lost["end"]["modes"]) == (8, 4) and lost["best"]["on"] > 0.9 > 0.5 > lost["end"]["on"]
