"""From one model to a fitting one: which numbers does the page on adaptation print, by hand and measured?

    python models/adaptation_numbers.py      writes models/results/adaptation_numbers.json

Keys such as [hu2022lora] stand in data/references.bib. All logarithms are natural.
"""

from math import exp, log

import adapters
import bedtime
import story_model
from kit.results import tidy, write
from kit.weights import load
from stories import LANGUAGES, text

# --- LoRA on a 3 × 3 matrix, rank 1

WEIGHT = ((2, 0, 1), (1, 1, 0), (0, 3, 1))
UP = (1, 0, 2)            # B: one column
DOWN = (0.5, -1, 0)       # A: one row
ALPHA, RANK = 2, 1
INPUT = (1, 2, 1)


def lora():
    """h = W·x + (α/r)·B·A·x   [hu2022lora, eq. 3]: the same as one matrix W + (α/r)·B·A, after training."""
    scale = ALPHA / RANK
    merged = [[w + scale * b * a for w, a in zip(row, DOWN)] for row, b in zip(WEIGHT, UP)]
    before = [sum(w * x for w, x in zip(row, INPUT)) for row in WEIGHT]
    inner = sum(a * x for a, x in zip(DOWN, INPUT))
    after = [h + scale * b * inner for h, b in zip(before, UP)]
    cells = {f"m{i + 1}{j + 1}": value for i, row in enumerate(merged) for j, value in enumerate(row)}
    return cells | numbered("before", before) | numbered("after", after) | {"inner": inner, "scale": scale}


def numbered(name, values):
    return {f"{name}{i + 1}": value for i, value in enumerate(values)}


LORA_SIZES = {"ours": (48, 2), "gpt3": (12288, 4)}  # side of the matrix, rank; GPT-3's width [brown2020gpt3, table 2.1]


def lora_sizes():
    """d·d numbers in the matrix, 2·d·r in the pair beside it."""
    return {name: {"side": d, "rank": r, "full": d * d, "thin": 2 * d * r, "share": 2 * r / d}
            for name, (d, r) in LORA_SIZES.items()}


# --- distillation: what a teacher's scores say besides the answer

TEACHER = {"cat": 5.0, "dog": 3.0, "car": -1.0}
STUDENT = {"cat": 2.0, "dog": 0.0, "car": 0.5}


def softened(scores, t):
    """softmax(z/T)   [hinton2015distilling, eq. 1]"""
    powers = {name: exp(z / t) for name, z in scores.items()}
    return {name: power / sum(powers.values()) for name, power in powers.items()}


def distil(t):
    """The teacher's and the student's distributions at temperature T, KL(teacher ‖ student) and its slope.

    ∂KL/∂z_student = (q − p)/T, which shrinks roughly as 1/T²; hence the factor T²   [hinton2015distilling, §2].
    """
    p, q = softened(TEACHER, t), softened(STUDENT, t)
    kl = sum(p[name] * log(p[name] / q[name]) for name in p)
    result = {"t": t, "kl": kl, "kl_t2": kl * t * t}
    for name in p:
        result |= {f"teacher_{name}": p[name], f"student_{name}": q[name], f"slope_{name}": (q[name] - p[name]) / t}
    return result


def hard():
    """The same student against the bare label: −log q(cat)."""
    return {"loss": -log(softened(STUDENT, 1)["cat"]), "ratio_dog_car": exp(TEACHER["dog"] - TEACHER["car"])}


# --- quantisation of six weights

WEIGHTS = (0.82, -0.41, 0.07, -1.27, 0.30, 0.004)


def quantised(bits):
    """Whole numbers from −(2^(b−1) − 1) to 2^(b−1) − 1 times a scale   [jacob2018quantization, §2.1, with zero point 0]"""
    top = 2 ** (bits - 1) - 1
    scale = max(abs(w) for w in WEIGHTS) / top
    codes = [int(w / scale + (0.5 if w >= 0 else -0.5)) for w in WEIGHTS]  # int() cuts towards 0: round half away from it
    back = [code * scale for code in codes]
    errors = [b - w for b, w in zip(back, WEIGHTS)]
    return (numbered("code", codes) | numbered("back", back) | numbered("error", errors)
            | {"bits": bits, "top": top, "scale": scale, "worst": max(abs(e) for e in errors), "half_step": scale / 2})


def gigabytes(parameters_billion, bits):
    return parameters_billion * bits / 8


def memory():
    """Weights alone of a model with 7 billion parameters."""
    return {f"bits{bits}": gigabytes(7, bits) for bits in (32, 16, 8, 4)}


# --- our story Transformer: adapted by train_adaptation.py, and written with fewer bits

BITS = (8, 6, 5, 4, 3)


def adapted():
    """Losses after each way of adapting, from the header of the adapters; floors are exact."""
    thin, header = load("bedtime")
    base, _ = load("transformer")
    floors = {lang: bedtime.floor(lang) for lang in LANGUAGES}
    return {
        "cfg": header["cfg"], "floor": floors, "runs": header["metrics"],
        "example": {lang: text(bedtime.collection(lang, 1)[0], lang) for lang in LANGUAGES},
        "lora": {"numbers": sum(value.size for value in thin.values()), "all": sum(value.size for value in base.values()),
                 "share": sum(value.size for value in thin.values()) / sum(value.size for value in base.values())},
    }


def with_fewer_bits():
    """Loss and size of the story Transformer after rounding its tables and matrices."""
    base, _ = load("transformer")
    texts = story_model.encoded("held_out")[:100]
    result = {"float32": {"loss": story_model.loss(base, texts), "kilobytes": adapters.kilobytes(base, 32, each=False)}}
    for bits in BITS:
        for name, each in (("each", True), ("whole", False)):
            rounded = adapters.smaller(base, bits, each)
            result[f"bits{bits}_{name}"] = {
                "loss": story_model.loss(rounded, texts), "kilobytes": adapters.kilobytes(base, bits, each),
            }
    plain = result["float32"]["loss"]
    return {name: row | {"change": row["loss"] - plain} for name, row in result.items()}


def compute():
    """Every number the page prints."""
    return tidy({
        "lora": lora(), "lora_sizes": lora_sizes(), "distil": {f"t{t}": distil(t) for t in (1, 2, 4)} | {"hard": hard()},
        "quantised": {f"bits{bits}": quantised(bits) for bits in (8, 4)}, "memory": memory(),
        "adapted": adapted(), "fewer_bits": with_fewer_bits(),
    })


if __name__ == "__main__":
    write(__file__, compute())
