"""The counting lab's numbers for ten seeds, computed a second way: does what the page claims hold in every draw?"""

import json
from collections import Counter as Tally
from math import log2

import classic
import counting
import counting_lab_numbers
import numpy as np
import pytest
import stories
import train_counting_lab
from kit import weights
from ngram import BOS

NUMBERS = counting_lab_numbers.compute()
STORED = json.loads(counting_lab_numbers.STORED.read_text(encoding="utf-8"))
SEEDS = [f"seed{seed}" for seed in range(1, 11)]


def close(value, digits=6):
    return pytest.approx(value, abs=10**-digits)


def bits_again(learnt, held, order, words):
    """Witten–Bell bits of every held-out token at one order, from tables that are counted another way."""
    pairs, contexts, kinds = Tally(), Tally(), Tally()
    for one in learnt:
        padded = [BOS] * (order - 1) + one
        for end in range(order - 1, len(padded)):
            for k in range(order):
                context = tuple(padded[end - k:end])
                kinds[context] += not pairs[context, padded[end]]
                pairs[context, padded[end]] += 1
                contexts[context] += 1
    found = []
    for one in held:
        padded = [BOS] * (order - 1) + one
        for end in range(order - 1, len(padded)):
            p = 1 / words
            for k in range(order):
                context = tuple(padded[end - k:end])
                if kinds[context]:
                    p = (pairs[context, padded[end]] + kinds[context] * p) / (contexts[context] + kinds[context])
            found.append(-log2(p))
    return np.array(found)


# --- what was stored


def test_ten_seeds_of_every_text():
    assert STORED["seeds"] == list(range(1, 11))
    assert STORED["network"]["sha256"] == weights.load(train_counting_lab.NETWORK)[1]["sha256"]
    for lang in stories.LANGUAGES:
        for runs in STORED[lang].values():
            assert sorted(runs) == sorted(SEEDS)
            assert len({json.dumps(run) for run in runs.values()}) == 10  # no draw twice
        for run in STORED[lang]["stories"].values():
            assert list(map(int, sorted(run["sweep"], key=int))) == list(train_counting_lab.SWEEP) and run["known_stories"] == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_draw_of_chapters_again(lang):
    stored = STORED[lang]["daodejing"]["seed4"]
    (learnt,), (held,) = counting.chapters(lang, 4)
    assert sorted("".join(learnt + held)) == sorted(classic.joined(classic.chapters(lang))) and held.count("\n") == 10
    assert (len(learnt), len(held), len(set(learnt + held))) == (stored["tokens"], stored["held"], stored["vocabulary"])
    for order in (1, 3, 6):
        again = bits_again([learnt], [held], order, stored["vocabulary"])
        assert stored["bits"][order - 1] == close(again.mean())
        seen = {tuple(([BOS] * 5 + learnt)[end - order + 1:end]) for end in range(5, len(learnt) + 5)}
        padded = [BOS] * 5 + held
        found = [tuple(padded[end - order + 1:end]) in seen for end in range(5, len(padded))]
        assert stored["known"][order - 1] == close(np.mean(found))


def test_a_draw_of_stories_again():
    """With seed 6: its counts, its rare contexts, and the network at ease where the table is not."""
    lang, stored = "en", STORED["en"]["stories"]["seed6"]
    learnt, held = counting.told(lang, 100, 6)
    collected = {tuple(tokens) for each, tokens in stories.collection() if each == lang}
    assert {tuple(one) for one in learnt} <= collected and not {tuple(one) for one in held} & collected
    again = bits_again(learnt, held, 6, 231)
    assert stored["sweep"]["100"][5] == close(again.mean())
    seen = {tuple(([BOS] * 5 + one)[end - 5:end]) for one in learnt for end in range(5, len(one) + 5)}
    never = np.array([tuple(([BOS] * 5 + one)[end - 5:end]) not in seen for one in held for end in range(5, len(one) + 5)])
    network = counting.network_rows(weights.load(train_counting_lab.NETWORK)[0], held)
    rare = stored["looked"]["100"]["rare"][5]
    assert (rare["share"], rare["counts"]) == (close(never.mean()), close(again[never].mean()))
    assert (rare["network"], rare["network_known"]) == (close(network[never].mean()), close(network[~never].mean()))
    assert stored["network"] == close(network.mean())


