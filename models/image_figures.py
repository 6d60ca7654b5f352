"""The pictures of the GAN, diffusion, flow-matching and feedback pages: what do the trained models draw?

    python models/image_figures.py      writes docs/principles/<page>-<what>.{zh,en}.svg from models/weights
"""

import diffusion
import digits
import flow
import gan
import measure
import numpy as np
import points
from kit import plot, weights
from kit.plot import Axis, Pictures, Plot
from kit.rng import Counter

FOLDER = "docs/principles"
LIMIT = 3.0  # half the side of the square of the plane that is shown


def both(zh, en):
    return {"zh": zh, "en": en}


# --- points in the plane, several squares side by side

def squares(name, title, panels, columns=3):
    """A figure of small squares; panels: (words above, function that yields the elements, given a map to the page)."""
    side = 340 // columns - 6
    rows = (len(panels) + columns - 1) // columns

    def draw(lang):
        for k, (said, inside) in enumerate(panels):
            left, top = (k % columns) * (side + 6), (k // columns) * (side + 22) + 18

            def place(x, left=left, top=top):
                u = (np.clip(x, -LIMIT, LIMIT) + LIMIT) / (2 * LIMIT) * side
                return left + u[..., 0], top + side - u[..., 1]
            yield plot.text(left, top - 5, plot.words(said, lang))
            yield f'<path class="grid" d="M{left} {top}h{side}v{side}h-{side}z"/>'
            yield from inside(place, side / (2 * LIMIT))
    return plot.write(f"{FOLDER}/{name}", title, 340, rows * (side + 22), draw)


def circles(data):
    """The true clusters, as circles of three deviations."""
    def inside(place, unit):
        ring = plot.mark(0, 3 * data.std * unit)
        yield '<path class="axis" d="' + "".join(
            f"M{plot.number(x)} {plot.number(y)}{ring}" for x, y in zip(*place(data.centres))) + '"/>'
    return inside


def cloud(x, series=0, radius=1.4):
    """Points as small marks; those outside the square are left out."""
    x = x[(abs(x) <= LIMIT).all(1)]

    def inside(place, _):
        mark = plot.MARKS[series].format(r=plot.number(radius), d=plot.number(2 * radius))
        yield f'<path class="d{series}" d="' + "".join(
            f"M{plot.number(a)} {plot.number(b)}{mark}" for a, b in zip(*place(x))) + '"/>'
    return inside


def paths(places):
    """Walks (steps + 1, n, 2) as thin lines."""
    def inside(place, _):
        for k in range(places.shape[1]):
            a, b = place(places[:, k])
            line = "L".join(f"{plot.number(x)} {plot.number(y)}" for x, y in zip(a, b))
            yield f'<path class="axis" d="M{line}"/>'
    return inside


def together(*parts):
    def inside(place, unit):
        for part in parts:
            yield from part(place, unit)
    return inside


def gan_clouds(name, figure, title, first):
    params, header = weights.load(name)
    data, cfg = points.ring(), gan.Config(**header["cfg"])
    panels = [first] if first else []
    for step in sorted({int(key[1:].split("_")[0]) for key in params if key.startswith("g")}):
        prefix = f"g{step}_"
        g = {key.removeprefix(prefix): value for key, value in params.items() if key.startswith(prefix)}
        panels.append((both(f"第 {step} 步", f"step {step}"),
                       together(circles(data), cloud(gan.samples(g, cfg, 40), 1))))
    squares(figure, title, panels)


def gan_figures():
    real = (both("真实数据", "real data"), together(circles(points.ring()), cloud(points.ring().sample(Counter(9), 40)[0])))
    gan_clouds("gan_points", "gan-points", both("生成器学会八个簇", "A generator learns eight clusters"), real)
    gan_clouds("gan_collapse", "gan-collapse", both("生成器只落在一处", "A generator that stays in one place"), real)
    params, header = weights.load("gan_digits")
    cfg, rows = gan.Config(**header["cfg"]), [(both("真实数字", "real digits"), digits.pictures(digits.train()[0][:9]))]
    said = {f"g{cfg.steps}_": both("学习率相同", "equal learning rates"),
            f"hasty_g{header['hasty']['steps']}_": both("生成器快十倍", "generator ten times faster")}
    for prefix, label in said.items():
        g = {key.removeprefix(prefix): value for key, value in params.items() if key.startswith(prefix)}
        rows.append((label, digits.pictures(gan.samples(g, cfg, 9))))
    Pictures(rows, title=both("GAN 生成的数字", "Digits from a GAN")).write(f"{FOLDER}/gan-digits")


# --- digits from noise

def model():
    params, header = weights.load("diffusion_digits")
    return params, diffusion.Config(**header["cfg"])


def forward_figure():
    levels, cfg, rows = (0, 10, 20, 30, 40, 50, 60, 80, 100), diffusion.Config(), []
    pictures, labels = digits.train()
    for k, digit in enumerate((3, 8)):
        x0, eps = pictures[np.flatnonzero(labels == digit)[0]], Counter(20 + k).normal((64,))
        drowning = [diffusion.noised(x0, diffusion.bars(cfg)[t], eps) for t in levels]
        rows.append(("", digits.pictures(np.stack(drowning))))
    Pictures(rows, [str(t) for t in levels], both("数字逐渐淹没在噪声里", "Digits drown in noise")).write(
        f"{FOLDER}/diffusion-forward")


def backward_figure():
    params, cfg = model()
    asked, noise, seen = np.array([3, 8]), Counter(31).normal((2, 64)), []
    x = diffusion.generate(params, cfg, noise, asked, 20, watch=lambda *step: seen.append(step))
    seen = [seen[k] for k in (0, 4, 7, 9, 11, 13, 15, 17)] + [(0, x, x)]
    rows = []
    for k in range(2):
        for part, said in ((1, both("带噪的图", "noisy picture")), (2, both("此刻猜的干净图", "clean picture guessed"))):
            rows.append((said, digits.pictures(np.stack([entry[part][k] for entry in seen]))))
    Pictures(rows, [str(entry[0]) for entry in seen], both("从噪声到数字", "From noise to digits")).write(
        f"{FOLDER}/diffusion-digits")


def guidance_figure():
    params, cfg = model()
    noise, asked, rows = Counter(32).normal((9, 64)), np.full(9, 2), []
    for w in (0, 1, 2, 4):
        x = measure.clipped(diffusion.generate(params, cfg, noise, asked, 20, w))
        rows.append((f"w = {w}", digits.pictures(x)))
    Pictures(rows, title=both("引导越强，变化越少", "More guidance, less variety")).write(f"{FOLDER}/diffusion-guidance")


def steps_figure():
    params, cfg = model()
    noise, asked, rows = Counter(33).normal((9, 64)), np.arange(9), []
    for steps in (1, 2, 5, 20):
        x = measure.clipped(diffusion.generate(params, cfg, noise, asked, steps))
        rows.append((both(f"{steps} 步", f"{steps} step" + "s" * (steps > 1)), digits.pictures(x)))
    Pictures(rows, title=both("步数与清晰", "Steps and sharpness")).write(f"{FOLDER}/diffusion-steps")


def copies_figure():
    params, cfg = model()
    x = measure.clipped(diffusion.generate(params, cfg, Counter(34).normal((9, 64)), np.arange(9), 20))
    real = digits.train()[0]
    near = real[[int(((real - row) ** 2).sum(1).argmin()) for row in x]]
    Pictures([(both("生成的数字", "generated"), digits.pictures(x)),
              (both("训练集中最像的一张", "most similar training picture"), digits.pictures(near))],
             title=both("生成的数字与最像的训练图", "Generated digits and their nearest training pictures")).write(
        f"{FOLDER}/diffusion-copies")


def schedule_figure():
    chart = Plot(x=Axis(0, 100, both("噪声级 t（共 100 级）", "noise level t (of 100)")),
                 y=Axis(0, 1, both("信号所占的方差", "share of the variance that is signal")), height=200)
    for series, (schedule, label) in enumerate((("linear", both("线性", "linear")), ("cosine", both("余弦", "cosine")))):
        share = diffusion.bars(diffusion.Config(schedule=schedule))
        chart.line(range(0, 101, 4), share[::4], series, label)
    chart.write(f"{FOLDER}/diffusion-schedule")


# --- paths of a flow

def paths_figure():
    panels = []
    for name, said in (("flow_points", both("随机配对训练", "trained on random pairs")),
                       ("flow_straight", both("再用自己的首尾训练", "retrained on its own ends"))):
        params, header = weights.load(name)
        places = flow.walk(params, flow.Config(**header["cfg"]), Counter(77).normal((40, 2)), 32)
        ends = (cloud(places[0], 2, 1.6), cloud(places[-1], 1, 1.6))
        panels.append((said, together(circles(points.ring()), paths(places[::4]), *ends)))
    squares("flow-matching-paths", both("从噪声到数据的路径", "Paths from noise to data"), panels, columns=2)


# --- round the pipeline

def loop_figures():
    pictures = {key: digits.pictures(value[:9]) for key, value in weights.load("loop_pictures")[0].items()}
    history = weights.load("loop_base")[1]["metrics"]["loops"]
    real = (both("训练数据", "training data"), digits.pictures(digits.train()[0][:9]))
    Pictures([real, (both("训练后生成", "generated after training"), pictures["mix_all"]),
              (both("数据里没有 4", "no 4s in the data"), pictures["mix_no_fours"]),
              (both("数据里九成是 0", "nine tenths 0s in the data"), pictures["mix_mostly_zeros"])],
             title=both("数据里有什么，生成的就是什么", "What goes in comes out")).write(f"{FOLDER}/running-example-digits")
    rows = [(both(f"第 {k} 轮反馈后", f"after round {k}") if k else both("反馈之前", "before any feedback"),
             pictures[f"alone_round{k}"]) for k in (0, 1, 2, 5)]
    rows.append((both("第 5 轮后，掺一半原始数据", "after round 5, half original data"), pictures["mixed_round5"]))
    Pictures(rows, title=both("五轮反馈", "Five rounds of feedback")).write(f"{FOLDER}/feedback-loop-digits")
    names = {"alone": both("只用选中的图", "chosen pictures only"), "mixed": both("掺一半原始数据", "half original data"),
             "blind": both("没有投票", "no votes")}
    rounds = Axis(0, 5, both("轮次", "round"), ticks=(0, 1, 2, 3, 4, 5))
    share = Plot(rounds, Axis(0, 1, both("7 所占的比例", "share of 7s")), height=200)
    effective = Plot(rounds, Axis(0, 10, both("数字的有效种数", "effective number of digits")), height=200)
    for series, (name, label) in enumerate(names.items()):
        rows = history[name]["seed1"]
        share.line(range(6), [row["liked"] for row in rows], series, label)
        effective.line(range(6), [row["effective"] for row in rows], series, label)
    share.write(f"{FOLDER}/feedback-loop-rounds")
    effective.write(f"{FOLDER}/feedback-loop-variety")


def main():
    gan_figures()
    forward_figure()
    backward_figure()
    guidance_figure()
    steps_figure()
    copies_figure()
    schedule_figure()
    paths_figure()
    loop_figures()


if __name__ == "__main__":
    main()
