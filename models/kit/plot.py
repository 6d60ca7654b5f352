"""Drawing: how does a picture of numbers become one small SVG per language that follows light and dark?

    plot = Plot(x=Axis(0, 10, label={"zh": "步", "en": "step"}), y=Axis(0, 1, label={"zh": "损失", "en": "loss"}))
    plot.line(steps, losses, 0, {"zh": "训练", "en": "training"})
    plot.write("docs/principles/training-loss")     writes training-loss.zh.svg and training-loss.en.svg

Lengths are user units, meant as CSS pixels on a phone 360 wide. A word is one string, or one per language by its code.
Colours are CSS variables with a fallback for a light page; series differ by shape or dash as well as by colour.
"""

import zlib
from base64 import b64encode
from dataclasses import dataclass, field
from math import ceil, floor, log10
from pathlib import Path
from struct import pack
from xml.sax.saxutils import escape

LANGUAGES = ("zh", "en")
ROOT = Path(__file__).parent.parent.parent
COLOURS = ("#0b5c70", "#a23b12", "#1c6b3c", "#5340b8", "#7d5300")
DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4")
MARKS = (
    "m-{r} 0a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0-{d} 0z",  # disc
    "m-{r}-{r}h{d}v{d}h-{d}z",  # square
    "m0-{r}l{r} {d}h-{d}z",  # triangle
    "m-{r}-{r}l{d} {d}m0-{d}l-{d} {d}",  # cross
    "m0-{r}v{d}m-{r}-{r}h{d}",  # plus
)
SMALL, LINE = 12, 16  # font size, height of a line of text


def words(text, lang):
    """The words of `text` in `lang`; a plain string or number is the same in both."""
    return str(text[lang] if isinstance(text, dict) else text)


def number(value):
    """A coordinate with at most one decimal."""
    shown = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def mark(series, radius):
    """The path of a series' mark about the place where the pen is; whatever is rounded, both halves of a disc are."""
    shown = round(radius, 1)
    return MARKS[series].format(r=number(shown), d=number(2 * shown))


def tick_words(value):
    return f"{value:g}".replace("-", "−")


def style():
    """The rules that every figure carries: enough to be read on its own, overruled by the page's palette."""
    rules = [
        f".atlas-plot text{{font:{SMALL}px var(--atlas-diagram-font,system-ui,sans-serif);fill:var(--atlas-node-text,#16262d)}}",
        ".atlas-plot .axis{stroke:var(--atlas-edge,#51646c);fill:none}",
        ".atlas-plot .grid{stroke:var(--atlas-line,#d6d8d2);fill:none}",
        ".atlas-plot image{image-rendering:pixelated}",
    ]
    for n, (colour, dash) in enumerate(zip(COLOURS, DASHES, strict=True)):
        ink = f"var(--atlas-plot-{n},{colour})"
        rules.append(f".atlas-plot .l{n}{{stroke:{ink};stroke-width:2;fill:none;stroke-dasharray:{dash or 'none'}}}")
        hollow = n > 2  # crosses have no inside
        paint = f"stroke:{ink};stroke-width:1.3;fill:none" if hollow else f"fill:{ink}"
        rules.append(f".atlas-plot .d{n}{{{paint}}}")
        rules.append(f".atlas-plot .b{n}{{fill:{ink}}}")
    return "<style>" + "".join(rules) + "</style>"


def write(path, title, width, height, draw):
    """Write `path`.zh.svg and `path`.en.svg; `draw(lang)` gives the elements. Returns the two paths."""
    written = []
    for lang in LANGUAGES:
        body = "".join(draw(lang))
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="atlas-plot" width="{number(width)}" '
            f'height="{number(height)}" viewBox="0 0 {number(width)} {number(height)}">'
            f"<title>{escape(words(title, lang))}</title>{style()}{body}</svg>\n"
        )
        written.append(ROOT / f"{path}.{lang}.svg")
        written[-1].write_text(svg, encoding="utf-8")
    return written


def text(x, y, said, anchor="start"):
    """A line of words that starts, has its middle, or ends at (x, y)."""
    hold = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{number(x)}" y="{number(y)}"{hold}>{escape(said)}</text>'


