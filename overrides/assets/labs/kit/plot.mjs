// Drawing: small pictures of numbers. What they show is also said in words or a table beside them, so they are silent.

/** A picture of 8×8 pixels, numbers −1 (paper) … 1 (ink), as a canvas. */
export function picture(pixels) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 8, height: 8, ariaHidden: "true" });
  const image = new ImageData(8, 8);
  pixels.forEach((value, n) => {
    const share = (value + 1) / 2;
    image.data.set([253 - 233 * share, 252 - 217 * share, 248 - 205 * share, 255], 4 * n);
  });
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

/** A curve through points [x, y], x from 0 to 1 and y from 0 to the largest there is. */
export function curve(points, width = 320, height = 80) {
  const top = points.reduce((most, [, y]) => Math.max(most, y), 1e-9);
  const places = points.map(([x, y]) => `${(x * width).toFixed(1)},${(height - 2 - (y / top) * (height - 4)).toFixed(1)}`);
  const holder = document.createElement("div");
  holder.innerHTML = `<svg viewBox="0 0 ${width} ${height}" class="atlas-lab__curve" aria-hidden="true">`
    + `<path class="axis" d="M0 ${height - 1}H${width}"/><polyline points="${places.join(" ")}"/></svg>`;
  return holder.firstElementChild;
}

/** A bar as long as a share 0 … 1 of the room it has. */
export function bar(share) {
  const one = document.createElement("span");
  one.className = "atlas-lab__bar";
  one.ariaHidden = "true";
  one.style.inlineSize = `${100 * share}%`;
  return one;
}
