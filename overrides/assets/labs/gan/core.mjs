// The GAN duel: two small networks train each other on points in the plane, as in models/train_gan_lab.py.

import { Counter } from "../kit/rng.mjs";
import { matrix, mean } from "../kit/nn.mjs";
import { belief, CONFIG, generate, noise, Trainer } from "../models/gan.mjs";
import { moons, quality, ring } from "../models/points.mjs";

const TARGETS = { clusters: ring, moons };
const LOOK = { points: 1000, real: 2000 }; // points to look at, of either kind; the seed of the real ones
/** How often the duel is looked at after its start; how many points are shown; the plane is ±HALF wide, in so many squares. */
export const [STAGES, SHOWN, HALF, SQUARES] = [20, 200, 3, 30];
const PIECES = 100; // of the curves of losses
const SOME = 100; // points at a time

/** The middles of the squares of the plane, row by row from the top. */
const middles = matrix(SQUARES * SQUARES, 2); // no power, or V8 takes the rows of all matrices for fractions
middles.data.forEach((_, i, data) => {
  const place = (n) => ((n + 0.5) / SQUARES) * 2 * HALF - HALF;
  const square = i >> 1;
  data[i] = i & 1 ? -place(Math.floor(square / SQUARES)) : place(square % SQUARES);
});

/** One duel; `setting`: {target, d, g: learning rates, steps, seed}. What takes long is a generator, see `told`. */
export class Duel {
  constructor({ target, d, g, steps, seed }) {
    this.data = TARGETS[target]();
    this.real = this.data.sample(new Counter(LOOK.real), LOOK.points);
    Object.assign(this, { steps, stages: [] });
    this.trainer = new Trainer((rng, n) => this.data.sample(rng, n), { ...CONFIG, steps, rateD: d, rateG: g, seed });
  }

  /** How far it is: {done, steps, losses of D and G, the last stage}; of the latter two there may be none yet. */
  told() {
    const { history } = this.trainer;
    return { done: history.length, steps: this.steps, losses: history.at(-1), stage: this.stages.at(-1) };
  }

  /** What a function says of all rows of x, some at a time, so that others are not kept waiting: numbers, one after the other. */
  *bySome(x, say) {
    const found = [];
    for (let row = 0; row < x.rows; row += SOME) {
      const data = x.data.subarray(row * x.cols, (row + SOME) * x.cols);
      found.push(...say(matrix(data.length / x.cols, x.cols, data)));
      yield this.told();
    }
    return Float64Array.from(found);
  }

  /** What the generator makes now and how good it is, by the true distribution; what the discriminator believes; the losses. */
  *look() {
    const { g, d, cfg, history } = this.trainer;
    const judge = (x) => belief(d, x);
    const made = matrix(LOOK.points, cfg.size, yield* this.bySome(this.noise, (z) => generate(g, z).data));
    const { modes, on, share } = quality(made, this.data);
    const [lossD, lossG] = this.trainer.recent();
    this.stages.push({
      step: history.length, modes, all: share.length, on, share, d: lossD, g: lossG,
      real: mean(yield* this.bySome(this.real, judge)), made: mean(yield* this.bySome(made, judge)),
      points: made.data.slice(0, 2 * SHOWN), field: yield* this.bySome(middles, judge),
    });
  }

  /** All steps, and a look after every STAGES-th part of them; returns {stages, losses}. */
  *run() {
    yield this.told();
    this.noise = noise(this.trainer.cfg, LOOK.points);
    yield* this.look();
    while (this.trainer.history.length < this.steps) {
      this.trainer.step();
      yield this.told();
      if ((this.trainer.history.length * STAGES) % this.steps === 0) yield* this.look();
    }
    return { stages: this.stages, losses: this.losses() };
  }

  /** Both curves of losses, in pieces: [[x, mean loss of D], …] and the same of G, x from 0 to 1. */
  losses() {
    const { history } = this.trainer;
    const pieces = Math.min(PIECES, history.length);
    return [0, 1].map((side) => Array.from({ length: pieces }, (_, n) => {
      const [from, to] = [n, n + 1].map((one) => Math.floor((one * history.length) / pieces));
      return [(n + 0.5) / pieces, mean(history.slice(from, to).map((pair) => pair[side]))];
    }));
  }
}

/** Real points to show beside those that are made. */
export const shown = (target) => TARGETS[target]().sample(new Counter(LOOK.real), SHOWN).data;

/** What the engine can be asked to do. */
export const tasks = () => ({ duel: (setting) => new Duel(setting).run() });
