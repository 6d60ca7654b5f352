"""Train the story Transformer: what does it learn in a few minutes from 4,000 stories in two languages?

    python models/train_transformer.py      writes models/weights/transformer.{bin,json} and stories_small.{bin,json}
"""

from time import process_time

import story_model
import transformer
from kit.nn import Adam, digest
from kit.rng import Counter
from kit.weights import load, rounded, save

SEED, STEPS, BATCH, RATE, BETA2 = 1, 1200, 8, 6e-3, 0.98
FIRST = 20  # after so many steps the weights' digest is noted; a test takes the same steps again


def start(seed=SEED):
    """A new model, its optimiser and the endless batches it learns from."""
    rng = Counter(seed)
    params = transformer.init(story_model.SHAPE, rng.split("weights"))
    batches = story_model.shuffled(story_model.encoded("train"), BATCH, rng.split("order"))
    return params, Adam(params, RATE, beta2=BETA2), batches


def first_digest():
    """The digest after the first steps of training."""
    params, optimiser, batches = start()
    story_model.learn(params, optimiser, batches, STEPS, RATE, until=FIRST)
    return digest(params)


def shrink():
    """The trained model with its matrices as int8, for readers to fetch: another model, so it is measured again."""
    params, header = load("transformer")
    kept = {key: header[key] for key in ("cfg", "command", "data")}
    save("stories_small", params, kept, small=True)
    metrics = story_model.exam(load("stories_small")[0])
    save("stories_small", params, kept | {"made_from": header["sha256"], "metrics": metrics}, small=True)


def main():
    begun, noted, curve = process_time(), [], {}
    params, optimiser, batches = start()

    def watch(step, loss):
        if step == FIRST:
            noted.append(digest(params))
        if step in (1, 10, 50) or step % 100 == 0:
            curve[str(step)] = round(loss, 4)
            print(step, f"{loss:.3f}", f"{process_time() - begun:.0f} s", flush=True)

    story_model.learn(params, optimiser, batches, STEPS, RATE, watch)
    params = rounded(params)
    save("transformer", params, {
        "cfg": vars(story_model.SHAPE) | {"activation": "relu", "head": "tied", "norm": "before each half block"},
        "seed": SEED, "steps": STEPS, "batch": BATCH, "rate": RATE, "beta2": BETA2,
        "command": "python models/train_transformer.py", "data": "models/stories.py: collection('train')",
        "first": {"steps": FIRST, "digest": noted[0]}, "curve": curve, "metrics": story_model.exam(params),
        "words": story_model.WORDS,
    })
    shrink()


if __name__ == "__main__":
    main()
