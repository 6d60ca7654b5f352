"""What do the settings of sampling do to real stories: how many are right, how many alike, how unsure was the model?"""

from collections import Counter as Tally
from itertools import pairwise

import numpy as np
import sampling
import transformer
from kit.nn import mean
from kit.rng import Counter
from stories import COLOURS, EOS, LANGUAGES, THINGS, text
from story_model import WORDS, decode, encode
from story_reader import Reader, grammatical, guess_language

STOPS = {"。", "."}
COLOURED = {(colour[side], thing[side]) for side in (0, 1) for colour in COLOURS.values() for thing in THINGS.values()}


def judged(texts):
    """Facts about texts that a model wrote (numbers from <bos>): shares between 0 and 1, and counts.

    things: how many of the 160 coloured things, such as "red kite" in two languages, are named at all."""
    told = [decode(ids) for ids in texts]
    faults = [grammatical(tokens) for tokens in told]
    kinds = Tally(fault[0].kind for fault in faults if fault)
    names = ("order", "name", "event", "scenery", "thing", "colour", "fix", "measure", "end")
    return {
        "stories": len(told), "right": faults.count([]) / len(told), "chinese": share(told, "zh"),
        "distinct": len(set(map(tuple, told))), "openings": len({opening(tokens) for tokens in told}),
        "things": len({pair for tokens in told for pair in pairwise(tokens) if pair in COLOURED}),
        "words": float(np.mean([len(tokens) for tokens in told])), "first_fault": {name: kinds[name] for name in names},
    }


def share(told, lang):
    return sum(guess_language(tokens) == lang for tokens in told) / len(told)


def opening(tokens):
    """A story's first sentence."""
    return tuple(tokens[: next((n for n, token in enumerate(tokens) if token in STOPS), len(tokens))])


def survey(params, count, seed):
    """Every setting of sampling, each with the same random numbers: judged, and the mean entropy while writing."""
    result = {}
    for name, how in sampling.SETTINGS.items():
        texts, unsure = sampling.write(params, Counter(seed), count, **how)
        result[name] = judged(texts) | {"nats": mean(np.array(unsure))}
    return result


def shown(ids, lang):
    """A text for the page, with its first fault."""
    tokens = decode(ids)
    faults = grammatical(tokens, lang)
    return {"text": text(tokens, lang), "words": len(tokens), "right": not faults,
            "fault": faults[0].found if faults else "", "kind": faults[0].kind if faults else ""}


def samples(params, begin, seed, settings):
    """One story per language and setting, continuing the words `begin[lang]`."""
    return {lang: {name: shown(sampling.write(params, Counter(seed), 1, begin[lang], **sampling.SETTINGS[name])[0][0], lang)
                   for name in settings} for lang in LANGUAGES}


def next_words(params, begun, lang):
    """After some words: each word with a probability of at least 0.001, beside the grammar's own, at several settings."""
    reader, truth = transformer.Reader(params), Reader(lang)
    for word in encode(begun):
        scores = reader.read(np.array([word]))
    for token in begun:
        truth.read(token)
    settings = ("t1", "t07", "t15", "k5", "p90")
    reshaped = {}
    for name in settings:
        how = sampling.SETTINGS[name]
        p = sampling.tempered(scores, how.get("temperature", 1.0))
        reshaped[name] = (how["only"](p) if "only" in how else p)[0]
    p, right = reshaped["t1"], truth.next()
    ranked = [int(i) for i in np.argsort(-p, kind="stable") if p[i] >= 0.001]
    table = [{"word": WORDS[i], "grammar": right.get(WORDS[i], 0.0)} | {name: float(reshaped[name][i]) for name in settings}
             for i in ranked]
    return {"words": table, "entropy": float(sampling.entropy(p)), "kept_p90": int((reshaped["p90"] > 0).sum()),
            "forbidden": float(sum(p[i] for i in range(len(WORDS)) if WORDS[i] not in right))}


def searched(params, widths):
    """The likeliest text that beam search finds, by width."""
    result = {}
    for width in widths:
        ids, log_p = sampling.beam(params, width)
        tokens = decode(ids)
        result[f"width{width}"] = shown(ids, guess_language(tokens)) | {"log_p": log_p, "ended": tokens[-1] == EOS}
    return result
