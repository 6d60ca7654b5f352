// A variational autoencoder of digits with a latent plane, as in models/vae.py: from a picture to its place on a map, and back.
//
// Encoder 64-64-(μ, log σ²), decoder 2-64-64-64.

import { exp, tanh } from "../kit/detmath.mjs";
import { dense, each, matrix } from "../kit/nn.mjs";

const layer = (params, name, x) => dense(x, params[`${name}_w`], params[`${name}_b`]);

/** Pictures (n × 64) → {mean, logvar}, each n × 2: where a picture may lie on the map, and how exactly. */
export function encode(params, x) {
  const hidden = each(layer(params, "enc", x), tanh);
  return { mean: layer(params, "mean", hidden), logvar: layer(params, "logvar", hidden) };
}

/** Points of the latent plane (n × 2) → pictures (n × 64). */
export function decode(params, z) {
  return layer(params, "out", each(layer(params, "dec2", each(layer(params, "dec1", z), tanh)), tanh));
}

/** KL(N(μ, σ²) ‖ N(0, 1)) = ½·(μ² + σ² − 1 − log σ²), for each number of the code, in nats. */
export function divergence({ mean, logvar }) {
  return matrix(mean.rows, mean.cols, mean.data.map((mu, i) => 0.5 * (mu * mu + exp(logvar.data[i]) - 1 - logvar.data[i])));
}
