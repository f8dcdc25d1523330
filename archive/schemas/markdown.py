"""docs/records.md: every record and every field, for people who work with the JSON lines."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from archive import records
from archive.records import BLOCK_FIELDS
from archive.schemas.generated import NAMES, schema_of

_FILES = {
    "article": "records/articles-*.jsonl",
    "observation": "records/observations-*.jsonl",
    "comment": "records/comments-*.jsonl",
    "alias": "records/aliases-*.jsonl",
    "withdrawal": "records/withdrawals-*.jsonl",
}
_INTRODUCTION = """\
# The records

<!-- Written by `make schemas` from archive/records.py and archive/schemas/; do not edit. -->

A collection keeps what it knows in `records/`, as JSON Lines: one JSON object a line, UTF-8. Closed
segments are gzipped (`.jsonl.gz`). Lines are only ever added; `microfiche show`, `revisions` and
`export` put them together.

Two crawls that run at the same time, and an import of older captures, may write an article's line for
a state that another line has already, with a capture of its own: an earlier one, since who wrote
first fetched later. Lines of an article that follow each other by `capture.fetched_at` with equal
`digests` and equal `reading` are one revision. Every command and export takes them for one, first
observed at the first of them; who reads the lines alone must do the same. `crawl --json` counts in
`revisions_new` and `comments_new` only what no other line tells; a state is counted by the crawl that
wrote it first.

Keys are snake_case spellings of [schema.org](https://schema.org/NewsArticle) terms. `null` is "not
known"; `[]` is "looked, and there are none". A time with a time of day is UTC, ISO 8601 with Z; a
date without one stays `YYYY-MM-DD`: midnight is never invented.

The JSON Schemas are in [archive/schemas](../archive/schemas). Readers must pass over keys that they
do not know: a later version may add some.
"""


def markdown() -> str:
    """The whole page."""
    return "\n".join([_INTRODUCTION, *_records(), *_parts()]).rstrip() + "\n"


def _records() -> Iterator[str]:
    for name in NAMES:
        schema = schema_of(name)
        title = schema["$ref"].rpartition("/")[2]
        definition = schema["$defs"][title]
        yield f"## {title}\n"
        yield f"{definition['description']} In `{_FILES[name]}`; schema `{name}.schema.json`.\n"
        yield from _table(title, definition)


def _parts() -> Iterator[str]:
    """The records inside records, each once, in the order of the code."""
    yield "## Parts\n"
    yield "What the records above are made of.\n"
    tops = {schema_of(name)["$ref"].rpartition("/")[2] for name in NAMES}
    parts = {title: body for name in NAMES for title, body in schema_of(name)["$defs"].items()}
    for title in (name for name in vars(records) if name in parts and name not in tops):
        yield f"### {title}\n"
        if "description" in parts[title]:
            yield f"{parts[title]['description']}\n"
        yield from _table(title, parts[title])
        if title == "Block":
            yield from _blocks()


def _table(title: str, definition: dict[str, Any]) -> Iterator[str]:
    yield "| key | value | meaning |"
    yield "|---|---|---|"
    properties = definition["properties"]
    for field in dataclasses.fields(getattr(records, title)):
        said = properties[field.name]
        yield f"| `{field.name}` | {_value(said)} | {_cell(said.get('description', ''))} |"
    yield ""


def _blocks() -> Iterator[str]:
    yield "| block | its keys beside `type` |"
    yield "|---|---|"
    for kind, keys in BLOCK_FIELDS.items():
        yield f"| `{kind}` | {', '.join(f'`{key}`' for key in keys)} |"
    yield ""


def _value(said: dict[str, Any]) -> str:
    """A property's type in words."""
    if "anyOf" in said:
        return " or ".join(_value(one) for one in said["anyOf"])
    if "$ref" in said:
        name = said["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "const" in said:
        return f"`{said['const']}`"
    if "enum" in said:
        return ", ".join(f"`{value}`" for value in said["enum"])
    if said["type"] == "array":
        return f"list of {_value(said['items'])}"
    if said["type"] == "object":
        return f"object of {_value(said['additionalProperties'])}"
    return str(said["type"])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
