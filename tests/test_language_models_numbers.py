"""The language-model page's numbers, computed a second way: with fractions, recursion and plain string counting."""

import json
from collections import Counter, defaultdict
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import exp, log, log2
from pathlib import Path

import classic
import language_models_numbers
import pytest
import stories
import story_reader

RESULTS = Path(language_models_numbers.__file__).parent / "results" / "language_models_numbers.json"
NUMBERS = language_models_numbers.compute()
PAPER, STORIES, TEXT = NUMBERS["paper"], NUMBERS["stories"], NUMBERS["text"]


def close(value, digits=10):
    return pytest.approx(value, abs=10**-digits, rel=1e-9)


# --- on paper, with fractions


def followers(lang):
    table = defaultdict(Counter)
    for text in PAPER["sentences"][lang].values():
        words = ["start", *text.split(), "end"]
        for left, right in pairwise(words):
            table[left][right] += 1
    return table


def factors(sentence, rule, lang="en"):
    words = ["start", *sentence.split(), "end"]
    return [rule(followers(lang), left, right) for left, right in pairwise(words)]


def relative(table, left, right):
    return Fraction(table[left][right], table[left].total())


def add_one(table, left, right):
    return Fraction(table[left][right] + 1, table[left].total() + 6)


def witten_bell(table, left, right):
    """λ·relative + (1 − λ)·below with λ = c/(c + T): the usual way to write it, for words and, below, for single words."""
    single = Counter()
    for row in table.values():
        single += row
    lam = Fraction(single.total(), single.total() + len(single))
    below = lam * Fraction(single[right], single.total()) + (1 - lam) * Fraction(1, 6)
    kinds = sum(count > 0 for count in table[left].values())
    lam = Fraction(table[left].total(), table[left].total() + kinds)
    return lam * relative(table, left, right) + (1 - lam) * below


@pytest.mark.parametrize("which", ["seen", "unseen"])
@pytest.mark.parametrize(("rule", "suffix"), [(relative, ""), (add_one, "_add_one"), (witten_bell, "_witten_bell")])
def test_sentence_probabilities(which, rule, suffix):
    row = PAPER[which + suffix]
    for lang in ("en", "zh"):  # the Chinese sentences have the same counts
        parts = factors(PAPER["new"][lang][which], rule, lang)
        product = Fraction(1)
        for n, part in enumerate(parts, 1):
            assert row[f"p{n}"] == close(float(part))
            product *= part
        assert row["p"] == close(float(product)) and row["tokens"] == len(parts) == 4
        if product:
            assert row["one_in"] == close(float(1 / product))
            assert row["bits"] == close(log2(1 / product)) and row["nats"] == close(log(1 / product))
            assert row["perplexity"] == close(float(1 / product) ** (1 / 4))
            assert row["nats_per_token"] == close(log(1 / product) / 4)
        else:
            assert "perplexity" not in row
    assert PAPER["seen"]["one_in"] == close(48) and PAPER["unseen"]["p"] == 0


def test_the_table_of_counts():
    table = followers("en")
    assert PAPER["vocabulary"] == len({right for row in table.values() for right in row}) == 6
    for left, row in PAPER["counts"].items():
        name = {"cat": "Cat", "dog": "Dog", "bird": "Bird"}.get(left, left)
        for right in ("Cat", "Dog", "Bird", "sees", "sings", "end"):
            assert row[right.lower()] == table[name][right]
        assert row["all"] == table[name].total() and row["kinds"] == len(table[name])


def test_smoothing_spreads_all_of_the_probability():
    table = followers("en")
    for rule in (add_one, witten_bell):
        for left in list(table):
            assert sum(rule(table, left, right) for right in ("Cat", "Dog", "Bird", "sees", "sings", "end")) == 1
    assert PAPER["unseen_sees"]["bigram"] == close(float(witten_bell(table, "Bird", "sees")))
    assert PAPER["unigram_sees"] == PAPER["unseen_sees"]["unigram"] == close(4 / 21)


