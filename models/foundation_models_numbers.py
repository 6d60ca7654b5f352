"""The size of a Transformer, on paper: which numbers does the page on foundation models print?

    python models/foundation_models_numbers.py      writes models/results/foundation_models_numbers.json

Keys such as [brown2020gpt3] stand in data/references.bib. A gigabyte is 10⁹ bytes.
"""

from kit.results import tidy, write

GIGA, MILLION = 10**9, 10**6

# --- parameters from the configuration: L layers, vectors of d numbers, V tokens, n positions

GPT3 = {"layers": 96, "width": 12288, "tokens": 50257, "positions": 2048}  # [brown2020gpt3, table 2.1]
GPT2 = {"layers": 48, "width": 1600, "tokens": 50257, "positions": 1024}   # [radford2019gpt2, table 2]


def parameters(layers, width, tokens, positions):
    """How many numbers a GPT-2 or GPT-3 has. Returns whole numbers by part.

    Attention has four d × d matrices (query, key, value, output); the feed-forward part goes from d to 4d and back.
    Together 4d² + 8d² = 12d² a layer. The output shares the table of token vectors [radford2019gpt2].
    """
    attention, forward = 4 * width**2, 2 * 4 * width**2
    # 13d a layer: 4d attention biases, 5d feed-forward biases, 4d of two normalisations; 2d of the last one
    small = 13 * width * layers + 2 * width
    parts = {"attention": attention, "forward": forward, "layer": attention + forward,
             "layers": layers * (attention + forward), "tokens": tokens * width, "positions": positions * width,
             "small": small}
    return {**parts, "total": parts["layers"] + parts["tokens"] + parts["positions"] + small}


def sizes(config):
    counts = parameters(**config)
    return {"config": config, "billions": {part: count / GIGA for part, count in counts.items()},
            "millions": {part: count / MILLION for part, count in counts.items()}, "total": counts["total"],
            "share_of_layers": 100 * counts["layers"] / counts["total"]}


# --- memory for the weights: parameters × bytes

BYTES = {"fp16": 2, "int8": 1, "int4": 0.5}
MODELS = {"small": 8, "gpt3": 175, "large": 405}  # billions of parameters [grattafiori2024llama3; brown2020gpt3]


def memory():
    return {model: {kind: billions * size for kind, size in BYTES.items()} for model, billions in MODELS.items()}


# --- memory for the context: a key and a value for every layer, every head that keeps its own, every token

CACHE = {  # layers, heads with keys and values of their own, numbers per head
    "gpt3": (96, 96, 128), "llama8b": (32, 8, 128), "llama8b_all_heads": (32, 32, 128),
}  # [brown2020gpt3, table 2.1; grattafiori2024llama3, table 3]
CONTEXT = {"gpt3": 2048, "llama8b": 128_000, "llama8b_all_heads": 128_000}


def cache(layers, heads, size):
    """Bytes per token with 16-bit numbers: 2 (key and value) × layers × heads × size × 2."""
    return 2 * layers * heads * size * BYTES["fp16"]


def caches():
    result = {}
    for name, shape in CACHE.items():
        each = cache(*shape)
        result[name] = {"per_token": each, "context": CONTEXT[name], "full": each * CONTEXT[name] / GIGA}
    return result


# --- does ability jump? the same progress by two measures

STEPS = {"a": 0.50, "b": 0.80, "c": 0.90, "d": 0.95, "e": 0.99}
LENGTH = 10


def jump():
    """If each of ten steps is right with probability p, all ten are right with probability p¹⁰."""
    return {"length": LENGTH, **{name: {"each": p, "all": p**LENGTH} for name, p in STEPS.items()}}


def compute():
    """Every number the page prints."""
    return tidy({"gpt3": sizes(GPT3), "gpt2": sizes(GPT2), "memory": memory(), "cache": caches(), "jump": jump()})


if __name__ == "__main__":
    write(__file__, compute())
