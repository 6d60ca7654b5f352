// Random numbers that can be repeated anywhere: what is number i of the stream with this seed?
//
// The twin of models/kit/rng.py: the same seed gives the same numbers in Python, in Node and in every browser.

const GOLDEN = 0x6d2b79f5; // what mulberry32 adds to its state before each number
const OFFSET = 0x811c9dc5; // where FNV-1a begins

/** Number i (from 0) of stream `seed`, a whole number 0 … 2³² − 1: Tommy Ettinger's mulberry32. */
export function mulberry32(seed, i) {
  const a = (seed + Math.imul(i + 1, GOLDEN)) | 0;
  let t = Math.imul(a ^ (a >>> 15), a | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return (t ^ (t >>> 14)) >>> 0;
}

/** 32-bit FNV-1a hash of bytes: xor each byte in, then multiply by a prime. */
export function fnv1a(bytes, start = OFFSET) {
  let value = start;
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}

/** A stream of random numbers: `seed` 0 … 2³² − 1 says which stream, `used` how many numbers were taken. */
export class Counter {
  constructor(seed) {
    this.seed = seed >>> 0;
    this.used = 0;
  }

  /** An independent stream with a name, such as split("weights"): drawing from it leaves this one alone. */
  split(name) {
    return new Counter(fnv1a(new TextEncoder().encode(name), OFFSET ^ this.seed));
  }

  /** A number in [0, 1): a multiple of 2⁻³². */
  next() {
    return mulberry32(this.seed, this.used++) / 4294967296;
  }

  /** `count` numbers in [0, 1). */
  uniform(count) {
    return Float64Array.from({ length: count }, () => this.next());
  }

  /** `count` nearly normal numbers, mean 0 and variance 1: the sum of 12 uniform ones − 6, so never beyond ±6. */
  normal(count) {
    const values = new Float64Array(count);
    for (let n = 0; n < count; n++) {
      let sum = 0;
      for (let k = 0; k < 12; k++) sum += this.next();
      values[n] = sum - 6;
    }
    return values;
  }

  /** A whole number 0 … high − 1. */
  integer(high) {
    return Math.floor(this.next() * high);
  }

  /** The numbers 0 … n − 1 in random order (Fisher–Yates: swap each place with one not after it). */
  permutation(n) {
    const order = Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }

  /** An index drawn with these weights, which need not sum to 1. RangeError if one is negative or all are zero. */
  choice(weights) {
    let sum = 0;
    const reached = Array.from(weights, (weight) => (sum += weight));
    if (!(sum > 0) || weights.some((weight) => !(weight >= 0))) {
      throw new RangeError("probabilities must not be negative or all zero");
    }
    const draw = this.next() * sum;
    return reached.findIndex((value) => value > draw);
  }
}
