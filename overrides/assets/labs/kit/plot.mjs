// Drawing: small pictures of numbers. What they show is also said in words or a table beside them, so they are silent.

const [PAPER, BLUE, ORANGE] = [[253, 252, 248], [176, 214, 235], [247, 203, 160]];

/** A picture of 8×8 pixels, numbers −1 (paper) … 1 (ink), as a canvas. */
export const picture = (pixels) => mosaic([pixels], 1);

/** Several such pictures side by side, so many in a row, with narrow gaps. */
export function mosaic(pictures, across) {
  const canvas = Object.assign(document.createElement("canvas"), { ariaHidden: "true" });
  [canvas.width, canvas.height] = [9 * across - 1, 9 * Math.ceil(pictures.length / across) - 1];
  const draw = canvas.getContext("2d");
  pictures.forEach((pixels, place) => {
    const image = new ImageData(8, 8);
    pixels.forEach((value, n) => {
      const share = (value + 1) / 2;
      image.data.set([253 - 233 * share, 252 - 217 * share, 248 - 205 * share, 255], 4 * n);
    });
    draw.putImageData(image, 9 * (place % across), 9 * Math.floor(place / across));
  });
  return canvas;
}

/** Curves through points [x, y], x from 0 to 1 and y from 0 to the largest there is; the second is dashed, `level` a thin line. */
export function curve(points, others = [], level = 0, width = 320, height = 80) {
  const top = [...points, ...others].reduce((most, [, y]) => Math.max(most, y), level || 1e-9);
  const place = ([x, y]) => `${(x * width).toFixed(1)},${(height - 2 - (y / top) * (height - 4)).toFixed(1)}`;
  const line = (some, kind) => (some.length ? `<polyline${kind} points="${some.map(place).join(" ")}"/>` : "");
  const holder = document.createElement("div");
  holder.innerHTML = `<svg viewBox="0 0 ${width} ${height}" class="atlas-lab__curve" aria-hidden="true">`
    + `<path class="axis" d="M0 ${height - 1}H${width}"/>`
    + `${level ? `<path class="level" d="M${place([0, level])}H${width}"/>` : ""}${line(points, "")}${line(others, ' class="dashed"')}</svg>`;
  return holder.firstElementChild;
}

/**
 * A plane from −half to half: what is believed (0 … 1, orange … blue) in each of squares × squares, row by row from the top;
 * on it points x, y, x, y, …: the real ones as rings, those that were made as crosses.
 */
export function field(believed, squares, half, real, made) {
  const canvas = Object.assign(document.createElement("canvas"), { width: squares, height: squares });
  const image = new ImageData(squares, squares);
  believed.forEach((value, n) => {
    const [side, share] = value < 0.5 ? [ORANGE, 1 - 2 * value] : [BLUE, 2 * value - 1];
    image.data.set([...side.map((colour, k) => PAPER[k] + (colour - PAPER[k]) * share), 255], 4 * n);
  });
  canvas.getContext("2d").putImageData(image, 0, 0);
  const marks = (points, mark) => {
    let path = "";
    for (let i = 0; i < points.length; i += 2) path += `M${(100 * points[i]).toFixed()} ${(-100 * points[i + 1]).toFixed()}${mark}`;
    return path;
  };
  const holder = Object.assign(document.createElement("div"), { ariaHidden: "true" });
  const box = [-100 * half, -100 * half, 200 * half, 200 * half].join(" ");
  holder.innerHTML = `<svg viewBox="${box}"><path class="real" d="${marks(real, "m-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0")}"/>`
    + `<path class="made" d="${marks(made, "m-6-6l12 12m0-12l-12 12")}"/></svg>`;
  holder.prepend(canvas);
  return holder;
}

/** A bar as long as a share 0 … 1 of the room it has. */
export function bar(share) {
  const one = document.createElement("span");
  one.className = "atlas-lab__bar";
  one.ariaHidden = "true";
  one.style.inlineSize = `${100 * share}%`;
  return one;
}

/** A row of a table; every cell is a list of what it holds, the first one a head. */
export function row(...cells) {
  const line = document.createElement("tr");
  line.append(...cells.map((nodes, n) => {
    const cell = document.createElement(n ? "td" : "th");
    if (!n) cell.scope = "row";
    cell.append(...nodes);
    return cell;
  }));
  return line;
}

/**
 * A chart of points [x, y], x whole numbers, joined by a line, and of levels [y, kind], a line if "dashed", all below it if
 * "filled"; y from 0 to the largest there is. The numbers 0, x and the largest y are written beside it as `format` writes them.
 */
export function chart(points, levels, format, width = 320, height = 150) {
  const [first, last] = [points[0][0], points.at(-1)[0]];
  const top = Math.max(...points.map(([, y]) => y), ...levels.map(([y]) => y)) || 1;
  const across = (x) => 30 + ((x - first) / (last - first || 1)) * (width - 45);
  const down = (y) => height - 20 - (y / top) * (height - 32);
  const path = points.map(([x, y]) => `${across(x).toFixed(1)},${down(y).toFixed(1)}`);
  const holder = document.createElement("div");
  holder.innerHTML = `<svg viewBox="0 0 ${width} ${height}" class="atlas-lab__curve atlas-lab__chart" aria-hidden="true">`
    + `<path class="axis" d="M24 ${down(0)}H${width}M24 ${down(0)}V8"/>`
    + levels.map(([y, kind]) => `<path class="${kind}" d="M24 ${down(y).toFixed(1)}H${width}${kind === "filled" ? `V${down(0)}H24Z` : ""}"/>`).join("")
    + `<polyline points="${path.join(" ")}"/>`
    + points.map(([x, y]) => `<circle cx="${across(x)}" cy="${down(y)}" r="3"/><text x="${across(x)}" y="${height - 5}">${format(x)}</text>`).join("")
    + `<text x="12" y="${down(0) + 3}">${format(0)}</text><text x="12" y="${down(top) + 3}">${format(top)}</text></svg>`;
  return holder.firstElementChild;
}
