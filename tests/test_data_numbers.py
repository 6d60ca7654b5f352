"""The data page's numbers, computed a second way: sets compared one by one, scikit-learn's classifiers and kappa."""

import json
from collections import Counter
from itertools import combinations, pairwise
from math import comb, log, log2
from pathlib import Path

import classic
import data_numbers
import numpy as np
import pytest
import stories
import story_reader
from kit import rng
from sklearn.datasets import load_digits
from sklearn.metrics import cohen_kappa_score
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid

RESULTS = Path(data_numbers.__file__).parent / "results" / "data_numbers.json"
NUMBERS = data_numbers.compute()
pytestmark = pytest.mark.filterwarnings("ignore:self.within_class_std_dev_")  # corners of the pictures are always paper


def close(value, digits=10):
    return pytest.approx(value, abs=10**-digits, rel=1e-9)


# --- likeness


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_sentences(lang):
    row = NUMBERS["likeness"][lang]
    cut = (lambda text: text.split()) if lang == "en" else list
    first, second = ({" ".join(cut(text)[i:i + 2]) for i in range(len(cut(text)) - 1)} for text in (row["first"], row["second"]))
    assert (row["shingles"], row["shared"], row["union"]) == (len(first), len(first & second), len(first | second))
    assert row["jaccard"] == close(len(first & second) / len(first | second)) == 0.6


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_minhash_by_listing_all_orders_of_minima(lang):
    """The shingles are numbered as they appear: 0 … 7 in the first sentence, the second replaces 4 and 5 by 8 and 9."""
    row = NUMBERS["likeness"][lang]
    sets = (set(range(8)), {0, 1, 2, 3, 6, 7, 8, 9})
    agree = 0
    for n in (1, 2, 3, 4):
        h = row[f"hash{n}"]
        minima = [min((h["a"] * x + h["b"]) % 11 for x in each) for each in sets]
        assert [h["first"], h["second"]] == minima
        agree += minima[0] == minima[1]
    assert row["minhash"] == agree / 4
    # over all orders of ten shingles the least one of the union is shared in 6 of 10 cases: that is Jaccard's number
    draws = [rng.Counter(seed).permutation(10) for seed in range(3000)]
    share = sum(min(draw[list(sets[0])]) == min(draw[list(sets[1])]) for draw in draws) / 3000
    assert share == pytest.approx(0.6, abs=0.03)


def test_near_duplicates_by_comparing_sets():
    told = [tokens for lang, tokens in stories.collection("train") if lang == "en"]
    sets = [frozenset(pairwise(tokens)) for tokens in told]
    row = NUMBERS["near_duplicates"]
    assert row["exact"] == len(told) - len(set(told)) == 0 and row["pairs"] == comb(2000, 2)
    order = {one: n for n, one in enumerate(dict.fromkeys(one for tokens in told for one in pairwise(tokens)))}
    assert row["shingles"] == len(order)
    draws = np.stack([rng.Counter(seed).permutation(len(order)) for seed in range(64)], axis=1)
    signatures = np.stack([draws[[order[one] for one in each]].min(0) for each in sets]).reshape(2000, 16, 4)
    bits = [sum(1 << order[one] for one in each) for each in sets]  # a set as a whole number: & is then intersection
    likeness, compared, caught = [], 0, 0
    for number, (one, other) in enumerate(combinations(range(2000), 2)):
        likeness.append((bits[one] & bits[other]).bit_count() / (bits[one] | bits[other]).bit_count())
        if number % 50 == 0 or likeness[-1] >= 0.7:
            meet = bool((signatures[one] == signatures[other]).all(1).any())
            compared += meet and number % 50 == 0
            caught += meet and likeness[-1] >= 0.7
    likeness = np.array(likeness)
    for percent in (60, 70, 80):
        pairs = np.flatnonzero(likeness >= percent / 100)
        assert row[f"above_{percent}"]["pairs"] == len(pairs)
    assert row["highest"] == pytest.approx(likeness.max(), rel=1e-6) and row["mean"] == pytest.approx(likeness.mean(), rel=1e-6)
    assert row["recall"] == caught / (likeness >= 0.7).sum()
    assert compared * 50 == pytest.approx(row["compared"], rel=0.1)  # every fiftieth pair looked at
    assert row["compared_share"] == close(row["compared"] / row["pairs"])
    example = [frozenset(pairwise([*row["example"][which].replace(".", " .").lower().split(), "<eos>"]))
               for which in ("first", "second")]
    assert len(example[0] & example[1]) / len(example[0] | example[1]) == pytest.approx(row["highest"], rel=1e-6)


