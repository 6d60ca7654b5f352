"""Figures about text: where do longer contexts stop helping, how far does a gradient reach, what do merges gain?

    python models/text_figures.py      writes docs/principles/{language-models-orders,rnn-gradient,tokenization-merges}.*.svg
"""

import json
from pathlib import Path

import tokenization_numbers
from kit.plot import Axis, Plot

FOLDER = "docs/principles"
RESULTS = Path(__file__).parent / "results"


def words(zh, en):
    return {"zh": zh, "en": en}


def result(name):
    return json.loads((RESULTS / f"{name}_numbers.json").read_text(encoding="utf-8"))


def orders():
    """Bits per held-out character by the order of an n-gram model, smoothed in two ways; English."""
    table = result("language_models")["text"]["en"]
    order = range(1, 7)
    plot = Plot(
        x=Axis(1, 6, words("n 元模型的阶 n", "order n of the n-gram model"), ticks=tuple(order)),
        y=Axis(2, 5, words("留出文本每个字符的比特数", "bits per held-out character"), ticks=(2, 3, 4, 5)),
        title=words("更长的上文先帮忙后添乱", "Longer contexts help at first, then hurt"),
    )
    for series, (key, name) in enumerate((("bits", words("与低阶插值（Witten–Bell）", "mixed with lower orders (Witten–Bell)")),
                                          ("add_one_bits", words("加一平滑", "add-one smoothing")))):
        values = [table[f"order{n}"][key] for n in order]
        plot.line(order, values, series, name).dots(order, values, series)
    plot.write(f"{FOLDER}/language-models-orders")


def gradient():
    """How much of the gradient is left after so many steps back, in the trained RNN, LSTM and GRU."""
    table = result("rnn")["measured"]
    back = range(0, 25)
    plot = Plot(
        x=Axis(0, 24, words("往回走的步数", "steps back"), ticks=(0, 4, 8, 12, 16, 20, 24)),
        y=Axis(1e-6, 1, words("梯度的大小（对数刻度）", "size of the gradient (logarithmic)"), log=True,
               ticks=(1e-6, 1e-4, 1e-2, 1), names=("10⁻⁶", "10⁻⁴", "10⁻²", "1")),
        title=words("梯度随距离衰减", "The gradient fades with distance"),
    )
    for series, (kind, name) in enumerate((("rnn", "RNN"), ("lstm", "LSTM"), ("gru", "GRU"))):
        values = [table[kind]["reach"][f"d{d}"] for d in back]
        plot.line(back, values, series, name).dots(back[::4], values[::4], series)
    plot.write(f"{FOLDER}/rnn-gradient")


def merges():
    """Characters per token on held-out chapters by the number of merges, for two training texts."""
    curves = tokenization_numbers.curves()
    plot = Plot(
        x=Axis(0, 1050, words("合并次数", "merges learnt"), ticks=(0, 250, 500, 750, 1000)),
        y=Axis(0, 3.5, words("每个词元的字符数", "characters per token"), ticks=(0, 1, 2, 3)),
        title=words("每个词元的字符数随合并次数的变化", "Characters per token by the number of merges"),
    )
    rows = (("en", "en", words("英文，只用英文训练", "English, trained on English only")),
            ("both", "en", words("英文，用两种语言训练", "English, trained on both")),
            ("both", "zh", words("中文，用两种语言训练", "Chinese, trained on both")),
            ("en", "zh", words("中文，只用英文训练", "Chinese, trained on English only")))
    for series, (trained, lang, name) in enumerate(rows):
        xs, ys = zip(*curves[trained][lang])
        plot.line(xs, ys, series, name).dots(xs[1::3], ys[1::3], series)
    plot.write(f"{FOLDER}/tokenization-merges")


def main():
    orders()
    gradient()
    merges()


if __name__ == "__main__":
    main()
