"""The multimodal page's numbers, computed a second way: do they hold without the formulas of multimodal_numbers.py?"""

import json
from itertools import permutations
from pathlib import Path

import multimodal_numbers
import numpy as np
import pytest
from scipy.special import logsumexp
from sklearn.metrics import accuracy_score, f1_score, log_loss

RESULTS = Path(multimodal_numbers.__file__).parent / "results" / "multimodal_numbers.json"
NUMBERS = multimodal_numbers.compute()
COSINES = np.array([[0.30, 0.20, 0.10], [0.15, 0.35, 0.20], [0.10, 0.25, 0.30]])


def close(value, digits=8):
    return pytest.approx(value, abs=10**-digits)


def probabilities(scores):
    return np.exp(scores - logsumexp(scores, axis=-1, keepdims=True))


@pytest.mark.parametrize(("name", "temperature"), [("warm", 1.0), ("mild", 0.1), ("cold", 0.01)])
def test_contrastive_loss_against_scikit_learn(name, temperature):
    row, logits = NUMBERS["contrast"][name], COSINES / temperature
    sides = {"image": probabilities(logits), "text": probabilities(logits.T)}
    for side, shares in sides.items():
        assert row[side] == close(log_loss([0, 1, 2], shares))
    assert row["loss"] == close((row["image"] + row["text"]) / 2)
    for i in range(3):
        assert row[f"row_{i + 1}"] == close(sides["image"][i, i]) and row[f"column_{i + 1}"] == close(sides["text"][i, i])


def test_first_row_step_by_step():
    found = NUMBERS["contrast"]
    powers = [float(np.e) ** k for k in (3, 2, 1)]
    assert list(found["first_powers"].values()) == [close(power, 6) for power in powers]
    assert found["first_sum"] == close(sum(powers), 6) and found["mild"]["row_1"] == close(powers[0] / sum(powers))
    assert found["guess_3"] == close(log_loss([0, 1, 2], np.full((3, 3), 1 / 3)))
    assert found["guess_batch"] == close(15 * np.log(2))  # 32,768 = 2¹⁵
    assert found["cold"]["loss"] < found["mild"]["loss"] < found["warm"]["loss"] < found["guess_3"]


def test_zero_shot():
    for name, cosines in (("known", [0.27, 0.24, 0.18]), ("foreign", [0.12, 0.11, 0.10])):
        shares = probabilities(100 * np.array(cosines))
        assert list(NUMBERS["zero_shot"][name].values()) == [close(share) for share in shares]


def test_tokens_by_cutting_arrays():
    found = NUMBERS["tokens"]
    picture = np.zeros((224, 224, 3), np.uint8)
    cut = [picture[y:y + 16, x:x + 16] for y in range(0, 224, 16) for x in range(0, 224, 16)]
    assert found["small"] == len(cut) == found["across"] ** 2 and found["numbers"] == cut[0].size
    assert found["large"] == len(range(0, 1024, 16)) ** 2
    assert found["pairs_ratio"] == close(found["large"] ** 2 / len(cut) ** 2)
    assert found["raw_bytes"] == np.zeros((256, 256, 3), np.uint8).nbytes
    assert found["coded_bytes"] * 8 == 1024 * np.log2(8192) and found["shrinks"] == close(found["raw_bytes"] / 1664)
    assert found["dalle_sequence"] == 1280
    assert found["sound_tokens"] / 10 * np.log2(1024) == 6000  # bits a second: EnCodec's 6 kbit/s
    assert found["samples"] == 240_000 and found["video_tokens"] == len(cut) * 192


def test_cross_attention_with_numpy():
    weights = probabilities(np.array([[1.0, 0.0]]) @ np.array([[2.0, 0.0], [0.0, 2.0]]).T / np.sqrt(2))[0]
    found = NUMBERS["attention"]
    assert (found["first"], found["second"]) == (close(weights[0]), close(weights[1]))
    assert found["score_1"] == close(np.sqrt(2)) and found["score_2"] == 0
    assert found["first"] / found["second"] == close(np.exp(found["score_1"]), 6)


def test_the_order_of_words_is_lost():
    words = {"dog": np.array([2, 0]), "bites": np.array([1, 1]), "man": np.array([0, 1])}
    scores = set()
    for caption in permutations(words):
        total = sum(words[word] for word in caption)
        scores.add(round(float(total @ [2, 1] / np.linalg.norm(total) / np.sqrt(5)), 10))
    assert scores == {NUMBERS["bag"]["dog_bites_man"]} == {NUMBERS["bag"]["man_bites_dog"]}


def test_chance_by_trying_every_order():
    """Four scores in every order: a = (caption 1, image 1), b = (2, 1), c = (1, 2), d = (2, 2); a and d are the pairs."""
    text = group = 0
    for a, b, c, d in permutations(range(4)):
        text += a > b and d > c
        group += a > b and d > c and a > c and d > b
    assert NUMBERS["chance"]["winoground_text"] == close(100 * text / 24)
    assert NUMBERS["chance"]["winoground_group"] == close(100 * group / 24)
    truth, answers = [1, 0] * 500, [1] * 1000
    assert NUMBERS["chance"]["yes_accuracy"] == close(100 * accuracy_score(truth, answers))
    assert NUMBERS["chance"]["yes_f"] == close(100 * f1_score(truth, answers))


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/multimodal_numbers.py"
