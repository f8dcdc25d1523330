"""The JSON Schemas of the records (2020-12), shipped as files beside this module.

They are generated from the dataclasses of archive.records by an explicit command:

    python -m archive.schemas               writes archive/schemas/*.schema.json
    python -m archive.schemas --markdown    writes docs/records.md

A schema lets through what `archive.records.decode` reads: keys that are not known are passed over,
and a key with a default may be missing (a block has only the keys of its type).
"""

from archive.schemas.generated import NAMES, as_text, path_of, schema_of, shipped

__all__ = ["NAMES", "as_text", "path_of", "schema_of", "shipped"]
