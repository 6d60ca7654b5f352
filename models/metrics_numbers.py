"""Metrics on paper: which numbers do the worked examples of the metrics page print?

    python models/metrics_numbers.py      writes models/results/metrics_numbers.json

Keys such as [papineni2002bleu] stand in data/references.bib. log is the natural logarithm unless its name says otherwise.
"""

from collections import Counter
from math import erf, exp, lgamma, log, log2, log10, pi, prod, sqrt

from kit.results import tidy, write

# --- perplexity: how many equally likely choices would be as surprising?

TOKENS = (1 / 2, 1 / 4, 1 / 8, 1 / 4)  # what the model gave to the four tokens that really came
SURPRISED = (*TOKENS[:3], 1 / 1000)     # the same, but the last token was almost ruled out


def perplexity(probabilities):
    """PPL = (p₁·p₂·…·p_n)^(−1/n) = exp(mean −log p)   [jelinek1977perplexity]"""
    return exp(-sum(log(p) for p in probabilities) / len(probabilities))


def perplexities():
    return {
        "product_denominator": round(1 / prod(TOKENS)), "value": perplexity(TOKENS),
        "mean_bits": -sum(log2(p) for p in TOKENS) / len(TOKENS), "surprised": perplexity(SURPRISED),
        "six_tokens": (1 / prod(TOKENS)) ** (1 / 6),  # the same sentence, cut into six tokens instead of four
    }


# --- BLEU and ROUGE: which pieces of the reference come back? Letters stand for words, so that both languages share them.

REFERENCE = list("abcdef")
SHORT, OPPOSITE, REORDERED = list("acdef"), list("axcdef"), list("defabc")


def ngrams(words, n):
    return Counter(tuple(words[i:i + n]) for i in range(len(words) - n + 1))


def hits(candidate, reference, n):
    """n-grams of the candidate that occur in the reference, each at most as often as there (clipping)."""
    return sum((ngrams(candidate, n) & ngrams(reference, n)).values())


def bleu(candidate, reference, longest=4):
    """BLEU = BP·exp(mean over n of log p_n), BP = min(1, exp(1 − r/c))   [papineni2002bleu, §2.3]"""
    precisions = [hits(candidate, reference, n) / sum(ngrams(candidate, n).values()) for n in range(1, longest + 1)]
    penalty = min(1.0, exp(1 - len(reference) / len(candidate)))
    mean = exp(sum(log(p) for p in precisions) / longest) if all(precisions) else 0.0
    return {f"p{n}": p for n, p in enumerate(precisions, 1)} | {"penalty": penalty, "mean": mean, "bleu": penalty * mean}


def lcs(one, two):
    """Length of the longest common subsequence: same order, gaps allowed."""
    if not one or not two:
        return 0
    if one[-1] == two[-1]:
        return lcs(one[:-1], two[:-1]) + 1
    return max(lcs(one[:-1], two), lcs(one, two[:-1]))


def rouge(candidate, reference):
    """Recall, precision and their harmonic mean, by single words and by the longest common subsequence  [lin2004rouge]"""
    result = {}
    for name, common in (("one", hits(candidate, reference, 1)), ("l", lcs(candidate, reference))):
        recall, precision = common / len(reference), common / len(candidate)
        result[name] = {"recall": recall, "precision": precision, "f": 2 * recall * precision / (recall + precision)}
    return result


def overlap():
    return {
        "short": bleu(SHORT, REFERENCE), "opposite": bleu(OPPOSITE, REFERENCE),
        "clipping": {"plain": 1.0, "clipped": hits(["a"] * 5, REFERENCE, 1) / 5},  # the candidate a a a a a
        "rouge_short": rouge(SHORT, REFERENCE), "rouge_reordered": rouge(REORDERED, REFERENCE),
    }


# --- images: inception score, FID in one dimension, CLIPScore

VARIED = ((0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8))  # p(class | image): one row for each of three images
ALIKE = (VARIED[0],) * 3


def inception(rows):
    """IS = exp(mean over images of KL(p(y|x) ‖ p(y)))   [salimans2016is, §4]"""
    margin = [sum(column) / len(rows) for column in zip(*rows)]
    kl = [sum(p * log(p / q) for p, q in zip(row, margin)) for row in rows]
    return {"kl": sum(kl) / len(kl), "score": exp(sum(kl) / len(kl))}


def fid(mean_1, sd_1, mean_2, sd_2):
    """‖μ₁ − μ₂‖² + Tr(Σ₁ + Σ₂ − 2(Σ₁Σ₂)^½) is (μ₁ − μ₂)² + (σ₁ − σ₂)² in one dimension   [heusel2017fid, eq. 6]"""
    return (mean_1 - mean_2) ** 2 + (sd_1 - sd_2) ** 2