def test_training_perplexity_uniform_and_masked():
    all_factors = [part for text in PAPER["sentences"]["en"].values() for part in factors(text, relative)]
    nats = -sum(log(part) for part in all_factors) / len(all_factors)
    assert PAPER["training"] == {"nats_per_token": close(nats), "perplexity": close(exp(nats))}
    assert PAPER["uniform_perplexity"] == close(6)
    starts = [text.split() for text in PAPER["sentences"]["en"].values()]
    for name in ("Cat", "Dog", "Bird"):
        assert PAPER["masked"]["left"][name.lower()] == sum(words[0] == name for words in starts) / 4
        sings = [words for words in starts if words[1] == "sings"]
        assert PAPER["masked"]["both"][name.lower()] == sum(words[0] == name for words in sings) / len(sings)


# --- Witten–Bell once more: one dict of strings, recursion from long contexts to short ones


class Recursive:
    def __init__(self, sequences, order, size, pad):
        self.after, self.size, self.order, self.pad = defaultdict(Counter), size, order, pad
        for sequence in sequences:
            row = [pad] * (order - 1) + list(sequence)
            for i in range(order - 1, len(row)):
                for k in range(order):
                    self.after[tuple(row[i - k:i])][row[i]] += 1

    def p(self, context, token):
        below = self.p(context[1:], token) if context else 1 / self.size
        seen = self.after.get(context)
        if not seen:
            return below
        lam = seen.total() / (seen.total() + len(seen))
        return lam * seen[token] / seen.total() + (1 - lam) * below

    def nats(self, sequences, order):
        total = count = 0
        for sequence in sequences:
            row = [self.pad] * (order - 1) + list(sequence)
            for i in range(order - 1, len(row)):
                total -= log(self.p(tuple(row[i - order + 1:i]), row[i]))
                count += 1
        return total / count


@lru_cache
def text_model(lang):
    learnt, held = (classic.joined(part) for part in classic.split(lang))
    return Recursive([learnt], 6, len(set(learnt + held)), ""), held, learnt


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_bits_per_character(lang):
    model, held, learnt = text_model(lang)
    bits = [model.nats([held], n) / log(2) for n in range(1, 7)]
    for n, value in enumerate(bits, 1):
        row = TEXT[lang][f"order{n}"]
        assert row["bits"] == close(value) and row["perplexity"] == close(2**value)
        contexts = {learnt[i:i + n - 1] for i in range(len(learnt) - n + 2)}
        known = [held[i:i + n - 1] in contexts for i in range(len(held) - n + 1)]
        assert row["context_known"] == pytest.approx(sum(known) / len(known), abs=2e-4)  # the end of the text aside
    assert TEXT[lang]["best_order"] == 1 + bits.index(min(bits))
    assert TEXT[lang]["uniform_bits"] == close(log2(len(set(learnt + held))))
    assert (TEXT[lang]["characters"], TEXT[lang]["held_out"]) == (len(learnt), len(held))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_add_one_and_contexts(lang):
    _, held, learnt = text_model(lang)
    size = TEXT[lang]["vocabulary"]
    for n in (1, 2, 3):
        padded = "\0" * (n - 1) + learnt
        grams = Counter(padded[i:i + n] for i in range(len(learnt)))
        contexts = Counter(padded[i:i + n - 1] for i in range(len(learnt)))
        row = "\0" * (n - 1) + held
        p = [(grams[row[i:i + n]] + 1) / (contexts[row[i:i + n - 1]] + size) for i in range(len(held))]
        assert TEXT[lang][f"order{n}"]["add_one_bits"] == close(-sum(map(log2, p)) / len(p), 8)
        assert TEXT[lang][f"order{n}"]["contexts"] == len(contexts)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_samples_follow_the_counts(lang):
    _, _, learnt = text_model(lang)
    flat = learnt.replace("\n", " ")
    for n in range(1, 7):
        sample = TEXT[lang][f"order{n}"]["sample"]
        steps = [sample[i:i + n] in flat for i in range(len(sample) - n + 1)]
        assert sum(steps) / len(steps) > (0.999 if n < 3 else 0.95)  # a context without successor is shortened
    shares = [TEXT[lang][f"order{n}"]["copied"] for n in range(1, 7)]
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] > 0.7