@dataclass
class Axis:
    """A scale from `low` to `high` with its `label`; `ticks` are values, or None for about five round ones.

    With `log` the scale is logarithmic. `names` replaces the ticks' numbers by words.
    """

    low: float
    high: float
    label: object = ""
    ticks: tuple | None = None
    log: bool = False
    names: tuple | None = None

    def at(self, value):
        """Where `value` lies: 0 at the low end, 1 at the high end."""
        if self.log:
            return (log10(value) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return (value - self.low) / (self.high - self.low)

    def marks(self):
        if self.ticks is not None:
            return tuple(self.ticks)
        if self.log:
            return tuple(10**n for n in range(ceil(log10(self.low)), floor(log10(self.high)) + 1))
        rough = (self.high - self.low) / 5
        power = 10 ** floor(log10(rough))
        step = next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= rough * 0.999)
        first = ceil(self.low / step - 1e-9)
        return tuple(round(n * step, 10) for n in range(first, floor(self.high / step + 1e-9) + 1))

    def tick_names(self, lang):
        return [words(name, lang) for name in self.names] if self.names else [tick_words(v) for v in self.marks()]


@dataclass
class Plot:
    """A chart with two axes. Series 0 to 4 have their colour, dash and mark; a `label` puts them into the legend."""

    x: Axis
    y: Axis
    title: object = ""
    width: float = 340
    height: float = 220
    shapes: list = field(default_factory=list)
    legend: list = field(default_factory=list)

    def line(self, xs, ys, series=0, label=None):
        """A line through the points (xs[i], ys[i])."""
        self.shapes.append(("line", list(zip(xs, ys, strict=True)), series))
        return self._named("line", series, label)

    def dots(self, xs, ys, series=0, label=None, radius=2.2):
        """A mark at each point (xs[i], ys[i])."""
        self.shapes.append(("dots", list(zip(xs, ys, strict=True)), series, radius))
        return self._named("dots", series, label)

    def bars(self, xs, ys, series=0, label=None, wide=0.8, shift=0.0):
        """A bar from the low end up to ys[i] at each xs[i], `wide` units of the x axis wide, moved by `shift`."""
        self.shapes.append(("bars", [(x + shift, y) for x, y in zip(xs, ys, strict=True)], series, wide))
        return self._named("bars", series, label)

    def note(self, x, y, said, anchor="start"):
        """Words at the point (x, y)."""
        self.shapes.append(("note", (x, y), said, anchor))
        return self

    def _named(self, kind, series, label):
        if label is not None:
            self.legend.append((kind, series, label))
        return self

    def write(self, path):
        """Write both languages' files. Raises ValueError for a point outside the axes."""
        self._inside()
        height = self.height + LINE * len(self.legend)
        return write(path, self.title or self.y.label, self.width, height, lambda lang: self._draw(lang))

    def _inside(self):
        for shape in self.shapes:
            for x, y in shape[1] if shape[0] != "note" else [shape[1]]:
                if not (-0.001 <= self.x.at(x) <= 1.001 and -0.001 <= self.y.at(y) <= 1.001):
                    raise ValueError(f"{shape[0]}: the point ({x:g}, {y:g}) lies outside the axes; widen them")

    def _draw(self, lang):
        names = self.y.tick_names(lang)
        # The label of the y axis stands above it, so that nobody has to turn the head.
        left, right, top, bottom = 10 + 7 * max(map(len, names)), self.width - 12, 24, self.height - 38
        across = lambda v: left + self.x.at(v) * (right - left)  # noqa: E731
        down = lambda v: bottom - self.y.at(v) * (bottom - top)  # noqa: E731
        yield text(2, 12, words(self.y.label, lang))
        yield text(right, self.height - 6, words(self.x.label, lang), "end")
        rows = "".join(f"M{number(left)} {number(down(v))}H{number(right)}" for v in self.y.marks())
        yield f'<path class="grid" d="{rows}"/>'
        for value, name in zip(self.y.marks(), names, strict=True):
            yield text(left - 5, down(value) + 4, name, "end")
        for value, name in zip(self.x.marks(), self.x.tick_names(lang), strict=True):
            yield text(across(value), bottom + 15, name, "middle")
        for kind, *shape in self.shapes:
            yield getattr(self, f"_{kind}")(across, down, *shape, lang)
        yield f'<path class="axis" d="M{number(left)} {top}V{number(bottom)}H{number(right)}"/>'
        for n, (kind, series, label) in enumerate(self.legend):
            y = self.height + LINE * n + 8
            yield self._sample(kind, series, left, y) + text(left + 30, y + 4, words(label, lang))

    def _line(self, across, down, points, series, _lang):
        d = "L".join(f"{number(across(x))} {number(down(y))}" for x, y in points)
        return f'<path class="l{series}" d="M{d}"/>'

    def _dots(self, across, down, points, series, radius, _lang):
        sign = mark(series, radius)
        d = "".join(f"M{number(across(x))} {number(down(y))}{sign}" for x, y in points)
        return f'<path class="d{series}" d="{d}"/>'

    def _bars(self, across, down, points, series, wide, _lang):
        half, base = wide / 2, number(down(self.y.low))
        d = "".join(
            f"M{number(across(x - half))} {base}V{number(down(y))}H{number(across(x + half))}V{base}z"
            for x, y in points
        )
        return f'<path class="b{series}" d="{d}"/>'

    def _note(self, across, down, point, said, anchor, lang):
        return text(across(point[0]), down(point[1]), words(said, lang), anchor)

    def _sample(self, kind, series, x, y):
        if kind == "line":
            return f'<path class="l{series}" d="M{number(x)} {number(y)}h24"/>'
        if kind == "bars":
            return f'<path class="b{series}" d="M{number(x)} {number(y - 5)}h24v10h-24z"/>'
        return f'<path class="d{series}" d="M{number(x + 12)} {number(y)}{mark(series, 3)}"/>'


