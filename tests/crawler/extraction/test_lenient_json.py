"""Text that was meant to be JSON."""

from __future__ import annotations

import json
from random import Random

import pytest

from crawler.extraction.lenient_json import DEEPEST, lenient_values

SEEDS = range(200)
SIGNS = '{}[]",:\\/*<!->-\n ae1u\u00e9\U0001f600'


def text_of(rng: Random) -> str:
    return "".join(rng.choice(SIGNS) for _ in range(rng.randrange(12)))


def value_of(rng: Random, depth: int = 0) -> object:
    kind = rng.randrange(4 if depth > 3 else 6)
    if kind == 4:
        return [value_of(rng, depth + 1) for _ in range(rng.randrange(4))]
    if kind == 5:
        return object_of(rng, depth)
    return [None, True, rng.randrange(-(10**15), 10**15), text_of(rng)][kind]


def object_of(rng: Random, depth: int = 0) -> dict[str, object]:
    members = rng.randrange(1, 5)
    return {f"{place}{text_of(rng)}": value_of(rng, depth + 1) for place in range(members)}


@pytest.mark.parametrize("seed", SEEDS)
def test_json_means_what_it_means(seed: int) -> None:
    value = object_of(Random(seed))
    read = lenient_values(json.dumps(value, ensure_ascii=seed % 2 == 0))
    assert ([value], False) == (read.values, read.broken)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_raises(seed: int) -> None:
    rng = Random(seed)
    text = "".join(rng.choice(SIGNS) for _ in range(rng.randrange(300)))
    assert all(isinstance(value, dict | list) for value in lenient_values(text).values)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_cut_off_is_left_out_and_no_more(seed: int) -> None:
    rng = Random(seed)
    value = object_of(rng)
    text = json.dumps(value)
    read = lenient_values(text[: rng.randrange(1, len(text))])
    assert read.broken
    [part] = read.values
    assert isinstance(part, dict)
    whole = list(value.items())[: len(part)]
    assert [key for key, _ in whole] == list(part)
    assert whole[:-1] == list(part.items())[:-1]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ({"a": 'The "old" bridge'}, '{"a": "The "old" bridge"}'),
        ({"a": ['x "y" z', "b"]}, '{"a": ["x "y" z", "b"]}'),
        ({"a": "b", "c": "d"}, '{"a": "b"\n"c": "d"}'),
        ({"a": "😀"}, '{"a": "\\ud83d\\ude00", }'),
        ({"a": "\ufffd!"}, '{"a": "\\ud83d!", }'),
        ({"a": 1.5, "b": None}, "{a: 1.5, b: undefined}"),
        ({"a": {"b": 1}, "c": 2}, '{"a": {"b": 1, /* } */ }, // {\n "c": 2}'),
        ({"a": [{"b": 1}], "c": 2}, '{"a": [{"b": 1}], "c": 2}}]'),
        ({"a": "first"}, '{"a": "first", "a": "second",}'),
    ],
)
def test_what_is_certain_is_read(expected: object, text: str) -> None:
    assert [expected] == lenient_values(text).values


def test_nesting_is_bounded() -> None:
    value, depth = lenient_values("[" * 100_000).values[0], 0
    while isinstance(value, list) and value:
        value, depth = value[0], depth + 1
    assert DEEPEST - 1 == depth
