"""The running example's numbers, computed a second way: do they hold without the formulas of running_example_numbers.py?"""

import json
import re
import struct
from fractions import Fraction
from itertools import product
from math import log
from pathlib import Path

import numpy as np
import pytest
import running_example_numbers
import stories
import story_reader
import train_gan
from kit.rng import Counter

MODELS = Path(running_example_numbers.__file__).parent
DOCS = MODELS.parent / "docs" / "principles"
NUMBERS = running_example_numbers.compute()


def result(name):
    return json.loads((MODELS / "results" / f"{name}_numbers.json").read_text(encoding="utf-8"))


# --- stories


def test_amounts_by_reading_texts():
    """Counted in the written stories: in Chinese by their characters' order, in English by splitting at blanks."""
    for lang in ("zh", "en"):
        shown = NUMBERS["stories"][lang]
        train = [tokens for each, tokens in stories.collection() if each == lang]
        others = {tuple(tokens) for each, tokens in stories.collection("held_out") if each == lang}
        assert (shown["train"], shown["held_out"], shown["known"]) == (len(train), len(others), len(others & set(train)))
        assert (len(train), len(others), shown["known"]) == (2000, 200, 0)
        sizes = sorted(map(len, train))
        assert (shown["shortest"], shown["longest"], shown["tokens"]) == (sizes[0], sizes[-1], sum(sizes))
        assert shown["kinds"] == len(set().union(*train))
        assert shown["mean"] == pytest.approx(np.mean(sizes), abs=0.3)  # exact mean of the grammar, mean of a sample
    english = [stories.text(tokens, "en").replace(".", " .").split() for each, tokens in stories.collection() if each == "en"]
    assert sum(map(len, english)) + 2000 == NUMBERS["stories"]["en"]["tokens"]  # <eos> is not written
    kinds = {lang: NUMBERS["stories"][lang]["kinds"] for lang in ("zh", "en")}
    assert NUMBERS["stories"]["vocabulary"] == kinds["zh"] + kinds["en"]  # <eos> counted twice, <bos> not at all


def test_how_many_stories():
    """Seasons × times × … as a product, with mishaps and doings counted by hand."""
    mishaps = sum({"spring": 3, "summer": 3, "autumn": 3, "winter": 3}[season] + (time != "morning")
                  for season, time in product(stories.SEASONS, stories.TIMES))
    doings = sum(1 + {"lake": 3, "river": 3, "sea": 3, "school": 2, "market": 2}.get(place, 4) for place in stories.PLACES)
    heroes, verbs, things, colours, looks, feelings, friends, endings = 10, 4, 10, 8, 3, 4, 9, 4
    by_hand = mishaps * doings * heroes * verbs * things * colours * looks * feelings * friends * endings
    assert NUMBERS["stories"]["different"] == by_hand


def test_the_story_is_told_by_the_grammar():
    for lang in ("zh", "en"):
        found = [stories.tell(stories.plot(Counter(seed)), lang) for seed in range(3)]
        match = [tokens for tokens in found if stories.text(tokens, lang) == NUMBERS["stories"]["told"][lang]]
        assert len(match) == 1 and story_reader.grammatical(match[0], lang) == []


# --- the floor


def test_floor_by_surprise():
    """The mean surprise of the grammar at its own stories comes near its entropy, and the steps add up to it."""
    told = [tokens for lang, tokens in stories.collection("held_out")]
    nats = [-story_reader.log_probability(tokens) for tokens in told]
    spread = np.std(nats) / len(nats) ** 0.5
    assert NUMBERS["floor"]["all"] == pytest.approx(np.mean(nats), abs=4 * spread)
    assert sum(NUMBERS["floor"]["steps"].values()) == pytest.approx(NUMBERS["floor"]["story"], abs=1e-10)
    assert NUMBERS["floor"]["nats"] == pytest.approx(story_reader.floor(), abs=1e-10)
    assert NUMBERS["floor"]["nats"] == pytest.approx(result("language_models")["stories"]["floor"]["nats"], abs=1e-10)


def nats(*odds):
    """Entropy by another formula: log of the total minus the mean of log odds."""
    return log(sum(odds)) - sum(n * log(n) for n in odds) / sum(odds)


