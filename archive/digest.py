"""Digests: SHA-1 base32 for the ecosystem, SHA-256 for every decision, and content digests.

A content digest covers normalised fields with the empty ones left out, so that a field added to the
schema later does not make every article look edited.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from archive.stream_safe import normalized

_CHUNK = 1 << 20
_LENGTHS = {"sha1": 20, "sha256": 32}
EMPTY_SHA1 = "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"
"""Of no bytes."""


def sha1_base32(chunks: Iterable[bytes]) -> str:
    """`sha1:` and 32 letters of base32, as WARC-Payload-Digest and CDXJ carry it."""
    hasher = hashlib.sha1(usedforsecurity=False)
    for chunk in chunks:
        hasher.update(chunk)
    return "sha1:" + base64.b32encode(hasher.digest()).decode("ascii")


def sha256_hex(chunks: Iterable[bytes]) -> str:
    """`sha256:` and 64 hexadecimal digits."""
    hasher = hashlib.sha256()
    for chunk in chunks:
        hasher.update(chunk)
    return "sha256:" + hasher.hexdigest()


def usual_label(text: str) -> str:
    """A labelled digest as it is usually written: `sha1:` in base32, `sha256:` in hexadecimal.

    Writers differ (`SHA-1:`, small letters, hexadecimal or base32); what is no digest stays as it is.
    """
    name, _, value = text.strip().partition(":")
    name, value = name.strip().lower().replace("-", ""), value.strip()
    length = _LENGTHS.get(name)
    if length is None:
        return text
    try:
        raw = bytes.fromhex(value) if len(value) == 2 * length else _base32(value)
    except ValueError:
        return text
    if len(raw) != length:
        return text
    return f"{name}:{raw.hex() if name == 'sha256' else base64.b32encode(raw).decode('ascii')}"


def _base32(value: str) -> bytes:
    letters = value.upper().rstrip("=")
    return base64.b32decode(letters + "=" * (-len(letters) % 8))


def chunks_of(stream: BinaryIO, size: int = _CHUNK) -> Iterable[bytes]:
    """The rest of a stream in pieces of at most `size` bytes."""
    while chunk := stream.read(size):
        yield chunk


@dataclass(frozen=True, slots=True)
class PayloadDigests:
    """Both digests of a payload and its length in bytes."""

    sha1: str
    sha256: str
    length: int


def payload_digests(chunks: Iterable[bytes]) -> PayloadDigests:
    """SHA-1 and SHA-256 in one pass."""
    sha1, sha256, length = hashlib.sha1(usedforsecurity=False), hashlib.sha256(), 0
    for chunk in chunks:
        sha1.update(chunk)
        sha256.update(chunk)
        length += len(chunk)
    encoded = base64.b32encode(sha1.digest()).decode("ascii")
    return PayloadDigests(f"sha1:{encoded}", f"sha256:{sha256.hexdigest()}", length)


def content_digest(fields: Mapping[str, object]) -> str:
    """`sha256:` over the canonical JSON of the fields that are not empty.

    Canonical: keys sorted, no blanks, UTF-8, texts in Unicode normal form C.
    """
    kept = _pruned(fields)
    canonical = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256_hex([canonical.encode("utf-8", "surrogatepass")])


def short_id(*parts: str) -> str:
    """24 hexadecimal digits that name these parts together (96 bits)."""
    joined = "\n".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:24]


def _pruned(value: object) -> object:
    if isinstance(value, str):
        return value if value.isascii() else normalized("NFC", value)
    if isinstance(value, list | tuple):
        return [_pruned(item) for item in value]
    if isinstance(value, dict | Mapping):
        inner = ((str(key), _pruned(item)) for key, item in value.items() if item is not None)
        return {key: item for key, item in inner if item not in ("", [], {})}
    return value
