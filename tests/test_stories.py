"""The micro-stories: is the grammar what it says, can each story be told in one way only, and is its entropy right?"""

from collections import Counter
from itertools import pairwise
from math import exp, log

import pytest
import stories
import story_reader
from kit import rng

TRAIN, HELD_OUT = stories.collection("train"), stories.collection("held_out")


def test_the_collections_are_these():
    assert len(TRAIN) == 4000 and len(HELD_OUT) == 400
    assert [lang for lang, _ in TRAIN[:4]] == ["zh", "en", "zh", "en"]
    assert len(set(TRAIN)) == 4000, "a story stands twice in the training part"
    assert not set(TRAIN) & set(HELD_OUT)
    everything = "\n".join(stories.text(tokens, lang) for lang, tokens in TRAIN + HELD_OUT)
    assert f"{rng.fnv1a(everything.encode()):08x}" == "1058d564"


def test_vocabulary_is_what_stories_use():
    words = stories.vocabulary()
    assert words[:2] == ["<bos>", "<eos>"] and len(words) == len(set(words)) == 232
    used = {lang: {token for each, tokens in TRAIN if each == lang for token in tokens} for lang in stories.LANGUAGES}
    assert used["zh"] | used["en"] == set(words) - {"<bos>"}
    assert used["zh"] & used["en"] == {"<eos>"}


def test_text_reads_as_people_write():
    for lang, tokens in HELD_OUT:
        text = stories.text(tokens, lang)
        if lang == "zh":
            assert " " not in text and text.endswith("。") and not any(sign.isascii() for sign in text)
        else:
            assert "  " not in text and " ." not in text and text.endswith(".")
            assert all(sentence[0].isupper() for sentence in text[:-1].split(". "))


def test_the_same_plot_tells_the_same_story_twice():
    zh_of = {en: zh for table in (stories.COLOURS, stories.NAMES, stories.THINGS, stories.PLACES) for zh, en in table.values()}
    for seed in range(50):
        plot = stories.plot(rng.Counter(seed))
        zh, en = stories.tell(plot, "zh"), stories.tell(plot, "en")
        assert Counter(zh_of[word] for word in en if word in zh_of) == Counter(word for word in zh if word in zh_of.values())


# --- probabilities, a second way: enumerate every derivation of a shortened grammar, and sample the whole one


def every_story(lang, facts, step=0):
    """All continuations from a step: (probability, tokens), by plain recursion."""
    if step == len(stories.STEPS):
        yield 1.0, ()
        return
    for p, now, words in stories.options(step, facts, lang):
        for q, rest in every_story(lang, now, step + 1):
            yield p * q, words + rest


@pytest.mark.parametrize("lang", stories.LANGUAGES)
def test_endings_of_a_story_sum_to_one_and_are_told_in_one_way(lang):
    """From the scenery on, with season, time, hero, thing and colour fixed, there are few enough to list."""
    facts = {"season": "winter", "time": "evening", "hero": "bear", "verb": "got", "thing": "hat", "colour": "red",
             "place": "lake"}
    found = Counter()
    derivations = 0
    for p, words in every_story(lang, facts, stories.STEPS.index(stories.scenery)):
        found[words] += p
        derivations += 1
    assert derivations == len(found) > 1000
    assert sum(found.values()) == pytest.approx(1)


@pytest.mark.parametrize("lang", stories.LANGUAGES)
def test_reader_gives_the_probability_of_the_plot(lang):
    """p(tokens), read token by token, is the product of the odds of the steps that told them."""
    for seed in range(40):
        plot, p, facts = stories.plot(rng.Counter(seed)), 1.0, {}
        for step, (now, *templates) in zip(stories.STEPS, plot, strict=True):
            choices = step(facts)
            odds = [choice[0] for choice in choices if facts | choice[1] == now and list(choice[2:]) == templates]
            assert len(odds) == 1
            p *= odds[0] / sum(choice[0] for choice in choices)
            facts = now
        tokens = stories.tell(plot, lang)
        assert story_reader.log_probability(tokens, lang) == pytest.approx(log(p))
        assert story_reader.log_probability(tokens) == pytest.approx(log(p) - log(2))


