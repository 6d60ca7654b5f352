// What the sampling lab computes, for tests/test_lab_sampling.py to compare with Python.

import { readFileSync } from "node:fs";
import { address, answer, busiest, drained, module } from "./common.mjs";

const files = await module("kit/files.mjs");
const { fnv1a } = await module("kit/rng.mjs");
const { engine } = await module("kit/engine.mjs");
const { Reader } = await module("models/transformer.mjs");
const core = await module("sampling/core.mjs");

const model = ({ described, data }) => files.decoded("stories_small", described, readFileSync(data));

const TASKS = {
  reshaping: ({ rows, settings }) => rows.map((row) => settings.map((setting) => {
    const q = core.reshaped(Float64Array.from(row), setting);
    return { q: [...q], nats: core.entropy(q), choices: core.choices(q), kept: core.ranked(q).filter((word) => q[word] > 0) };
  })),

  believing({ lang, tokens, lab }) {
    const writer = new core.Writer(model(lab), 1, 1, tokens);
    drained(writer.begin());
    return [...core.tempered(writer.scores.data)];
  },

  beginnings: () => core.BEGINNINGS,

  writing: ({ runs, lab }) => runs.map(({ seed, count, begin, settings }) => drained(core.write(model(lab), seed, count, begin, settings))),

  /** Through the engine, as the page does it. */
  async asked({ story, settings, lab }) {
    const hired = await engine(address("sampling/core.mjs"), { params: model(lab) });
    const many = await hired.run("many", [story, settings]);
    const first = await hired.run("begin", [story]);
    const steps = [];
    let now = first;
    while (!now.done) steps.push((now = await hired.run("step", [settings])).drawn);
    await hired.run("begin", [story]);
    const told = await hired.run("tell", [settings]);
    return {
      many: { ...many, stories: many.stories.map(({ tokens, fault }) => [tokens, fault?.position ?? null]) },
      first: [...first.ids], steps, ids: now.ids, told: told.ids,
    };
  },

  /** How often the model is asked between two breaths, from a long beginning to the end. */
  breaths: ({ begin, lab }) => busiest(core.write(model(lab), 1, core.MANY, begin, {}), Reader, "read"),

  prints: ({ runs, lab }) => runs.map(({ seed, count, begin, settings }) => {
    const { texts } = drained(core.write(model(lab), seed, count, begin, settings));
    return fnv1a(texts.flat());
  }),
};

await answer(TASKS);
