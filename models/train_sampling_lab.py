"""What the sampling lab shows, with ten seeds: how varied and how right are twenty stories at each setting? Four minutes.

    python models/train_sampling_lab.py      writes models/weights/sampling_lab.json

The reader's browser tells the same stories: their fingerprints are stored. Nothing is trained, but it takes a while.
"""

import json
import os
from collections import Counter as Tally

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two threads on two busy cores wait for each other

import sampling
from kit import weights
from kit.results import tidy
from kit.rng import Counter, fnv1a
from stories import EOS, LANGUAGES, text
from story_model import WORDS, decode
from story_reader import grammatical

COMMAND = "python models/train_sampling_lab.py"
SEEDS = range(1, 11)
STORIES = 20
ALL = len(WORDS)
BEGIN = {"zh": "春天 的", "en": "one spring"}
SETTINGS = {  # name → what stands in the lab's controls; k of all words and p of 1 cut nothing off
    "greedy": {"k": 1}, "t01": {"temperature": 0.1}, "t03": {"temperature": 0.3}, "t07": {"temperature": 0.7}, "t1": {},
    "t15": {"temperature": 1.5}, "t2": {"temperature": 2.0}, "k2": {"k": 2}, "k5": {"k": 5}, "p50": {"p": 0.5},
    "p90": {"p": 0.9}, "t15_p90": {"temperature": 1.5, "p": 0.9},
}


def cut_off(p, k=ALL, mass=1.0):
    """Top-k first, then top-p of what it leaves."""
    p = sampling.top_k(p, k) if k < ALL else p
    return sampling.top_p(p, mass) if mass < 1 else p


def write(params, seed, count, begin, temperature=1.0, k=ALL, p=1.0):
    """`count` stories as the lab tells them: what sampling.write gives."""
    return sampling.write(params, Counter(seed), count, begin, temperature, lambda row: cut_off(row, k, p))


def told(params, lang, seed, settings):
    """How twenty stories came out: how many are distinct and how many right, how many words and marks they use, mean nats,
    their first faults, and the fingerprint of them all."""
    texts, unsure = write(params, seed, STORIES, BEGIN[lang].split(), **settings)
    stories = [decode(ids) for ids in texts]
    faults = [grammatical(tokens, lang) for tokens in stories]
    return {
        "distinct": len(set(map(tuple, stories))), "right": faults.count([]),
        "words": len({word for tokens in stories for word in tokens} - {EOS}), "nats": sum(unsure) / len(unsure),
        "first_fault": dict(Tally(found[0].kind for found in faults if found)),
        "print": fnv1a(bytes(word for ids in texts for word in ids)),
    }


def one(params, lang, settings):
    """The story that seed 1 tells, with its first fault."""
    ids = write(params, SEEDS[0], 1, BEGIN[lang].split(), **settings)[0][0]
    tokens = decode(ids)
    fault = next(iter(grammatical(tokens, lang)), None)
    return {"text": text(tokens, lang), "fault": fault and {
        "place": fault.position + 1, "found": fault.found, "kind": fault.kind, "right": fault.expected[0]}}


def main():
    params = weights.load("stories_small")[0]
    runs = {lang: {name: {f"seed{seed}": told(params, lang, seed, settings) for seed in SEEDS}
                   for name, settings in SETTINGS.items()} for lang in LANGUAGES}
    greedy = {lang: one(params, lang, SETTINGS["greedy"]) for lang in LANGUAGES}
    found = {"command": COMMAND, "seeds": list(SEEDS), "stories": STORIES, "begin": BEGIN, "settings": SETTINGS, "runs": runs,
             "greedy": greedy}
    told_all = json.dumps(tidy(found, 6), sort_keys=True, indent=1, ensure_ascii=False) + "\n"
    (weights.FOLDER / "sampling_lab.json").write_text(told_all, encoding="utf-8")


if __name__ == "__main__":
    main()
