// Layers of neural networks, forwards and backwards, and how they learn.
//
// The twin of models/kit/nn.py and models/mlp.py. A matrix is {rows, cols, data}, data a Float64Array row by row; a model
// is an object of named matrices, a bias being a matrix of one row. All sums run in order, one term after the other.

import { fnv1a } from "./rng.mjs";

export const matrix = (rows, cols, data = new Float64Array(rows * cols)) => ({ rows, cols, data });

/** The rows `order` of a matrix, in that order. */
export function picked(x, order) {
  const out = matrix(order.length, x.cols);
  order.forEach((row, place) => out.data.set(rowOf(x, row), place * x.cols));
  return out;
}

/** Row i, a view and not a copy. */
export const rowOf = (x, i) => x.data.subarray(i * x.cols, (i + 1) * x.cols);

/** Matrices with equally many columns, one below the other. */
export function stacked(...parts) {
  const out = matrix(parts.reduce((sum, part) => sum + part.rows, 0), parts[0].cols);
  let start = 0;
  for (const part of parts) {
    out.data.set(part.data, start);
    start += part.data.length;
  }
  return out;
}

// --- sums in order

/** out[i, j] = Σₖ a[i, k]·b[k, j], k from 0 upwards; steps say how far apart neighbours lie in a and in b. */
function product(n, inner, m, a, aRow, aCol, b, bRow, bCol) {
  const out = matrix(n, m);
  const [from, by, into] = [a.data, b.data, out.data];
  for (let i = 0; i < n; i++) {
    let j = 0;
    for (; j + 3 < m; j += 4) { // four sums at a time stay in registers
      let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
      for (let k = 0, p = i * aRow, q = j * bCol; k < inner; k++, p += aCol, q += bRow) {
        const x = from[p];
        s0 += x * by[q];
        s1 += x * by[q + bCol];
        s2 += x * by[q + 2 * bCol];
        s3 += x * by[q + 3 * bCol];
      }
      into[i * m + j] = s0;
      into[i * m + j + 1] = s1;
      into[i * m + j + 2] = s2;
      into[i * m + j + 3] = s3;
    }
    for (; j < m; j++) {
      let sum = 0;
      for (let k = 0, p = i * aRow, q = j * bCol; k < inner; k++, p += aCol, q += bRow) sum += from[p] * by[q];
      into[i * m + j] = sum;
    }
  }
  return out;
}

function fit(left, right) {
  if (left !== right) throw new RangeError(`matrices do not fit: ${left} and ${right}`);
}

/** a·b */
export function matmul(a, b) {
  fit(a.cols, b.rows);
  return product(a.rows, a.cols, b.cols, a, a.cols, 1, b, b.cols, 1);
}

/** aᵀ·b */
export function matmulLeft(a, b) {
  fit(a.rows, b.rows);
  return product(a.cols, a.rows, b.cols, a, 1, a.cols, b, b.cols, 1);
}

/** a·bᵀ */
export function matmulRight(a, b) {
  fit(a.cols, b.cols);
  return product(a.rows, a.cols, b.rows, a, a.cols, 1, b, 1, b.cols);
}

/** The sums of the columns, as a matrix of one row. */
export function totals(x) {
  const out = matrix(1, x.cols);
  for (let i = 0; i < x.rows; i++) for (let j = 0; j < x.cols; j++) out.data[j] += x.data[i * x.cols + j];
  return out;
}