def test_locality_sensitive_hashing():
    for name, chance in NUMBERS["near_duplicates"]["chance"].items():  # at least one band of 16, by the binomial sum
        j = int(name[1:]) / 100
        assert chance == close(sum(comb(16, k) * (j**4) ** k * (1 - j**4) ** (16 - k) for k in range(1, 17)))


# --- contamination


def kneaded(train, test, order, size, pad):
    """Witten–Bell surprise, written as a loop over one dict of contexts."""
    after = {}
    for row in train:
        row = [pad] * (order - 1) + list(row)
        for i in range(order - 1, len(row)):
            for k in range(order):
                after.setdefault(tuple(row[i - k:i]), Counter())[row[i]] += 1
    bits = count = 0
    for row in test:
        row = [pad] * (order - 1) + list(row)
        for i in range(order - 1, len(row)):
            p = 1 / size
            for k in range(order):
                seen = after.get(tuple(row[i - k:i]))
                if seen:
                    p = (seen[row[i]] + len(seen) * p) / (seen.total() + len(seen))
            bits -= log2(p)
            count += 1
    return bits / count


def test_contaminated_text():
    for lang in ("zh", "en"):
        row = NUMBERS["contamination"][lang]
        learnt, held = (classic.joined(part) for part in classic.split(lang))
        size = len(set(learnt + held))
        assert row["clean_bits"] == close(kneaded([learnt], [held], 5, size, ""))
        assert row["leaked_bits"] == close(kneaded([learnt + held], [held], 5, size, ""))
        assert row["leaked_bits"] < row["clean_bits"]
        pieces = [held[i:i + row["n"]] for i in range(len(held) - row["n"] + 1)]
        assert row["overlap"] == close(sum(piece in learnt for piece in pieces) / len(pieces))
        assert row["longest"]["text"] in learnt and row["longest"]["text"] in held
        longer = row["longest"]["characters"] + 1
        assert not any(line[i:i + longer] in learnt for line in held.splitlines() for i in range(len(line) - longer + 1))


def test_contaminated_stories():
    row = NUMBERS["contamination"]["stories"]
    train = [tokens for _, tokens in stories.collection("train")]
    held = [tokens for _, tokens in stories.collection("held_out")]
    assert row["all"]["nats"] == close(kneaded(train + held, held, 7, 231, "<bos>") * log(2))
    nats = [row[name]["nats"] for name in ("none", "tenth", "half", "all")]
    assert nats == sorted(nats, reverse=True) and row["floor"] == close(story_reader.floor())
    assert nats[0] == json.loads((RESULTS.parent / "language_models_numbers.json").read_text(encoding="utf-8"))[
        "stories"]["order7"]["nats"]
    assert [row[name]["leaked"] for name in ("none", "tenth", "half", "all")] == [0, 40, 200, 400]
    assert row["all"]["share_of_training"] == close(400 / 4400)


# --- digits, with scikit-learn


def data():
    x, y, test, truth = data_numbers.grey()
    return x.astype(int), y, test.astype(int), truth


def sklearn_accuracies(x, y, test, truth):
    neighbour = KNeighborsClassifier(1, algorithm="brute").fit(x, y).predict(test)
    return {"centroid": float((NearestCentroid().fit(x, y).predict(test) == truth).mean()),
            "neighbour": float((neighbour == truth).mean())}


