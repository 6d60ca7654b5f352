// What the denoising lab computes, for tests/test_lab_denoising.py to compare with Python.

import { readFileSync } from "node:fs";
import { address, answer, drained, module, print, thrown } from "./common.mjs";

const { engine } = await module("kit/engine.mjs");
const files = await module("kit/files.mjs");
const nn = await module("kit/nn.mjs");
const digits = await module("models/digits.mjs");
const core = await module("denoising/core.mjs");

const model = (name, { described, data }) => files.decoded(name, described, readFileSync(data));
const read = ({ text, weights, judge }) => ({
  text: readFileSync(text, "utf-8"), model: model("denoising_lab", weights), judge: model("judge", judge),
});
const seen = ({ pixels, verdict }) => ({ print: print(pixels), ...verdict });

const TASKS = {
  files(lab) {
    const { pictures, labels } = digits.test(lab.text);
    return { model: nn.digest(lab.model), test: print(pictures.data), labels: print(labels), specimens: core.specimens(lab.text).map(print) };
  },

  drowned: (lab, { levels, seed }) => levels.map((t) => core.specimens(lab.text).map((pixels, digit) => {
    const { noisy, blind, told } = core.drowned(lab, pixels, digit, t, seed);
    return [seen(noisy), seen(blind), seen(told)];
  })),

  walks: (lab, { settings }) => settings.map((one) => {
    const { frames, picture, verdict, distance, copied, usual } = drained(core.walk(core.load(lab), one));
    return {
      frames: frames.map(({ t, x, guess, verdict: { digit } }) => ({ t, x: print(x), guess: print(guess), digit })),
      picture: print(picture), digit: verdict.digit, distance, copied: print(copied.pixels), label: copied.digit, usual,
    };
  }),

  async sixteens(lab, { settings }) {
    const hired = await engine(address("denoising/core.mjs"), lab);
    const found = [];
    for (const one of settings) {
      const told = [];
      const { pictures, verdicts, ...numbers } = await hired.run("sixteen", [one], (progress) => told.push(progress));
      found.push({ print: print(pictures.data), digits: verdicts.map(({ digit }) => digit), ...numbers });
    }
    const slow = { digit: 1, seed: 1, steps: 100, w: 3 };
    const stopped = await thrown(() => hired.run("sixteen", [slow], () => hired.stop()));
    return { found, stopped, again: (await hired.run("walk", [settings[0]])).frames.length };
  },

  ruined: (lab) => Promise.all(["", lab.text.slice(5), lab.text].map((text) => thrown(() => core.specimens(text)))),
};

await answer(TASKS, ({ lab, ...rest }) => [read(lab), rest]);