def test_next_tokens_are_a_distribution():
    for lang, tokens in HELD_OUT[:20]:
        reader = story_reader.Reader(lang)
        for token in tokens:
            assert sum(reader.next().values()) == pytest.approx(1)
            assert reader.read(token) > 0
        assert not reader.next()


@pytest.mark.parametrize("lang", stories.LANGUAGES)
def test_entropy_against_samples_and_against_hand_counting(lang):
    nats, length = story_reader.entropy_and_length(lang)
    # by hand: every choice but the event is independent of the others, so entropies add
    def entropy(odds):
        return -sum(odd / sum(odds) * log(odd / sum(odds)) for odd in odds)

    events = [(time_odd / 10 / 4, [*odds.values(), stories.DARK_ODDS[time]])
              for odds in stories.EVENT_ODDS.values() for time, time_odd in stories.TIME_ODDS.items()]
    acts = sum(odd / 20 * (log(2) + entropy(stories.ACT_ODDS.get(place, stories.ANYWHERE).values()) / 2)
               for place, odd in stories.PLACE_ODDS.items())
    by_hand = (log(4) + entropy([5, 3, 2]) + log(10) + entropy([4, 3, 2, 1]) + log(10) + log(8)
               + entropy(stories.PLACE_ODDS.values()) + acts + entropy([3, 1, 1])
               + sum(p * entropy([odd for odd in odds if odd]) for p, odds in events)
               + entropy([2, 3, 4, 1]) + log(9) + entropy([4, 3, 2, 1]))
    assert nats == pytest.approx(by_hand)
    told = [tokens for each, tokens in TRAIN if each == lang]
    mean = sum(map(len, told)) / len(told)
    assert length == pytest.approx(mean, abs=0.25)  # the standard error is about 0.07
    surprise = -sum(story_reader.log_probability(tokens, lang) for tokens in told[:500]) / 500
    assert surprise == pytest.approx(nats, abs=0.25)
    assert story_reader.floor(lang) == nats / length
    assert exp(-story_reader.floor()) < 1


def test_faults_are_found_and_named():
    assert not any(story_reader.grammatical(tokens) for _, tokens in HELD_OUT)
    for lang, table, kind in [(lang, table, kind) for lang in stories.LANGUAGES for table, kind in (
            (stories.COLOURS, "colour"), (stories.THINGS, "thing"), (stories.NAMES, "name"))]:
        words = [pair[stories.LANGUAGES.index(lang)] for pair in table.values()]
        for each, tokens in HELD_OUT[:60]:
            if each != lang:
                continue
            place = [at for at, token in enumerate(tokens) if token in words][1]
            wrong = list(tokens)
            wrong[place] = words[words.index(tokens[place]) - 1]
            assert [(fault.position, fault.kind) for fault in story_reader.grammatical(wrong)] == [(place, kind)]


def test_faults_of_order_and_ending():
    _, tokens = HELD_OUT[1]
    assert [fault.kind for fault in story_reader.grammatical(tokens[:-1])] == ["end"]
    assert [fault.kind for fault in story_reader.grammatical((*tokens[:9], "<eos>"))] == ["end"]
    assert [fault.kind for fault in story_reader.grammatical((*tokens, "the"))] == ["end"]
    assert [fault.kind for fault in story_reader.grammatical(tokens[:3] + tokens[4:])] == ["order"]
    summer = next(tokens for lang, tokens in HELD_OUT if lang == "en" and tokens[1] == "summer" and "rained" in tokens)
    snow = ["snowed" if token == "rained" else token for token in summer]
    assert story_reader.grammatical(snow)[0].kind == "event"


def test_the_colour_must_be_carried_over_many_tokens():
    for lang, tokens in HELD_OUT:
        first, again, *_ = story_reader.colour_places(tokens, lang)
        assert tokens[first] == tokens[again] and 12 < again - first < 26
        between = tokens[first + 1:again]
        assert not {token for token in between} & {pair[stories.LANGUAGES.index(lang)] for pair in stories.COLOURS.values()}
    assert all(a < b for _, tokens in HELD_OUT[:9] for a, b in pairwise(story_reader.colour_places(tokens, "en")))
