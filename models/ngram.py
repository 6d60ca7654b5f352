"""N-gram models: what can be predicted by counting which token followed the last few?

An n-gram model of order n looks at the n − 1 tokens before. Everything is a dict of counts.
"""

from collections import Counter, defaultdict
from math import exp, log

BOS = "<bos>"


class NGram:
    """Counts of every context up to order − 1 tokens long and what followed it.

    sequences: lists (or strings) of tokens; vocabulary: everything that may be predicted; a token that never occurred
    in training is as likely as the smoothing makes it."""

    def __init__(self, order, sequences, vocabulary):
        self.order, self.vocabulary = order, sorted(vocabulary)
        self.counts = [defaultdict(Counter) for _ in range(order)]  # counts[k][context of k tokens][next token]
        self.learn(sequences)

    def learn(self, sequences):
        """Counts more text."""
        before = self.order - 1
        for sequence in sequences:
            padded = [BOS] * before + list(sequence)
            for end in range(before, len(padded)):
                for k in range(self.order):
                    self.counts[k][tuple(padded[end - k:end])][padded[end]] += 1

    def after(self, context, k=None):
        """Counts of what followed the last k (default: order − 1) tokens of the context."""
        k = self.order - 1 if k is None else k
        padded = [BOS] * (k - len(context)) + list(context)
        return self.counts[k].get(tuple(padded[len(padded) - k:]), Counter())

    # --- three ways to turn counts into probabilities

    def relative(self, token, context):
        """c(context, token) / c(context): zero for whatever has not been seen."""
        seen = self.after(context)
        return seen[token] / sum(seen.values()) if seen else 0.0

    def add(self, token, context, k=1.0):
        """(c + k) / (Σ c + k·V): pretend that everything was seen k times more."""
        seen = self.after(context)
        return (seen[token] + k) / (sum(seen.values()) + k * len(self.vocabulary))

    def by_order(self, token, context):
        """Witten–Bell for orders 1, 2, … : each mixes what it counted with the order below, the more so the more kinds of
        token followed the context.   [p of order 1, …, p of the model's own order]

        p_k = (c(context, token) + T·p_{k−1}) / (Σ c + T), T the number of different tokens seen after it; p_0 = 1/V."""
        p, found = 1 / len(self.vocabulary), []
        for k in range(self.order):
            seen = self.after(context, k)
            if kinds := len(seen):
                p = (seen[token] + kinds * p) / (sum(seen.values()) + kinds)
            found.append(p)
        return found

    def interpolated(self, token, context):
        """The Witten–Bell probability with the whole context."""
        return self.by_order(token, context)[-1]

    def distribution(self, context, probability=None):
        """{token: probability} over the vocabulary."""
        probability = probability or self.interpolated
        return {token: probability(token, context) for token in self.vocabulary}


def surprise(sequences, probability, reach=10):
    """Mean −log p per token in nats, infinite if one has p = 0. `probability(token, context)` gets `reach` tokens before."""
    values = [probability(token, sequence[max(0, end - reach):end])
              for sequence in sequences for end, token in enumerate(sequence)]
    return sum(-log(p) for p in values) / len(values) if all(values) else float("inf")


def surprise_by_order(sequences, model):
    """The same for each order of an interpolated model: [nats per token at order 1, …]."""
    rows = [model.by_order(token, sequence[max(0, end - model.order):end])
            for sequence in sequences for end, token in enumerate(sequence)]
    return [-sum(log(p) for p in column) / len(rows) for column in zip(*rows)]


def perplexity(nats_per_token):
    """e^(nats): from how many equally likely tokens one would be choosing, on average."""
    return exp(nats_per_token)


def generate(model, rng, length, start=(), stop=None):
    """Goes on after `start`, drawing in proportion to the raw counts; a context never seen is shortened until it was."""
    out, first = list(start), len(start)
    while len(out) < first + length and (len(out) == first or out[-1] != stop):
        k = model.order - 1
        while not (seen := model.after(out, k)):
            k -= 1
        tokens = sorted(seen)
        out.append(tokens[rng.choice([seen[token] for token in tokens])])
    return out[first:]


def copied(generated, source, n=8):
    """Share of the n-grams of `generated` that stand in `source` word for word."""
    pieces = [tuple(generated[i:i + n]) for i in range(len(generated) - n + 1)]
    known = {tuple(source[i:i + n]) for i in range(len(source) - n + 1)}
    return sum(piece in known for piece in pieces) / len(pieces)
