"""Scaling laws on paper: which numbers do the worked examples of the page on scaling laws print?

    python models/scaling_laws_numbers.py      writes models/results/scaling_laws_numbers.json

Keys such as [hoffmann2022chinchilla] stand in data/references.bib. N counts parameters, D tokens, C operations.
"""

from math import log10

from kit.results import tidy, write

# --- a power law is a straight line on logarithmic paper

SIZES, LOSSES = (1e6, 1e7, 1e8), (4.1, 3.2, 2.6)  # three invented measurements


def fit(sizes, losses):
    """Least squares for log₁₀ L = level + slope·log₁₀ N. Returns slope and level."""
    xs, ys = [log10(n) for n in sizes], [log10(loss) for loss in losses]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys)) / sum((x - mean_x) ** 2 for x in xs)
    return slope, mean_y - slope * mean_x


def straight_line():
    slope, level = fit(SIZES, LOSSES)
    result = {f"log_{k}": log10(loss) for k, loss in zip((6, 7, 8), LOSSES)}
    result |= {"slope": slope, "per_decade": 10**slope, "per_doubling": 2**slope}
    result |= {f"at_{k}": 10 ** (level + slope * k) for k in (9, 10)}
    return result


# --- the law of 2020 and what doubling buys

EXPONENTS = {"parameters": 0.076, "tokens": 0.095, "compute": 0.050}  # [kaplan2020scaling, eq. 1.1–1.3]


def doubling():
    """Factor on the loss when one quantity is doubled, and when it grows tenfold, nothing else in the way."""
    return {name: {"double": 2**-a, "tenfold": 10**-a} for name, a in EXPONENTS.items()}


# --- C ≈ 6·N·D

RUNS = {"gpt3": (175e9, 300e9), "llama3": (405e9, 15.6e12)}  # [brown2020gpt3, table D.1] [grattafiori2024llama3]


def cost(n, d):
    return 6 * n * d  # 2 operations forward and 4 backward per parameter and token   [kaplan2020scaling, §2.1]


# --- L(N, D) = E + A/N^α + B/D^β, and the best N and D for a given C

HOFFMANN = {"E": 1.69, "A": 406.4, "B": 410.7, "alpha": 0.34, "beta": 0.28}               # [hoffmann2022chinchilla, eq. 10]
BESIROGLU = {"E": 1.8172, "A": 482.01, "B": 2085.43, "alpha": 0.3478, "beta": 0.3658}     # [besiroglu2024chinchilla]
LAWS = {"hoffmann": HOFFMANN, "besiroglu": BESIROGLU}
CHINCHILLA = cost(70e9, 1.4e12)  # the budget of Chinchilla, 5.88·10²³


def loss(n, d, law):
    return law["E"] + law["A"] / n ** law["alpha"] + law["B"] / d ** law["beta"]


def best(c, law):
    """N = G·(C/6)^a with a = β/(α+β) and G = (αA/βB)^(1/(α+β)); D = (C/6)/N   [hoffmann2022chinchilla, eq. 4]"""
    total = law["alpha"] + law["beta"]
    g = (law["alpha"] * law["A"] / (law["beta"] * law["B"])) ** (1 / total)
    n = g * (c / 6) ** (law["beta"] / total)
    d = c / 6 / n
    return {
        "n_billion": n / 1e9, "d_trillion": d / 1e12, "ratio": d / n, "loss": loss(n, d, law),
        "a": law["beta"] / total, "b": law["alpha"] / total,
    }


def same_budget():
    """Chinchilla's budget spent on models of different sizes, by the refitted law."""
    result = {}
    for billions in (10, 35, 70, 280):
        n = billions * 1e9
        d = CHINCHILLA / 6 / n
        result[f"n{billions}"] = {
            "d_trillion": d / 1e12, "size_term": BESIROGLU["A"] / n ** BESIROGLU["alpha"],
            "data_term": BESIROGLU["B"] / d ** BESIROGLU["beta"], "loss": loss(n, d, BESIROGLU),
        }
    return result


# --- smaller and longer: half of Chinchilla's size, the same loss

def smaller_and_longer():
    law, half = BESIROGLU, 35e9
    goal = loss(70e9, 1.4e12, law)
    d = (law["B"] / (goal - law["E"] - law["A"] / half ** law["alpha"])) ** (1 / law["beta"])
    extra = cost(half, d) - CHINCHILLA
    # serving one token costs about 2 operations per parameter; the small model saves 2·35·10⁹ of them
    return {
        "goal": goal, "d_trillion": d / 1e12, "ratio": d / half, "c_1e23": cost(half, d) / 1e23,
        "extra_percent": 100 * extra / CHINCHILLA, "break_even_trillion": extra / (2 * (70e9 - half)) / 1e12,
        "llama3_8b_ratio": 15e12 / 8e9,  # [grattafiori2024llama3]
    }


# --- the stock of text

STOCK = 300e12  # tokens of public human text, an estimate   [villalobos2024data]


def data_wall():
    """The budget for which the refitted law asks for the whole stock, and its model."""
    law = BESIROGLU
    total = law["alpha"] + law["beta"]
    g = (law["alpha"] * law["A"] / (law["beta"] * law["B"])) ** (1 / total)
    c = 6 * (STOCK * g) ** (total / law["alpha"])  # from D = (C/6)^b / G
    return {"c_1e28": c / 1e28, "n_trillion": best(c, law)["n_billion"] / 1e3, "times_llama3": c / cost(*RUNS["llama3"])}


# --- emergence: one smooth curve seen through two metrics

def emergence():
    """p is the chance of each token; exact match of k tokens asks for all of them: p^k   [schaeffer2023mirage, §2]"""
    result = {}
    for percent in (50, 70, 80, 90, 95, 99):
        p = percent / 100
        result[f"p{percent}"] = {"one": p, "five": p**5, "ten": p**10}
    return result


# --- extrapolating past the floor

def floor():
    """A straight line through two points of a law with a floor E, drawn on to 10¹² parameters (D without limit)."""
    def law(n):
        return HOFFMANN["E"] + HOFFMANN["A"] / n ** HOFFMANN["alpha"]

    slope, level = fit((1e7, 1e8), (law(1e7), law(1e8)))
    return {"at_7": law(1e7), "at_8": law(1e8), "line_12": 10 ** (level + 12 * slope), "law_12": law(1e12)}


# --- more tries instead of a larger model

def tries():
    """Chance that one of k independent tries succeeds if each does with 0.2: 1 − 0.8^k"""
    return {f"k{k}": 1 - 0.8**k for k in (1, 5, 10)}


def compute():
    """Every number the page prints."""
    numbers = {
        "line": straight_line(), "doubling": doubling(),
        "cost": {"gpt3_1e23": cost(*RUNS["gpt3"]) / 1e23, "llama3_1e25": cost(*RUNS["llama3"]) / 1e25},
        "hundredfold": {"kaplan_n": 100**0.73, "kaplan_d": 100**0.27, "equal": 100**0.5},
        "best": {name: best(CHINCHILLA, law) for name, law in LAWS.items()},
        "chinchilla_1e23": CHINCHILLA / 1e23, "same_budget": same_budget(), "longer": smaller_and_longer(),
        "wall": data_wall(), "emergence": emergence(), "floor": floor(), "tries": tries(),
    }
    return tidy(numbers, 10, significant=True)


if __name__ == "__main__":
    write(__file__, compute())
