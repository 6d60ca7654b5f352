// From scores to words, as in models/sampling.py: temperature, top-k and top-p reshape what a language model believes, and a
// random number chooses the next word. The model is the small Transformer that tells stories in Chinese and English.

import { exp, log, softmax } from "../kit/detmath.mjs";
import { rowOf } from "../kit/nn.mjs";
import { Counter, mulberry32 } from "../kit/rng.mjs";
import { encode, EOS, grammatical, decode, VOCABULARY } from "../models/stories.mjs";
import { Reader } from "../models/transformer.mjs";

const END = VOCABULARY.indexOf(EOS);
/** How many stories are told at once, to be compared. */
export const MANY = 20;
/** Beginnings of stories. */
export const BEGINNINGS = {
  season: { zh: "春天 的", en: "one spring" },
  hero: { zh: "冬天 的 早上 ， 小猫 收到", en: "one winter morning Cat got" },
  colour: {
    zh: "秋天 的 傍晚 ， 小熊 买了 一条 蓝 围巾 。 小熊 带着 围巾 去 公园 。 可是",
    en: "one autumn evening Bear bought a blue scarf . Bear took the scarf to the park . but",
  },
};
export const beginning = (name, lang) => BEGINNINGS[name][lang].split(" ");

// --- from scores to the probabilities that words are drawn from

const sum = (values) => values.reduce((all, value) => all + value, 0);

/** softmax(scores / T): T below 1 favours the likeliest words, T above 1 evens out. */
export const tempered = (scores, temperature = 1) => softmax(scores.map((score) => score / temperature));

/** Places from the largest number down; of equal ones the earlier first. */
export const ranked = (p) => Array.from(p.keys()).sort((a, b) => p[b] - p[a]);

/** Only these words, renormalised. */
function only(p, words) {
  const kept = new Float64Array(p.length);
  for (const word of words) kept[word] = p[word];
  const all = sum(kept);
  return kept.map((value) => value / all);
}

/** Only the k likeliest words (Fan et al., 2018). */
export const topK = (p, k) => only(p, ranked(p).slice(0, k));

/** The fewest likeliest words that together have at least `mass` (Holtzman et al., 2020). */
export function topP(p, mass) {
  let reached = 0;
  return only(p, ranked(p).filter((word) => (reached += p[word]) - p[word] < mass));
}

/** What words are drawn from: first the temperature, then top-k, then top-p of what that leaves. */
export function reshaped(scores, { temperature = 1, k = scores.length, p = 1 } = {}) {
  let q = tempered(scores, temperature);
  if (k < q.length) q = topK(q, k);
  return p < 1 ? topP(q, p) : q;
}

/** −Σ p·log p, in nats. */
export const entropy = (p) => -sum(p.map((value) => (value > 0 ? value * log(value) : 0)));

/** How many equally likely words would be as open a choice as p: e to its entropy. */
export const choices = (p) => exp(entropy(p));

// --- writing

/** Texts that grow in step, word by word; random numbers come from a stream with this seed. */
export class Writer {
  constructor(params, seed, count, begin) {
    Object.assign(this, { rng: new Counter(seed), reader: new Reader(params), longest: params.places.rows });
    this.texts = Array.from({ length: count }, () => encode(begin));
    this.going = this.texts.map(() => true);
  }

  /** What the model makes of the beginning, before the first step. Yields how far it is. */
  *begin() {
    for (const [done, word] of this.texts[0].entries()) {
      this.scores = this.reader.read(new Array(this.texts.length).fill(word));
      yield { done, steps: this.longest };
    }
  }

  /** How far it is: {done, steps}. */
  told() { return { done: this.texts[0].length, steps: this.longest }; }

  get done() { return this.texts[0].length >= this.longest || !this.going.includes(true); }

  /**
   * A word more for every text; of each {word, u, from, to, nats}: u, the random number, fell on its stretch from … to.
   * Yields how far it is.
   */
  *step(settings) {
    const found = this.texts.map((text, n) => {
      const q = reshaped(rowOf(this.scores, n), settings);
      const u = mulberry32(this.rng.seed, this.rng.used) / 2 ** 32;
      const drawn = this.rng.choice(q);
      const word = this.going[n] ? drawn : END;
      const from = sum(q.subarray(0, word));
      return { word, u, from, to: from + q[word], nats: entropy(q) };
    });
    found.forEach(({ word }, n) => {
      this.texts[n].push(word);
      this.going[n] &&= word !== END;
    });
    yield this.told();
    if (!this.done) this.scores = this.reader.read(found.map(({ word }) => word));
    return found;
  }
}

/** A text up to and with its first <eos>. */
export const cut = (ids) => (ids.includes(END) ? ids.slice(0, ids.indexOf(END) + 1) : ids);

/** `count` texts: {texts, nats: for each the mean entropy of what its words were drawn from}. Yields {done, steps}. */
export function* write(params, seed, count, begin, settings) {
  const writer = new Writer(params, seed, count, begin);
  yield* writer.begin();
  const first = writer.texts[0].length;
  const unsure = [];
  while (!writer.done) {
    unsure.push((yield* writer.step(settings)).map(({ nats }) => nats));
    yield writer.told();
  }
  const texts = writer.texts.map(cut);
  return { texts, nats: texts.map((text, n) => sum(unsure.slice(0, text.length - first).map((step) => step[n])) / (text.length - first)) };
}

/** What the grammar says to a text: its tokens, and its first fault or null. */
export function judged(ids, lang) {
  const tokens = decode(ids);
  return { tokens, fault: grammatical(tokens, lang)[0] ?? null };
}

/** What the engine can be asked to do. One story is told at a time: `begin` begins another. */
export function tasks({ params }) {
  let writer = null;
  const state = (drawn = null) => ({ ids: [...writer.texts[0]], scores: rowOf(writer.scores, 0).slice(), done: writer.done, drawn });
  return {
    *begin({ seed, begin }) {
      writer = new Writer(params, seed, 1, begin);
      yield* writer.begin();
      return state();
    },
    *step(settings) { return state(writer.done ? null : (yield* writer.step(settings))[0]); },
    *tell(settings) {
      let drawn;
      while (!writer.done) [drawn] = yield* writer.step(settings);
      return state(drawn);
    },
    *many({ seed, begin, lang }, settings) {
      const { texts, nats } = yield* write(params, seed, MANY, begin, settings);
      const stories = [];
      for (const ids of texts) {
        stories.push(judged(ids, lang));
        yield { done: stories.length, steps: texts.length };
      }
      return {
        stories, distinct: new Set(texts.map(String)).size, right: stories.filter(({ fault }) => !fault).length,
        words: new Set(stories.flatMap(({ tokens }) => tokens.filter((token) => token !== EOS))).size, nats: sum(nats) / nats.length,
      };
    },
  };
}