def test_floor_by_hand():
    """Every step from the odds that the page prints."""
    play, water, read = nats(5, 2, 2, 1), nats(5, 3, 2), nats(7, 3)
    weather = {"spring": (5, 3, 2), "summer": (4, 1, 5), "autumn": (2, 7, 1), "winter": (7, 2, 1)}
    by_hand = {
        "season": log(4), "time": nats(5, 3, 2), "hero": log(10), "verb": nats(4, 3, 2, 1), "thing": log(10),
        "colour": log(8), "place": nats(5, 4, 2, 2, 1, 2, 1, 1, 1, 1), "scenery": nats(3, 1, 1), "friend": log(9),
        "reaction": nats(4, 3, 2, 1), "closing": nats(4, 3, 2, 1),
        "act": log(2) + (13 * play + 5 * water + 2 * read) / 20 / 2,  # half of the time nothing more is said
        "event": sum(0.5 * nats(*odds) + 0.3 * nats(*odds, 2) + 0.2 * nats(*odds, 10) for odds in weather.values()) / 4,
    }
    assert by_hand == pytest.approx(NUMBERS["floor"]["steps"], abs=1e-10)
    length = (NUMBERS["stories"]["zh"]["mean"] + NUMBERS["stories"]["en"]["mean"]) / 2
    assert NUMBERS["floor"]["length"] == pytest.approx(length)
    assert NUMBERS["floor"]["nats"] == pytest.approx((sum(by_hand.values()) + log(2)) / length)


# --- digits, text, points


def test_the_digit_on_the_page_is_the_first_of_the_file():
    line = (MODELS / "data" / "digits.txt").read_text(encoding="ascii").split("\n")[0]
    rows = "\n".join(line[2 + 8 * k:10 + 8 * k] for k in range(8))
    for lang in ("zh", "en"):
        assert f"```text\n{rows}\n```" in (DOCS / f"running-example.{lang}.md").read_text(encoding="utf-8")
    lines = (MODELS / "data" / "digits.txt").read_text(encoding="ascii").splitlines()
    shown = NUMBERS["digits"]
    assert (shown["all"], shown["train"] + shown["test"], shown["pixels"]) == (len(lines), len(lines), len(line) - 2)
    assert shown["levels"] == len({sign for line in lines for sign in line[2:]}) and "d" in line
    assert shown["grey"] == int("d", 17) and shown["scaled"] == float(Fraction(shown["grey"] - 8, 8))


def test_text_and_points():
    for lang in ("zh", "en"):
        text = (MODELS / "data" / f"daodejing.{lang}.txt").read_bytes().decode("utf-8")
        assert (len(text), text.count("\n")) == (NUMBERS["text"][lang], NUMBERS["text"]["chapters"])
    assert NUMBERS["text"]["held_out"] == len(range(8, 82, 8))
    sample = train_gan.ring(Counter(3), 4000)
    middle = sample[abs(np.hypot(*sample.T) - NUMBERS["ring"]["radius"]) < 5 * NUMBERS["ring"]["std"]]
    assert len(middle) == 4000  # all near the circle
    angles = np.round(np.arctan2(sample[:, 1], sample[:, 0]) / (np.pi / 4)) % 8
    assert len(np.unique(angles)) == NUMBERS["ring"]["clusters"]
    assert np.hypot(*sample.T).std() == pytest.approx(NUMBERS["ring"]["std"], rel=0.05)


# --- sums


def test_three_figures_in_fractions():
    def three(value):
        """Nearest number with three figures, for values from 1 up to 10, and below 0.01 with three decimals kept."""
        return Fraction(round(value * 100), 100) if value >= 1 else value
    large, small = Fraction(1), Fraction(4, 1000)
    table = NUMBERS["sums"]["three_figures"]
    assert Fraction(table["first"]) == three(large + small) == 1
    assert Fraction(table["left"]) == three(three(large + small) + small)
    assert Fraction(table["small"]) == small + small
    assert Fraction(table["right"]) == three(large + three(small + small)) > 1


def nearest(value):
    """The double nearest to a fraction: Python divides whole numbers with correct rounding."""
    return Fraction(*(value.numerator / value.denominator).as_integer_ratio())


def test_binary_sums_in_fractions():
    a, b, c = (nearest(Fraction(n, 10)) for n in (1, 2, 3))
    left, right = nearest(nearest(a + b) + c), nearest(a + nearest(b + c))
    table = NUMBERS["sums"]["binary"]
    assert left - right == Fraction(1, 2) ** table["power"]
    assert (nearest(Fraction(table["left"])), nearest(Fraction(table["right"]))) == (left, right)


