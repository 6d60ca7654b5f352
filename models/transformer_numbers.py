"""Attention small enough for paper, and our own Transformer measured: which numbers does the Transformer page print?

    python models/transformer_numbers.py      writes models/results/transformer_numbers.json

Keys such as [vaswani2017attention] stand in data/references.bib. All logarithms are natural.
"""

from math import cos, exp, log, sin, sqrt

import story_model
import story_probe
from kit.results import tidy, write
from kit.rng import Counter
from kit.weights import load
from stories import COLOURS, LANGUAGES, plot, tell, text
from story_reader import entropy_and_length

# --- attention by hand: three tokens, two numbers each, one head

TOKENS = ((1, 0), (0, 1), (1, 1))     # x: one row per token
W_QUERY = ((1, 0), (0, 2))
W_KEY = ((0, 1), (1, 0))
W_VALUE = ((2, 0), (0, 1))


def product(a, b):
    """The matrix product of two nested tuples."""
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


def softmax(scores):
    powers = [exp(score) for score in scores]
    return [power / sum(powers) for power in powers]


def attention(tokens, causal=True):
    """softmax(Q·Kᵀ/√d)·V, row by row   [vaswani2017attention, eq. 1]; causal: a token sees itself and what precedes it.

    Returns one dict per token: query, key, value, the scores against the tokens it sees, scaled, their
    exponentials and sum, the weights, and the output.
    """
    queries, keys, values = (product(tokens, w) for w in (W_QUERY, W_KEY, W_VALUE))
    rows = []
    for t, query in enumerate(queries):
        seen = range(t + 1) if causal else range(len(tokens))
        scores = [sum(q * k for q, k in zip(query, keys[s])) for s in seen]
        scaled = [score / sqrt(len(query)) for score in scores]
        weights = softmax(scaled)
        output = [sum(w * values[s][i] for w, s in zip(weights, seen)) for i in range(len(values[0]))]
        rows.append({"query": query, "key": keys[t], "value": values[t], "score": scores, "scaled": scaled,
                     "exp": [exp(score) for score in scaled], "sum": sum(exp(score) for score in scaled),
                     "weight": weights, "output": output})
    return rows


def by_hand():
    first, second, third = TOKENS
    result = {f"token{t + 1}": spread(row) for t, row in enumerate(attention(TOKENS))}
    result["unmasked1"] = spread(attention(TOKENS, causal=False)[0])
    # The first two tokens change places: without positions the third one's output stays the same.
    result["swapped3"] = spread(attention((second, first, third))[2])
    return result


def spread(row):
    """Lists become numbered keys, for the page: weight → weight1, weight2, …"""
    flat = {key: value for key, value in row.items() if not isinstance(value, list)}
    return flat | {f"{key}{i + 1}": v for key, value in row.items() if isinstance(value, list) for i, v in enumerate(value)}


# --- why the scores are divided by √d

def scale_effect(d):
    """Scores of −1, 0 and +1 standard deviations, where one standard deviation is √d: the products of two vectors
    of d independent numbers with mean 0 and variance 1 have variance d   [vaswani2017attention, §3.2.1, note 4].

    `slope` is p·(1 − p), the derivative of the largest weight by its own score: what is left to learn from.
    """
    raw, scaled = softmax([-sqrt(d), 0, sqrt(d)]), softmax([-1, 0, 1])
    return {"d": d, "sd": sqrt(d), "raw_low": raw[0], "raw_mid": raw[1], "raw_top": raw[2], "scaled_top": scaled[2],
            "raw_slope": raw[2] * (1 - raw[2]), "scaled_slope": scaled[2] * (1 - scaled[2])}


# --- positions as sines and cosines

