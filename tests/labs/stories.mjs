// What the labs' grammar of stories computes, for tests/test_lab_stories.py to compare with Python.

import { answer, module } from "./common.mjs";

const { Counter } = await module("kit/rng.mjs");
const stories = await module("models/stories.mjs");

const TASKS = {
  vocabulary: () => stories.VOCABULARY,

  telling: ({ seeds, numbers }) => Object.fromEntries(stories.LANGUAGES.map((lang) => {
    const told = seeds.map((seed) => stories.story(new Counter(seed), lang));
    return [lang, {
      told, collected: numbers.map((number) => stories.collected(number, lang)),
      texts: told.map((tokens) => stories.text([stories.BOS, ...tokens], lang)),
      encoded: told.map(stories.encode), decoded: told.map((tokens) => stories.decode(stories.encode(tokens))),
    }];
  })),

  reading: ({ told, lang }) => told.map((tokens) => {
    const reader = new stories.Reader(lang);
    return tokens.map((token) => {
      const next = Object.fromEntries(reader.next());
      return [next, reader.read(token)];
    });
  }),

  checking: ({ told, lang }) => told.map((tokens) => stories.grammatical(tokens, lang)),
};

await answer(TASKS);
