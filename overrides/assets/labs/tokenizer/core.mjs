// The tokenizer: merges learnt from the Daodejing in one language or both, and any text cut with them.

import { retold } from "../kit/drive.mjs";
import { encode, hex, ranks, shown, train } from "../models/bpe.mjs";

export const CHAPTERS = 81;
export const MERGES = 1000;
export const STAGES = [0, 10, 30, 100, 300, 1000]; // how many merges the table compares
const EVERY = 8; // each eighth chapter is held out, as in models/classic.py
const LATEST = 8; // merges that are listed
const SOME = 50; // pieces that are read between two breaths

/** The chapters to learn from, as one text, a line each. */
export const lessons = (text) => text.split("\n").filter((line, n) => line && (n + 1) % EVERY).map((line) => `${line}\n`).join("");

/** What the lab learns from: both texts, one after the other, or one alone. */
export const sources = ({ zh, en }) => ({ en: lessons(en), zh: lessons(zh), both: lessons(zh) + lessons(en) });

/** A piece for readers: {text} or, if it is a part of a character, {hex}; `id` is its number in the vocabulary. */
const told = (piece, id) => {
  const text = shown(piece);
  return text === null ? { id, hex: hex(piece) } : { id, text };
};

/** What the engine can be asked to do, after `learn`. */
export function tasks(files) {
  const texts = sources(files);
  const known = {};
  return {
    /** Learn the merges of every source. */
    *learn() {
      const names = Object.keys(texts);
      for (const [n, name] of names.entries()) {
        const learnt = yield* retold(train(texts[name], MERGES), ({ done }) => ({ done: n * MERGES + done, steps: names.length * MERGES }));
        const rank = ranks(learnt);
        const numbers = new Map(Array.from({ length: 256 }, (_, byte) => [String.fromCharCode(byte), byte]));
        learnt.forEach(({ pair }, number) => numbers.has(pair.join("")) || numbers.set(pair.join(""), 256 + number));
        known[name] = { learnt, rank, numbers };
      }
      return Object.fromEntries(names.map((name) => [name, known[name].learnt.length]));
    },

    /**
     * Cut a text with the first `many` merges learnt from `source`: its pieces, its counts, the merges learnt last, and
     * the number of tokens with each source and at each stage.
     */
    *cut(text, source, many) {
      const { learnt, rank, numbers } = known[source];
      const pieces = [];
      for (const piece of yield* encode(text, rank, many)) {
        pieces.push(told(piece, numbers.get(piece)));
        if (pieces.length % SOME === 0) yield;
      }
      const sides = {};
      for (const [name, one] of Object.entries(known)) sides[name] = (yield* encode(text, one.rank, many)).length;
      const stages = [];
      for (const stage of STAGES) stages.push((yield* encode(text, rank, stage)).length);
      const latest = learnt.slice(Math.max(many - LATEST, 0), many).map(({ pair, times }, n) => ({
        number: Math.max(many - LATEST, 0) + n + 1, times, parts: [...pair, pair.join("")].map((piece) => told(piece)),
      }));
      return {
        pieces, characters: Array.from(text).length, bytes: new TextEncoder().encode(text).length,
        sides, stages, latest: latest.reverse(),
      };
    },
  };
}
