"""Experts small enough for paper, and large ones counted: which numbers does the page on mixture of experts print?

    python models/mixture_of_experts_numbers.py      writes models/results/mixture_of_experts_numbers.json

Keys such as [fedus2022switch] stand in data/references.bib.
"""

from math import ceil, comb, exp

from kit.results import tidy, write

# --- one token, four experts, the best two

TOKEN = (1.0, 2.0)
ROUTER = ((0.0, 1.0), (1.0, 0.0), (2.0, -1.0), (1.0, -1.0))  # one row of weights per expert
EXPERTS = ((1.0, 1.0), (1.0, -1.0), (0.0, 2.0), (3.0, 0.0))  # here an expert is a weighted sum of the two inputs


def dot(u, v):
    return sum(a * b for a, b in zip(u, v))


def softmax(scores):
    powers = [exp(s) for s in scores]
    return [p / sum(powers) for p in powers]


def routing():
    """y = Σ g_i·E_i(x) over the two best, with g = softmax of their scores alone   [jiang2024mixtral, §2.1]"""
    scores = [dot(row, TOKEN) for row in ROUTER]
    outputs = [dot(row, TOKEN) for row in EXPERTS]
    best = sorted(range(4), key=lambda i: -scores[i])[:2]
    gates = softmax([scores[i] for i in best])
    everyone = softmax(scores)
    result = {"y": sum(g * outputs[i] for g, i in zip(gates, best)), "gate1": gates[0], "gate2": gates[1],
              "dense": sum(p * o for p, o in zip(everyone, outputs))}
    for n in range(4):
        result[f"e{n + 1}"] = {"score": scores[n], "power": exp(scores[n]), "share": everyone[n], "output": outputs[n]}
    return result


# --- a batch of eight tokens: balance and capacity

TOKENS, N = 8, 4
BATCHES = {  # tokens that chose each expert, and the router's mean probability of each
    "even": ((2, 2, 2, 2), (0.25, 0.25, 0.25, 0.25)),
    "lopsided": ((5, 2, 1, 0), (0.50, 0.25, 0.15, 0.10)),
    "collapsed": ((8, 0, 0, 0), (0.97, 0.01, 0.01, 0.01)),
}


def balance(loads, probabilities):
    """N·Σ f_i·P_i, at least 1 where the shares f and the probabilities P agree; times α in the loss
    [fedus2022switch, eq. 4]"""
    return N * sum(load / TOKENS * p for load, p in zip(loads, probabilities))


def capacity(factor, loads=BATCHES["lopsided"][0]):
    """Places per expert = tokens / experts · factor; what does not fit is dropped   [fedus2022switch, eq. 3]"""
    places = ceil(TOKENS / N * factor)
    kept = sum(min(load, places) for load in loads)
    return {"factor": factor, "places": places, "dropped": TOKENS - kept, "empty": N * places - kept}


# --- how a small lead grows: two experts, one chosen, squared error to the target 1

LEAD, START, RATE = 0.1, 0.5, 0.2


def collapse(steps=20):
    """y = p_i·w_i of the chosen expert only; gradient steps on its weight and on both router scores."""
    scores, weights, path = [LEAD, 0.0], [START, START], {}
    for step in range(steps + 1):
        p = softmax(scores)
        best = 0 if p[0] >= p[1] else 1
        if step in (0, 5, 20):
            path[f"step{step}"] = {"p1": p[0], "w1": weights[0], "w2": weights[1]}
        slope = 2 * (p[best] * weights[best] - 1)            # dL/dy
        pull = slope * weights[best] * p[0] * p[1]           # dL/ds of the chosen score; the other has the opposite
        weights[best] -= RATE * slope * p[best]
        scores[best] -= RATE * pull
        scores[1 - best] += RATE * pull
    return path


GAMMA = 0.01


def bias_rule():
    """Lower the chosen expert's bias by γ and raise the other's until the choice changes   [deepseek2024v3, §2.1.2]"""
    affinity, bias, steps = softmax([LEAD, 0.0]), [0.0, 0.0], 0
    while affinity[0] + bias[0] > affinity[1] + bias[1]:
        bias, steps = [bias[0] - GAMMA, bias[1] + GAMMA], steps + 1
    return {"gamma": GAMMA, "steps": steps, "first": affinity[0], "second": affinity[1],
            "gap": affinity[0] - affinity[1]}


# --- large models, counted from their published shapes

def mixtral():
    """Parameters of Mixtral 8x7B from its table of sizes   [jiang2024mixtral, table 1]"""
    width, layers, hidden, experts, chosen, heads, shared_heads, head, words = 4096, 32, 14336, 8, 2, 32, 8, 128, 32000
    expert = 3 * width * hidden                                        # SwiGLU: three matrices
    attention = 2 * width * heads * head + 2 * width * shared_heads * head  # queries and output; keys and values
    layer = attention + width * experts + 2 * width                    # with the router and two normalisations
    outside = 2 * words * width + width                                # embedding, output, last normalisation
    count = lambda k: layers * (k * expert + layer) + outside  # noqa: E731
    return {"expert": expert, "experts": layers * experts * expert, "total": count(experts), "active": count(chosen),
            "rest": count(0)}


def deepseek():
    """Routed experts of DeepSeek-V3: 61 layers, 3 of them without experts, 256 each, 8 chosen   [deepseek2024v3, §4.2]"""
    expert = 3 * 7168 * 2048
    routed = (61 - 3) * 256 * expert
    return {"expert": expert, "routed": routed, "percent": 100 * routed / SIZES["deepseek"][0],
            "pairs_16": comb(16, 2), "eights_64": comb(64, 8)}


SIZES = {  # total and active parameters, as the makers state them
    "mixtral": (47e9, 13e9),      # [jiang2024mixtral]
    "deepseek": (671e9, 37e9),    # [deepseek2024v3]
    "qwen": (235e9, 22e9),        # [yang2025qwen3]
    "v4": (1.6e12, 49e9),         # [deepseek2026v4]
}


def size(total, active):
    # 16 bits are 2 bytes; a forward pass takes about 2 operations per active parameter and token   [kaplan2020scaling]
    return {"percent": 100 * active / total, "gigabytes": 2 * total / 1e9, "gigaflops": 2 * active / 1e9,
            "times": total / active}


def compute():
    """Every number the page prints."""
    numbers = {
        "routing": routing(), "balance": {name: balance(*batch) for name, batch in BATCHES.items()},
        "capacity": {name: capacity(f) for name, f in (("tight", 1.0), ("middle", 1.5), ("wide", 2.0))},
        "collapse": collapse(), "bias": bias_rule(), "mixtral": mixtral(), "deepseek": deepseek(),
        "sizes": {name: size(*pair) for name, pair in SIZES.items()},
    }
    return tidy(numbers)


if __name__ == "__main__":
    write(__file__, compute())
