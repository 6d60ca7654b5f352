// Counting, as in models/counting.py: what does a longer memory bring if it is made of counts, and what does a network make
// of the same text?
//
// A text is {learnt, held}: sequences of tokens to learn from, and new ones that everything is scored on.

import { log, softmax } from "../kit/detmath.mjs";
import { retold } from "../kit/drive.mjs";
import { Counter } from "../kit/rng.mjs";
import { rowOf } from "../kit/nn.mjs";
import { copied, generate, NGram, runs, SOME, surprises } from "../models/ngram.mjs";
import * as stories from "../models/stories.mjs";
import { Reader } from "../models/transformer.mjs";

export const ORDERS = 6;
/** Characters of the reader's own text that are counted, and the fewest tokens that are worth counting. */
export const LIMIT = 50000;
export const FEWEST = 40;
const [HELD_STORIES, HELD_CHAPTERS, COLLECTION, STEPS] = [100, 10, 2000, [10, 30, 100, 300, 1000]];
const [WRITTEN, TOLD, LONGEST, SHOWN] = [2000, 20, 80, 300];
const LN2 = log(2);

// --- the texts

/** `count` stories drawn from those that the network learned from, and new ones. Yields how many it has told. */
function* told(lang, count, seed) {
  const [learnt, held] = [[], []];
  for (const number of new Counter(seed).split(`stories ${lang}`).permutation(COLLECTION).slice(0, count)) {
    learnt.push(stories.collected(number, lang));
    yield learnt.length;
  }
  while (held.length < HELD_STORIES) {
    held.push(stories.story(new Counter(seed).split(`held out ${lang} ${held.length}`), lang));
    yield learnt.length + held.length;
  }
  return { learnt, held };
}

/** The chapters of the Daodejing. RangeError if the text is another. */
function read(text) {
  const lines = text.trimEnd().split("\n");
  if (lines.length !== 81) throw new RangeError("this is not the Daodejing");
  return lines;
}

/** All but ten chapters of the Daodejing, and ten drawn at random: one sequence of characters each. */
function chapters(text, seed) {
  const lines = read(text);
  const held = new Set(new Counter(seed).split("chapters").permutation(lines.length).slice(0, HELD_CHAPTERS));
  const [learnt, out] = [false, true].map((yes) => [Array.from(lines.filter((_, n) => held.has(n) === yes).map((line) => `${line}\n`).join(""))]);
  return { learnt, held: out };
}

const WORD = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}'’])+|\S/gu;

/** A text as tokens: its characters, or its words and marks, where every Chinese character is a word. */
export const cut = (text, unit) => (unit === "words" ? text.match(WORD) ?? [] : Array.from(text));

/** The reader's own text, as far as it is counted: its last eighth is held out. */
export function own(text, unit) {
  const all = Array.from(text.slice(0, 2 * LIMIT + 2).normalize("NFC").replace(/\r\n?/g, "\n").trim());
  const tokens = cut(all.slice(0, LIMIT).join(""), unit);
  const learnt = tokens.length - Math.floor(tokens.length / 8);
  return { learnt: [tokens.slice(0, learnt)], held: [tokens.slice(learnt)], tokens: tokens.length, shortened: all.length > LIMIT };
}

/** Tokens as they are written one after the other: words with spaces and, in a story, capitals. */
function spoken(tokens, unit) {
  return tokens.map((token, n) => {
    if (unit === "characters" || token === stories.EOS) return token === stories.EOS ? "" : token;
    const start = unit === "story" && (!n || tokens[n - 1] === ".");
    const word = start ? token.slice(0, 1).toUpperCase() + token.slice(1) : token;
    return n && !/^[\p{P}]$/u.test(token) ? ` ${word}` : word;
  });
}

// --- scores

const mean = (values) => values.reduce((sum, one) => sum + one, 0) / values.length;
const column = (rows, n) => rows.map((row) => row[n]);

/** What the network believes to come next, after each token of a story: rows of probabilities. */
function* beliefs(params, ids) {
  const reader = new Reader(params);
  for (const id of ids) yield softmax(rowOf(reader.read([id]), 0));
}

