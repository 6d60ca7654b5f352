// Attention: what does every word of a story look back at, and which head does the model need to name the colour again?
//
// The model is the small Transformer that tells stories. A head that is switched off finds nothing; all else goes on.

import { softmax } from "../kit/detmath.mjs";
import { rowOf } from "../kit/nn.mjs";
import { encode, say } from "../models/stories.mjs";
import { Reader } from "../models/transformer.mjs";

/** All heads of the model: [block, head], counted from 0. */
export const HEADS = [0, 1].flatMap((block) => [0, 1, 2, 3].map((head) => [block, head]));

const PLOT = {
  zh: "春天 的 早上 ， {hero} 买了 {measure} {colour} {thing} 。 {hero} 带着 {thing} 去 公园 。 可是 {hero} 滑倒 了 ， {colour}",
  en: "one spring morning {hero} bought a {colour} {thing} . {hero} took the {thing} to the park . but {hero} slipped and the {colour}",
};

/** The tokens of a story with this {colour, thing, hero}, as far as the place where the colour is named again. */
export const told = (facts, lang) => say(PLOT[lang], facts, lang);

/**
 * Read tokens; after <bos> and after each of them {p: of every next word, looks: [block][head][place]: the weights back}.
 * Yields {done, steps}: this may be the reading number `turn` of `turns`.
 */
export function* read(params, tokens, off = [], turn = 0, turns = 1) {
  const reader = new Reader(params, 4, off);
  const [ids, found] = [encode(tokens), []];
  for (const id of ids) {
    const p = softmax(rowOf(reader.read([id]), 0));
    found.push({ p, looks: reader.looks.map((heads) => heads.map(([weights]) => weights)) });
    yield { done: turn * ids.length + found.length, steps: turns * ids.length };
  }
  return found;
}

/** p(word) after the tokens: with all heads but those that are `off`, then without each head in turn as well. */
export function* ablated(params, tokens, word, off = []) {
  const [, id] = encode([word]);
  const chances = [];
  for (const silent of [[], ...HEADS.map((head) => [head])]) {
    const found = yield* read(params, tokens, [...off, ...silent], chances.length, HEADS.length + 1);
    chances.push(found.at(-1).p[id]);
  }
  const [whole, ...without] = chances;
  return { whole, without };
}

/** What the engine can be asked to do. */
export function tasks({ params }) {
  return {
    *read(tokens, off) {
      const whole = yield* read(params, tokens, [], 0, 2);
      return { whole, now: off.length ? yield* read(params, tokens, off, 1, 2) : whole };
    },
    each: (tokens, word, off) => ablated(params, tokens, word, off),
  };
}