def fid_of_the_same(n):
    """Expected FID between N(0, 1) and n numbers drawn from N(0, 1): it ought to be 0.

    E (x̄ − 0)² = 1/n; E (s − 1)² = 1 − 2·E s + 1 with E s = √(2/(n−1))·Γ(n/2)/Γ((n−1)/2), s with n − 1 below.
    """
    mean_s = sqrt(2 / (n - 1)) * exp(lgamma(n / 2) - lgamma((n - 1) / 2))
    return 1 / n + 2 * (1 - mean_s)


IMAGE, CAPTION, UNRELATED = (1, 2, 2), (2, -1, 1), (-2, 1, -1)


def clipscore(image, text):
    """2.5·max(cos, 0)   [hessel2021clipscore, §3]"""
    cos = sum(a * b for a, b in zip(image, text)) / sqrt(sum(a * a for a in image) * sum(b * b for b in text))
    return {"cos": cos, "score": 2.5 * max(cos, 0)}


def images():
    return {
        "varied": inception(VARIED), "alike": inception(ALIKE),
        "fid": {"shifted": fid(0, 1, 0.5, 1), "narrow": fid(0, 1, 0, 0.5), "both": fid(0, 1, 1, 2)},
        "same": {f"n{n}": fid_of_the_same(n) for n in (5, 50, 5000)},
        "caption": clipscore(IMAGE, CAPTION), "unrelated": clipscore(IMAGE, UNRELATED),
    }


# --- people: mean opinion score, Elo, Bradley–Terry

RATINGS = (5, 4, 4, 3, 5, 4, 3, 4)
T_95 = {8: 2.364624, 100: 1.984217}  # 97.5% point of Student's t with n − 1 degrees of freedom
Z_95 = 1.959964                      # the same of the normal distribution
TACOTRON, HUMAN = (4.526, 0.066), (4.582, 0.053)  # MOS and half-width   [shen2018tacotron2, table 1]


def mos():
    n, mean = len(RATINGS), sum(RATINGS) / len(RATINGS)
    sd = sqrt(sum((r - mean) ** 2 for r in RATINGS) / (n - 1))
    half = T_95[n] * sd / sqrt(n)
    return {
        "mean": mean, "sd": sd, "t": T_95[n], "half": half, "low": mean - half, "high": mean + half,
        "half_of_100": T_95[100] * sd / sqrt(100),  # a hundred raters who differ as much
        "tacotron_high": sum(TACOTRON), "human_low": HUMAN[0] - HUMAN[1],
    }


def expected(difference):
    """Share of wins that a lead of so many points predicts: 1/(1 + 10^(−d/400))   [elo1978rating]"""
    return 1 / (1 + 10 ** (-difference / 400))


def elo(a, b, a_wins, k=32):
    """R ← R + K·(result − expected)   [elo1978rating]"""
    change = k * (a_wins - expected(a - b))
    return {"change": change, "a": a + change, "b": b - change}


def from_votes(wins, losses):
    """Points between two systems that the votes suggest, and half of a 95% interval (normal, on the log odds)."""
    per_logit = 400 / log(10)
    return {"points": 400 * log10(wins / losses), "half": Z_95 * per_logit * sqrt(1 / wins + 1 / losses)}


def best_of(n, steps=4000):
    """Expected largest of n standard normal numbers: ∫ x·n·φ(x)·Φ(x)^(n−1) dx, by Simpson's rule on [−8, 8]."""
    h = 16 / steps
    total = 0.0
    for i in range(steps + 1):
        x = -8 + i * h
        weight = 1 if i in (0, steps) else 4 if i % 2 else 2
        total += weight * x * n * exp(-x * x / 2) / sqrt(2 * pi) * ((1 + erf(x / sqrt(2))) / 2) ** (n - 1)
    return total * h / 3


def people():
    error = 400 / log(10) * sqrt(1 / 500 + 1 / 500)  # standard error after 1,000 votes at 50%
    return {
        "mos": mos(), "expected": {f"d{d}": expected(d) for d in (0, 50, 100, 200, 400)},
        "odds_100": 10 ** (100 / 400), "win": elo(1600, 1500, 1), "loss": elo(1600, 1500, 0),
        "votes_60": from_votes(60, 40), "votes_600": from_votes(600, 400),
        "selection": {"error": error, "factor_27": best_of(27), "gain_27": best_of(27) * error},
    }


# --- benchmarks: how far chance alone moves a score

def half_width(share, questions):
    """Half of a 95% interval for a share of right answers, in percentage points."""
    return 100 * Z_95 * sqrt(share * (1 - share) / questions)


def benchmarks():
    leaked = 20  # of 100 questions; a model that knows these by heart and half of the others
    return {
        "half_164": half_width(0.5, 164), "half_10000": half_width(0.5, 10_000),
        "contaminated": leaked + (100 - leaked) * 0.5,
    }


def compute():
    """Every number the page prints."""
    numbers = {
        "perplexity": perplexities(), "overlap": overlap(), "images": images(), "people": people(),
        "benchmarks": benchmarks(),
    }
    return tidy(numbers, 10)


if __name__ == "__main__":
    write(__file__, compute())
