// exp, log, tanh and their kin, the same to the last bit on every machine.
//
// The twin of models/kit/detmath.py. Math.exp, Math.log and Math.tanh may differ between browsers in the last bit; these
// use only + − × ÷, comparisons and multiplication by powers of two, whose results IEEE 754 fixes.

const LOG2_E = 1.4426950408889634;
const LN2_HIGH = 0.6931471803691238; // the first 32 bits of ln 2: times a whole number below 2²¹ it is exact
const LN2_LOW = 1.9082149292705877e-10; // the rest
const SQRT_HALF = 0.7071067811865476;
const SQRT_2_OVER_PI = 0.7978845608028654;
const EXPM1 = [1]; // 1/1!, 1/2!, …, 1/14!
for (let n = 2; n < 15; n++) EXPM1.push(EXPM1.at(-1) / n);
const ATANH = Array.from({ length: 11 }, (_, n) => 2 / (2 * n + 3)); // 2/3, 2/5, …, 2/23
const POWERS = new Float64Array(2046); // 2⁻¹⁰²² … 2¹⁰²³
POWERS[1022] = 1;
for (let n = 1023; n < 2046; n++) POWERS[n] = POWERS[n - 1] * 2;
for (let n = 1021; n >= 0; n--) POWERS[n] = POWERS[n + 1] / 2;

/** x·2ᵏ, rounded once even where the result is subnormal. */
function ldexp(x, k) {
  if (k > 1023) return x * POWERS[2045] * POWERS[k - 1];
  if (k < -1022) return x * POWERS[k + 1222] * POWERS[822];
  return x * POWERS[k + 1022];
}

/** c₀ + x·(c₁ + x·(c₂ + …)), from coefficient `first` on. */
function horner(coefficients, first, x) {
  let value = coefficients[coefficients.length - 1];
  for (let n = coefficients.length - 2; n >= first; n--) value = value * x + coefficients[n];
  return value;
}

let power = 0;
/** x = k·ln 2 + r with |r| ≤ ln 2 / 2: leaves k in `power`, returns exp(r) − 1 by Taylor's series. */
function reduced(x) {
  const k = Math.floor(x * LOG2_E + 0.5);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  power = k === k ? k : 0;
  return r + r * r * horner(EXPM1, 1, r);
}

/** eˣ; Infinity from 709.79 up, 0 from −745.2 down. */
export function exp(x) {
  const rest = reduced(Math.min(Math.max(x, -800), 800));
  return ldexp(1 + rest, power);
}

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0]; // which of the two words holds the exponent

/** Natural logarithm; −Infinity at 0, NaN below. */
export function log(x) {
  if (x === 0) return -Infinity;
  if (!(x > 0) || x === Infinity) return x > 0 ? x : NaN;
  let exponent = 0;
  if (x < POWERS[0]) { // subnormal: its exponent stands in no field
    x *= POWERS[1022 + 54];
    exponent = -54;
  }
  float[0] = x;
  exponent += (words[HIGH] >>> 20) - 1022;
  words[HIGH] = (words[HIGH] & 0xfffff) | (1022 << 20); // x = m·2ᵉ with ½ ≤ m < 1
  let m = float[0];
  if (m < SQRT_HALF) {
    m *= 2;
    exponent -= 1;
  }
  const f = m - 1;
  const s = f / (2 + f); // log(1 + f) = 2·atanh(s) = 2s + 2s³/3 + 2s⁵/5 + …, and 2s = f − s·f
  const square = s * s;
  return exponent * LN2_HIGH + (f - (s * (f - square * horner(ATANH, 0, square)) - exponent * LN2_LOW));
}

/** (1 − e^(−2|x|)) / (1 + e^(−2|x|)) with the sign of x. */
export function tanh(x) {
  const rest = reduced(-2 * Math.min(Math.abs(x), 30));
  const minusOne = ldexp(rest, power) + (ldexp(1, power) - 1); // e^(−2|x|) − 1, precise near 0
  const value = -minusOne / (minusOne + 2);
  return x < 0 || Object.is(x, -0) ? -Math.abs(value) : Math.abs(value);
}

/** 1 / (1 + e^(−x)), written so that nothing overflows. */
export function sigmoid(x) {
  const small = exp(-Math.abs(x));
  return (x >= 0 ? 1 : small) / (1 + small);
}

/** log(1 + eˣ): max(x, 0) plus a correction between 0 and log 2. */
export function softplus(x) {
  return Math.max(x, 0) + log(1 + exp(-Math.abs(x)));
}

/** x·½·(1 + tanh(√(2/π)·(x + 0.044715·x³))): GELU in its tanh form. */
export function gelu(x) {
  return 0.5 * x * (1 + tanh(SQRT_2_OVER_PI * (x + 0.044715 * x * x * x)));
}

/** exp(x) / Σ exp(x) of a row; entries of −Infinity get probability 0. */
export function softmax(row) {
  let top = row[0];
  for (const value of row) top = Math.max(top, value);
  if (Math.abs(top) === Infinity) top = 0; // a row of −Infinity alone must not become NaN by subtraction
  const powers = row.map((value) => exp(value - top));
  let sum = 0;
  for (const value of powers) sum += value;
  return powers.map((value) => value / sum);
}
