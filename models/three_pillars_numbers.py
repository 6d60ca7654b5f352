"""Data, compute and algorithms in figures: which numbers does the page on the three pillars print?

    python models/three_pillars_numbers.py      writes models/results/three_pillars_numbers.json

Keys such as [rajbhandari2020zero] stand in data/references.bib. Bytes and operations are counted in powers of ten.
"""

from math import exp, sqrt

from kit.results import tidy, write

# --- searching by similarity

QUERY = (2, 1)
NOTES = {"a": (3, 1), "b": (1, 2), "c": (4, 0), "d": (-1, 3)}  # four documents as vectors
CELLS = (("a", "c"), ("b", "d"))  # an index of two cells, each known by the mean of its vectors
AWKWARD = (1.9, 1.4)              # a query near the border between them


def dot(u, v):
    return sum(x * y for x, y in zip(u, v))


def cosine(u, v):
    return dot(u, v) / sqrt(dot(u, u) * dot(v, v))


def distance(u, v):
    return sqrt(sum((x - y) ** 2 for x, y in zip(u, v)))


def search():
    """Three measures for one query, then a search that looks into the nearer cell only."""
    result = {
        name: {"cos": cosine(QUERY, v), "distance": distance(QUERY, v), "dot": dot(QUERY, v)} for name, v in NOTES.items()
    }
    middles = [tuple(sum(NOTES[name][i] for name in cell) / len(cell) for i in (0, 1)) for cell in CELLS]
    to_cells = [distance(AWKWARD, middle) for middle in middles]
    cell = CELLS[to_cells.index(min(to_cells))]
    found = min(cell, key=lambda name: distance(AWKWARD, NOTES[name]))
    best = min(NOTES, key=lambda name: distance(AWKWARD, NOTES[name]))
    result["index"] = {
        "to_first": to_cells[0], "to_second": to_cells[1],
        "found": distance(AWKWARD, NOTES[found]), "best": distance(AWKWARD, NOTES[best]),
    }
    vectors, length = 1e9, 768  # a billion documents, 4 bytes a number, one multiplication and one addition each
    result["billion"] = {"terabytes": vectors * length * 4 / 1e12, "operations_1e12": vectors * length * 2 / 1e12}
    return result


# --- how long does training take?

DAY, YEAR = 86_400, 365.25 * 86_400
RUNS = {  # parameters, tokens, processors, operations a second that each really does
    "gpt3": (175e9, 300e9, 10_000, 24.6e12),        # [brown2020gpt3, app. D] [patterson2021carbon, table 4]
    "llama3": (405e9, 15.6e12, 16_384, 400e12),     # [grattafiori2024llama3, table 4]
}


def training_time(parameters, tokens, processors, rate):
    """C/(processors·rate) with C ≈ 6·N·D   [kaplan2020scaling, §2.1]"""
    seconds = 6 * parameters * tokens / (processors * rate)
    return {
        "operations_1e23": 6 * parameters * tokens / 1e23, "days": seconds / DAY,
        "years_alone": seconds * processors / YEAR, "hours": seconds * processors / 3600,
    }


def sparse():
    """DeepSeek-V3: each token passes through 37 of its 671 billion parameters   [deepseek2024v3]"""
    operations = 6 * 37e9 * 14.8e12
    return {"operations_1e23": operations / 1e23, "ratio": 6 * 405e9 * 15.6e12 / operations}


# --- how much memory does it take?

COPIES = {"weights": 2, "gradients": 2, "optimizer": 12}  # bytes per parameter, Adam in mixed precision  [rajbhandari2020zero]
ZERO, SHARES = 7.5e9, 64  # the example of the ZeRO paper, figure 1


def memory():
    total = sum(COPIES.values())
    w, g, o = COPIES.values()
    stages = {"none": w + g + o, "one": w + g + o / SHARES, "two": w + (g + o) / SHARES, "three": (w + g + o) / SHARES}
    state = 405e9 * total
    return {
        "bytes_per_parameter": total, "stages": {name: ZERO * each / 1e9 for name, each in stages.items()},
        "llama3_terabytes": state / 1e12, "llama3_processors": state / 80e9,  # 80 GB each   [grattafiori2024llama3]
        "checkpoint_seconds": state / 2e12,  # storage that takes 2 TB a second   [grattafiori2024llama3, §3.3]
    }


def bubble(stages, pieces):
    """Share of time in which a processor of the pipeline waits: (K − 1)/(M + K − 1)   [huang2019gpipe]"""
    return 100 * (stages - 1) / (pieces + stages - 1)


# --- how fast can one processor answer?

BANDWIDTH, RATE = 2.0e12, 312e12  # A100 with 80 GB: bytes and operations a second   [dao2024flashattention2]
SIZE = 8e9                        # parameters


def answering():
    """One token needs every weight once from memory, and 2 operations a parameter   [williams2009roofline]"""
    result = {f"bits_{bits}": {"gigabytes": SIZE * bits / 8 / 1e9, "tokens": BANDWIDTH / (SIZE * bits / 8)} for bits in (16, 8, 4)}
    arithmetic = RATE / (2 * SIZE)
    result |= {"arithmetic_tokens": arithmetic, "batch": arithmetic / result["bits_16"]["tokens"]}
    result["milliseconds"] = 1000 / result["bits_16"]["tokens"]
    return result


# --- how often does something break?

def failures():
    """419 unexpected interruptions in 54 days on 16,384 processors   [grattafiori2024llama3, §3.3]"""
    unexpected, days, processors = 419, 54, 16_384
    hours = days * 24
    return {
        "per_day": unexpected / days, "hours_between": hours / unexpected,
        "years_each": hours * processors / unexpected / (24 * 365.25), "quiet_day": 100 * exp(-unexpected / days),
        "hours_between_tenfold": hours / unexpected / 10,
    }


def compute():
    """Every number the page prints."""
    numbers = {
        "search": search(), "time": {name: training_time(*run) for name, run in RUNS.items()}, "sparse": sparse(),
        "memory": memory(), "bubble": {"few": bubble(4, 8), "many": bubble(4, 32)}, "answering": answering(),
        "failures": failures(), "token_terabytes": 15.6e12 * 4 / 1e12,  # 4 bytes for the number of a token
    }
    return tidy(numbers, 10, significant=True)


if __name__ == "__main__":
    write(__file__, compute())
