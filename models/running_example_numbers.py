"""The two small worlds in figures: what do stories and digits hold, how low can a loss go, and why does order matter?

    python models/running_example_numbers.py      writes models/results/running_example_numbers.json

Keys such as [goldberg1991float] stand in data/references.bib. All logarithms are natural.
"""

import json
from collections import defaultdict
from decimal import Decimal, localcontext
from math import log, log2, prod
from pathlib import Path

import classic
import digits
import gan
import points
import stories
import story_reader
import train_gan
from kit.results import tidy, write
from kit.rng import Counter

HERE = Path(__file__).parent
TOLD = 2                   # the seed of the story that the page tells in both languages
STEPS = 30                 # training steps after which two runs are compared
GPT3 = 175e9, 300e9        # parameters, and tokens it was trained on [brown2020gpt3, table 2.1]


# --- the micro-stories


def amounts(lang):
    """How many stories, tokens, and different tokens a language has, and how long its stories are (with <eos>)."""
    train, held_out = ([tokens for each, tokens in stories.collection(part) if each == lang] for part in ("train", "held_out"))
    lengths = [len(tokens) for tokens in train]
    return {"train": len(train), "held_out": len(held_out), "tokens": sum(lengths),
            "kinds": len({token for tokens in train for token in tokens}), "known": len(set(train) & set(held_out)),
            "shortest": min(lengths), "longest": max(lengths), "mean": story_reader.entropy_and_length(lang)[1]}


def different(lang="en"):
    """How many different stories the grammar can tell: its ways, step by step; only what later odds need is told apart."""
    ways = {(): 1}
    for number in range(len(stories.STEPS)):
        needed = {fact for later in stories.STEPS[number + 1:] for fact in stories.DEPENDS_ON.get(later, ())}
        after = defaultdict(int)
        for past, count in ways.items():
            for _, now, _ in stories.options(number, story_reader.STAND_INS | dict(past), lang):
                after[tuple((fact, now[fact]) for fact in sorted(needed & now.keys()))] += count
        ways = after
    return sum(ways.values())


def told():
    """One plot in both languages."""
    plot = stories.plot(Counter(TOLD))
    return {lang: stories.text(stories.tell(plot, lang), lang) for lang in stories.LANGUAGES}


# --- the lowest possible loss


def entropy(odds):
    """−Σ p·log p of whole-number odds"""
    return -sum(n / sum(odds) * log(n / sum(odds)) for n in odds if n)


def mean(weighted):
    """The mean of (weight, value) pairs."""
    weighted = list(weighted)
    return sum(w * value for w, value in weighted) / sum(w for w, _ in weighted)


def floor():
    """Nats of every step of a story, their sum, and what is left per token: H(story) = Σ H(step | what came before)."""
    nats = {step.__name__: entropy([odds for odds, *_ in step({"hero": "cat", "season": "spring", "event": "rain"})])
            for step in (stories.season, stories.time, stories.hero, stories.verb, stories.thing, stories.colour,
                         stories.place, stories.scenery, stories.reaction, stories.friend, stories.closing)}
    nats["act"] = mean((odds, entropy([each for each, *_ in stories.act({"place": place})]))
                       for place, odds in stories.PLACE_ODDS.items())
    nats["event"] = mean((odds, entropy([each for each, *_ in stories.event({"season": season, "time": time})]))
                         for season in stories.SEASONS for time, odds in stories.TIME_ODDS.items())
    story = sum(nats.values())
    lengths = [story_reader.entropy_and_length(lang)[1] for lang in stories.LANGUAGES]
    return {"steps": nats, "story": story, "language": log(2), "all": story + log(2), "length": sum(lengths) / 2,
            "nats": (story + log(2)) / (sum(lengths) / 2)}


# --- the digits, the text, the points


def pictures():
    """The data set's size, and how the grey level behind the sign d becomes a number between −1 and 1."""
    train, test = digits.train()[0], digits.test()[0]
    grey = digits.LEVELS.index("d")
    return {"all": len(train) + len(test), "train": len(train), "test": len(test), "pixels": train.shape[1],
            "levels": len(digits.LEVELS), "grey": grey, "scaled": float(digits.scaled(grey))}


def text():
    """Chapters, and characters with one line break per chapter."""
    learn, held_out = classic.split("en")
    return {"chapters": len(learn) + len(held_out), "held_out": len(held_out),
            **{lang: len(classic.joined(classic.chapters(lang))) for lang in stories.LANGUAGES}}


def ring():
    data = points.ring()
    return {"clusters": len(data.centres), "std": data.std, "radius": float(data.centres.max())}


# --- sums in order   [goldberg1991float]


def three_figures():
    """1.00 + 0.004 + 0.004 in a decimal arithmetic that keeps three figures, from either end."""
    with localcontext() as context:
        context.prec = 3
        large, small = Decimal("1.00"), Decimal("0.004")
        return {"first": str(large + small), "left": str((large + small) + small), "small": str(small + small),
                "right": str(large + (small + small))}


def binary():
    """The same with 0.1, 0.2, and 0.3 in double precision; seventeen decimals tell any two such numbers apart."""
    left, right = (0.1 + 0.2) + 0.3, 0.1 + (0.2 + 0.3)
    return {"left": f"{left:.17f}", "right": f"{right:.17f}", "power": -round(log2(left - right))}


class Backwards(gan.Trainer):
    """The same training with every batch read from its end: equal in mathematics, other sums in the machine."""

    def __init__(self, draw, cfg):
        super().__init__(lambda rng, n: draw(rng, n)[::-1].copy(), cfg)
        self.noise = Turned(self.noise)


class Turned:
    def __init__(self, stream):
        self.stream = stream

    def normal(self, shape):
        return self.stream.normal(shape)[::-1].copy()


def apart():
    """Fingerprints of the same GAN trained both ways, and the largest difference between two of their weights."""
    runs = [kind(train_gan.ring, train_gan.STEADY) for kind in (gan.Trainer, Backwards)]
    for _ in range(STEPS):
        for run in runs:
            run.step()
    forth, back = runs
    gap = max(float(abs(a[key] - b[key]).max()) for a, b in ((forth.g, back.g), (forth.d, back.d)) for key in a)
    return {"steps": STEPS, "batch": train_gan.STEADY.batch, "forth": train_gan.fingerprint(forth),
            "back": train_gan.fingerprint(back), "gap_1e16": round(gap * 1e16, 6)}


# --- how small is small?


def sizes():
    head = json.loads((HERE / "weights" / "transformer.json").read_text(encoding="utf-8"))
    ours = sum(prod(tensor["shape"]) for tensor in head["tensors"])
    tokens = sum(len(tokens) for _, tokens in stories.collection("train"))
    return {"ours": ours, "tokens": tokens, "times": two_figures(GPT3[0] / ours), "tokens_times": two_figures(GPT3[1] / tokens)}


def two_figures(value):
    """2,483,537.7 → 2,500,000"""
    return int(float(f"{value:.1e}"))


def compute():
    """Every number the page prints that no other result holds."""
    return tidy({
        "stories": {lang: amounts(lang) for lang in stories.LANGUAGES} | {
            "vocabulary": len(stories.vocabulary()), "different": different(), "told": told()},
        "floor": floor(), "digits": pictures(), "text": text(), "ring": ring(),
        "sums": {"three_figures": three_figures(), "binary": binary(), "apart": apart()}, "sizes": sizes()})


if __name__ == "__main__":
    write(__file__, compute())