def test_two_readings_of_the_same_batches():
    """Another FNV-1a over the weights' bytes; the loop by hand; and the fingerprint that training itself recorded."""
    table, forth = NUMBERS["sums"]["apart"], []
    for kind in (train_gan.gan.Trainer, running_example_numbers.Backwards):
        run = kind(train_gan.ring, train_gan.STEADY)
        for _ in range(table["steps"]):
            run.step()
        forth.append([value for net in (run.g, run.d) for value in net.values()])
    header = json.loads((MODELS / "weights" / "gan_points.json").read_text(encoding="utf-8"))
    assert table["forth"] == header["digest"][str(table["steps"])] != table["back"]
    numbers = [struct.pack(f"<{value.size}d", *value.ravel()) for value in forth[0]]
    again = [struct.pack(f"<{value.size}d", *value.ravel()) for value in forth[1]]
    assert numbers != again and re.fullmatch("[0-9a-f]{8}", table["back"])
    gap = max(float(np.max(np.abs(a - b))) for a, b in zip(*forth))
    assert 0 < gap < 1e-14 and table["gap_1e16"] == pytest.approx(gap * 1e16, abs=1e-5)
    assert table["batch"] == header["cfg"]["batch"]


# --- sizes, and what the page says of the loop


def test_sizes():
    table = NUMBERS["sizes"]
    assert table["ours"] == result("transformer")["ours"]["total"]
    for times, ours, theirs in (("times", "ours", 175 * 10**9), ("tokens_times", "tokens", 300 * 10**9)):
        assert table[times] == round(theirs / table[ours], -5) and table[times] % 100_000 == 0
    assert table["tokens"] == sum(NUMBERS["stories"][lang]["tokens"] for lang in ("zh", "en"))
    for name in ("recurrent_rnn", "recurrent_lstm", "recurrent_gru", "diffusion_digits", "loop_base", "autoencoder_16", "judge"):
        assert (MODELS / "weights" / f"{name}.bin").stat().st_size < 4 * table["ours"]


def test_what_the_page_says_of_the_loop():
    loop = result("loop")
    alone, mixed, blind = (loop["loops"][name] for name in ("alone", "mixed", "blind"))
    mixes = loop["mixes"]
    assert mixes["no_fours"]["in4"] == mixes["no_fours"]["out4"] == 0 < mixes["all"]["out4"]
    assert mixes["mostly_zeros"]["out0"] > mixes["mostly_zeros"]["in0"] > 0.89 and mixes["mostly_zeros"]["effective"] < 2
    for k in range(1, 6):
        assert alone[f"round{k}"]["variety_high"] < mixed[f"round{k}"]["variety_low"]
        assert alone[f"round{k}"]["frechet"] > mixed[f"round{k}"]["frechet"] > 2 * mixes["all"]["frechet"]
    assert alone["round2"]["liked"] == alone["round5"]["liked"] == 1 and alone["round3"]["liked_low"] == 1
    assert 0.6 < mixed["round5"]["liked_low"] <= mixed["round5"]["liked_high"] < 0.7
    assert blind["round5"]["variety_high"] < 0.6 * blind["round0"]["variety_low"] and blind["round5"]["liked"] == 0
    assert alone["round1"]["likes"] == 1 and alone["round5"]["reward"] > 0.99
    for name in ("alone", "mixed"):  # the paper's first round is near the measured one
        assert loop["paper"][name]["round1"]["share"] == pytest.approx(loop["loops"][name]["round1"]["liked"], abs=0.03)
    assert loop["paper"]["mixed"]["round2"]["share"] - mixed["round2"]["liked"] > 0.1 > 0
    assert mixed["round5"]["liked"] - loop["paper"]["mixed"]["round5"]["share"] > 0.1


def test_the_order_of_models_that_the_page_gives():
    floor, grams = NUMBERS["floor"]["nats"], result("language_models")["stories"]["order6"]["nats"]
    cells, ours = result("rnn")["measured"], result("transformer")["measured"]
    assert floor < min(ours[lang]["loss"] for lang in ("zh", "en"))
    assert max(ours[lang]["loss"] for lang in ("zh", "en")) < min(cells[kind]["nats"]["all"] for kind in ("lstm", "gru"))
    assert max(cells[kind]["nats"]["all"] for kind in ("lstm", "gru")) < cells["rnn"]["nats"]["all"] < grams
    pictures = result("gan_digits")["digits"]
    assert pictures["diffusion"] < pictures["steady"]["step2000"]["frechet"] < result("vae")["digits"]["beta_0_3"]["frechet"]


def test_the_quiz_is_right():
    assert nats(3, 1) == pytest.approx(0.562, abs=5e-4) and nats(3, 1) / log(2) == pytest.approx(0.811, abs=5e-4)
    kept = Fraction(200, 10) / 50
    assert (Fraction(1, 10) + kept) / 2 == Fraction(1, 4)


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
    path = MODELS / "results" / "running_example_numbers.json"
    assert path.read_text(encoding="utf-8") == text, "run python models/running_example_numbers.py"
