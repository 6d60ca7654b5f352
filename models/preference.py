"""Learning from choices: how do votes between two stories become a reward model, a choice of the best, a tuned model?"""

from itertools import cycle

import numpy as np
import story_model
import transformer
from kit.nn import Adam, exp, log, matmul, mean, sigmoid, softmax, total
from story_reader import grammatical

# --- the simulated reader

GIFT, SCENERY, FEELING = ({"送给", "gave"}, {"花", "天气", "蝉", "树叶", "秃", "flowers", "air", "cicadas", "leaves", "trees"},
                          {"哭", "难过", "着急", "cried", "sad", "worried"})
LIKES = (2.0, 1.0, 1.0, -2.0)  # a gift, a look at the season, a feeling; any mistake


def facts(tokens):
    """What our reader minds in a story: (gift, season, feeling, mistake), each 0 or 1."""
    said = set(tokens)
    return [float(bool(said & words)) for words in (GIFT, SCENERY, FEELING)] + [float(bool(grammatical(tokens)))]


def pleasure(tokens):
    """The true reward, which the reader never tells: the sum of LIKES over the facts."""
    return sum(like * fact for like, fact in zip(LIKES, facts(tokens)))


def prefers_first(first, second, rng):
    """Votes of a wavering reader: the first wins with probability σ(r₁ − r₂)   [bradley1952rank]. Arrays of rewards."""
    return rng.uniform(np.shape(first)) < sigmoid(np.asarray(first) - np.asarray(second))


# --- reward models: a weighted sum of a story's features, learnt from votes


def quick_look(tokens):
    """Features that are cheap to count: how often a gift is named, and tens of words. Mistakes are not among them."""
    return [float(sum(token in GIFT for token in tokens)), len(tokens) / 10]


def close_look(tokens):
    """The facts that the reader minds."""
    return facts(tokens)


def reward_model(chosen, rejected, steps=500, rate=1.0):
    """Weights w that minimise −mean log σ(w·(chosen − rejected)) by gradient descent, from zeros.

    chosen, rejected: features (votes, features)."""
    apart, w = chosen - rejected, np.zeros(chosen.shape[1])
    for _ in range(steps):
        miss = 1.0 - sigmoid(matmul(apart, w[:, None]))  # how much probability the model gave to the other outcome
        w = w + rate * mean(miss * apart, 0)
    return w


def reward(w, features):
    """(stories, features) → (stories)"""
    return matmul(features, w[:, None])[:, 0]


def best_of(scores, values, n):
    """The mean of `values` over stories chosen as the best by `scores` of n drawn from the pool, over all such draws.

    The story of rank k among N is the best of n with probability (k/N)ⁿ − ((k − 1)/N)ⁿ; k = N is the highest score.
    """
    order, count = np.argsort(scores, kind="stable"), len(scores)
    reach = np.ones(count + 1)
    for _ in range(n):
        reach = reach * (np.arange(count + 1) / count)
    return total((reach[1:] - reach[:-1]) * values[order])


# --- direct preference optimisation


def dpo_loss(chosen, rejected, beta):
    """Losses −log σ(β·(chosen − rejected)) and their slopes by `chosen`   [rafailov2023dpo, eq. 7].

    chosen, rejected: log π(y) − log π_ref(y) of the two texts of each pair. The slope by `rejected` is the opposite one.
    """
    margin = beta * (chosen - rejected)
    return -log(sigmoid(margin)), -beta * sigmoid(-margin)


def log_probabilities(params, texts):
    """log p of each whole text, in nats."""
    return np.array([-total(row) for row in story_model.surprises(params, texts)])


def push(params, texts, slopes):
    """Gradients of Σ slopes[i]·log p(text i): the way from a loss on whole texts into the weights."""
    ids, weights = story_model.padded(texts)
    scores, kept = transformer.forward(params, ids[:, :-1])
    dscores = -softmax(scores)  # ∂ log p(word)/∂scores = 1 − p for the word itself, −p for the others
    here = ids[:, 1:, None]
    np.put_along_axis(dscores, here, 1.0 + np.take_along_axis(dscores, here, -1), -1)
    return transformer.backward(params, kept, dscores * (weights * slopes[:, None])[..., None])


def dpo(params, pairs, beta, steps, rate, rng, size=8):
    """A copy of the model after `steps` steps of DPO on (chosen, rejected) pairs of texts; params stay the reference."""
    tuned = {name: value.copy() for name, value in params.items()}
    optimiser, batches = Adam(tuned, rate, beta2=0.98), story_model.shuffled(range(len(pairs)), size, rng)
    known = [log_probabilities(params, [pair[side] for pair in pairs]) for side in (0, 1)]
    for step, batch in zip(range(steps), batches):
        texts = [pairs[i][side] for side in (0, 1) for i in batch]
        gains = log_probabilities(tuned, texts) - np.concatenate([side[batch] for side in known])
        _, slopes = dpo_loss(gains[:size], gains[size:], beta)
        grads = push(tuned, texts, np.concatenate([slopes, -slopes]) / size)
        optimiser.step(tuned, grads, story_model.rate_at(step, steps, rate, warm=5))
    return tuned


def tilted(reference, rewards, beta):
    """π ∝ π_ref·exp(r/β), the best of all policies when straying costs β·KL   [rafailov2023dpo, eq. 4]"""
    weights = reference * exp(rewards / beta)
    return weights / total(weights, -1)[..., None]


# --- tuning on chosen texts


def imitate(params, texts, original, steps, rate, rng):
    """A copy of the model after `steps` batches of eight: its own chosen texts, half of them replaced by original ones
    if `original` is not empty."""
    tuned = {name: value.copy() for name, value in params.items()}
    own = story_model.shuffled(texts, 4 if original else 8, rng)
    fresh = story_model.shuffled(original, 4, rng.split("original")) if original else cycle([[]])
    optimiser, batches = Adam(tuned, rate, beta2=0.98), ([*some, *more] for some, more in zip(own, fresh))
    for step, batch in zip(range(steps), batches):
        _, grads = story_model.gradients(tuned, batch)
        optimiser.step(tuned, grads, story_model.rate_at(step, steps, rate, warm=5))
    return tuned
