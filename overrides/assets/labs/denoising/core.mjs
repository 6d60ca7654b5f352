// Denoising: a digit drowns in noise and is guessed back; guesses, one after another, make new digits out of noise alone.
//
// What is measured is what models/train_denoising_lab.py measures.

import { retold } from "../kit/drive.mjs";
import { Counter } from "../kit/rng.mjs";
import { each, matrix, rowOf } from "../kit/nn.mjs";
import * as diffusion from "../models/diffusion.mjs";
import * as digits from "../models/digits.mjs";
import { variety, verdicts } from "../models/judge.mjs";

/** The model that the lab ships, weights/denoising_lab: its label 10 means "no label". */
export const MODEL = { size: 64, classes: 10, hidden: 128, knots: 16, levels: 100 };
export const SIXTEEN = 16;
/** ᾱ_0 … ᾱ_100: the share of the variance that is still signal. */
export const SHARE = diffusion.bars(MODEL.levels);

const clipped = (x) => each(x, (value) => Math.min(Math.max(value, -1), 1));
const noise = (seed, n) => matrix(n, MODEL.size, new Counter(seed).normal(n * MODEL.size));

/** What the engine works with: the training pictures, those kept for testing, the model and the judge. */
export const load = ({ text, model, judge }) => ({ ...digits.train(text), test: digits.test(text), model, judge });

/** The first test picture of each digit 0 … 9: no model has learned from them. */
export function specimens(text) {
  const { pictures, labels } = digits.test(text);
  return Array.from({ length: 10 }, (_, digit) => rowOf(pictures, labels.indexOf(digit)));
}

/**
 * A picture at level t with the noise of a seed, and what the model guesses from it, without being told the digit and
 * being told: {noisy, blind, told}, each {pixels, verdict}.
 */
export function drowned({ model, judge }, pixels, digit, t, seed) {
  const [signal, rest] = [Math.sqrt(SHARE[t]), Math.sqrt(1 - SHARE[t])];
  const x = matrix(1, MODEL.size, noise(seed, 1).data.map((eps, n) => signal * pixels[n] + rest * eps));
  const seen = (one) => ({ pixels: one.data, verdict: verdicts(judge, clipped(one))[0] });
  const guessed = (label) => seen(diffusion.guess(model, MODEL, x, t, [label]));
  return { noisy: seen(x), blind: guessed(MODEL.classes), told: guessed(digit) };
}

/** Of the rows of `pictures` the one nearest to `pixels`: {row, distance}, the root of the sum of squared differences. */
export function nearest(pictures, pixels) {
  let [row, least] = [0, Infinity];
  for (let i = 0; i < pictures.rows; i++) {
    let sum = 0;
    for (let n = 0; n < pictures.cols && sum < least; n++) sum += (pixels[n] - pictures.data[i * pictures.cols + n]) ** 2;
    if (sum < least) [row, least] = [i, sum];
  }
  return { row, distance: Math.sqrt(least) };
}

function median(values) {
  const [rising, middle] = [Float64Array.from(values).sort(), values.length >> 1];
  return values.length % 2 ? rising[middle] : (rising[middle - 1] + rising[middle]) / 2;
}

/** The distances from rows to the training picture nearest to each. */
function* distances(world, x) {
  const found = [];
  for (let i = 0; i < x.rows; i++) {
    found.push(nearest(world.pictures, rowOf(x, i)).distance);
    yield { done: i, steps: x.rows };
  }
  return found;
}

/** How far real pictures that the model has never seen are from the nearest training picture, in the median. */
export function* reference(world) {
  world.reference ??= median(yield* distances(world, world.test.pictures));
  return world.reference;
}

/**
 * One picture of a digit, and the way to it: frames {t, x, guess, verdict}, one before every step; the finished picture,
 * which is the last guess, with the judge's verdict and the training picture nearest to it.
 */
export function* walk(world, { digit, seed, steps, w }) {
  const frames = [];
  const way = diffusion.generate(world.model, MODEL, noise(seed, 1), [digit], steps, w);
  const picture = clipped(yield* retold(way, ({ t, x, guess }) => {
    frames.push({ t, x: x.data, guess: guess.data, verdict: verdicts(world.judge, clipped(guess))[0] });
    return { done: frames.length, steps };
  }));
  const { row, distance } = nearest(world.pictures, picture.data);
  return {
    frames, picture: picture.data, verdict: verdicts(world.judge, picture)[0], distance,
    copied: { pixels: rowOf(world.pictures, row).slice(), digit: world.labels[row] }, usual: yield* reference(world),
  };
}

/** Sixteen pictures of a digit, the first of which is the one `walk` draws: what the judge reads, and how varied they are. */
export function* sixteen(world, { digit, seed, steps, w }) {
  const labels = new Array(SIXTEEN).fill(digit);
  const way = diffusion.generate(world.model, MODEL, noise(seed, SIXTEEN), labels, steps, w);
  let done = 0;
  const pictures = clipped(yield* retold(way, () => ({ done: ++done, steps })));
  const found = verdicts(world.judge, pictures);
  const gaps = yield* distances(world, pictures);
  return {
    pictures, verdicts: found, obeyed: found.filter((one) => one.digit === digit).length / SIXTEEN,
    variety: variety(world.judge, pictures, labels.map((one) => ({ digit: one }))), median: median(gaps), least: Math.min(...gaps),
  };
}

/** What the engine can be asked to do. */
export function tasks(files) {
  const world = load(files);
  return { walk: (settings) => walk(world, settings), sixteen: (settings) => sixteen(world, settings) };
}