# --- what the page says


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_turn_comes_later_with_more_text(lang):
    runs = STORED[lang]["stories"].values()
    for run in runs:
        bests = [np.argmin(run["sweep"][str(count)]) + 1 for count in train_counting_lab.SWEEP]
        assert bests[0] == 3 and bests[-1] == 6 and bests[2] in (3, 4)
        hundred = run["sweep"]["100"]
        assert np.all(np.diff(hundred[:3]) < 0) and np.all(np.diff(hundred[3:]) > 0)  # it falls, turns, and rises
        assert min(run["sweep"]["10000"]) > run["network"] + 0.4 > run["grammar"] + 0.4
        best = [min(run["sweep"][str(count)]) for count in train_counting_lab.SWEEP]
        assert np.all(np.diff(best) < 0)
    assert NUMBERS[lang]["stories"]["wins"] == 10


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_copying_grows_with_n_and_the_network_leads_where_nothing_was_counted(lang):
    for run in STORED[lang]["stories"].values():
        for looked in run["looked"].values():
            assert looked["copied"][5] > 0.7 and np.all(np.diff(looked["copied"][1:]) > 0)
            assert looked["rare"][5]["network"] < looked["rare"][5]["counts"] / 1.5
        rare = run["looked"]["2000"]["rare"][5]
        never = (rare["counts"] - rare["network"]) * rare["share"]
        counted = (rare["counts_known"] - rare["network_known"]) * (1 - rare["share"])
        assert counted > 10 * never > 0  # most of the advantage


def test_long_contexts_hardly_recur():
    for lang in stories.LANGUAGES:
        learnt, held = counting.told(lang, 2000, 9)
        text = "".join(f" {' '.join(one)} |" for one in learnt)
        found = [f" {' '.join(one[end - 20:end])} " in text for one in held for end in range(20, len(one))]
        values = [run["long"] for run in STORED[lang]["stories"].values()]
        assert STORED[lang]["stories"]["seed9"]["long"] == close(np.mean(found)) and max(values) < 0.04
        assert NUMBERS[lang]["stories"]["long"]["known_high"] == close(max(values))


def test_the_daodejing_turns_early_in_chinese():
    for lang, orders in (("zh", {2, 3}), ("en", {4, 5})):
        bests = [int(np.argmin(run["bits"])) + 1 for run in STORED[lang]["daodejing"].values()]
        tally = Tally(bests)
        assert set(bests) == orders
        assert all(NUMBERS[lang]["daodejing"]["best"][f"order{n}"] == tally[n] for n in range(1, 7))


def test_spreads_again():
    for lang in stories.LANGUAGES:
        for key, of in (("low", np.min), ("median", np.median), ("high", np.max)):
            for n in range(1, 7):
                column = [run["bits"][n - 1] for run in STORED[lang]["daodejing"].values()]
                assert NUMBERS[lang]["daodejing"][f"order{n}"][f"bits_{key}"] == close(of(column))
                column = [run["looked"]["100"]["copied"][n - 1] for run in STORED[lang]["stories"].values()]
                assert NUMBERS[lang]["stories"]["looked"]["stories100"][f"order{n}"][f"copied_{key}"] == close(of(column))
            over = [run["network"] - run["grammar"] for run in STORED[lang]["stories"].values()]
            assert NUMBERS[lang]["stories"]["over"][f"bits_{key}"] == close(of(over))


def test_the_exercises_by_hand():
    exercise, settings, english = NUMBERS["exercise"], NUMBERS["settings"], NUMBERS["en"]["stories"]
    assert exercise["p"] == close(3.2 / 6) and 2 ** -exercise["bits"] == close(3.2 / 6) and exercise["fives"] == 231**5
    assert settings["words"] == 231 and settings["read"] == close(1200 * 8 / 4000) and settings["both"] == 4000
    assert english["guess"] == close(1 / english["length"])
    assert english["left"] == close(english["over"]["bits_median"] - english["guess"])
    assert 0 < english["left"] < english["over"]["bits_median"]