def test_balance():
    _, y, test, truth = data()
    counts = Counter(y.tolist())
    row = NUMBERS["balance"]
    assert [row[f"digit{digit}"] for digit in range(10)] == [counts[digit] for digit in range(10)]
    assert (row["train"], row["test"], row["most"], row["least"]) == (1500, len(test), max(counts.values()), min(counts.values()))
    assert row["majority_accuracy"] == close(float((truth == counts.most_common(1)[0][0]).mean()))
    assert sorted(Counter([*y, *truth]).items()) == sorted(Counter(load_digits().target).items())


def test_sizes():
    x, y, test, truth = data()
    for name, row in NUMBERS["sizes"].items():
        n = int(name[1:])
        assert row == pytest.approx(sklearn_accuracies(x[:n], y[:n], test, truth), abs=1e-9), name


def test_wrong_labels():
    x, y, test, truth = data()
    for name, row in NUMBERS["wrong_labels"].items():
        percent = int(name[5:])
        draw = rng.Counter(percent).split("labels")
        hit = draw.permutation(1500)[:15 * percent]
        noisy = y.copy()
        noisy[hit] = [(old + 1 + int(9 * u)) % 10 for old, u in zip(y[hit], draw.uniform((len(hit),)), strict=True)]
        assert row["wrong"] == sum(noisy != y) == 15 * percent
        found = {key: row[key] for key in ("centroid", "neighbour")}
        assert found == pytest.approx(sklearn_accuracies(x, noisy, test, truth), abs=1e-9), name
    rows = NUMBERS["wrong_labels"]
    assert rows["noise40"]["centroid"] > 0.85 and rows["noise40"]["neighbour"] < 0.65


def test_augmentation():
    x, y, test, truth = data()

    def moves(pictures):
        square = pictures.reshape(-1, 8, 8)
        padded = np.pad(square, ((0, 0), (1, 1), (1, 1)))
        places = ((1, 0), (1, 2), (0, 1), (2, 1))  # rows and columns of the window: right, left, down, up
        return [padded[:, r:r + 8, c:c + 8].reshape(-1, 64) for r, c in places]

    more = np.concatenate([x, *moves(x)])
    moved, moved_truth = np.concatenate(moves(test)), np.tile(truth, 4)
    for name, (tx, ty) in {"plain": (x, y), "augmented": (more, np.tile(y, 5))}.items():
        row = NUMBERS["augmentation"][name]
        assert row["train"] == len(tx)
        assert row["as_is"] == pytest.approx(sklearn_accuracies(tx, ty, test, truth), abs=1e-9)
        assert row["moved"] == pytest.approx(sklearn_accuracies(tx, ty, moved, moved_truth), abs=1e-9)


def test_kappa():
    row = NUMBERS["kappa"]
    a = [1] * 18 + [1] * 6 + [0] * 4 + [0] * 12
    b = [1] * 18 + [0] * 6 + [1] * 4 + [0] * 12
    assert row["kappa"] == close(cohen_kappa_score(a, b))
    assert row["observed"] == close(sum(x == y for x, y in zip(a, b, strict=True)) / 40) and row["n"] == 40
    chance = sum(x == y for x in a for y in b) / 1600  # every vote of one beside every vote of the other
    assert row["expected"] == close(chance)
    assert (row["a_yes"], row["b_yes"]) == (close(sum(a) / 40), close(sum(b) / 40))


def test_amounts():
    for lang in ("zh", "en"):
        told = [tokens for each, tokens in stories.collection("train") if each == lang]
        row = NUMBERS["amounts"][f"stories_{lang}"]
        assert row == {"stories": 2000, "tokens": sum(len(t) for t in told),
                       "characters": len("".join(stories.text(t, lang) for t in told)), "kinds": len(set().union(*told))}
        raw = (classic.FOLDER / f"daodejing.{lang}.txt").read_text(encoding="utf-8")
        assert NUMBERS["amounts"][f"text_{lang}"] == {"chapters": 81, "characters": len(raw), "kinds": len(set(raw))}
        assert not story_reader.grammatical(next(t for each, t in stories.collection("train") if each == lang))


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/data_numbers.py"
