"""Votes, verifiers, and rewards in miniature: which numbers does the page on reasoning models print?

    python models/reasoning_models_numbers.py      writes models/results/reasoning_models_numbers.json

Keys such as [shao2024deepseekmath] stand in data/references.bib.
"""

from math import comb, factorial, sqrt

from kit.results import tidy, write

# --- self-consistency: n answers are drawn, the most frequent one wins


def majority(p, n):
    """Right against a single wrong answer: Σ C(n,k)·p^k·(1−p)^(n−k) over k > n/2, for odd n."""
    return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n // 2 + 1, n + 1))


def plurality(p, rivals, n):
    """The same with several equally likely wrong answers; a tie for the first place is settled by lot."""
    q, total = (1 - p) / rivals, 0.0
    for right in range(n + 1):
        for spread in parts(n - right, rivals):
            ways = factorial(n) // factorial(right)
            for k in spread:
                ways //= factorial(k)
            ahead, level = sum(k > right for k in spread), sum(k == right for k in spread)
            if not ahead:
                total += ways * p**right * q ** (n - right) / (1 + level)
    return total


def parts(n, boxes):
    """Every way to put n things into so many boxes."""
    if boxes == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in parts(n - first, boxes - 1):
            yield (first, *rest)


def votes():
    rows = {}
    for name, n in (("one", 1), ("three", 3), ("nine", 9), ("many", 25)):
        rows[name] = {"n": n, "good": majority(0.6, n), "poor": majority(0.4, n), "spread": plurality(0.4, 3, n)}
    return rows


# --- best of n: a checker picks

HIT, KEEPS, LETS_THROUGH = 0.1, 0.9, 0.1  # one answer is right; the checker accepts a right one, a wrong one


def best_of(n):
    """A perfect checker finds a right answer if there is one; a flawed one takes the first answer it accepts."""
    accepted = HIT * KEEPS + (1 - HIT) * LETS_THROUGH
    precise = HIT * KEEPS / accepted  # Bayes: how many of the accepted answers are right
    return {"n": n, "perfect": 1 - (1 - HIT) ** n, "flawed": (1 - (1 - accepted) ** n) * precise, "limit": precise}


# --- pass@k from n tries of which c were right

def pass_at(n, c, k):
    """1 − C(n−c, k) / C(n, k), unbiased; 1 − (1 − c/n)^k is not   [chen2021codex, eq. 1]"""
    return {"unbiased": 1 - comb(n - c, k) / comb(n, k), "naive": 1 - (1 - c / n) ** k}


# --- GRPO: rewards of a group, compared with each other

GROUP = (1, 0, 0, 1, 0)
CLIP = 0.2


def advantages(rewards):
    """A_i = (r_i − mean) / standard deviation of the group   [shao2024deepseekmath, §4.1.2]"""
    mean = sum(rewards) / len(rewards)
    deviation = sqrt(sum((r - mean) ** 2 for r in rewards) / len(rewards))
    return mean, deviation, [(r - mean) / deviation if deviation else 0.0 for r in rewards]


def clipped(ratio, advantage):
    """min(ρ·A, clip(ρ, 1 − ε, 1 + ε)·A)   [schulman2017ppo, eq. 7]"""
    return min(ratio * advantage, max(1 - CLIP, min(1 + CLIP, ratio)) * advantage)


def grpo():
    mean, deviation, values = advantages(GROUP)
    result = {"mean": mean, "deviation": deviation, "variance": deviation**2, "right": values[0], "wrong": values[1],
              "up": clipped(1.3, values[0]), "up_plain": 1.3 * values[0], "down": clipped(0.7, values[1])}
    for name, right in (("hard", 1), ("middle", 4), ("easy", 7), ("solved", 8)):
        mean, deviation, values = advantages([1] * right + [0] * (8 - right))
        result[name] = {"right": values[0], "wrong": values[-1] if right < 8 else 0.0, "bare": 1 - mean}
    return result


# --- the Tower of Hanoi: length and reliability

RELIABLE, TOKENS_PER_MOVE = 0.999, 10


def tower(disks):
    moves = 2**disks - 1
    return {"moves": moves, "tokens": TOKENS_PER_MOVE * moves, "success": RELIABLE**moves}


# --- what thinking costs: operations are proportional to tokens

ANSWER, THOUGHT = 300, 8700


def cost():
    return {"answer": ANSWER, "thought": THOUGHT, "times": (ANSWER + THOUGHT) / ANSWER,
            "votes": 64 * (ANSWER + THOUGHT) / ANSWER, "overthinking": 1 + 1953 / 100}  # [chen2025overthinking]


def compute():
    """Every number the page prints."""
    numbers = {
        "votes": votes(), "best_of": {f"n{n}": best_of(n) for n in (1, 10, 100)},
        "pass_at": {f"k{k}": pass_at(10, 3, k) for k in (1, 5)}, "grpo": grpo(),
        "tower": {f"disks{n}": tower(n) for n in (7, 10, 15)} | {"reliable": RELIABLE}, "cost": cost(),
    }
    return tidy(numbers)


if __name__ == "__main__":
    write(__file__, compute())
