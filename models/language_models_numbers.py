"""What do counts of words predict, how is a prediction scored, and why do longer contexts stop helping?

    python models/language_models_numbers.py      writes models/results/language_models_numbers.json

Keys such as [jelinek1977perplexity] stand in data/references.bib. Logarithms are natural unless bits are named.
"""

from math import exp, log

import classic
import stories
import story_reader
from kit import rng
from kit.results import tidy, write
from ngram import BOS, NGram, copied, generate, perplexity, surprise, surprise_by_order

# --- a bigram model on paper: four sentences, the same in both languages

EOS = stories.EOS
SENTENCES = {
    "en": ("Cat sees Dog", "Cat sees Bird", "Dog sees Cat", "Bird sings"),
    "zh": ("小猫 看见 小狗", "小猫 看见 小鸟", "小狗 看见 小猫", "小鸟 唱歌"),
}
NEW = {"en": ("Dog sees Bird", "Bird sees Cat"), "zh": ("小狗 看见 小鸟", "小鸟 看见 小猫")}
NAMES = {"Cat": "cat", "Dog": "dog", "Bird": "bird", "sees": "sees", "sings": "sings", EOS: "end", BOS: "start"}


def tokens(sentence):
    return [*sentence.split(), EOS]


def bigrams(lang="en"):
    told = [tokens(sentence) for sentence in SENTENCES[lang]]
    return NGram(2, told, {token for sentence in told for token in sentence})


def scored(sentence, probability):
    """Each factor of p(sentence) = Π p(token | token before), their product, and the perplexity."""
    words = tokens(sentence)
    factors = [probability(word, words[:end]) for end, word in enumerate(words)]
    product = 1.0
    for p in factors:
        product *= p
    result = {f"p{n}": p for n, p in enumerate(factors, 1)} | {"p": product, "tokens": len(words)}
    if product:
        nats = -log(product)
        result |= {"nats": nats, "bits": nats / log(2), "nats_per_token": nats / len(words),
                   "perplexity": perplexity(nats / len(words)), "one_in": 1 / product}
    return result


def on_paper():
    model = bigrams()
    counts = {NAMES[before]: {NAMES[token]: model.after([before])[token] for token in model.vocabulary}
              | {"all": sum(model.after([before]).values()), "kinds": len(model.after([before]))}
              for before in (BOS, "Cat", "Dog", "Bird", "sees", "sings")}
    seen, unseen = NEW["en"]
    likely, smooth = model.relative, model.add
    return {
        "sentences": {lang: {f"s{n}": text for n, text in enumerate(SENTENCES[lang], 1)} for lang in SENTENCES},
        "new": {lang: {"seen": NEW[lang][0], "unseen": NEW[lang][1]} for lang in NEW},
        "vocabulary": len(model.vocabulary), "counts": counts,
        "seen": scored(seen, likely), "seen_add_one": scored(seen, smooth),
        "seen_witten_bell": scored(seen, model.interpolated),
        "unseen": scored(unseen, likely), "unseen_add_one": scored(unseen, smooth),
        "unseen_witten_bell": scored(unseen, model.interpolated),
        "unigram_sees": model.by_order("sees", [])[0],
        "unseen_sees": {"unigram": model.by_order("sees", ["Bird"])[0], "bigram": model.by_order("sees", ["Bird"])[1]},
        "training": {"nats_per_token": surprise([tokens(text) for text in SENTENCES["en"]], likely),
                     "perplexity": perplexity(surprise([tokens(text) for text in SENTENCES["en"]], likely))},
        "uniform_perplexity": perplexity(log(len(model.vocabulary))), "masked": masked(model),
    }


def masked(model):
    """The first word of “___ sings”: guessed from the left alone, and from both sides, p(w | left)·p(right | w) / Σ."""
    left = {word: model.relative(word, [BOS]) for word in ("Cat", "Dog", "Bird")}
    joint = {word: p * model.relative("sings", [word]) for word, p in left.items()}
    total = sum(joint.values())
    return {"left": {NAMES[word]: p for word, p in left.items()},
            "both": {NAMES[word]: p / total for word, p in joint.items()}}


# --- the micro-stories: how near do counts come to what the grammar leaves open?

STORY_ORDER, TOLD = 7, 100


def story_model():
    told = [tokens for _, tokens in stories.collection("train")]
    return NGram(STORY_ORDER, told, set(stories.vocabulary()) - {BOS})


