// 1,797 handwritten digits of 8×8 pixels, as models/digits.py reads them: 1,500 to learn from, 297 to test with.

import { Counter } from "../kit/rng.mjs";
import { matrix } from "../kit/nn.mjs";

const LEVELS = "0123456789abcdefg"; // 0 = paper … 16 = ink
const TRAIN = 1500;
const SEED = 1797;
const LINE = /^\d [0-9a-g]{64}$/;

/** What is in the lines first … last − 1 of the text of data/digits.txt, in a fixed random order. */
function part(text, first, last) {
  const lines = text.split("\n").slice(0, -1);
  if (lines.length !== 1797 || !lines.every((line) => LINE.test(line))) throw new RangeError("these are not the digits");
  const order = new Counter(SEED).permutation(lines.length).slice(first, last);
  const pictures = matrix(order.length, 64);
  const labels = order.map((line, row) => {
    for (let n = 0; n < 64; n++) pictures.data[row * 64 + n] = LEVELS.indexOf(lines[line][n + 2]) / 8 - 1;
    return Number(lines[line][0]);
  });
  return { pictures, labels };
}

/**
 * The training part: pictures (1500 × 64) of −1 (paper) … 1 (ink), row by row from the top left, and their labels.
 * RangeError if the text is not the one we know.
 */
export const train = (text) => part(text, 0, TRAIN);

/** The 297 pictures and labels that no model learns from. */
export const test = (text) => part(text, TRAIN);
