"""The numbers of the page on foundation models, computed a second way: every tensor is written out and measured."""

import json
from fractions import Fraction
from math import prod
from pathlib import Path

import foundation_models_numbers as page
import numpy as np
import pytest

NUMBERS = json.loads(
    (Path(page.__file__).parent / "results" / "foundation_models_numbers.json").read_text(encoding="utf-8")
)


def tensors(layers, width, tokens, positions):
    """(part, shape) of every tensor of GPT-2 as it is stored, with one fused matrix for query, key, and value."""
    yield "tokens", (tokens, width)
    yield "positions", (positions, width)
    for _ in range(layers):
        yield from (("small", (width,)),) * 4  # scale and shift of two normalisations
        yield "attention", (width, 3 * width)
        yield "small", (3 * width,)
        yield "attention", (width, width)
        yield "small", (width,)
        yield "forward", (width, 4 * width)
        yield "small", (4 * width,)
        yield "forward", (4 * width, width)
        yield "small", (width,)
    yield from (("small", (width,)),) * 2


def total(config, *parts):
    return sum(prod(shape) for part, shape in tensors(**config) if not parts or part in parts)


def test_the_file_is_what_the_program_computes():
    assert page.compute() == NUMBERS


@pytest.mark.parametrize(("name", "config"), [("gpt3", page.GPT3), ("gpt2", page.GPT2)])
def test_parameters_are_the_sizes_of_all_tensors(name, config):
    found = NUMBERS[name]
    assert found["total"] == total(config)
    layers = config["layers"]
    for part, divisor in (("attention", layers), ("forward", layers), ("tokens", 1), ("positions", 1), ("small", 1)):
        assert found["billions"][part] == pytest.approx(total(config, part) / divisor / 1e9)
        assert found["millions"][part] == pytest.approx(total(config, part) / divisor / 1e6)
    assert found["billions"]["layers"] == pytest.approx(total(config, "attention", "forward") / 1e9)
    assert found["billions"]["layer"] == pytest.approx(12 * config["width"] ** 2 / 1e9)
    assert found["share_of_layers"] == pytest.approx(100 * total(config, "attention", "forward") / total(config))


def test_the_released_gpt2_models_have_exactly_these_sizes():
    # counted in the published weights
    assert page.parameters(**page.GPT2)["total"] == 1_557_611_200
    assert page.parameters(layers=12, width=768, tokens=50257, positions=1024)["total"] == 124_439_808


def test_weights_are_measured_as_arrays_of_a_millionth_of_the_size():
    for model, billions in page.MODELS.items():
        found = NUMBERS["memory"][model]
        assert found["fp16"] == np.zeros(1000 * billions, np.float16).nbytes / 1000
        assert found["int8"] == np.zeros(1000 * billions, np.int8).nbytes / 1000
        assert found["int4"] == np.packbits(np.zeros((1000 * billions, 4), np.uint8)).nbytes / 1000


@pytest.mark.parametrize("name", page.CACHE)
def test_the_cache_is_measured_as_arrays(name):
    layers, heads, size = page.CACHE[name]
    found = NUMBERS["cache"][name]
    arrays = [np.zeros((heads, size), np.float16) for _ in range(layers) for _ in ("key", "value")]
    assert found["per_token"] == sum(array.nbytes for array in arrays)
    assert found["full"] == pytest.approx(float(Fraction(int(found["per_token"]) * found["context"], 10**9)))


def test_the_heads_of_gpt3_fill_its_width():
    _, heads, size = page.CACHE["gpt3"]
    assert heads * size == page.GPT3["width"]


def test_all_ten_are_right_as_often_as_a_chain_of_draws():
    for name, p in page.STEPS.items():
        chance = 1.0
        for _ in range(NUMBERS["jump"]["length"]):
            chance *= p
        assert NUMBERS["jump"][name]["all"] == pytest.approx(chance)
