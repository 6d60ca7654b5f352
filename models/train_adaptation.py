"""Adapt the story Transformer to a second author: what does it cost, what is gained, and what is forgotten?

    python models/train_adaptation.py      writes models/weights/bedtime.{bin,json}
"""

from functools import cache
from itertools import cycle
from time import process_time

import adapters
import bedtime
import sampling
import story_model
import train_transformer
import transformer
from kit.nn import Adam
from kit.rng import Counter
from kit.weights import load, rounded, save
from stories import LANGUAGES

SEED, STEPS, RATE = 3, 40, 1e-3
EACH, TESTED = 16, 100                 # stories to learn from and to test with, in each language
RANK, SCALE, LORA_RATE = 2, 1.0, 1e-2
MATRICES = ("query", "key", "value", "out", "up", "down")
LONG = 320                             # steps of the longer run from scratch


@cache
def few(lang, count=EACH):
    """Bedtime stories to learn from, as numbers."""
    return tuple(tuple(story_model.encode(tokens)) for tokens in bedtime.collection(lang, count))


@cache
def unseen(lang):
    """Bedtime stories to test with."""
    return tuple(tuple(story_model.encode(tokens)) for tokens in bedtime.collection(lang, TESTED, first=10_000))


def exam(params):
    """Loss and memory for colours, on the second author's stories and on the first one's; and in how many of the
    stories that the model writes itself something goes wrong, as it always does with the first author."""
    written, _ = sampling.write(params, Counter(SEED).split("written"), 2 * TESTED)
    mishaps = [bool({"but", "可是"} & set(story_model.decode(ids))) for ids in written]
    result = {"mishaps": sum(mishaps) / len(mishaps)}
    for lang in LANGUAGES:
        new, old = unseen(lang), story_model.encoded("held_out", lang)[:TESTED]
        result[lang] = {"new": story_model.loss(params, new), "old": story_model.loss(params, old),
                        "new_colour": story_model.remembered(params, new, lang)["share"],
                        "old_colour": story_model.remembered(params, old, lang)["share"]}
    return result


def tuned(params, texts, steps, rate, replay=()):
    """A copy of the model after `steps` batches of eight texts; with replay, four of them are the first author's."""
    params, rng = {name: value.copy() for name, value in params.items()}, Counter(SEED)
    new = story_model.shuffled(texts, 4 if replay else 8, rng.split("new"))
    old = story_model.shuffled(replay, 4, rng.split("old")) if replay else cycle([[]])
    optimiser = Adam(params, rate, beta2=0.98)
    for step, some, more in zip(range(steps), new, old):
        _, grads = story_model.gradients(params, [*some, *more])
        optimiser.step(params, grads, story_model.rate_at(step, steps, rate, warm=5))
    return params


def main():
    begun = process_time()
    base, _ = load("transformer")
    empty = transformer.init(story_model.SHAPE, Counter(SEED).split("weights"))
    texts = few("zh") + few("en")
    found = {"base": exam(base)}

    def note(name, model):
        found[name] = exam(rounded(model))
        print(name, found[name], f"{process_time() - begun:.0f} s", flush=True)

    for steps in (10, 20, STEPS):
        note(f"tuned{steps}", tuned(base, texts, steps, RATE))
    note("scratch", tuned(empty, texts, STEPS, train_transformer.RATE))
    note("scratch_long", tuned(empty, texts, LONG, train_transformer.RATE))
    note("replay", tuned(base, texts, STEPS, RATE, story_model.encoded("train")))
    note("chinese_only", tuned(base, few("zh", 2 * EACH), STEPS, RATE))
    names = [name for name in base if name.split(".")[-1] in MATRICES]
    thin = adapters.beside(base, names, RANK, Counter(SEED).split("adapters"))
    batches = story_model.shuffled(texts, 8, Counter(SEED).split("new"))
    adapters.train_adapters(base, thin, SCALE, batches, STEPS, LORA_RATE)
    thin = rounded(thin)
    note("lora", adapters.merged(base, thin, SCALE))
    save("bedtime", thin, {
        "command": "python models/train_adaptation.py", "seed": SEED, "base": "transformer",
        "cfg": {"rank": RANK, "scale": SCALE, "steps": STEPS, "long": LONG, "stories": len(texts), "each": EACH,
                "rate": RATE, "lora_rate": LORA_RATE, "scratch_rate": train_transformer.RATE, "tested": TESTED},
        "metrics": found,
    })


if __name__ == "__main__":
    main()
