// The latent space: a plane on which every point is a picture, and every picture has a place. How well does the map serve?
//
// Four variational autoencoders, each trained with another weight β of the KL term, and the 297 digits none of them learned.

import { matrix, picked, rowOf, stacked } from "../kit/nn.mjs";
import * as digits from "../models/digits.mjs";
import { verdicts } from "../models/judge.mjs";
import { decode, divergence, encode } from "../models/vae.mjs";

const SOME = 33; // pictures at a time
const LEVELS = 8; // grey levels of 0 … 16 to a unit of −1 … 1

/** Root of the mean squared difference of a pixel, in grey levels of 0 … 16. */
function error(seen, x) {
  let sum = 0;
  for (let i = 0; i < x.data.length; i++) sum += (seen.data[i] - x.data[i]) ** 2;
  return LEVELS * Math.sqrt(sum / x.data.length);
}

/**
 * Encode and decode the digits with each of `models` {β: params}; yields {done, steps}. Returns {pictures, labels, maps}: of
 * every β the places `mean` (n × 2), what the reconstructions are read as (`found`), error, KL in nats, and the share `kept`
 * of those still read as the digit that was written.
 */
export function* survey({ text, judge, models }) {
  const { pictures, labels } = digits.test(text);
  const maps = {};
  for (const [beta, params] of Object.entries(models)) {
    const [means, seen, prices] = [[], [], []];
    for (let first = 0; first < labels.length; first += SOME) {
      const rows = labels.slice(first, first + SOME).map((_, n) => first + n);
      const code = encode(params, picked(pictures, rows));
      means.push(code.mean);
      seen.push(decode(params, code.mean));
      prices.push(divergence(code));
      yield { done: first, steps: labels.length };
    }
    const rebuilt = stacked(...seen);
    const found = verdicts(judge, rebuilt).map(({ digit }) => digit);
    maps[beta] = {
      mean: stacked(...means), found, error: error(rebuilt, pictures),
      kl: stacked(...prices).data.reduce((sum, one) => sum + one, 0) / labels.length,
      kept: found.filter((digit, n) => digit === labels[n]).length / labels.length,
    };
  }
  return { pictures, labels, maps };
}

/** Of every digit {digit, x, y, kept}: the middle of its places on a map, and its own share kept. */
export function middles({ mean, found }, labels) {
  return Array.from({ length: 10 }, (_, digit) => {
    const rows = labels.flatMap((label, n) => (label === digit ? [n] : []));
    const middle = (axis) => rows.reduce((sum, n) => sum + rowOf(mean, n)[axis], 0) / rows.length;
    return { digit, x: middle(0), y: middle(1), kept: rows.filter((n) => found[n] === digit).length / rows.length };
  });
}

/** The share of places on a map that lie no further than `reach` from its centre in either direction. */
export function inside({ mean }, reach) {
  let count = 0;
  for (let n = 0; n < mean.rows; n++) count += rowOf(mean, n).every((value) => Math.abs(value) <= reach);
  return count / mean.rows;
}

/** What is decoded at points (n × 2), and read in it: {pictures, verdicts}. */
export function look(params, judge, points) {
  const pictures = decode(params, points);
  return { pictures, verdicts: verdicts(judge, pictures) };
}

/** The middles of side × side equal squares of the plane, −reach … reach both ways, row by row from the top left. */
export function squares(reach, side = 8) {
  const points = matrix(side * side, 2);
  for (let n = 0; n < side * side; n++) {
    points.data[2 * n] = ((2 * (n % side) + 1) / side - 1) * reach;
    points.data[2 * n + 1] = (1 - (2 * Math.floor(n / side) + 1) / side) * reach;
  }
  return points;
}

/** `steps` + 1 rows in equal steps from one row of numbers to another. */
export function between(from, to, steps) {
  const rows = matrix(steps + 1, from.length);
  for (let n = 0; n <= steps; n++) from.forEach((value, i) => { rows.data[n * from.length + i] = (1 - n / steps) * value + (n / steps) * to[i]; });
  return rows;
}

/** The place on a map that is nearest to a point: {row, distance}. */
export function nearest({ mean }, x, y) {
  let best = { row: -1, distance: Infinity };
  for (let row = 0; row < mean.rows; row++) {
    const [u, v] = rowOf(mean, row);
    const distance = Math.sqrt((u - x) * (u - x) + (v - y) * (v - y));
    if (distance < best.distance) best = { row, distance };
  }
  return best;
}

/** Where a picture of 64 numbers lies, how exactly (σ of both numbers), at what price, and what is rebuilt from there. */
export function placed(params, judge, pixels) {
  const x = matrix(1, 64, Float64Array.from(pixels));
  const code = encode(params, x);
  const { pictures, verdicts: [verdict] } = look(params, judge, code.mean);
  return {
    place: [...code.mean.data], sigma: Array.from(code.logvar.data, (value) => Math.exp(value / 2)), error: error(pictures, x),
    kl: divergence(code).data.reduce((sum, one) => sum + one, 0), pixels: pictures.data, verdict,
  };
}

/** Drawings as text: 16 hexadecimal digits, two for each row of eight pixels; a bit is 1 where there is ink. */
export const pixels = (ink) => Array.from({ length: 64 }, (_, n) => ((parseInt(ink[n >> 2], 16) >> (3 - (n & 3))) & 1 ? 1 : -1));

/** The text of a picture: ink wherever a number is above 0. */
export function ink(numbers) {
  const bits = Array.from(numbers, (value) => (value > 0 ? 1 : 0));
  return Array.from({ length: 16 }, (_, n) => parseInt(bits.slice(4 * n, 4 * n + 4).join(""), 2).toString(16)).join("");
}

/** What the engine can be asked to do. */
export const tasks = (files) => ({ survey: () => survey(files) });
