// The pipeline: data → training → generation → feedback, and round again, as in models/loop.py.
//
// A small diffusion model draws digits without being told which. A reader votes on a few; a reward model learns the votes;
// the pictures it likes best are what the model is trained on next, alone or mixed with the original data.

import { Counter } from "../kit/rng.mjs";
import { sigmoid } from "../kit/detmath.mjs";
import { retold } from "../kit/drive.mjs";
import { Adam, dense, each, matmulLeft, matrix, picked, rounded, stacked, totals } from "../kit/nn.mjs";
import * as diffusion from "../models/diffusion.mjs";
import * as digits from "../models/digits.mjs";
import { effective, shares, variety, verdicts } from "../models/judge.mjs";

export const MODEL = {
  size: 64, classes: 0, hidden: 96, knots: 8, levels: 20, steps: 1200, batch: 32, rate: 2e-3, drop: 0, seed: 1,
};
/** 16 votes a round; the reward model keeps 48 of 256 candidates, on which the model takes 150 steps. */
export const ROUND = { votes: 16, candidates: 256, keep: 48, steps: 150 };
const LOOK = { pictures: 512, seed: 4000 };
const GENERATE = 20; // steps from noise to a picture
const SOME = 64; // pictures at a time

/** What the lab is built on, from the files it ships: the digits, and the weights of the judge. */
export const load = ({ text, judge }) => ({ ...digits.train(text), judge });

/** A draw for the trainer: digit k is `weights[k]` times as common as in the data (0 leaves it out). */
export function chosen({ pictures, labels }, weights) {
  let sum = 0;
  const reached = labels.map((label) => (sum += weights[label]));
  return (rng, n) => {
    const rows = Array.from(rng.uniform(n), (u) => place(reached, u * sum));
    return { x: picked(pictures, rows), labels: rows.map((row) => labels[row]) };
  };
}

