"""When does a guess pay? Which scores does the hallucination page print for guessing and for saying “I don't know”?

    python models/hallucination_numbers.py      writes models/results/hallucination_numbers.json

Keys such as [kalai2025hallucinate] stand in data/references.bib.
"""

from kit.results import tidy, write

CHANCE = 0.3  # how likely the model's best guess is right in the worked example
PENALTIES = {"none": 0, "one": 1, "three": 3}  # points lost for a wrong answer
MODELS = {  # right and wrong in per cent of the SimpleQA questions   [openai2025whyhallucinate]
    "old": {"right": 24, "wrong": 75},
    "new": {"right": 22, "wrong": 26},
}
LISTED, INVENTED = 10, 0.18  # a reading list of ten, and GPT-4's share of invented references   [walters2023fabrication]


def guess(p, penalty):
    """Expected points of a guess that is right with probability p: 1 if right, −penalty if wrong, 0 for silence."""
    return p - (1 - p) * penalty


def threshold(penalty):
    """The confidence above which guessing beats silence: p = c / (1 + c), where guess(p, c) is zero."""
    return penalty / (1 + penalty)


def graded(model, penalty):
    """Points per hundred questions."""
    return model["right"] - penalty * model["wrong"]


def references():
    """Ten references, each invented with probability 0.18, independently: how many, and is the list clean?"""
    return {"n": LISTED, "share": INVENTED, "expected": LISTED * INVENTED, "clean": (1 - INVENTED) ** LISTED}


def compute():
    """Every number the page prints."""
    schemes = {name: {"penalty": c, "guess": guess(CHANCE, c), "threshold": threshold(c)} for name, c in PENALTIES.items()}
    models = {
        name: model | {"silent": 100 - model["right"] - model["wrong"], "plain": graded(model, 0), "strict": graded(model, 1),
                       "reliable": model["right"] / (model["right"] + model["wrong"])}
        for name, model in MODELS.items()
    }
    return tidy({"chance": CHANCE, "schemes": schemes, "models": models, "references": references()})


if __name__ == "__main__":
    write(__file__, compute())