/** Mean of all numbers. */
export function mean(values) {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

// --- layers

/** First weights of a dense layer: uniform in ±√(6 / (inputs + outputs)), from a Counter. */
export function glorot(rng, inputs, outputs) {
  const size = Math.sqrt(6 / (inputs + outputs));
  return matrix(inputs, outputs, rng.uniform(inputs * outputs).map((u) => (2 * u - 1) * size));
}

/** x·W + b */
export function dense(x, weight, bias) {
  const y = matmul(x, weight);
  for (let i = 0; i < y.rows; i++) for (let j = 0; j < y.cols; j++) y.data[i * y.cols + j] += bias.data[j];
  return y;
}

/** A function of one number applied to all. */
export const each = (x, change) => matrix(x.rows, x.cols, x.data.map(change));

// --- a stack of dense layers with relu between them

/** Weights {name + "w1", name + "b1", …} of a stack with these widths, first the input's, last the output's. */
export function init(rng, sizes, name = "") {
  const params = {};
  for (let layer = 1; layer < sizes.length; layer++) {
    params[`${name}w${layer}`] = glorot(rng, sizes[layer - 1], sizes[layer]);
    params[`${name}b${layer}`] = matrix(1, sizes[layer]);
  }
  return params;
}

const depth = (params, name) => Object.keys(params).filter((key) => key.startsWith(`${name}w`)).length;

/** [output, inputs of every layer]; backward needs the latter. */
export function forward(params, x, name = "") {
  const [kept, layers] = [[], depth(params, name)];
  for (let layer = 1; layer <= layers; layer++) {
    kept.push(x);
    x = dense(x, params[`${name}w${layer}`], params[`${name}b${layer}`]);
    if (layer < layers) for (let i = 0; i < x.data.length; i++) x.data[i] = Math.max(x.data[i], 0);
  }
  return [x, kept];
}

/** [∂L/∂x or null, gradients of all weights], from ∂L/∂output and what forward kept. */
export function backward(params, kept, dy, name = "", { weights = true, inputs = true } = {}) {
  const grads = {};
  for (let layer = depth(params, name); layer > 0; layer--) {
    const [x, weight] = [kept[layer - 1], params[`${name}w${layer}`]];
    if (weights) {
      grads[`${name}w${layer}`] = matmulLeft(x, dy);
      grads[`${name}b${layer}`] = totals(dy);
    }
    if (layer > 1) {
      dy = matmulRight(dy, weight);
      for (let i = 0; i < dy.data.length; i++) dy.data[i] *= x.data[i] > 0 ? 1 : 0;
    } else if (inputs) return [matmulRight(dy, weight), grads];
  }
  return [null, grads];
}

// --- learning

/** Adam (Kingma & Ba, 2015): steps of about `rate`, each weight's scaled by the size its gradients have lately had. */
export class Adam {
  constructor(params, rate = 1e-3, beta1 = 0.9, beta2 = 0.999, eps = 1e-8) {
    Object.assign(this, { rate, beta1, beta2, eps, power1: 1, power2: 1, first: {}, second: {} });
    for (const [name, { data }] of Object.entries(params)) {
      this.first[name] = new Float64Array(data.length);
      this.second[name] = new Float64Array(data.length);
    }
  }

  /** Change params in place by their gradients; `rate` overrules the learning rate for this step. */
  step(params, grads, rate = this.rate) {
    const { beta1, beta2, eps } = this;
    this.power1 *= beta1;
    this.power2 *= beta2;
    for (const [name, { data: grad }] of Object.entries(grads)) {
      const [m, v, weight] = [this.first[name], this.second[name], params[name].data];
      for (let i = 0; i < grad.length; i++) {
        m[i] = m[i] * beta1 + (1 - beta1) * grad[i];
        v[i] = v[i] * beta2 + (1 - beta2) * (grad[i] * grad[i]);
        weight[i] -= rate * (m[i] / (1 - this.power1)) / (Math.sqrt(v[i] / (1 - this.power2)) + eps);
      }
    }
  }
}

/** Fingerprint of a model: FNV-1a over the float64 bytes (little-endian) in order of names, 8 hex digits. */
export function digest(params) {
  let value;
  for (const name of Object.keys(params).sort()) {
    const { data } = params[name];
    value = fnv1a(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), value);
  }
  return value.toString(16).padStart(8, "0");
}

/** A copy with every number the nearest float32: the model as Python keeps it. */
export function rounded(params) {
  return Object.fromEntries(Object.entries(params).map(([name, one]) => [name, each(one, Math.fround)]));
}
