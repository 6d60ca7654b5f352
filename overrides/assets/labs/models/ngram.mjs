// N-gram models, as in models/ngram.py: what can be predicted by counting which token followed the last few?
//
// A model of order n looks at the n − 1 tokens before. Inside, a token is one sign, a UTF-16 unit numbered in the order of
// the vocabulary, so that a context is a short string and everything a Map of counts. What takes long is a generator.

import { log } from "../kit/detmath.mjs";

const BOS = "\0"; // the sign for “before the beginning”
const NEW = "\uffff"; // the sign for a token that is not in the vocabulary
export const SOME = 500; // tokens between two breaths
const FEW = 20; // the same where each is drawn, which may take as many additions as there are tokens

/** Tokens in the order of Unicode, each once, as Python sorts them. */
export function sorted(tokens) {
  const late = (point) => (point === "\uffff" ? "\uffff\0" : `\uffff${point}`); // pairs of units come after U+FFFF, as their numbers do
  const pairs = Array.from(new Set(tokens), (token) => [token.replace(/[\u{ffff}-\u{10ffff}]/gu, late), token]);
  return pairs.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, token]) => token);
}

/** Counts of every context up to order − 1 tokens long and what followed it; `vocabulary`: everything that may be predicted. */
export class NGram {
  constructor(order, vocabulary) {
    this.order = order;
    this.vocabulary = sorted(vocabulary);
    if (this.vocabulary.length > 65000) throw new RangeError("too many different tokens");
    this.numbers = new Map(this.vocabulary.map((token, n) => [token, String.fromCharCode(n + 1)]));
    this.counts = Array.from({ length: order }, () => new Map()); // counts[k]: context of k signs → {seen, sum}
  }

  signs(tokens) { return Array.from(tokens, (token) => this.numbers.get(token) ?? NEW).join(""); }
  tokens(signs) { return signs.split("").map((sign) => this.vocabulary[sign.charCodeAt(0) - 1]); }

  /** Count more text: sequences of signs. Yields how many tokens it has counted. */
  *learn(sequences) {
    const before = this.order - 1;
    let done = 0;
    for (const sequence of sequences) {
      const padded = BOS.repeat(before) + sequence;
      for (let end = before; end < padded.length; end++) {
        for (let k = 0; k < this.order; k++) {
          const context = padded.slice(end - k, end);
          let found = this.counts[k].get(context);
          if (!found) this.counts[k].set(context, (found = { seen: new Map(), sum: 0 }));
          found.seen.set(padded[end], (found.seen.get(padded[end]) ?? 0) + 1);
          found.sum += 1;
          found.order = found.times = null;
        }
        if (++done % SOME === 0) yield done;
      }
    }
  }

  /** What followed the last k signs of the context: {seen: Map of sign to count, sum}; undefined if nothing did. */
  after(context, k = this.order - 1) {
    return this.counts[k].get((BOS.repeat(Math.max(k - context.length, 0)) + context).slice(context.length > k ? context.length - k : 0));
  }

  /**
   * Witten–Bell for orders 1, 2, … : each mixes what it counted with the order below, the more so the more kinds of token
   * followed the context. p_k = (c(context, token) + T·p_{k−1}) / (Σ c + T), T the number of different tokens; p_0 = 1/V.
   */
  byOrder(sign, context) {
    let p = 1 / this.vocabulary.length;
    return this.counts.map((_, k) => {
      const found = this.after(context, k);
      if (found) p = ((found.seen.get(sign) ?? 0) + found.seen.size * p) / (found.sum + found.seen.size);
      return p;
    });
  }
}

/** −log p in nats of every token by orders, one row for each token of the sequences. Yields how many it has done. */
export function* surprises(sequences, model) {
  const rows = [];
  for (const sequence of sequences) {
    for (let end = 0; end < sequence.length; end++) {
      rows.push(model.byOrder(sequence[end], sequence.slice(Math.max(0, end - model.order), end)).map((p) => -log(p)));
      if (rows.length % SOME === 0) yield rows.length;
    }
  }
  return rows;
}

/**
 * Goes on after `start`, drawing in proportion to the raw counts of this order; a context never seen is shortened until it was.
 * Yields how many signs it has written.
 */
export function* generate(model, rng, length, { start = "", stop, order = model.order } = {}) {
  let out = start;
  while (out.length < start.length + length && (out.length === start.length || out.at(-1) !== stop)) {
    let k = order - 1;
    let found;
    while (!(found = model.after(out, k))) k -= 1;
    found.order ??= [...found.seen.keys()].sort();
    found.times ??= found.order.map((sign) => found.seen.get(sign));
    out += found.order[rng.choice(found.times)];
    if (out.length % FEW === 0) yield out.length - start.length;
  }
  return out.slice(start.length);
}

/** All runs of n signs of some sequences. Yields how many signs it has passed. */
export function* runs(sequences, n = 8) {
  const found = new Set();
  let done = 0;
  for (const sequence of sequences) {
    for (let end = n; end <= sequence.length; end++) {
      found.add(sequence.slice(end - n, end));
      if (++done % SOME === 0) yield done;
    }
  }
  return found;
}

/** For each run of n signs of a generated sequence, whether it stands in the source word for word. */
export const copied = (generated, known, n = 8) => Array.from(
  { length: Math.max(generated.length - n + 1, 0) }, (_, i) => known.has(generated.slice(i, i + n)),
);