@dataclass
class Pictures:
    """Rows of small grey pictures, each row with a label above it (or "" for none).

    rows: (label, images) with images an array or nested list (n, height, width), 0 = paper, 1 = ink; values outside
    are clipped. columns: words above each column, or None. scale: user units a pixel.
    """

    rows: list
    columns: list | None = None
    title: object = ""
    scale: float = 4
    gap: int = 1
    width: float = 340

    def write(self, path):
        """Write both languages' files. Raises ValueError where a row is too wide for the figure."""
        sheets = [self._sheet(images) for _, images in self.rows]
        for (label, _), sheet in zip(self.rows, sheets, strict=True):
            if (wide := len(sheet[0]) * self.scale) > self.width:
                raise ValueError(f"the row {words(label, 'en')!r} is {wide:g} wide; at most {self.width:g}")
        tall = [len(sheet) * self.scale for sheet in sheets]
        above = [LINE + 6 if words(label, "en") else 4 for label, _ in self.rows]
        height = sum(tall) + sum(above) + LINE * bool(self.columns)

        def draw(lang):
            y = 0
            if self.columns:
                step = (len(self.rows[0][1][0][0]) + self.gap) * self.scale
                for n, said in enumerate(self.columns):
                    yield text(n * step, y + SMALL, words(said, lang))
                y += LINE
            for (label, _), sheet, space, high in zip(self.rows, sheets, above, tall, strict=True):
                if words(label, lang):
                    yield text(0, y + SMALL + 2, words(label, lang))
                size = f'width="{number(len(sheet[0]) * self.scale)}" height="{number(high)}"'
                data = b64encode(png(sheet)).decode()
                yield f'<image x="0" y="{number(y + space)}" {size} href="data:image/png;base64,{data}"/>'
                y += space + high

        return write(path, self.title or self.rows[0][0], self.width, height, draw)

    def _sheet(self, images):
        """One picture of all the row's pictures, side by side, with a gap: rows of bytes, 0 black, 255 paper."""
        lines = [[] for _ in range(len(images[0]))]
        for n, image in enumerate(images):
            for line, pixels in zip(lines, image, strict=True):
                line += [255] * self.gap if n else []
                line += [255 - 17 * round(15 * min(1, max(0, float(p)))) for p in pixels]
        return lines


def png(lines):
    """A grey PNG of 16 levels from rows of bytes 0–255   [PNG specification: https://www.w3.org/TR/png-3/]."""

    def chunk(kind, data):
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    def packed(line):
        halves = [value // 16 for value in line] + [0] * (len(line) % 2)
        return b"\0" + bytes(a * 16 + b for a, b in zip(halves[::2], halves[1::2], strict=True))

    header = pack(">IIBBBBB", len(lines[0]), len(lines), 4, 0, 0, 0, 0)
    data = zlib.compress(b"".join(map(packed, lines)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
