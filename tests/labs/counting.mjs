// What the counting lab computes, for tests/test_lab_counting.py to compare with Python.

import { readFileSync } from "node:fs";
import { address, answer, busiest, drained, module, print, thrown } from "./common.mjs";

const { Counter } = await module("kit/rng.mjs");
const { engine } = await module("kit/engine.mjs");
const { decoded } = await module("kit/files.mjs");
const { copied, generate, NGram, runs, sorted, surprises } = await module("models/ngram.mjs");
const core = await module("counting/core.mjs");

const read = ({ zh, en, network }) => ({
  zh: readFileSync(zh, "utf-8"), en: readFileSync(en, "utf-8"), network: decoded("stories_small", network.described, readFileSync(network.data)),
});

const TASKS = {
  ngram({ learnt, held, order, seed, length }) {
    const model = new NGram(order, [...learnt, ...held].flat());
    const [source, out] = [learnt, held].map((part) => part.map((one) => model.signs(one)));
    drained(model.learn(source));
    const known = drained(runs(source, 3));
    return {
      vocabulary: model.vocabulary, contexts: model.counts.map((one) => one.size),
      counts: model.counts.map((one) => [...one.values()].reduce((sum, { sum: n, seen }) => sum + n * seen.size, 0)),
      p: out.flatMap((one) => Array.from(one, (sign, end) => print(model.byOrder(sign, one.slice(0, end))))),
      nats: drained(surprises(out, model)),
      written: Array.from({ length: order }, (_, n) => model.tokens(drained(generate(model, new Counter(seed), length, { order: n + 1 })))),
      stopped: model.tokens(drained(generate(model, new Counter(seed), length, { stop: model.signs([learnt[0][1]]), start: source[0][0] }))),
      copied: out.map((one) => copied(one, known, 3)),
    };
  },

  sorted: ({ tokens }) => sorted(tokens),

  /** A run of the lab, and what it shows, through the engine, as a page does it where there is no worker. */
  async run({ files, choice, n, places, versions }) {
    const hired = await engine(address("counting/core.mjs"), read(files));
    let told = null;
    const found = await hired.run("count", [choice], (progress) => { told = progress; });
    const looked = [];
    for (const place of places) looked.push(await hired.run("look", [n, place]));
    const wrote = [];
    for (const version of versions) wrote.push(await hired.run("write", [n, version]));
    return { found, told, looked, wrote };
  },

  own: ({ text, unit }) => core.own(text.length === 1 ? text.repeat(60000) : text, unit),
  cut: ({ texts, unit }) => texts.map((text) => core.cut(text, unit)),

  /** The longest text of the most different signs: how many tokens are drawn between two breaths. */
  breaths({ files, n }) {
    const tasks = core.tasks(read(files));
    const own = Array.from({ length: 60000 }, (_, place) => String.fromCodePoint(0x4e00 + ((place * 7919) % 5003))).join("");
    const walk = tasks.count({ text: "own", language: "zh", unit: "characters", seed: 1, own });
    return [busiest(walk, Counter, "choice"), busiest(tasks.write(n, 1), Counter, "choice")];
  },

  async faults({ files }) {
    const tasks = core.tasks(read(files));
    const count = (own) => drained(tasks.count({ text: "own", language: "en", unit: "characters", seed: 1, own }));
    const many = Array.from({ length: 65001 }, (_, n) => String(n));
    return { few: [count(""), count("  \n "), count("x".repeat(39))], enough: count("x".repeat(40)).bits, many: await thrown(() => new NGram(2, many)) };
  },
};

await answer(TASKS);
