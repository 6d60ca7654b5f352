// Byte-pair encoding, as in models/bpe.py: pieces are learnt by joining what stands together most often.
//
// A piece is a string with one character for each of its bytes (0 … 255), so that pieces compare as Python's bytes do.

// What Python's \w (without _) and \s match; JavaScript's own classes differ.
const WORD = "\\p{L}\\p{N}";
const SPACE = "\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const CHUNK = new RegExp(` ?[${WORD}]+| ?[^${WORD}_${SPACE}]+|[${SPACE}]+|_+`, "gu");
const BETWEEN = "\u0100"; // stands in no piece

/** The stretches of text within which pieces may be joined; put together they are the text again. */
export const chunks = (text) => text.match(CHUNK) ?? [];

/** A chunk as its smallest pieces: the bytes of its UTF-8. */
export const units = (chunk) => Array.from(new TextEncoder().encode(chunk), (byte) => String.fromCharCode(byte));

/** Every neighbouring pair left, right becomes one piece, from left to right. */
export function join(pieces, [left, right]) {
  const out = [];
  for (let i = 0; i < pieces.length; i++) {
    if (pieces[i] === left && pieces[i + 1] === right) out.push(left + pieces[++i]);
    else out.push(pieces[i]);
  }
  return out;
}

const key = (left, right) => left + BETWEEN + right;

/** Call `see` with every neighbouring pair. */
function pairs(pieces, see) {
  for (let i = 1; i < pieces.length; i++) see(key(pieces[i - 1], pieces[i]));
}

/** Whether a pair comes before another of the same count: its left piece first, then its right one. */
function before(one, other) {
  const [[left, right], [left2, right2]] = [one.split(BETWEEN), other.split(BETWEEN)];
  return left < left2 || (left === left2 && right < right2);
}

/**
 * The merges learnt from a text, in order: [{pair: [left, right], times}], `times` being how often the pair stood there.
 * The most frequent pair wins, among equals the one first in the order of its bytes; stops when nothing occurs twice.
 * A generator: it yields {done, steps} now and then.
 */
export function* train(text, merges) {
  const counts = new Map();
  for (const chunk of chunks(text)) counts.set(chunk, (counts.get(chunk) ?? 0) + 1);
  const words = new Map();
  const [total, where] = [new Map(), new Map()]; // how often each pair stands in the text, and in which chunks
  const count = (chunk, times, note) => pairs(words.get(chunk), (pair) => {
    total.set(pair, (total.get(pair) ?? 0) + times);
    if (note) where.set(pair, (where.get(pair) ?? new Set()).add(chunk));
  });
  for (const [chunk, times] of counts) {
    words.set(chunk, units(chunk));
    count(chunk, times, true);
    if (words.size % 50 === 0) yield { done: 0, steps: merges };
  }
  const learnt = [];
  while (learnt.length < merges) {
    let [best, times] = [null, 1];
    for (const [pair, often] of total) {
      if (often > times || (often === times && best && before(pair, best))) [best, times] = [pair, often];
    }
    if (!best) break;
    const pair = best.split(BETWEEN);
    learnt.push({ pair, times });
    for (const chunk of where.get(best)) { // only chunks that hold the pair change
      count(chunk, -counts.get(chunk), false);
      words.set(chunk, join(words.get(chunk), pair));
      count(chunk, counts.get(chunk), true);
    }
    where.delete(best);
    total.delete(best);
    yield { done: learnt.length, steps: merges };
  }
  return learnt;
}

/** Which merge makes a pair, as its number from 0. */
export const ranks = (learnt) => new Map(learnt.map(({ pair }, number) => [key(...pair), number]));

/** The pieces of a text: each chunk's bytes, joined by the first `many` merges in the order in which they were learnt. */
export function* encode(text, rank, many = Infinity) {
  const [known, pieces] = [new Map(), []];
  for (const chunk of chunks(text)) {
    if (!known.has(chunk)) {
      let now = units(chunk);
      for (;;) {
        let [first, best] = [many, null];
        for (let i = 1; i < now.length; i++) {
          const number = rank.get(key(now[i - 1], now[i]));
          if (number < first) [first, best] = [number, [now[i - 1], now[i]]];
        }
        if (!best) break;
        now = join(now, best);
        yield;
      }
      known.set(chunk, now);
    }
    for (const piece of known.get(chunk)) pieces.push(piece);
  }
  return pieces;
}

/** The text of a piece, or null if it is a part of a character. */
export function shown(piece) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(piece, (byte) => byte.charCodeAt()));
  } catch {
    return null;
  }
}

/** The bytes of a piece in hexadecimal. */
export const hex = (piece) => Array.from(piece, (byte) => byte.charCodeAt().toString(16).padStart(2, "0")).join("");