def on_stories():
    model, held = story_model(), stories.collection("held_out")
    nats = {"all": surprise_by_order([told for _, told in held], model)}
    nats |= {lang: surprise_by_order([told for each, told in held if each == lang], model) for lang in stories.LANGUAGES}
    result = {"floor": {"nats": story_reader.floor(), "perplexity": exp(story_reader.floor())}}
    for lang in stories.LANGUAGES:
        story_nats, length = story_reader.entropy_and_length(lang)
        alone = story_reader.floor(lang)
        result["floor"][lang] = {"nats": alone, "perplexity": exp(alone), "story_nats": story_nats,
                                 "story_bits": story_nats / log(2), "tokens": length}
    result["true_model"] = -sum(story_reader.log_probability(told) for _, told in held) / sum(len(told) for _, told in held)
    for n in range(1, STORY_ORDER + 1):
        result[f"order{n}"] = {"nats": nats["all"][n - 1], "perplexity": exp(nats["all"][n - 1]),
                               "zh": nats["zh"][n - 1], "en": nats["en"][n - 1], "contexts": len(model.counts[n - 1])}
    result["best_order"] = min(range(1, STORY_ORDER + 1), key=lambda n: result[f"order{n}"]["nats"])
    result |= {"colour": colour(model, held), "hidden_colour": hidden_colour(held), "written": written(model)}
    return result | {"train": len(stories.collection("train")), "held_out": len(held), "vocabulary": len(model.vocabulary)}


def colour(model, held):
    """The colour where the thing is mentioned for the third time: how often right, and how probable, at the best order."""
    hits = p = 0
    for lang, told in held:
        place = story_reader.colour_places(told, lang)[1]
        side = stories.LANGUAGES.index(lang)
        chances = {pair[side]: model.interpolated(pair[side], told[:place]) for pair in stories.COLOURS.values()}
        hits += max(chances, key=chances.get) == told[place]
        p += chances[told[place]]
    return {"accuracy": hits / len(held), "probability": p / len(held), "chance": 1 / len(stories.COLOURS)}


def written(model):
    """Stories written by n-gram models: how many have no fault, how many stood in the training, and one in each language."""
    known, result = {told for _, told in stories.collection("train")}, {}
    for n in (2, 3, 5, 7):
        draw, told = rng.Counter(n).split("stories"), []
        for _ in range(TOLD):
            told.append(tuple(generate(Shorter(model, n), draw, 80, stop=EOS)))
        result[f"order{n}"] = {
            "faultless": sum(not story_reader.grammatical(one) for one in told) / TOLD,
            "copies": sum(one in known for one in told) / TOLD,
        }
        for lang in stories.LANGUAGES:
            first = next(one for one in told if story_reader.guess_language(one) == lang and one[-1] == EOS)
            result[f"order{n}"][f"sample_{lang}"] = stories.text(first, lang)
    return result | {"told": TOLD}


def hidden_colour(held):
    """The colour of the first mention, hidden: what the grammar itself can say from the left, and from both sides."""
    lang, told = held[1]
    place, side, reader = story_reader.colour_places(told, lang)[0], stories.LANGUAGES.index(lang), story_reader.Reader(lang)
    for token in told[:place]:
        reader.read(token)
    left = reader.next()[told[place]]
    versions = [(*told[:place], pair[side], *told[place + 1:]) for pair in stories.COLOURS.values()]
    weights = {version: exp(story_reader.log_probability(version, lang)) for version in versions}
    return {"story": stories.text(told, lang), "left": left, "both": weights[told] / sum(weights.values())}


class Shorter:
    """A model of lower order that shares the counts of a higher one."""

    def __init__(self, model, order):
        self.model, self.order = model, order

    def after(self, context, k):
        return self.model.after(context, k)


# --- the Daodejing, letter by letter

TEXT_ORDER, SHOWN = 6, {"zh": 30, "en": 90}
SEEDS = {"zh": 3, "en": 3}


def on_text(lang):
    learnt, held = (classic.joined(part) for part in classic.split(lang))
    model = NGram(TEXT_ORDER, [learnt], set(learnt + held))
    bits = [nats / log(2) for nats in surprise_by_order([held], model)]
    result = {"characters": len(learnt), "held_out": len(held), "vocabulary": len(model.vocabulary),
              "uniform_bits": log(len(model.vocabulary)) / log(2)}
    for n in range(1, TEXT_ORDER + 1):
        draw = rng.Counter(SEEDS[lang]).split(f"order {n}")
        long = generate(Shorter(model, n), draw, 2000, start="\n")
        sample = generate(Shorter(model, n), rng.Counter(SEEDS[lang]).split(f"sample {n}"), SHOWN[lang], start="\n")
        known = [bool(model.after(held[end - n + 1:end], n - 1)) for end in range(n - 1, len(held))]
        result[f"order{n}"] = {
            "bits": bits[n - 1], "perplexity": 2 ** bits[n - 1], "contexts": len(model.counts[n - 1]),
            "context_known": sum(known) / len(known), "copied": copied(long, learnt),
            "add_one_bits": surprise([held], lambda token, context, n=n: add_one(model, n, token, context)) / log(2),
            "sample": "".join(sample).replace("\n", " ").strip(),
        }
    result["best_order"] = min(range(1, TEXT_ORDER + 1), key=lambda n: bits[n - 1])
    return result


def add_one(model, n, token, context):
    seen = model.after(context, n - 1)
    return (seen[token] + 1) / (sum(seen.values()) + len(model.vocabulary))


def compute():
    """Every number the page prints."""
    text = {lang: on_text(lang) for lang in ("zh", "en")}
    return tidy({"paper": on_paper(), "stories": on_stories(), "text": text}, significant=True)


if __name__ == "__main__":
    write(__file__, compute())
