"""How is the next word chosen? The numbers of the page on generation: by hand, and measured on our Transformer.

    python models/generation_numbers.py      writes models/results/generation_numbers.json

Keys such as [holtzman2020degeneration] stand in data/references.bib. All logarithms are natural unless named bits.
"""

from math import exp, log

import story_writing
from kit.results import tidy, write
from kit.rng import Counter
from kit.weights import load
from stories import plot, tell

# --- one distribution over five words, reshaped

NEXT = {"a": 0.40, "b": 0.30, "c": 0.15, "d": 0.10, "e": 0.05}


def normalise(weights):
    total = sum(weights.values())
    return {word: weight / total for word, weight in weights.items()}


def at_temperature(p, t):
    """p_i^(1/T) / Σ p_j^(1/T): the same as dividing the scores log p by T before the softmax."""
    return normalise({word: share ** (1 / t) for word, share in p.items()})


def top_k(p, k):
    """The k likeliest words, renormalised   [fan2018hierarchical, §5]"""
    kept = sorted(p, key=p.get, reverse=True)[:k]
    return normalise({word: p[word] if word in kept else 0.0 for word in p})


def top_p(p, mass):
    """The fewest likeliest words whose probabilities reach `mass`, renormalised   [holtzman2020degeneration, §3.1]"""
    kept, reached = [], 0.0
    for word in sorted(p, key=p.get, reverse=True):
        if reached >= mass:
            break
        kept.append(word)
        reached += p[word]
    return normalise({word: p[word] if word in kept else 0.0 for word in p}) | {"kept": len(kept), "mass": reached}


def entropy(p):
    """−Σ p·log p, in nats and in bits; e to the entropy is the number of equally likely words it amounts to."""
    nats = -sum(share * log(share) for share in p.values() if share)
    return {"nats": nats, "bits": nats / log(2), "choices": exp(nats)}


def draw(p, u):
    """The word on whose stretch u falls when the probabilities are laid end to end."""
    reached = 0.0
    for word, share in p.items():
        reached += share
        if u < reached:
            return word
    return word  # u = 1, or a rounding error at the far end


def reshaped():
    named = {
        "plain": NEXT, "cold": at_temperature(NEXT, 0.5), "hot": at_temperature(NEXT, 2),
        "top2": top_k(NEXT, 2), "top3": top_k(NEXT, 3), "top_p90": top_p(NEXT, 0.9),
    }
    table = {name: p | entropy({word: p[word] for word in NEXT}) for name, p in named.items()}
    raw = {name: {word: p ** (1 / t) for word, p in NEXT.items()} for name, t in (("cold", 0.5), ("hot", 2))}
    for name, powers in raw.items():  # for readers with a calculator: before the division by their sum
        table[name] |= {f"raw_{word}": power for word, power in powers.items()} | {"sum": sum(powers.values())}
    return table


DRAWS = {"u1": 0.13, "u2": 0.55, "u3": 0.81, "u4": 0.97}


def drawn():
    """The same four numbers between 0 and 1, read off three distributions."""
    table = reshaped()
    shapes = {name: {word: table[name][word] for word in NEXT} for name in ("cold", "plain", "hot", "top3")}
    return {key: {"u": u} | {name: draw(p, u) for name, p in shapes.items()} for key, u in DRAWS.items()}


def tail(p_bad, words):
    """The chance of at least one word from a tail of mass p_bad in so many draws: 1 − (1 − p)^n"""
    return {"p": p_bad, "words": words, "chance": 1 - (1 - p_bad) ** words}


# --- the repetition penalty

SCORES, USED, PENALTY = {"a": 2.0, "b": 1.6, "c": -0.5}, ("a", "c"), 1.3


def penalised():
    """Scores of words already used: divided by θ where positive, multiplied where negative   [keskar2019ctrl, §4.1]"""
    moved = {w: (s / PENALTY if s > 0 else s * PENALTY) if w in USED else s for w, s in SCORES.items()}
    before, after = (normalise({w: exp(s) for w, s in scores.items()}) for scores in (SCORES, moved))
    return {w: {"score": SCORES[w], "moved": moved[w], "before": before[w], "after": after[w]} for w in SCORES}


# --- greedy search against beam search, on a tree two words deep