/** −log₂ p of every token of some stories, as the network sees it. Yields after each token. */
function* networkBits(params, held) {
  const found = [];
  for (const tokens of held) {
    const [, ...ids] = stories.encode(tokens);
    let n = 0;
    for (const belief of beliefs(params, stories.encode(tokens).slice(0, -1))) {
      found.push(-log(belief[ids[n++]]) / LN2);
      yield found.length;
    }
  }
  return found;
}

/** −log₂ p of every token for the grammar itself, which knows all odds. */
function* grammarBits(held, lang) {
  const found = [];
  for (const tokens of held) {
    const reader = new stories.Reader(lang);
    for (const token of tokens) found.push(-log(reader.read(token)) / LN2);
    yield found.length;
  }
  return found;
}

// --- one run

/** One text and its counts. What takes long is a generator: it yields {done, steps} and returns its result. */
export class Counting {
  /** files: {zh, en, network} · choice: {text: "stories", "daodejing" or "own", language, stories, own, unit, seed} */
  constructor(files, choice) {
    Object.assign(this, { files, choice, lang: choice.language, tell: choice.text === "stories" });
    this.unit = this.tell ? (this.lang === "en" ? "story" : "characters") : choice.text === "own" ? choice.unit : "characters";
  }

  /** The text that was chosen: {learnt, held}. */
  *text() {
    const { choice, lang, files } = this;
    if (choice.text === "own") return own(choice.own, choice.unit);
    if (!this.tell) return chapters(files[lang], choice.seed);
    return yield* retold(told(lang, choice.stories, choice.seed), () => ({ done: 0, steps: 1 }));
  }

  /** Count, score, and write. */
  *count() {
    const { tell, choice } = this;
    const parts = (this.parts = yield* this.text());
    yield { done: 0, steps: 1 };
    const total = (sequences) => sequences.reduce((sum, one) => sum + one.length, 0);
    const [learnt, held] = [total(parts.learnt), total(parts.held)];
    if (learnt + held < FEWEST) return { few: learnt + held };
    const words = tell ? stories.VOCABULARY.filter((word) => word !== stories.BOS) : [...parts.learnt, ...parts.held].flat();
    this.model = new NGram(ORDERS, words);
    this.learnt = parts.learnt.map((one) => this.model.signs(one));
    this.held = parts.held.map((one) => this.model.signs(one));
    const stops = tell ? [...STEPS.filter((one) => one < choice.stories), choice.stories] : [1];
    const steps = learnt + held * (stops.length + (tell ? 4 : 0)) + ORDERS * WRITTEN;
    let before = 0;
    yield { done: 0, steps };
    const part = function* (walk, size) {
      const found = yield* retold(walk, (done) => ({ done: before + Math.min(done, size), steps }));
      before += size;
      return found;
    };
    const sweep = [];
    let rows;
    for (const [n, stop] of stops.entries()) {
      const more = this.learnt.slice(n ? stops[n - 1] : 0, stop);
      yield* part(this.model.learn(more), total(more));
      rows = yield* part(surprises(this.held, this.model), held);
      sweep.push({ stories: stop, bits: Array.from({ length: ORDERS }, (_, k) => mean(column(rows, k)) / LN2) });
    }
    const known = [];
    for (const one of this.held) {
      for (let end = 0; end < one.length; end++) {
        known.push(this.model.counts.map((_, k) => (this.model.after(one.slice(Math.max(0, end - ORDERS), end), k) ? 1 : 0)));
        if (known.length % SOME === 0) yield { done: before, steps };
      }
    }
    const network = tell && (yield* part(networkBits(this.files.network, parts.held), 3 * held));
    const grammar = tell && (yield* part(grammarBits(parts.held, this.lang), held));
    this.known = yield* part(runs(this.learnt), 0);
    const shares = [];
    for (let n = 1; n <= ORDERS; n++) {
      const flags = (yield* part(this.written(n), WRITTEN)).flatMap((one) => copied(one, this.known));
      shares.push(mean(flags.map(Number)));
    }
    const groups = [];
    for (let k = 0; k < ORDERS; k++) {
      groups.push([1, 0].map((yes) => {
        const some = rows.flatMap((row, n) => (known[n][k] === yes ? [n] : []));
        const bits = (of) => (of && some.length ? mean(some.map(of)) : null);
        return { share: some.length / rows.length, counts: bits((n) => rows[n][k] / LN2), network: network && bits((n) => network[n]) };
      }));
      yield { done: before, steps };
    }
    const { bits } = sweep.at(-1);
    return {
      bits, sweep, groups, best: bits.indexOf(Math.min(...bits)) + 1, known: bits.map((_, k) => mean(column(known, k))),
      contexts: this.model.counts.map((one) => one.size), copied: shares, tokens: learnt, held, vocabulary: this.model.vocabulary.length,
      network: network && mean(network), grammar: grammar && mean(grammar), shortened: Boolean(parts.shortened), tell,
    };
  }

