"""Pictures for the pages on the Transformer, generation and feedback: what do the measured numbers look like?

    python models/language_figures.py      writes docs/principles/{transformer,generation,feedback}-*.{zh,en}.svg

Everything is read from models/results/, so nothing is drawn that a page could not print.
"""

import json
from pathlib import Path

from kit.plot import LINE, Axis, Plot, number, text, write

FOLDER = "docs/principles"
RESULTS = Path(__file__).parent / "results"
WIDE, LEFT, TOP = 340, 96, 22  # of the figure of attention: its width, where bars begin, where rows begin


def results(name):
    return json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))


def words(zh, en):
    return {"zh": zh, "en": en}


def attention():
    """One story up to the word before the second colour, with the weight that the copying head gives each word."""
    story = results("transformer_numbers")["story"]
    title = words("复制头给每个词的权重", "Weight that the copying head gives each word")

    def draw(lang):
        read, weights = story[lang]["words"], story[lang]["weights"]
        yield text(2, 13, title[lang])
        for row, (word, weight) in enumerate(zip(read, weights, strict=True)):
            y = TOP + LINE * row
            yield text(LEFT - 6, y + 12, word, "end")
            length = weight * (WIDE - LEFT - 40)
            yield f'<path class="b0" d="M{LEFT} {y + 2}h{number(max(length, 0.4))}v11h-{number(max(length, 0.4))}z"/>'
            if weight >= 0.01:
                yield text(LEFT + length + 5, y + 12, f"{weight:.2f}")

    rows = max(len(story[lang]["words"]) for lang in ("zh", "en"))
    write(f"{FOLDER}/transformer-attention", title, WIDE, TOP + LINE * rows + 6, draw)


def temperature():
    """Faultless stories and mean entropy by temperature."""
    survey = results("generation_numbers")["measured"]["survey"]
    heats = {"t03": 0.3, "t07": 0.7, "t1": 1.0, "t15": 1.5, "t2": 2.0}
    nats = [survey[key]["nats"] for key in heats]
    label = words("比例；纳特", "share; nats")
    plot = Plot(
        x=Axis(0.3, 2, words("温度 T", "temperature T"), tuple(heats.values())),
        y=Axis(0, max(1, 1.05 * max(nats)), label),
    )
    plot.line(
        heats.values(),
        [survey[key]["right"] for key in heats],
        0,
        words("没有错的故事所占比例", "share of stories without a fault"),
    )
    plot.line(heats.values(), nats, 1, words("每个词元的平均熵（纳特）", "mean entropy per token (nats)"))
    plot.write(f"{FOLDER}/generation-temperature")


def over_optimised():
    """Best of n: the quick model's score, and what the reader really thinks, for the quick and the close reward model."""
    measured = results("feedback_numbers")["measured"]["best_of"]
    steps = (1, 2, 4, 8, 16, 32, 64, 128)

    def line(model, key):
        return [measured[model][f"n{n}"][key] for n in steps]

    score, quick, close = line("quick", "score"), line("quick", "true"), line("close", "true")
    top = 1.05 * max(score + quick + close)
    places = range(len(steps))  # equal steps for doublings
    plot = Plot(
        x=Axis(0, len(steps) - 1, words("从多少个故事里选一个", "stories to choose from"), tuple(places), names=steps),
        y=Axis(min(0, *quick, *close), top, words("奖励", "reward")),
    )
    plot.line(places, score, 1, words("粗略奖励模型给的分", "score by the quick reward model"))
    plot.line(places, quick, 0, words("读者的真实评价，按粗略模型选", "the reader's own, chosen by the quick model"))
    plot.line(places, close, 2, words("读者的真实评价，按细致模型选", "the reader's own, chosen by the close model"))
    plot.write(f"{FOLDER}/feedback-overoptimisation")


def variety():
    """How many of the 160 coloured things still appear, by round of training on one's own stories."""
    rounds = results("feedback_numbers")["measured"]["loop"]
    names = {
        "alone": words("只用选中的故事", "chosen stories only"),
        "mixed": words("掺一半原来的故事", "half of them original stories"),
        "unchosen": words("不加挑选", "stories taken without choice"),
    }
    label = words("还会写到的东西（共 160 种）", "kinds of thing still told of, of 160")
    plot = Plot(x=Axis(0, 5, words("轮次", "round"), tuple(range(6))), y=Axis(0, 160, label, (0, 40, 80, 120, 160)))
    for series, (key, name) in enumerate(names.items()):
        plot.line(range(6), [rounds[key][f"round{n}"]["things"] for n in range(6)], series, name)
    plot.write(f"{FOLDER}/feedback-diversity")


def main():
    attention()
    temperature()
    over_optimised()
    variety()


if __name__ == "__main__":
    main()
