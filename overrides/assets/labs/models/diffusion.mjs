// A diffusion model for rows of numbers, as in models/diffusion.py: a network that guesses the clean picture, and how it
// comes to draw new ones.
//
// Level t = 0 is clean, t = T nearly pure noise: x_t = √ᾱ_t·x_0 + √(1 − ᾱ_t)·ε. The network sees x_t, t and, if there are
// classes, a label 0 … classes, where `classes` itself means "no label". What takes long is a generator that yields often.

import { Counter } from "../kit/rng.mjs";
import { Adam, backward, forward, init, matrix, mean } from "../kit/nn.mjs";

/** cos(π·u/2) for 0 ≤ u ≤ 1 by Taylor's series, with + − × ÷ only. */
function cosine(u) {
  const angle = 1.5707963267948966 * u;
  const square = angle * angle;
  let [term, value] = [1, 1];
  for (let n = 1; n < 14; n++) {
    term = -term * square / ((2 * n - 1) * (2 * n));
    value += term;
  }
  return value;
}

/** ᾱ_0 = 1, ᾱ_1, …, ᾱ_T: the share of the variance that is still signal, on the cosine schedule (Nichol & Dhariwal, 2021). */
export function bars(levels) {
  const curve = Array.from({ length: levels + 1 }, (_, k) => cosine((k / levels + 0.008) / 1.008));
  const values = [1];
  for (let k = 0; k < levels; k++) {
    const beta = Math.min(1 - (curve[k + 1] * curve[k + 1]) / (curve[k] * curve[k]), 0.999);
    values.push(values[k] * (1 - beta));
  }
  return values;
}

/** A new network for a configuration {size, classes, hidden, knots, levels, seed, …}. */
export function create(cfg) {
  const inputs = cfg.size + cfg.knots + (cfg.classes ? cfg.classes + 1 : 0);
  return init(new Counter(cfg.seed).split("weights"), [inputs, cfg.hidden, cfg.hidden, cfg.size]);
}

/** What the network sees: the noisy row, the level as tents between even places, and the label as a row of 0 and one 1. */
function inputs(cfg, x, levels, labels) {
  const width = cfg.size + cfg.knots + (cfg.classes ? cfg.classes + 1 : 0);
  const out = matrix(x.rows, width);
  for (let i = 0; i < x.rows; i++) {
    const start = i * width;
    for (let j = 0; j < cfg.size; j++) out.data[start + j] = x.data[i * cfg.size + j];
    const u = levels[i] / cfg.levels;
    for (let j = 0; j < cfg.knots; j++) out.data[start + cfg.size + j] = Math.max(0, 1 - Math.abs(u * (cfg.knots - 1) - j));
    if (cfg.classes) out.data[start + cfg.size + cfg.knots + labels[i]] = 1;
  }
  return out;
}

/** The guess of x_0 for rows x, all at level t; with w > 0 pushed away from what it would be without a label. */
export function guess(params, cfg, x, t, labels, w = 0) {
  const levels = new Array(x.rows).fill(t);
  const [out] = forward(params, inputs(cfg, x, levels, labels));
  if (w === 0) return out;
  const [without] = forward(params, inputs(cfg, x, levels, new Array(x.rows).fill(cfg.classes)));
  return matrix(out.rows, out.cols, out.data.map((value, i) => (1 + w) * value - w * without.data[i]));
}

/** Training in steps; `draw(rng, n)` gives {x, labels}: n clean rows and their labels. */
export class Trainer {
  constructor(draw, cfg, params = create(cfg)) {
    const rng = new Counter(cfg.seed);
    Object.assign(this, { draw, cfg, params, done: 0, adam: new Adam(params, cfg.rate), share: bars(cfg.levels) });
    [this.rows, this.levels, this.noise] = ["rows", "levels", "noise"].map((name) => rng.split(name));
  }

  /** One step on one batch; returns the loss, the mean squared error of the guess. */
  step() {
    const { cfg, params, share } = this;
    const { x: clean, labels } = this.draw(this.rows, cfg.batch);
    const told = labels.map((label) => (this.levels.next() < cfg.drop ? cfg.classes : label));
    const levels = told.map(() => 1 + this.levels.integer(cfg.levels));
    const eps = this.noise.normal(cfg.batch * cfg.size);
    const x = matrix(clean.rows, clean.cols, clean.data.map((value, i) => {
      const bar = share[levels[Math.floor(i / cfg.size)]];
      return Math.sqrt(bar) * value + Math.sqrt(1 - bar) * eps[i];
    }));
    const [out, kept] = forward(params, inputs(cfg, x, levels, told));
    const error = out.data.map((value, i) => value - clean.data[i]);
    const slope = matrix(out.rows, out.cols, error.map((value) => (2 * value) / error.length));
    const [, grads] = backward(params, kept, slope, "", { inputs: false });
    this.adam.step(params, grads, cfg.rate * (1 - this.done / cfg.steps)); // falls to 0
    this.done += 1;
    return mean(error.map((value) => value * value));
  }

  /** All steps; yields {done, steps, loss} after each. */
  *run() {
    while (this.done < this.cfg.steps) {
      const loss = this.step();
      yield { done: this.done, steps: this.cfg.steps, loss };
    }
    return this.params;
  }
}

/** The levels that a walk of `steps` steps visits: from T down to 0, evenly. */
export function ladder(levels, steps) {
  return Array.from({ length: steps + 1 }, (_, k) => Math.floor((2 * levels * (steps - k) + steps) / (2 * steps)));
}

/**
 * From noise x (n × size) at level T to finished rows, asking the network `steps` times (DDIM: the same start always gives
 * the same end). Yields {t, x, guess} before every step.
 */
export function* generate(params, cfg, x, labels, steps = 20, w = 0) {
  const [share, walk] = [bars(cfg.levels), ladder(cfg.levels, steps)];
  for (let k = 0; k < steps; k++) {
    const clean = guess(params, cfg, x, walk[k], labels, w);
    yield { t: walk[k], x, guess: clean };
    const [now, then] = [share[walk[k]], share[walk[k + 1]]];
    const [a, b, c, d] = [Math.sqrt(now), Math.sqrt(1 - now), Math.sqrt(then), Math.sqrt(1 - then)];
    x = matrix(x.rows, x.cols, x.data.map((value, i) => c * clean.data[i] + d * ((value - a * clean.data[i]) / b)));
  }
  return x;
}
