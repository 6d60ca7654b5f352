// A decoder-only Transformer, as in models/transformer.py: one word at a time, keeping keys and values of what was read.

import { softmax } from "../kit/detmath.mjs";
import { dense, each, matmulRight, matrix, mean, rowOf } from "../kit/nn.mjs";

const layers = (params) => Object.keys(params).filter((name) => name.endsWith(".query")).length;

/** Each row brought to mean 0 and variance 1, then scaled and shifted. */
function layerNorm(x, gain, bias, eps = 1e-5) {
  const out = matrix(x.rows, x.cols);
  for (let i = 0; i < x.rows; i++) {
    const row = rowOf(x, i);
    const middle = mean(row);
    const centred = row.map((value) => value - middle);
    const inverse = 1 / Math.sqrt(mean(centred.map((value) => value * value)) + eps);
    out.data.set(centred.map((value, j) => value * inverse * gain.data[j] + bias.data[j]), i * x.cols);
  }
  return out;
}

const plus = (a, b) => matrix(a.rows, a.cols, a.data.map((value, i) => value + b.data[i]));

/** Reads several texts in step, a word of each at a time, and scores their next words without reading again. */
export class Reader {
  /** off: pairs [block, head] to silence, as in forward of the Python module. */
  constructor(params, heads = 4, off = []) {
    Object.assign(this, { params, heads, off, place: 0, past: Array.from({ length: layers(params) }, () => []) });
  }

  /**
   * ids, one for each text → scores (texts × words) for what comes next. In `looks` stands where the last position of each
   * text looked back to: looks[block][head][text] holds a weight for every word so far, and they sum to 1.
   */
  read(ids) {
    const { params: p, heads } = this;
    const width = p.words.cols;
    const size = width / heads;
    const none = matrix(1, width); // these layers have no bias
    let x = matrix(ids.length, width);
    ids.forEach((id, i) => x.data.set(rowOf(p.words, id).map((value, j) => value + p.places.data[this.place * width + j]), i * width));
    this.looks = this.past.map(() => Array.from({ length: heads }, () => []));
    for (const [n, past] of this.past.entries()) {
      const seen = layerNorm(x, p[`${n}.norm1.gain`], p[`${n}.norm1.bias`]);
      const [query, key, value] = ["query", "key", "value"].map((name) => dense(seen, p[`${n}.${name}`], none));
      past.push([key, value]);
      const found = matrix(ids.length, width);
      for (let i = 0; i < ids.length; i++) {
        for (let h = 0; h < heads; h++) {
          const first = i * width + h * size;
          const scores = Float64Array.from(past, ([old]) => {
            let sum = 0;
            for (let j = first; j < first + size; j++) sum += query.data[j] * old.data[j];
            return sum / Math.sqrt(size);
          });
          const weights = softmax(scores);
          this.looks[n][h].push(weights);
          if (this.off.some(([block, head]) => block === n && head === h)) continue; // what it finds stays 0
          for (let j = first; j < first + size; j++) {
            let sum = 0;
            for (let t = 0; t < past.length; t++) sum += weights[t] * past[t][1].data[j];
            found.data[j] = sum;
          }
        }
      }
      x = plus(x, dense(found, p[`${n}.out`], none));
      const normed = layerNorm(x, p[`${n}.norm2.gain`], p[`${n}.norm2.bias`]);
      const hidden = each(dense(normed, p[`${n}.up`], p[`${n}.up.bias`]), (value) => Math.max(value, 0));
      x = plus(x, dense(hidden, p[`${n}.down`], p[`${n}.down.bias`]));
    }
    this.place += 1;
    return matmulRight(layerNorm(x, p["norm.gain"], p["norm.bias"]), p.words);
  }
}