TREE = {"a": (0.6, {"x": 0.4, "y": 0.35, "z": 0.25}), "b": (0.4, {"x": 0.9, "y": 0.06, "z": 0.04})}


def beam(width):
    """Keep the `width` likeliest beginnings, extend each, keep the likeliest end. Width 1 is greedy search."""
    begun = sorted(TREE, key=lambda word: TREE[word][0], reverse=True)[:width]
    ends = {first + second: TREE[first][0] * p for first in begun for second, p in TREE[first][1].items()}
    best = max(ends, key=ends.get)
    return {"text": best, "p": ends[best], "log_p": log(ends[best]), "looked_at": len(ends)}


def tree():
    paths = {first + second: p * q for first, (p, rest) in TREE.items() for second, q in rest.items()}
    steps = {f"{first}_first": p for first, (p, _) in TREE.items()}
    steps |= {f"{first}_{second}": q for first, (_, rest) in TREE.items() for second, q in rest.items()}
    return {"greedy": beam(1), "beam2": beam(2), "path": paths, "step": steps}


# --- guidance: push away from the answer without a condition

EPS_U, EPS_C = 0.4, 0.7          # predicted noise without and with the condition
X_T, ALPHA_BAR = 1.0, 0.36       # a noisy number and how much of the signal is left in it


def guided(w):
    """ε = ε_u + w·(ε_c − ε_u) and the clean number it implies, x_0 = (x_t − √(1 − ᾱ)·ε) / √ᾱ   [ho2020ddpm, eq. 4]

    Ho and Salimans write the weight as 1 + w: (1 + w)·ε_c − w·ε_u   [ho2022cfg, eq. 6].
    """
    eps = EPS_U + w * (EPS_C - EPS_U)
    return {"w": w, "paper_w": w - 1, "eps": eps, "x0": (X_T - (1 - ALPHA_BAR) ** 0.5 * eps) / ALPHA_BAR**0.5}


P_PICTURE = {"typical": 0.2, "usual": 0.3, "odd": 0.5}     # p(x): three pictures
P_LABEL = {"typical": 0.9, "usual": 0.6, "odd": 0.1}       # p(c | x): how surely each shows a cat


def tilted(w):
    """p(x)·p(c | x)^w, renormalised: what guidance of strength w aims at   [ho2022cfg, §3.1]"""
    p = normalise({x: P_PICTURE[x] * P_LABEL[x] ** w for x in P_PICTURE})
    return p | {"w": w, "nats": entropy(p)["nats"], "says_cat": sum(p[x] * P_LABEL[x] for x in p)}


# --- our Transformer writes

COUNT, SEED = 200, 7
BEGIN = {"zh": ("夏天", "的", "早上", "，"), "en": ("one", "summer", "morning")}
BEFORE_PLACE = {  # the beginning of the generator's story number 0, up to the word that names a place
    lang: tuple(tokens[: tokens.index(place)]) for lang, place in (("zh", "河边"), ("en", "river"))
    for tokens in [tell(plot(Counter(0)), lang)]
}
SHOWN = ("t03", "t07", "t1", "t15", "t2", "p90")


def measured():
    params, _ = load("transformer")
    return {
        "survey": story_writing.survey(params, COUNT, SEED),
        "samples": story_writing.samples(params, BEGIN, SEED, SHOWN),
        "next": {lang: story_writing.next_words(params, begun, lang) for lang, begun in BEFORE_PLACE.items()},
        "beam": story_writing.searched(params, (1, 4, 32)),
    }


def compute():
    """Every number the page prints."""
    return tidy({
        "words": reshaped(), "draws": drawn(), "tail": {f"n{n}": tail(0.05, n) for n in (1, 10, 20, 50)},
        "penalty": penalised(), "tree": tree(),
        "guidance": {f"w{w}": guided(w) for w in (0, 1, 2, 3)}
        | {"eps_u": EPS_U, "eps_c": EPS_C, "x_t": X_T, "alpha_bar": ALPHA_BAR},
        "tilted": {f"w{w}": tilted(w) for w in (0, 1, 2, 4)}, "pictures": {"p": P_PICTURE, "label": P_LABEL},
        "measured": measured(),
    })


if __name__ == "__main__":
    write(__file__, compute())
