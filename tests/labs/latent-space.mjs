// What the latent-space lab computes, for tests/test_lab_latent_space.py to compare with Python.

import { readFileSync } from "node:fs";
import { address, answer, drained, module, print, printed, thrown } from "./common.mjs";

const nn = await module("kit/nn.mjs");
const files = await module("kit/files.mjs");
const { engine } = await module("kit/engine.mjs");
const digits = await module("models/digits.mjs");
const judge = await module("models/judge.mjs");
const vae = await module("models/vae.mjs");
const core = await module("latent-space/core.mjs");

const decoded = (name, { described, data }) => files.decoded(name, described, readFileSync(data));

/** What the lab fetches. */
function read({ text, judge: one, models }) {
  const params = Object.fromEntries(Object.entries(models).map(([beta, model]) => [beta, decoded(beta, model)]));
  return { text: readFileSync(text, "utf-8"), judge: decoded("judge", one), models: params };
}

const plain = (matrix) => Array.from(matrix.data);

const TASKS = {
  twin(_, lab) {
    const { pictures, labels } = digits.test(lab.text);
    const found = Object.fromEntries(Object.entries(lab.models).map(([beta, params]) => {
      const code = vae.encode(params, pictures);
      const seen = vae.decode(params, code.mean);
      const named = { mean: code.mean, logvar: code.logvar, seen, prices: vae.divergence(code) };
      return [beta, { model: nn.digest(params), ...printed(named) }];
    }));
    return { pictures: print(pictures.data), labels, found };
  },

  async survey(_, lab) {
    const hired = await engine(address("latent-space/core.mjs"), lab);
    const { labels, maps } = await hired.run("survey");
    return Object.fromEntries(Object.entries(maps).map(([beta, map]) => [beta, {
      mean: print(map.mean.data), found: map.found, error: map.error, kl: map.kl, kept: map.kept,
      inside: [3, 10].map((reach) => core.inside(map, reach)), middles: core.middles(map, labels),
      nearest: [[0, 0], [0.5, -1.2], [-9, 9]].map(([x, y]) => core.nearest(map, x, y)),
    }]));
  },

  parts({ from, to, steps, drawing }, lab) {
    const { pictures, labels } = digits.test(lab.text);
    const [a, b] = [from, to].map((digit) => labels.indexOf(digit));
    const drawn = core.pixels(drawing);
    const found = Object.fromEntries(Object.entries(lab.models).map(([beta, params]) => {
      const { mean } = vae.encode(params, pictures);
      const walk = core.between(nn.rowOf(mean, a), nn.rowOf(mean, b), steps);
      const map = core.look(params, lab.judge, core.squares(3));
      const on = core.look(params, lab.judge, walk);
      const { place, sigma, kl, error, pixels, verdict } = core.placed(params, lab.judge, drawn);
      return [beta, { walk: on.verdicts, map: map.verdicts.map(({ digit }) => digit), placed: { place, sigma, kl, error, verdict }, rebuilt: print(pixels) }];
    }));
    const mixed = core.between(nn.rowOf(pictures, a), nn.rowOf(pictures, b), steps);
    return {
      found, squares: plain(core.squares(3)), mix: judge.verdicts(lab.judge, mixed), mixed: print(mixed.data),
      ink: [core.ink(drawn), core.ink(nn.rowOf(pictures, a)), core.ink(new Array(64).fill(-1))], drawn,
    };
  },

  async faults(_, lab) {
    const yields = [...core.survey(lab)].length;
    return { yields, ruined: await thrown(() => drained(core.survey({ ...lab, text: lab.text.slice(0, -70) }))) };
  },
};

await answer(TASKS, ({ lab, ...rest }) => [rest, lab && read(lab)]);
