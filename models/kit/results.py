"""Results: how are the numbers of a program kept, so that every machine writes the same bytes?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path


def tidy(value, digits: int = 12, significant: bool = False):
    """A result with its fractions as decimals, rounded at any depth, since sums may differ in their last bits.

    `digits` are places behind the point or, if `significant`, from the first digit that is not nought.
    """
    if isinstance(value, Mapping):
        return {key: tidy(inner, digits, significant) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [tidy(inner, digits, significant) for inner in value]
    if not isinstance(value, (float, Fraction)):
        return value
    return float(f"{float(value):.{digits}g}") if significant else round(float(value), digits) + 0.0  # + 0.0 makes 0.0 of −0.0


def write(program: str, numbers: dict) -> Path:
    """Keep the numbers of `program` (its `__file__`) in results/<its name>.json beside it, keys in order."""
    target = Path(program).parent / "results" / f"{Path(program).stem}.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(numbers, sort_keys=True, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return target
