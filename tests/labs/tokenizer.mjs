// What the tokenizer lab computes, for tests/test_lab_tokenizer.py to compare with Python.

import { readFileSync } from "node:fs";
import { answer, busiest, drained, module } from "./common.mjs";

const bpe = await module("models/bpe.mjs");
const core = await module("tokenizer/core.mjs");

const points = (from, to) => Array.from({ length: to - from }, (_, n) => String.fromCodePoint(from + n));
const merges = (learnt) => learnt.map(({ pair: [left, right], times }) => [bpe.hex(left), bpe.hex(right), times]);

const TASKS = {
  /** Which signs of Unicode that this program knows go together with "a", with "!", with a space, or with none. */
  kinds: () => [[0, 0xd800], [0xe000, 0x110000]].flatMap((ends) => points(...ends)).map((sign) => (
    /\p{Cn}/u.test(sign) ? "?" : ["a", "!", "\t", "_"].findIndex((one) => bpe.chunks(one + sign).length === 1)
  )).join("").replaceAll("-1", "-"),

  cut: ({ texts, lesson, many }) => {
    const learnt = drained(bpe.train(lesson, many));
    const rank = bpe.ranks(learnt);
    return {
      learnt: merges(learnt),
      chunks: texts.map((text) => bpe.chunks(text)),
      pieces: texts.map((text) => [many, 5, 0].map((some) => drained(bpe.encode(text, rank, some)).map(bpe.hex))),
      shown: texts.map((text) => drained(bpe.encode(text, rank)).map(bpe.shown)),
    };
  },

  odd: () => ["", "\ud800", "a\udc00b", "\ufeff", "x".repeat(5000)].map((text) => drained(bpe.encode(text, new Map())).length),

  lab: ({ zh, en, cuts }) => {
    const tasks = core.tasks({ zh: readFileSync(zh, "utf-8"), en: readFileSync(en, "utf-8") });
    const counts = drained(tasks.learn());
    const busy = busiest(tasks.cut("🐈".repeat(500), "both", 0), TextDecoder, "decode"); // 2,000 bytes, none of them a sign
    return { counts, busy, cuts: cuts.map((cut) => drained(tasks.cut(...cut))) };
  },
};

await answer(TASKS);
