"""The labs' grammar of stories: does it tell, and check, the same stories as Python's?"""

from dataclasses import asdict

import pytest
import stories
import story_model
import story_reader
import twins
from kit.rng import Counter
from twins import FOLDER, close

SEEDS = [*range(40), 2**32 - 1]
NUMBERS = [0, 1, 7, 1999, 2000, 2199]


def computed(what, given, folder=FOLDER):
    return twins.computed("stories", what, given, folder)


def spoiled(lang, count=160):
    """Stories with something wrong: a token in another's place, one left out, one too many, two exchanged, cut short."""
    rng, words, told = Counter(77).split(lang), stories.vocabulary()[1:], []
    for _ in range(count):
        tokens = stories.story(rng, lang)
        place, way = rng.integers(len(tokens)), rng.integers(6)
        if way == 0:
            tokens[place] = words[rng.integers(len(words))]
        elif way == 1:
            del tokens[place]
        elif way == 2:
            tokens.insert(place, words[rng.integers(len(words))])
        elif way == 3:
            other = stories.story(rng, lang)
            tokens = [*tokens[:place], *other[place:]]  # remembers another story
        elif way == 4:
            tokens = tokens[:place]
        else:
            tokens.append(tokens[place])
        told.append(tokens)
    fixes = [pair[stories.LANGUAGES.index(lang)].split()[0] for pair in stories.FIXES.values()]
    wrong = dict(zip(fixes, fixes[1:] + fixes[:1]))
    return [*told, [wrong.get(token, token) for token in stories.story(rng, lang)]]


def test_the_labs_vocabulary_is_python_s():
    assert computed("vocabulary", {}) == list(story_model.WORDS)


def test_the_labs_tell_the_same_stories():
    found = computed("telling", {"seeds": SEEDS, "numbers": NUMBERS})
    both = {(lang, number): tokens for part, first in (("train", 0), ("held_out", stories.TRAIN))
            for n, (lang, tokens) in enumerate(stories.collection(part)) for number in [first + n // 2]}
    for lang in stories.LANGUAGES:
        told = [stories.story(Counter(seed), lang) for seed in SEEDS]
        assert found[lang] == {
            "told": told, "collected": [list(both[lang, number]) for number in NUMBERS],
            "texts": [stories.text(tokens, lang) for tokens in told],
            "encoded": [story_model.encode(tokens) for tokens in told], "decoded": told,
        }


@pytest.mark.parametrize("lang", stories.LANGUAGES)
def test_the_labs_give_every_next_word_its_probability(lang):
    told = [stories.story(Counter(seed), lang) for seed in range(6)] + spoiled(lang, 20)
    for tokens, steps in zip(told, computed("reading", {"told": told, "lang": lang}), strict=True):
        reader = story_reader.Reader(lang)
        for token, (following, p) in zip(tokens, steps, strict=True):
            expected = reader.next()
            assert list(following) == list(expected) and following == close(expected, 12)
            assert p == close(reader.read(token), 12)


@pytest.mark.parametrize("lang", stories.LANGUAGES)
def test_the_labs_find_the_same_faults_in_the_same_places(lang):
    told = spoiled(lang) + [stories.story(Counter(seed), lang) for seed in range(20)] + [[]]
    faults = [[asdict(fault) for fault in story_reader.grammatical(tokens, lang)] for tokens in told]
    for tokens, right, found in zip(told, faults, computed("checking", {"told": told, "lang": lang}), strict=True):
        assert found == [one | {"expected": list(one["expected"])} for one in right], tokens
    kinds = {one["kind"] for some in faults for one in some}
    assert kinds >= {"colour", "thing", "name", "event", "fix", "scenery", "order", "end"}
    assert faults[-2] == [] and len(faults[-1]) == 1
