// A GAN for points: a generator and a discriminator that train each other. The twin of models/gan.py.

import { sigmoid, softplus } from "../kit/detmath.mjs";
import { Adam, backward, each, forward, init, matrix, mean, stacked } from "../kit/nn.mjs";
import { Counter } from "../kit/rng.mjs";

/** Sizes and speeds; the first line is the shape of both networks, the others say how they are trained. */
export const CONFIG = {
  size: 2, noise: 2, hidden: 32, // numbers in a row of data, numbers that the generator receives, width of both hidden layers
  steps: 3000, batch: 64, rateD: 2e-3, rateG: 2e-3, beta1: 0.5, seed: 1,
};

/** The weights of generator and discriminator. */
export function create({ size, noise, hidden, seed }) {
  const rng = new Counter(seed);
  return { g: init(rng.split("generator"), [noise, hidden, hidden, size]), d: init(rng.split("discriminator"), [size, hidden, hidden, 1]) };
}

/** Noise (n × noise) → points (n × size). */
export const generate = (g, z) => forward(g, z)[0];

/** n rows of noise that the training has not used. */
export const noise = (cfg, n, seed = 1000) => matrix(n, cfg.noise, new Counter(seed).normal(n * cfg.noise));

/** How likely the discriminator thinks it that points are real. */
export const belief = (d, x) => each(forward(d, x)[0], sigmoid).data;

/** −mean log D(x) − mean log(1 − D(G(z))) from scores, and its slopes (Goodfellow et al., 2014, eq. 1). */
export function dLoss(real, fake) {
  const loss = mean(real.map((a) => softplus(-a))) + mean(fake.map(softplus)); // −log σ(a) = log(1 + e^(−a))
  return [loss, real.map((a) => (sigmoid(a) - 1) / real.length), fake.map((a) => sigmoid(a) / fake.length)];
}

/** −mean log D(G(z)), the non-saturating loss, and its slope (Goodfellow et al., 2014, section 3). */
export const gLoss = (fake) => [mean(fake.map((a) => softplus(-a))), fake.map((a) => (sigmoid(a) - 1) / fake.length)];

/** The discriminator's loss on real and generated points, and its gradients. */
export function dGradients(d, real, fake) {
  const [{ data }, kept] = forward(d, stacked(real, fake));
  const [loss, ...slopes] = dLoss(data.subarray(0, real.rows), data.subarray(real.rows));
  const slope = stacked(...slopes.map((part) => matrix(part.length, 1, part)));
  return [loss, backward(d, kept, slope, "", { inputs: false })[1]];
}

/** The generator's loss on noise z, and its gradients: they reach G through D, which stays as it is. */
export function gGradients(g, d, z) {
  const [fake, keptG] = forward(g, z);
  const [{ data }, keptD] = forward(d, fake);
  const [loss, slope] = gLoss(data);
  const [through] = backward(d, keptD, matrix(fake.rows, 1, slope), "", { weights: false }); // ∂L_G/∂(generated point)
  return [loss, backward(g, keptG, through, "", { inputs: false })[1]];
}

/** Training in turns; `draw(rng, n)` gives n real points. `history` gets [loss of D, loss of G] at every step. */
export class Trainer {
  constructor(draw, cfg) {
    Object.assign(this, { draw, cfg, history: [] }, create(cfg));
    this.adamG = new Adam(this.g, cfg.rateG, cfg.beta1);
    this.adamD = new Adam(this.d, cfg.rateD, cfg.beta1);
    [this.real, this.noise] = ["real", "noise"].map((name) => new Counter(cfg.seed).split(name));
  }

  z() { return matrix(this.cfg.batch, this.cfg.noise, this.noise.normal(this.cfg.batch * this.cfg.noise)); }

  /** First the discriminator against the present generator, then the generator against the new discriminator. */
  step() {
    const real = this.draw(this.real, this.cfg.batch);
    const [lossD, gradsD] = dGradients(this.d, real, generate(this.g, this.z()));
    this.adamD.step(this.d, gradsD);
    const [lossG, gradsG] = gGradients(this.g, this.d, this.z());
    this.adamG.step(this.g, gradsG);
    this.history.push([lossD, lossG]);
  }

  /** Both losses averaged over the last n steps; null before the first. */
  recent(n = 100) {
    const last = this.history.slice(-n);
    return last.length ? [0, 1].map((k) => last.reduce((sum, pair) => sum + pair[k], 0) / last.length) : [null, null];
  }
}