def position(pos, d=4):
    """PE(pos, 2i) = sin(pos/10000^(2i/d)), PE(pos, 2i + 1) = cos(the same)   [vaswani2017attention, §3.5]"""
    angles = [pos / 10000 ** (2 * i / d) for i in range(d // 2)]
    return {f"p{2 * i + j}": wave(angle) for i, angle in enumerate(angles) for j, wave in enumerate((sin, cos))}


def closeness(pos, other, d=4):
    """The inner product of two positions' vectors: it depends only on how far apart they are."""
    return sum(a * b for a, b in zip(position(pos, d).values(), position(other, d).values()))


# --- layer normalisation

VECTOR = (2, 0, 4, 2)


def layer_norm(values):
    """(x − mean) / √variance: mean 0, variance 1."""
    mean = sum(values) / len(values)
    variance = sum((v - mean) ** 2 for v in values) / len(values)
    return {"mean": mean, "variance": variance} | {f"out{i + 1}": (v - mean) / sqrt(variance) for i, v in enumerate(values)}


# --- sizes

PUBLISHED = {  # layers L, width d, billions of parameters as published
    "gpt2_xl": (48, 1600, 1.542),  # [radford2019gpt2, table 2]
    "gpt3": (96, 12288, 175.0),    # [brown2020gpt3, table 2.1]
}


def rule_of_twelve(layers, width):
    """12·L·d²: per layer 4·d² in attention (query, key, value, output) and 8·d² in d → 4d → d."""
    return 12 * layers * width * width


def sizes():
    return {name: {"layers": layers, "width": width, "rule_billion": rule_of_twelve(layers, width) / 1e9,
                   "published_billion": published, "share": rule_of_twelve(layers, width) / 1e9 / published}
            for name, (layers, width, published) in PUBLISHED.items()}


def cost(n):
    """Scores in one head of one layer: all pairs, and those that a causal mask keeps."""
    return {"n": n, "pairs": n * n, "causal": n * (n + 1) // 2}


def crossover(width):
    """Where attention's 2·n²·d multiplications a layer reach the 12·n·d² of its matrices: n = 6·d."""
    return 6 * width


def cache_gigabytes(layers, width, tokens, bytes_each=2):
    """Keys and values kept for every token and layer: 2·L·n·d numbers."""
    return 2 * layers * tokens * width * bytes_each / 1e9


# --- our own Transformer

DENSE = ("up", "up.bias", "down", "down.bias")
STORY = 0   # the seed of the story that figures and tables show, told in both languages


def itemised(params):
    """How many of our model's weights sit where; the rule of twelve against the truth."""
    count = {"words": 0, "places": 0, "attention": 0, "dense": 0, "norms": 0}
    for name, value in params.items():
        part = "norms" if "norm" in name else name if name in count else "dense" if name[2:] in DENSE else "attention"
        count[part] += value.size
    shape = story_model.SHAPE
    return count | {"total": sum(count.values()), "rule": rule_of_twelve(shape.layers, shape.width),
                    "layers": shape.layers, "width": shape.width, "heads": shape.heads, "vocabulary": shape.words}


def measured(params):
    """Surprise and memory on the held-out stories of each language, with and without the head that copies colours."""
    result = {}
    for lang in LANGUAGES:
        texts = story_model.encoded("held_out", lang)
        nats, length = entropy_and_length(lang)
        looks = story_probe.gaze(params, texts, lang)
        heads = sorted(story_probe.HEADS, key=lambda head: -looks[head])
        alone = {head: story_probe.recall(params, texts, lang, off=[head]) for head in heads}
        result[lang] = {
            "stories": len(texts), "loss": story_model.loss(params, texts),
            "floor": (nats + log(2)) / length,  # log 2: which language a story is in has to be guessed too
            "colour": story_probe.recall(params, texts, lang), "misled": story_probe.misled(params, texts, lang),
            "head": {"block": heads[0][0] + 1, "number": heads[0][1] + 1, "weight": float(looks[heads[0]]),
                     "next_weight": float(looks[heads[1]]), "off": alone[heads[0]],
                     "others_off_worst": min((alone[head] for head in heads[1:]), key=lambda each: each["share"])},
            "gaze": {f"block{n + 1}": {f"head{h + 1}": float(w) for h, w in enumerate(row)}
                     for n, row in enumerate(looks)},
            "by_colour": story_probe.gaze_by_colour(params, texts, lang, heads[0]),
        }
    return result | {"chance": 1 / len(COLOURS)}


def one_story(params, found):
    """The story of the figures: the copying head's weight on every word read, when the colour must be said again."""
    told, result = plot(Counter(STORY)), {}
    for lang in LANGUAGES:
        head = (found[lang]["head"]["block"] - 1, found[lang]["head"]["number"] - 1)
        tokens = tell(told, lang)
        seen = story_probe.example(params, tuple(story_model.encode(tokens)), lang, head)
        ranked = sorted(zip(seen["weights"], seen["words"]), reverse=True)[:3]
        result[lang] = {"text": text(tokens, lang), "read": len(seen["words"]), "words": seen["words"],
                        "weights": seen["weights"], "top": dict(zip(("first", "second", "third"), map(word_share, ranked))),
                        "next": listed(seen["next"]), "without_head": listed(seen["without"])}
    return result


def word_share(pair):
    return {"word": pair[1], "weight": pair[0]}


def listed(pairs):
    return {f"word{i + 1}": word for i, (word, _) in enumerate(pairs)} | {f"p{i + 1}": p for i, (_, p) in enumerate(pairs)}


def compute():
    """Every number the page prints."""
    params, header = load("transformer")
    found = measured(params)
    return tidy({
        "hand": by_hand(), "scale": {f"d{d}": scale_effect(d) for d in (4, 16, 64)},
        "positions": {f"pos{pos}": position(pos) for pos in range(4)},
        "closeness": {"apart0": closeness(0, 0), "apart1_start": closeness(0, 1), "apart1_later": closeness(2, 3)},
        "norm": layer_norm(VECTOR), "sizes": sizes(),
        "cost": {f"n{n}": cost(n) for n in (4, 64, 1024, 2048, 131072)},
        "crossover": {"ours": crossover(48), "gpt3": crossover(12288)},
        "cache": {"gpt3_gigabytes": cache_gigabytes(96, 12288, 2048)},
        "ours": itemised(params), "training": {key: header[key] for key in ("steps", "batch", "curve")},
        "measured": found, "story": one_story(params, found),
    })


if __name__ == "__main__":
    write(__file__, compute())
