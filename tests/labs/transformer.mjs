// What the labs' Transformer computes, for tests/test_lab_transformer.py to compare with Python.

import { readFileSync } from "node:fs";
import { answer, module } from "./common.mjs";

const { Reader } = await module("models/transformer.mjs");
const files = await module("kit/files.mjs");

const TASKS = {
  /** Several texts of one length, read in step; after each word the scores and where every head looks. */
  reading({ lab, texts, off }) {
    const reader = new Reader(files.decoded("stories_small", lab.described, readFileSync(lab.data)), 4, off);
    return texts[0].map((_, t) => {
      const scores = reader.read(texts.map((text) => text[t]));
      return { scores: [...scores.data], looks: reader.looks.map((heads) => heads.map((rows) => rows.map((row) => [...row]))) };
    });
  },
};

await answer(TASKS);
