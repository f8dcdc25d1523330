"""Schemas made from the dataclasses, with what is said of each field as its description."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from archive import records
from archive.records import SCHEMAS, json_schema
from archive.schemas.meanings import meaning

NAMES = tuple(SCHEMAS)


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of `article`, `observation`, `comment`, `alias` or `withdrawal`."""
    kind = SCHEMAS[name]
    schema = json_schema(kind)
    for title, definition in schema["$defs"].items():
        for field, said in definition.get("properties", {}).items():
            text = meaning(getattr(records, title), field)
            if text is not None:
                said["description"] = text
    version = schema["$defs"][kind.__name__]["properties"]["schema"]
    version["const"] = version["default"]
    return {"title": f"microfiche {name}", **schema}


def as_text(schema: dict[str, Any]) -> str:
    """A schema as its file has it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def path_of(name: str) -> Path:
    """Where the shipped schema lies."""
    return Path(__file__).with_name(f"{name}.schema.json")


def shipped(name: str) -> dict[str, Any]:
    """The shipped schema."""
    found: dict[str, Any] = json.loads(path_of(name).read_text("utf-8"))
    return found
