"""exp, log, tanh and their kin, the same to the last bit on every machine: how does one compute them by hand?

The exp of one C library differs from the next one's in the last bit. These use only + − × ÷, comparisons and
multiplication by powers of two (frexp, ldexp), whose results IEEE 754 fixes. Within 2.5 units in the last place.
Every function takes a number or an array of float64 and returns the same kind.
"""

from functools import wraps

import numpy as np

LOG2_E = 1.4426950408889634
LN2_HIGH = 0.6931471803691238        # the first 32 bits of ln 2: times a whole number below 2²¹ it is exact
LN2_LOW = 1.9082149292705877e-10     # the rest
SQRT_HALF = 0.7071067811865476
SQRT_2_OVER_PI = 0.7978845608028654
EXPM1 = [1.0]                        # 1/1!, 1/2!, …, 1/14!
for _n in range(2, 15):
    EXPM1.append(EXPM1[-1] / _n)
ATANH = [2.0 / (2 * n + 1) for n in range(1, 12)]  # 2/3, 2/5, …, 2/23


def numbers_too(function):
    """Let a function of float64 arrays take plain numbers and lists, and give a float back for a number."""
    @wraps(function)
    def either(x, *rest):
        value = function(np.asarray(x, dtype=np.float64), *rest)
        return float(value) if np.ndim(value) == 0 else value
    return either


def horner(coefficients, x):
    """c₀ + x·(c₁ + x·(c₂ + …))"""
    value = np.full_like(x, coefficients[-1])
    for c in reversed(coefficients[:-1]):
        value *= x
        value += c
    return value


def _reduced(x):
    """x = k·ln 2 + r with |r| ≤ ln 2 / 2. Returns k as integers and exp(r) − 1 by Taylor's series."""
    k = np.floor(x * LOG2_E + 0.5)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    return np.where(k == k, k, 0).astype(np.int32), r + r * r * horner(EXPM1[1:], r)


@numbers_too
def exp(x):
    """eˣ; inf from 709.79 up, 0 from −745.2 down."""
    k, rest = _reduced(np.minimum(np.maximum(x, -800.0), 800.0))
    with np.errstate(over="ignore", under="ignore"):
        return np.ldexp(1.0 + rest, k)  # e^(k·ln 2 + r) = 2ᵏ·eʳ


@numbers_too
def log(x):
    """Natural logarithm; −inf at 0, nan below."""
    mantissa, exponent = np.frexp(x)  # x = m·2ᵉ with ½ ≤ m < 1
    low = mantissa < SQRT_HALF
    f = np.where(low, 2.0 * mantissa, mantissa) - 1.0
    e = exponent - low.astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        s = f / (2.0 + f)  # log(1 + f) = 2·atanh(s) = 2s + 2s³/3 + 2s⁵/5 + …, and 2s = f − s·f
        square = s * s
        value = e * LN2_HIGH + (f - (s * (f - square * horner(ATANH, square)) - e * LN2_LOW))
    value = np.where(x == 0.0, -np.inf, np.where(x < 0.0, np.nan, value))
    return np.where(x == np.inf, np.inf, value)


@numbers_too
def tanh(x):
    """(1 − e^(−2|x|)) / (1 + e^(−2|x|)) with the sign of x."""
    k, rest = _reduced(-2.0 * np.minimum(np.abs(x), 30.0))
    minus_one = np.ldexp(rest, k) + (np.ldexp(np.ones_like(rest), k) - 1.0)  # e^(−2|x|) − 1, precise near 0
    return np.copysign(-minus_one / (minus_one + 2.0), x)


@numbers_too
def sigmoid(x):
    """1 / (1 + e^(−x)), written so that nothing overflows."""
    small = np.asarray(exp(-np.abs(x)))
    return np.where(x >= 0.0, 1.0, small) / (1.0 + small)


@numbers_too
def softplus(x):
    """log(1 + eˣ): max(x, 0) plus a correction between 0 and log 2."""
    return np.maximum(x, 0.0) + log(1.0 + np.asarray(exp(-np.abs(x))))


@numbers_too
def gelu(x):
    """x·½·(1 + tanh(√(2/π)·(x + 0.044715·x³))): GELU in its tanh form."""
    return 0.5 * x * (1.0 + tanh(SQRT_2_OVER_PI * (x + 0.044715 * x * x * x)))


@numbers_too
def gelu_slope(x):
    """The derivative of gelu."""
    t = np.asarray(tanh(SQRT_2_OVER_PI * (x + 0.044715 * x * x * x)))
    return 0.5 * (1.0 + t) + 0.5 * x * (1.0 - t * t) * (SQRT_2_OVER_PI * (1.0 + 0.134145 * x * x))


def _shifted(x):
    """exp(x − max) and its sequential sum along the last axis, and the maximum."""
    top = np.max(x, axis=-1, keepdims=True)
    safe = np.where(np.abs(top) == np.inf, 0.0, top)  # a row of −inf alone must not become nan − nan
    power = exp(x - safe)
    return power, np.add.accumulate(power, axis=-1)[..., -1:], safe


@numbers_too
def softmax(x):
    """exp(x) / Σ exp(x) along the last axis; entries of −inf get probability 0."""
    power, total, _ = _shifted(x)
    return power / total


@numbers_too
def logsumexp(x):
    """log Σ exp(x) along the last axis, which disappears."""
    _, total, top = _shifted(x)
    return (top + log(total))[..., 0]