/** The first place in rising numbers where `value` is exceeded. */
function place(rising, value) {
  let [low, high] = [0, rising.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

const range = (from, to) => Array.from({ length: to - from }, (_, n) => from + n);

const clipped = (x) => each(x, (value) => Math.min(Math.max(value, -1), 1));

/** n new pictures from a stream of random numbers, some at a time, so that others are not kept waiting. */
function* drawn(params, rng, n) {
  const noise = rng.normal(n * MODEL.size);
  const parts = [];
  for (let first = 0; first < n; first += SOME) {
    const part = noise.subarray(first * MODEL.size, (first + SOME) * MODEL.size);
    const walk = diffusion.generate(params, MODEL, matrix(part.length / MODEL.size, MODEL.size, part), [], GENERATE);
    parts.push(clipped(yield* retold(walk, () => ({ done: first, steps: n }))));
  }
  return stacked(...parts);
}

/** Logistic regression on the pixels: {w, b} so that σ(x·w + b) is the chance of a like; `liked` holds 0 and 1. */
export function rewardModel(x, liked, steps = 300, rate = 0.05, decay = 0.01) {
  const params = { w: matrix(x.cols, 1), b: matrix(1, 1) };
  const adam = new Adam(params, rate);
  for (let step = 0; step < steps; step++) {
    const slope = each(dense(x, params.w, params.b), sigmoid);
    for (let i = 0; i < x.rows; i++) slope.data[i] = (slope.data[i] - liked[i]) / x.rows;
    const w = matmulLeft(x, slope);
    for (let i = 0; i < x.cols; i++) w.data[i] += decay * params.w.data[i];
    adam.step(params, { w, b: totals(slope) });
  }
  return params;
}

/** The chance of a like for every picture, as the reward model sees it. */
export const reward = ({ w, b }, x) => each(dense(x, w, b), sigmoid).data;

/** A draw that takes `share` of every batch from `original`, itself a draw, and the rest from `kept`. */
function mixed(kept, original, share) {
  return (rng, n) => {
    const old = Math.round(share * n);
    const rows = picked(kept, Array.from({ length: n - old }, () => rng.integer(kept.rows)));
    return { x: old ? stacked(rows, original(rng, old).x) : rows, labels: new Array(n).fill(0) };
  };
}

/** One model and its readers. Everything that takes long is a generator: it yields {done, steps, …} and returns its result. */
export class Pipeline {
  /** world: what `load` gives · mix: how many times as common as in the data each digit is · seed: of everything random */
  constructor(world, { mix = new Array(10).fill(1), seed = 1 } = {}) {
    Object.assign(this, { world, mix, seed, rng: new Counter(seed), voted: null, liked: [], likes: null, history: [] });
    this.original = chosen(world, new Array(10).fill(1));
    const weights = world.labels.map((label) => mix[label]);
    const sum = weights.reduce((one, other) => one + other, 0);
    /** The share of each digit in the mix. */
    this.inside = mix.map((_, digit) => weights.reduce((part, weight, n) => part + (world.labels[n] === digit ? weight : 0), 0) / sum);
  }

  /** Train a new model on the mix. */
  *train() {
    const trainer = new diffusion.Trainer(chosen(this.world, this.mix), { ...MODEL, seed: this.seed });
    yield { done: 0, steps: MODEL.steps };
    this.params = rounded(yield* trainer.run());
    return yield* this.look();
  }

  /** New pictures for the reader to vote on, and what the judge reads in them. */
  *ask() {
    this.asked = yield* drawn(this.params, this.rng, ROUND.votes);
    return { pictures: this.asked, verdicts: verdicts(this.world.judge, this.asked) };
  }

  /**
   * Learn from the votes on what was asked: `liked` holds 0 and 1; `share` of every batch is original data. If the votes are
   * not `heard`, the candidates that come first are kept.
   */
  *learn(liked, share = 0, heard = true) {
    this.voted = this.voted ? stacked(this.voted, this.asked) : this.asked;
    this.liked.push(...liked);
    this.likes = rewardModel(this.voted, this.liked);
    const candidates = yield* drawn(this.params, this.rng, ROUND.candidates);
    const chances = reward(this.likes, candidates);
    const order = range(0, ROUND.candidates);
    if (heard) order.sort((a, b) => chances[b] - chances[a]);
    const cfg = { ...MODEL, steps: ROUND.steps, seed: this.rng.integer(2 ** 31) };
    yield* new diffusion.Trainer(mixed(picked(candidates, order.slice(0, ROUND.keep)), this.original, share), cfg, this.params).run();
    return yield* this.look();
  }

  /** Draw pictures from noise kept for this purpose and write down what they are; the first sixteen are in the result. */
  *look() {
    const x = yield* drawn(this.params, new Counter(LOOK.seed), LOOK.pictures);
    const found = [];
    while (found.length < x.rows) {
      found.push(...verdicts(this.world.judge, picked(x, range(found.length, Math.min(found.length + SOME, x.rows)))));
      yield { done: LOOK.pictures, steps: LOOK.pictures };
    }
    const share = shares(found);
    const row = {
      share, effective: effective(share), variety: variety(this.world.judge, x, found),
      votes: this.liked.length, likes: this.liked.reduce((sum, one) => sum + one, 0),
    };
    this.history.push(row);
    return { ...row, inside: this.inside, round: this.history.length - 1, pictures: picked(x, range(0, ROUND.votes)), verdicts: found.slice(0, ROUND.votes) };
  }
}

/** A digit that a simulated reader likes wherever the judge reads it: the votes on verdicts. */
export const votesFor = (digit, found) => found.map((one) => (one.digit === digit ? 1 : 0));

/** What the engine can be asked to do; a new run begins with `train`. */
export function tasks(files) {
  const world = load(files);
  let run = null;
  return {
    *train(options) {
      run = new Pipeline(world, options);
      return yield* run.train();
    },
    ask: () => run.ask(),
    learn: (liked, share, heard) => run.learn(liked, share, heard),
  };
}
