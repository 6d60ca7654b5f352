// What the attention lab computes, for tests/test_lab_attention.py to compare with Python.

import { readFileSync } from "node:fs";
import { answer, drained, module } from "./common.mjs";

const core = await module("attention/core.mjs");
const files = await module("kit/files.mjs");

const model = ({ described, data }) => files.decoded("stories_small", described, readFileSync(data));

/** What the engine makes of a story with heads off: the last step of the reading, and each head's turn with all it told. */
function engine({ lab, tokens, off }) {
  const tasks = core.tasks({ params: model(lab) });
  const { whole, now } = drained(tasks.read(tokens, off));
  const [walk, told] = [tasks.each(tokens.slice(0, -1), tokens.at(-1), off), []];
  let step = walk.next();
  for (; !step.done; step = walk.next()) told.push(step.value);
  const last = ({ length }) => length - 2; // before the last word
  return {
    whole: [...whole[last(whole)].p], now: [...now[last(now)].p], silenced: step.value,
    done: told.map(({ done }) => done), steps: [...new Set(told.map(({ steps }) => steps))],
  };
}

const TASKS = {
  engine,
  told: ({ runs }) => runs.map(({ facts, lang }) => core.told(facts, lang)),
  ablated: ({ lab, runs }) => runs.map(({ tokens, word }) => drained(core.ablated(model(lab), tokens, word))),
  looked: ({ lab, runs }) => runs.map(({ tokens }) => drained(core.read(model(lab), tokens)).at(-1).looks.map((heads) => heads.map((row) => [...row]))),
};

await answer(TASKS);
