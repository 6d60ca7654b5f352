"""New, good, and different, counted on tiny plots: which numbers does the page on computational creativity print?

    python models/computational_creativity_numbers.py      writes models/results/computational_creativity_numbers.json

Keys such as [ritchie2007criteria] stand in data/references.bib. Plots and ratings are invented.
"""

from itertools import combinations

from kit.results import tidy, write

SLOTS = 4  # a plot is who, where, what for, and how it ends
BEST = 5   # ratings go from 1 to 5

KNOWN = (  # what the system has been given: its inspiring set [ritchie2007criteria]
    ("fox", "forest", "key", "home"),
    ("cat", "forest", "moon", "home"),
    ("fox", "river", "key", "lost"),
)
MADE = {  # what it puts out, and how three judges rate it from 1 to 5
    "copy": (("fox", "forest", "key", "home"), (5, 4, 4)),
    "variant": (("cat", "river", "moon", "home"), (4, 4, 3)),
    "robot": (("robot", "desert", "moon", "lost"), (5, 4, 3)),
    "nonsense": (("sock", "seven", "blue", "of"), (1, 2, 1)),
}


def distance(a, b):
    """In how many slots two plots differ (Hamming distance)."""
    return sum(x != y for x, y in zip(a, b, strict=True))


def novelty(plot, known=KNOWN):
    """Distance to the nearest plot already known."""
    return min(distance(plot, other) for other in known)


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def made():
    result = {}
    for name, (plot, ratings) in MADE.items():
        new, good = novelty(plot), mean(ratings)
        # one of many possible scores: both brought to 0 … 1 and multiplied, so that neither alone is enough
        result[name] = {"novelty": new, "quality": good, "score": new / SLOTS * (good - 1) / (BEST - 1)}
    return result


# --- do writers become more creative, and the whole less diverse? four writers alone, four who got the same idea

ALONE = (
    ("fox", "forest", "moon", "home"), ("cat", "river", "key", "home"),
    ("fox", "river", "moon", "lost"), ("cat", "forest", "key", "lost"),
)
HELPED = (  # the idea was a robot in a desert
    ("robot", "desert", "moon", "home"), ("robot", "desert", "key", "lost"),
    ("robot", "desert", "moon", "lost"), ("robot", "river", "moon", "lost"),
)


def diversity(plots):
    """Mean distance over all pairs."""
    return mean(distance(a, b) for a, b in combinations(plots, 2))


def group(plots):
    return {"novelty": mean(novelty(plot) for plot in plots), "diversity": diversity(plots),
            "pairs": len(list(combinations(plots, 2))), "sum": sum(distance(a, b) for a, b in combinations(plots, 2)),
            "each": {str(i): novelty(plot) for i, plot in enumerate(plots, 1)}}


def compute():
    """Every number the page prints."""
    nearest = {str(i): distance(MADE["robot"][0], plot) for i, plot in enumerate(KNOWN, 1)}
    sets = {"alone": group(ALONE), "helped": group(HELPED)}
    return tidy({"slots": SLOTS, "best_rating": BEST, "made": made(), "robot_to": nearest, **sets})


if __name__ == "__main__":
    write(__file__, compute())
