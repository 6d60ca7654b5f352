// The judge of models/judge.py, a classifier 64-64-10: which digit is this picture, and how varied is a set of them?

import { softmax, tanh } from "../kit/detmath.mjs";
import { dense, each, rowOf } from "../kit/nn.mjs";

/** The hidden layer (n × 64) of pictures (n × 64), numbers between −1 and 1. */
export const features = (params, x) => each(dense(x, params.w1, params.b1), tanh);

/** For every picture {digit, sure}: the digit that the judge believes in most, and how strongly (0 … 1). */
export function verdicts(params, x) {
  const logits = dense(features(params, x), params.w2, params.b2);
  return Array.from({ length: x.rows }, (_, i) => {
    const belief = softmax(rowOf(logits, i));
    const digit = belief.indexOf(Math.max(...belief));
    return { digit, sure: belief[digit] };
  });
}

/** The share of each digit 0 … 9 among verdicts. */
export function shares(found) {
  const counts = new Array(10).fill(0);
  for (const { digit } of found) counts[digit] += 1;
  return counts.map((count) => count / found.length);
}

/** How many digits, if all were equally common, would be as varied as these shares? exp of their entropy: 1 … 10. */
export function effective(share) {
  return Math.exp(-share.reduce((sum, p) => sum + (p ? p * Math.log(p) : 0), 0));
}

/** Spread inside a digit: root mean square distance of the features from their digit's mean, averaged over digits. */
export function variety(params, x, found) {
  const f = features(params, x);
  const spreads = [];
  for (let digit = 0; digit < 10; digit++) {
    const rows = found.flatMap((one, i) => (one.digit === digit ? [rowOf(f, i)] : []));
    if (!rows.length) continue;
    const centre = rows[0].map((_, n) => rows.reduce((sum, row) => sum + row[n], 0) / rows.length);
    const square = rows.reduce((sum, row) => sum + row.reduce((far, value, n) => far + (value - centre[n]) ** 2, 0), 0);
    spreads.push(Math.sqrt(square / rows.length));
  }
  return spreads.reduce((sum, one) => sum + one, 0) / spreads.length;
}
