"""Images and words in one space: which numbers do the worked examples of the multimodal page print?

    python models/multimodal_numbers.py      writes models/results/multimodal_numbers.json

Keys such as [radford2021clip] stand in data/references.bib. All logarithms are natural.
"""

from math import exp, log, sqrt

from kit.results import tidy, write

# --- CLIP's loss on three pairs

COSINES = ((0.30, 0.20, 0.10), (0.15, 0.35, 0.20), (0.10, 0.25, 0.30))  # row: image, column: caption; pairs on the diagonal
BATCH = 32_768  # [radford2021clip, §2.5]


def softmax(scores):
    powers = [exp(s - max(scores)) for s in scores]
    return [power / sum(powers) for power in powers]


def clip_loss(cosines, temperature):
    """Mean cross-entropy of each row and of each column against its diagonal   [radford2021clip, fig. 3]"""
    n = len(cosines)
    rows = [softmax([c / temperature for c in row])[i] for i, row in enumerate(cosines)]
    columns = [softmax([c / temperature for c in column])[i] for i, column in enumerate(zip(*cosines))]
    image, text = (-sum(log(p) for p in side) / n for side in (rows, columns))
    result = {"image": image, "text": text, "loss": (image + text) / 2}
    result |= {f"row_{i}": p for i, p in enumerate(rows, 1)} | {f"column_{i}": p for i, p in enumerate(columns, 1)}
    return result


def contrast():
    first = [exp(c / 0.1) for c in COSINES[0]]
    return {
        "warm": clip_loss(COSINES, 1.0), "mild": clip_loss(COSINES, 0.1), "cold": clip_loss(COSINES, 0.01),
        "first_powers": dict(zip(("a", "b", "c"), first)), "first_sum": sum(first),
        "guess_3": log(3), "guess_batch": log(BATCH),
    }


# --- zero-shot classification: captions as classes

SCALE = 100  # CLIP's learned factor 1/τ is kept at 100 or below   [radford2021clip, §2.5]


def zero_shot():
    cat, nothing = softmax([SCALE * c for c in (0.27, 0.24, 0.18)]), softmax([SCALE * c for c in (0.12, 0.11, 0.10)])
    return {"known": dict(zip(("cat", "dog", "car"), cat)), "foreign": dict(zip(("cat", "dog", "car"), nothing))}


# --- everything becomes tokens

def patches(side, patch):
    return (side // patch) ** 2


def tokens():
    raw, coded = 256 * 256 * 3, 32 * 32 * 13 / 8  # bytes: three colours; 1,024 codes out of 2¹³   [ramesh2021dalle]
    small, large = patches(224, 16), patches(1024, 16)
    return {
        "across": 224 // 16, "small": small, "numbers": 16 * 16 * 3, "large": large, "pairs_ratio": (large / small) ** 2,
        "dalle_sequence": 256 + 32 * 32, "raw_bytes": raw, "coded_bytes": coded, "shrinks": raw / coded,
        # ten seconds of sound: 24,000 samples a second, or 75 frames with 8 codes each   [defossez2022encodec]
        "samples": 10 * 24_000, "sound_tokens": 10 * 75 * 8, "video_tokens": 8 * 24 * small,  # eight seconds, 24 frames each
    }


# --- cross-attention: one spot of the picture asks the prompt

QUERY, KEYS, VALUES = (1, 0), ((2, 0), (0, 2)), ((1, 0), (0, 1))


def cross_attention():
    """softmax(q·K/√d)·V: q from the image, K and V from the text   [vaswani2017attention, eq. 1]"""
    scores = [sum(a * b for a, b in zip(QUERY, key)) / sqrt(len(QUERY)) for key in KEYS]
    weights = softmax(scores)
    mixed = [sum(w * value[i] for w, value in zip(weights, VALUES)) for i in range(2)]
    return {"score_1": scores[0], "score_2": scores[1], "first": mixed[0], "second": mixed[1]}


# --- a caption as a bag of words

WORDS = {"dog": (2, 0), "bites": (1, 1), "man": (0, 1)}
IMAGE = (2, 1)


def bag_of_words():
    """Cosine of an image with the sum of the word vectors: the order of the words cannot matter."""
    def score(caption):
        total = [sum(WORDS[word][i] for word in caption) for i in (0, 1)]
        product = sum(a * b for a, b in zip(IMAGE, total))
        return product / sqrt(sum(a * a for a in IMAGE) * sum(b * b for b in total))

    return {"dog_bites_man": score(("dog", "bites", "man")), "man_bites_dog": score(("man", "bites", "dog"))}


# --- what chance scores in the tests

def chance():
    return {
        # Winoground asks that two fitting scores beat the others: in each row, and in all
        "winoground_text": 100 / 4, "winoground_group": 100 / 6,
        # POPE: as many objects that are there as objects that are not; always "yes"
        "yes_accuracy": 50.0, "yes_f": 100 * 2 * 0.5 * 1 / (0.5 + 1),
    }


def compute():
    """Every number the page prints."""
    numbers = {
        "contrast": contrast(), "zero_shot": zero_shot(), "tokens": tokens(), "attention": cross_attention(),
        "bag": bag_of_words(), "chance": chance(),
    }
    return tidy(numbers, 10)


if __name__ == "__main__":
    write(__file__, compute())
