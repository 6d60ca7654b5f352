// Points in the plane whose true distribution is known: the twin of models/points.py.

import { matrix } from "../kit/nn.mjs";

const SQRT_HALF = 0.7071067811865476;
const [COS_STEP, SIN_STEP] = [0.9948693233918952, 0.10116832198743228]; // of π/31: 32 points on half a circle

/** Equally likely round Gaussians: `centres` (k × 2), all with the deviation `std` in every direction. */
export class Mixture {
  constructor(centres, std) {
    this.centres = matrix(centres.length, 2, Float64Array.from(centres.flat()));
    this.std = std;
  }

  /** n points (n × 2). */
  sample(rng, n) {
    const which = Array.from({ length: n }, () => rng.integer(this.centres.rows));
    const noise = rng.normal(2 * n);
    return matrix(n, 2, noise.map((value, i) => this.centres.data[2 * which[i >> 1] + (i & 1)] + this.std * value));
  }

  /** For point i of x (n × 2): the nearest centre, and the squared distance to it. */
  nearest(x, i) {
    const { data, rows } = this.centres;
    let [best, least] = [0, Infinity];
    for (let k = 0; k < rows; k++) {
      const [across, down] = [x.data[2 * i] - data[2 * k], x.data[2 * i + 1] - data[2 * k + 1]];
      const square = across * across + down * down;
      if (square < least) [best, least] = [k, square];
    }
    return [best, least];
  }
}

/** Eight Gaussians on a circle of radius 2, the classic test of whether a model forgets kinds of sample. */
export function ring() {
  const d = 2 * SQRT_HALF;
  return new Mixture([[2, 0], [d, d], [0, 2], [-d, d], [-2, 0], [-d, -d], [0, -2], [d, -d]], 0.1);
}

/** Two half circles that hook into each other, each drawn by 32 small Gaussians. */
export function moons() {
  let [x, y] = [1, 0];
  const upper = [];
  for (let n = 0; n < 32; n++) {
    upper.push([x, y]);
    [x, y] = [COS_STEP * x - SIN_STEP * y, SIN_STEP * x + COS_STEP * y]; // turn by π/31
  }
  const centres = [...upper.map(([a, b]) => [a - 0.5, b - 0.25]), ...upper.map(([a, b]) => [0.5 - a, 0.25 - b])];
  return new Mixture(centres.map(([a, b]) => [1.6 * a, 1.6 * b]), 0.1);
}

/**
 * How many centres do points x reach, and what share lies within `width` deviations of one? A centre counts as reached when
 * at least the share `least` of all points lies that near to it. → {modes, on (the share), share (of every centre)}
 */
export function quality(x, data, width = 3, least = 0.01) {
  const counts = new Array(data.centres.rows).fill(0);
  const bound = (width * data.std) ** 2;
  let near = 0;
  for (let i = 0; i < x.rows; i++) {
    const [centre, square] = data.nearest(x, i);
    if (square > bound) continue;
    counts[centre] += 1;
    near += 1;
  }
  const share = counts.map((count) => count / x.rows);
  return { modes: share.filter((part) => part >= least).length, on: near / x.rows, share };
}