def test_the_u_turn():
    en = [TEXT["en"][f"order{n}"]["bits"] for n in range(1, 7)]
    assert TEXT["en"]["best_order"] == 5 and en[5] > en[4] and en[0] > en[1] > en[2] > en[3] > en[4]
    crude = [TEXT["en"][f"order{n}"]["add_one_bits"] for n in range(1, 7)]
    assert crude.index(min(crude)) == 2 and crude[5] > crude[0]


# --- stories


def test_story_orders():
    train, held = stories.collection("train"), stories.collection("held_out")
    model = Recursive([tokens for _, tokens in train], 7, 231, "<bos>")
    everything = [tokens for _, tokens in held]
    found = [model.nats(everything, n) for n in range(1, 8)]
    for n, nats in enumerate(found, 1):
        row = STORIES[f"order{n}"]
        assert row["nats"] == close(nats) and row["perplexity"] == close(exp(nats))
        lengths = {lang: sum(len(tokens) for each, tokens in held if each == lang) for lang in ("zh", "en")}
        assert (row["zh"] * lengths["zh"] + row["en"] * lengths["en"]) / sum(lengths.values()) == close(nats)
        assert row["nats"] > STORIES["floor"]["nats"]
    assert STORIES["best_order"] == 1 + found.index(min(found)) == 6
    assert (STORIES["train"], STORIES["held_out"], STORIES["vocabulary"]) == (4000, 400, 231)


def test_floor():
    floor = STORIES["floor"]
    for lang in ("zh", "en"):
        row = floor[lang]
        assert row["nats"] == close(row["story_nats"] / row["tokens"]) and row["perplexity"] == close(exp(row["nats"]))
        assert row["story_bits"] == close(row["story_nats"] / log(2))
    mixed = (floor["zh"]["story_nats"] + log(2)) * 2 / (floor["zh"]["tokens"] + floor["en"]["tokens"])
    assert floor["nats"] == close(mixed) and floor["perplexity"] == close(exp(mixed))
    assert STORIES["true_model"] == pytest.approx(floor["nats"], abs=0.005)


def test_counts_do_not_carry_the_colour():
    assert STORIES["colour"]["chance"] == 0.125
    assert STORIES["colour"]["probability"] == pytest.approx(0.125, abs=0.01)
    assert STORIES["colour"]["accuracy"] == pytest.approx(0.125, abs=0.05)


def test_a_hidden_colour_shows_from_the_right():
    """Told twice or more: from the left any of eight, from both sides the one that is named again."""
    row = STORIES["hidden_colour"]
    told = stories.collection("held_out")[1][1]
    assert row["story"] == stories.text(told, "en")
    assert row["left"] == close(1 / 8) and row["both"] == 1
    assert sum(word in {en for _, en in stories.COLOURS.values()} for word in told) > 1


def test_written_stories():
    for n in (2, 3, 5, 7):
        row = STORIES["written"][f"order{n}"]
        assert row["faultless"] == row["copies"] == 0
        for lang in ("zh", "en"):
            text = row[f"sample_{lang}"]
            assert text.endswith("." if lang == "en" else "。") and text.isascii() == (lang == "en")
    assert STORIES["written"]["told"] == language_models_numbers.TOLD
    assert not story_reader.grammatical(stories.collection("train")[0][1])


def test_the_committed_results_are_these():
    text = json.dumps(NUMBERS, sort_keys=True, indent=2, ensure_ascii=False) + "\n"
    assert RESULTS.read_text(encoding="utf-8") == text, "run python models/language_models_numbers.py"
