"""Switch each head of the story model off in turn: how sure is it still of the colour? Ten draws of new stories.

    python models/train_attention_lab.py      writes models/weights/attention_lab.json

The model is stories_small, the one that readers fetch. Nothing is trained here; it is kept because it takes minutes.
"""

import json
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two threads on two busy cores wait for each other

import numpy as np
import story_model
import story_probe
from kit import weights
from kit.results import tidy
from kit.rng import Counter
from stories import COLOURS, LANGUAGES, NAMES, THINGS, say, story

COMMAND = "python models/train_attention_lab.py"
SEEDS = range(1, 11)
STORIES = 40  # per draw and language
PLOT = {  # what readers of the lab put a colour, a thing and a hero into
    "zh": "春天 的 早上 ， {hero} 买了 {measure} {colour} {thing} 。 {hero} 带着 {thing} 去 公园 。 "
          "可是 {hero} 滑倒 了 ， {colour}",
    "en": "one spring morning {hero} bought a {colour} {thing} . {hero} took the {thing} to the park . "
          "but {hero} slipped and the {colour}",
}


def drawn(seed, lang, count=STORIES):
    """New stories of one draw as numbers; each has a random stream of its own."""
    rng = Counter(seed).split("attention")
    return [tuple(story_model.encode(story(rng.split(f"{lang} {number}"), lang))) for number in range(count)]


def measured(params, seed, lang):
    """Recall of the colour where it is named again: of the whole model, and without each head; and where heads look."""
    texts = drawn(seed, lang)
    return {"whole": story_probe.recall(params, texts, lang), "gaze": story_probe.gaze(params, texts, lang).tolist(),
            "off": {f"block{n + 1}": {f"head{h + 1}": story_probe.recall(params, texts, lang, off=[(n, h)])
                                      for layer, h in story_probe.HEADS if layer == n} for n in (0, 1)}}


def plots(lang):
    """Every story of the plot: [(the facts, its tokens)]."""
    every = [{"colour": colour, "thing": thing, "hero": hero} for colour in COLOURS for thing in THINGS for hero in NAMES]
    return [(facts, say(PLOT[lang], facts, lang)) for facts in every]


def spread(values):
    return {"median": float(np.median(values)), "low": min(values), "high": max(values)}


def again(params, lang):
    """Every story of the plot, where the hero is first named again and where the colour is: how probable is that word to
    the whole model, and without each head? Over all stories, and the median for every hero and every colour."""
    side, every, result = LANGUAGES.index(lang), plots(lang), {}
    for kind, words in (("hero", NAMES), ("colour", COLOURS)):
        begun = []
        for facts, tokens in every:
            first, place = [n + 1 for n, token in enumerate(tokens) if token == words[facts[kind]][side]][:2]
            ids = story_model.encode(tokens)
            begun.append((tuple(ids[:place]), first, ids[place]))
        right = [word for *_, word in begun]
        for name, off in {"whole": (), **{f"block{n + 1}_head{h + 1}": [(n, h)] for n, h in story_probe.HEADS}}.items():
            p = story_probe.last_step(params, begun, off)[0][np.arange(len(right)), right].tolist()
            of = {one: [chance for (facts, _), chance in zip(every, p) if facts[kind] == one] for one in words}
            result.setdefault(kind, {})[name] = spread(p) | {"of": {one: float(np.median(some)) for one, some in of.items()}}
    return result


def main():
    params = weights.load("stories_small")[0]
    found = {lang: {} for lang in LANGUAGES}
    for seed in SEEDS:
        for lang in LANGUAGES:
            found[lang][f"seed{seed}"] = measured(params, seed, lang)
        print(seed, flush=True)
    found["plot"] = {lang: again(params, lang) for lang in LANGUAGES}
    told = {"command": COMMAND, "seeds": list(SEEDS), "stories": STORIES, "model": weights.load("stories_small")[1]["sha256"]}
    text = json.dumps(tidy(told | found, 6), sort_keys=True, indent=1) + "\n"
    (weights.FOLDER / "attention_lab.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