  /** What the model of order n writes, to be looked at for copies: stories, or one long text. Yields how much it has written. */
  *written(n) {
    const rng = new Counter(this.choice.seed).split(`write ${n}`);
    if (!this.tell) return [yield* generate(this.model, rng, WRITTEN, { order: n })];
    const [found, stop] = [[], this.model.signs([stories.EOS])];
    while (found.length < TOLD) {
      found.push(yield* retold(generate(this.model, rng, LONGEST, { order: n, stop }), () => (found.length * WRITTEN) / TOLD));
    }
    return found;
  }

  /** What followed the n − 1 tokens before a place (from 1) of the held-out text, the commonest first, and what does come. */
  look(n, place) {
    let rest = place - 1;
    const row = this.held.findIndex((one) => rest < one.length || ((rest -= one.length), false));
    const [tokens, signs] = [this.parts.held[row], this.held[row]];
    const context = signs.slice(Math.max(0, rest - ORDERS), rest);
    const found = this.model.after(context, n - 1);
    const p = (sign) => this.model.byOrder(sign, context)[n - 1];
    let believed = null;
    if (this.tell) {
      const belief = [...beliefs(this.files.network, stories.encode(tokens.slice(0, rest)))].at(-1);
      believed = (token) => belief[stories.VOCABULARY.indexOf(token)];
    }
    const seen = found ? [...found.seen].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)) : [];
    const first = seen.slice(0, 6).map(([sign]) => sign);
    if (!first.includes(signs[rest])) first.push(signs[rest]);
    const shown = first.map((sign) => {
      const [token] = this.model.tokens(sign);
      const count = found?.seen.get(sign) ?? 0;
      return { token, count, share: found ? count / found.sum : 0, p: p(sign), network: believed && believed(token), right: sign === signs[rest] };
    });
    return {
      before: spoken(tokens.slice(0, rest), this.unit).slice(-24).join("").trimStart(), context: tokens.slice(Math.max(0, rest - n + 1), rest),
      sum: found?.sum ?? 0, kinds: seen.length, rows: shown,
    };
  }

  /** A text by the model of order n, in pieces that say whether they lie in a run of eight that was copied. */
  *write(n, version) {
    const rng = new Counter(this.choice.seed).split(`show ${n} ${version}`);
    const stop = this.tell ? this.model.signs([stories.EOS]) : undefined;
    const steps = this.tell ? LONGEST : this.unit === "words" ? SHOWN / 5 : SHOWN;
    const signs = yield* retold(generate(this.model, rng, steps, { order: n, stop }), (done) => ({ done, steps }));
    const flags = copied(signs, this.known);
    const tokens = this.model.tokens(signs);
    const inside = tokens.map((_, place) => flags.slice(Math.max(0, place - 7), place + 1).some(Boolean));
    const pieces = [];
    spoken(tokens, this.unit).forEach((text, place) => {
      if (pieces.length && pieces.at(-1).copied === inside[place]) pieces.at(-1).text += text;
      else pieces.push({ text, copied: inside[place] });
    });
    const faults = this.tell ? stories.grammatical(tokens, this.lang) : null;
    return { pieces, copied: flags.filter(Boolean).length, runs: flags.length, fault: faults?.[0]?.found ?? null, faultless: faults && !faults.length };
  }
}

/** What the engine can be asked to do; a new run begins with `count`. */
export function tasks(files) {
  [files.zh, files.en].forEach(read);
  let run = null;
  return {
    count(choice) {
      run = new Counting(files, choice);
      return run.count();
    },
    look: (n, place) => run.look(n, place),
    write: (n, version) => run.write(n, version),
  };
}
