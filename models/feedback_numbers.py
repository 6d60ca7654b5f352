"""Learning from choices: which numbers does the page on feedback print, by hand and measured on our story model?

    python models/feedback_numbers.py      writes models/results/feedback_numbers.json

Keys such as [rafailov2023dpo] stand in data/references.bib. All logarithms are natural.
"""

from math import exp, log

from kit.results import tidy, write
from kit.weights import load


def sigmoid(a):
    return 1 / (1 + exp(-a))


# --- a reward model learns from two votes

VOTES = (((1.0, 0.0), (0.0, 1.0)), ((1.0, 1.0), (1.0, 0.0)))  # features (funny, long) of the chosen, of the rejected
ETA = 0.5


def reward(w, features):
    """r = w·φ"""
    return sum(a * b for a, b in zip(w, features))


def vote(w, chosen, rejected, eta=ETA):
    """P(chosen beats rejected) = σ(r_chosen − r_rejected)   [bradley1952rank]; loss −log P; one step down its slope."""
    margin = reward(w, chosen) - reward(w, rejected)
    p = sigmoid(margin)
    gradient = [-(1 - p) * (a - b) for a, b in zip(chosen, rejected)]  # d(−log σ(m))/dm = −(1 − σ(m))
    new = [weight - eta * slope for weight, slope in zip(w, gradient)]
    return new, {"chosen": reward(w, chosen), "rejected": reward(w, rejected), "margin": margin, "p": p, "loss": -log(p),
                 "gradient1": gradient[0], "gradient2": gradient[1], "w1": new[0], "w2": new[1],
                 "p_after": sigmoid(reward(new, chosen) - reward(new, rejected))}


def two_votes():
    w, steps = (0.0, 0.0), {}
    for number, (chosen, rejected) in enumerate(VOTES, start=1):
        w, steps[f"vote{number}"] = vote(w, chosen, rejected)
    return steps


MARGINS = {"m0": 0.0, "m1": 1.0, "m2": 2.0, "m4": 4.0}


def margins():
    """From a difference in reward to a probability and a loss."""
    return {key: {"margin": m, "p": sigmoid(m), "loss": -log(sigmoid(m)), "p_lost": sigmoid(-m)} for key, m in MARGINS.items()}


# --- DPO on one pair

LOG_P = {"chosen": -12.0, "rejected": -11.0}       # log π(y) of two answers under the model in training
LOG_REF = {"chosen": -12.5, "rejected": -10.6}     # and under the frozen reference


def dpo(beta, log_p=None):
    """−log σ(β·[(log π − log π_ref)(chosen) − (log π − log π_ref)(rejected)])   [rafailov2023dpo, eq. 7]

    `pull` is the factor before ∇log π(chosen) − ∇log π(rejected) in the step: β·σ(−margin)   [§4].
    """
    log_p = log_p or LOG_P
    gains = {side: log_p[side] - LOG_REF[side] for side in LOG_P}
    margin = beta * (gains["chosen"] - gains["rejected"])
    return {"beta": beta, "gain_chosen": gains["chosen"], "gain_rejected": gains["rejected"], "margin": margin,
            "p": sigmoid(margin), "loss": -log(sigmoid(margin)), "pull": beta * sigmoid(-margin)}


# --- the best policy when straying from the reference costs β a nat

REFERENCE = {"a": 0.6, "b": 0.3, "c": 0.1}
REWARDS = {"a": 0.0, "b": 1.0, "c": 2.0}


def tilted(beta):
    """π ∝ π_ref·exp(r/β), which maximises E[r] − β·KL(π ‖ π_ref)   [rafailov2023dpo, eq. 4]"""
    weights = {y: REFERENCE[y] * exp(REWARDS[y] / beta) for y in REFERENCE}
    total = sum(weights.values())
    p = {y: weight / total for y, weight in weights.items()}
    mean_reward = sum(p[y] * REWARDS[y] for y in p)
    kl = sum(p[y] * log(p[y] / REFERENCE[y]) for y in p)
    raw = {f"raw_{y}": weight for y, weight in weights.items()}
    return p | raw | {"beta": beta, "sum": total, "reward": mean_reward, "kl": kl, "objective": mean_reward - beta * kl}


BETAS = {"b4": 4.0, "b1": 1.0, "b05": 0.5, "b02": 0.2}


def tilting():
    start = {"reward": sum(REFERENCE[y] * REWARDS[y] for y in REFERENCE), **REFERENCE}
    return {"start": start} | {key: tilted(beta) for key, beta in BETAS.items()}


# --- best of n

def best_of(n, p=0.2):
    """Keep the best of n independent answers, each good with probability p.

    KL(best of n ‖ one) is at most log n − (n − 1)/n   [beirami2024bestofn].
    """
    return {"n": n, "good": 1 - (1 - p) ** n, "kl_bound": log(n) - (n - 1) / n}


# --- a loop that feeds on itself: a text type with share p is kept k times as often as the others, round after round

LOOP_SHARE, LOOP_FACTOR, LOOP_ROUNDS = 0.1, 3.0, 5


def loop(fresh=0.0):
    """p ← k·p/(k·p + 1 − p), where a part `fresh` of each round's texts is original data with the first share."""
    shares = [LOOP_SHARE]
    for _ in range(LOOP_ROUNDS):
        kept = LOOP_FACTOR * shares[-1] / (LOOP_FACTOR * shares[-1] + 1 - shares[-1])
        shares.append(fresh * LOOP_SHARE + (1 - fresh) * kept)
    return {f"round{k}": share for k, share in enumerate(shares)}


# --- our story model and its simulated reader: trained by train_preference.py, kept in the headers of the weights

def measured():
    _, header = load("preference")
    found = header["metrics"]
    models = found["reward_models"]
    quick, close = (models[name]["weights"] for name in ("quick", "close"))
    gain = found["dpo"]
    return {
        "cfg": header["cfg"] | {"temperature": found["best_of"]["temperature"], "pool": found["best_of"]["pool"]},
        "likes": dict(zip(FACTS, header["cfg"]["likes"])),
        "quick": models["quick"] | {"gift": quick[0], "ten_words": quick[1]},
        "close": models["close"] | dict(zip(FACTS, close)), "reader": models["reader"],
        "best_of": found["best_of"]["curves"], "peak": peak(found["best_of"]["curves"]["quick"]), "top": found["best_of"]["top"],
        "dpo": {name: row | {"reward_gain": row["reward"] - gain["base"]["reward"]} for name, row in gain.items()},
        "loop": found["loop"],
    }


FACTS = ("gift", "season", "feeling", "mistake")


def peak(curve):
    """Where the reader's pleasure is greatest along the quick reward model's curve, and what is lost by its end."""
    best = max(curve, key=lambda n: curve[n]["true"])
    last = max(curve, key=lambda n: int(n[1:]))
    return {"n": int(best[1:]), "true": curve[best]["true"], "last_n": int(last[1:]), "last_true": curve[last]["true"],
            "lost": curve[best]["true"] - curve[last]["true"]}


def compute():
    """Every number the page prints."""
    return tidy({
        "votes": two_votes(), "margins": margins(), "dpo": {"b01": dpo(0.1), "b05": dpo(0.5), "b2": dpo(2.0)},
        "tilted": tilting(), "best_of": {f"n{n}": best_of(n) for n in (1, 2, 4, 8, 16)},
        "loop": {"alone": loop(), "half": loop(0.5)}, "measured": measured(),
    })


if __name__ == "__main__":
    write(__file__, compute())
