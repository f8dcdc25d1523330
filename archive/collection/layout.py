"""A collection's directories and collection.json: created, opened, refused when too new."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import archive
from archive.errors import CollectionError, CollectionMissing, CollectionTooNew
from archive.files import make_directory, write_whole
from archive.times import timestamp14, utc_now, warc_date

FORMAT = 1
_DIRECTORIES = ("warc", "records", "fixity", "index/cdxj", "crawl/writers", "logs")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything of a collection lies."""

    root: Path

    @property
    def warc(self) -> Path:
        return self.root / "warc"

    @property
    def records(self) -> Path:
        return self.root / "records"

    @property
    def directories(self) -> list[Path]:
        """Every directory of a collection, its root first."""
        return [self.root, *(self.root / name for name in _DIRECTORIES)]

    @property
    def fixity(self) -> Path:
        """The manifests; a collection older than they are has no such directory."""
        return self.root / "fixity"

    @property
    def index(self) -> Path:
        return self.root / "index"

    @property
    def database(self) -> Path:
        return self.index / "index.sqlite"

    @property
    def cdxj(self) -> Path:
        return self.index / "cdxj"

    @property
    def crawl(self) -> Path:
        return self.root / "crawl"

    @property
    def writers(self) -> Path:
        """A file for every writer that has not ended cleanly, locked while it lives."""
        return self.crawl / "writers"

    @property
    def torn(self) -> Path:
        """Bytes that were cut off torn files."""
        return self.crawl / "torn"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def description(self) -> Path:
        return self.root / "collection.json"


def new_writer_id() -> str:
    """A writer's id: when it began, and six random hexadecimal digits."""
    return f"{timestamp14(warc_date(utc_now()))}{secrets.token_hex(3)}"


def create(root: Path) -> Layout:
    """The layout of a collection that is made where there is none."""
    layout = Layout(root)
    for name in _DIRECTORIES:
        make_directory(root / name)
    if not layout.description.exists():
        write_whole(layout.description, _described())
    return check(layout)


def _described() -> bytes:
    description = {
        "format": FORMAT,
        "created": warc_date(utc_now()),
        "software": f"microfiche {archive.__version__}",
        "settings": {
            "payload_digest": "sha1",
            "block_digest": "sha256",
            "warc_version": "1.1",
            "manifest": "sha256",
        },
    }
    return (json.dumps(description, indent=1) + "\n").encode("utf-8")


def keeps_manifests(layout: Layout) -> bool:
    """Whether every writer of the collection has left a manifest: it was made so."""
    try:
        description: Any = json.loads(layout.description.read_bytes())
    except (ValueError, OSError):
        return False
    settings = description.get("settings") if isinstance(description, dict) else None
    return isinstance(settings, dict) and "manifest" in settings


def check(layout: Layout) -> Layout:
    """The layout, if it is one this software may read. Raises CollectionMissing, CollectionTooNew."""
    try:
        description: dict[str, Any] = json.loads(layout.description.read_bytes())
    except FileNotFoundError as error:
        raise CollectionMissing(
            f"{layout.root}: no collection here; `microfiche crawl` makes one, "
            "or name another with --collection DIR"
        ) from error
    except (ValueError, OSError) as error:
        raise CollectionError(f"{layout.description}: cannot be read: {error}") from error
    version = description.get("format")
    if not isinstance(version, int):
        raise CollectionError(f"{layout.description}: does not say its format")
    if version > FORMAT:
        raise CollectionTooNew(
            f"{layout.root}: has format {version}, this microfiche knows {FORMAT}; "
            "use a newer microfiche"
        )
    return layout
