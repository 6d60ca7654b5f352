"""What the counting lab does, with ten seeds: how far do its results vary? Five minutes.

    python models/train_counting_lab.py      writes models/weights/counting_lab.json

Nothing is trained but tables of counts; the network is the one that readers get, models/weights/stories_small.
"""

import json
import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two threads on two busy cores wait for each other

import counting
import stories
from kit import weights
from kit.results import tidy
from kit.rng import Counter
from ngram import NGram

COMMAND = "python models/train_counting_lab.py"
SEEDS = range(1, 11)
SWEEP = (10, 30, 100, 300, 1000, stories.TRAIN, 10_000)  # stories to learn from; beyond the collection, new ones are told
LOOKED = (100, stories.TRAIN)  # after so many, copies are counted and rare contexts looked at
LONG = 20  # tokens of a context as long as the way back to the colour often is
NETWORK = "stories_small"
FIRST_NEW = 100_000  # the numbers of new stories to learn from begin far from those that are held out


def share(bits, chosen):
    """Mean of some rows; None if there are none."""
    return float(bits[chosen].mean()) if chosen.any() else None


def long_contexts(lang, seed):
    """The share of new tokens, of those with LONG before them, whose LONG were counted in the whole collection."""
    learnt, held = counting.told(lang, stories.TRAIN, seed)
    seen = {tuple(one[end - LONG:end]) for one in learnt for end in range(LONG, len(one))}
    found = [tuple(one[end - LONG:end]) in seen for one in held for end in range(LONG, len(one))]
    return sum(found) / len(found)


def on_stories(lang, seed, params):
    """Bits by order after ever more stories, and what the network and the grammar make of the same new ones."""
    learnt, held = counting.told(lang, stories.TRAIN, seed)
    learnt += [stories.story(Counter(seed).split(f"held out {lang} {FIRST_NEW + n}"), lang)
               for n in range(SWEEP[-1] - stories.TRAIN)]
    network = counting.network_rows(params, held)
    model, found, start = NGram(counting.ORDERS, [], counting.STORY_WORDS), {"sweep": {}, "looked": {}}, 0
    for stop in SWEEP:
        model.learn(learnt[start:stop])
        start, bits = stop, counting.rows(model, held)
        found["sweep"][str(stop)] = bits.mean(0).tolist()
        if stop in LOOKED:
            known = counting.known(model, held)
            found["looked"][str(stop)] = {
                "known": known.mean(0).tolist(), "contexts": [len(table) for table in model.counts],
                "copied": [counting.copies(counting.written(model, n, seed, True), learnt[:stop])
                           for n in range(1, counting.ORDERS + 1)],
                "rare": [{"share": float(1 - known[:, k].mean()), "counts": share(bits[:, k], ~known[:, k]),
                          "network": share(network, ~known[:, k]), "counts_known": share(bits[:, k], known[:, k]),
                          "network_known": share(network, known[:, k])} for k in range(counting.ORDERS)]}
    known_stories = {tuple(story) for each, story in stories.collection("train") if each == lang}
    found |= {"network": float(network.mean()), "grammar": counting.grammar_bits(held, lang)}
    return found | {"long": long_contexts(lang, seed), "held": sum(map(len, held)), "learnt": sum(map(len, learnt[:stories.TRAIN])),
                    "known_stories": sum(tuple(one) in known_stories for one in held)}


def on_text(lang, seed):
    learnt, held = counting.chapters(lang, seed)
    return counting.measured(learnt, held, counting.words(learnt, held), seed, False)[2]


def main():
    params, header = weights.load(NETWORK)
    found = {"command": COMMAND, "seeds": list(SEEDS), "network": {"name": NETWORK, "sha256": header["sha256"]}}
    for lang in stories.LANGUAGES:
        found[lang] = {"stories": {}, "daodejing": {}}
        for seed in SEEDS:
            found[lang]["stories"][f"seed{seed}"] = on_stories(lang, seed, params)
            found[lang]["daodejing"][f"seed{seed}"] = on_text(lang, seed)
            print(lang, seed, file=sys.stderr)
    text = json.dumps(tidy(found, 9), sort_keys=True, indent=1) + "\n"
    (weights.FOLDER / "counting_lab.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
