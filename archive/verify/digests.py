"""Labelled digests (WARC/1.1 section 5.8), read in every way in which they are written; and hashers."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

_LENGTHS = {"sha1": 20, "sha256": 32, "sha512": 64, "md5": 16, "sha384": 48, "sha224": 28}
_MAKERS: Mapping[str, Callable[..., Any]] = {
    name: partial(getattr(hashlib, name), usedforsecurity=False) for name in _LENGTHS
}
_BASE32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567abcdefghijklmnopqrstuvwxyz"
_DIGITS = bytes.maketrans(_BASE32, b"0123456789abcdefghijklmnopqrstuv0123456789abcdefghijklmnop")
"""Letters of base32 (RFC 4648) as digits of int(…, 32), which is quicker than base64.b32decode."""


class Digest(NamedTuple):
    """A labelled digest, decoded; `value` is None where it cannot be."""

    algorithm: str
    value: bytes | None


def labelled(text: str) -> Digest:
    """`sha1:` base32 or hexadecimal, and the like."""
    name, _, value = text.partition(":")
    name = algorithm_of(name)
    return Digest(name, _decoded(value.strip(), _LENGTHS.get(name)))


def is_same(one: str | None, other: str | None) -> bool:
    """Whether two labelled digests do not contradict each other: another algorithm tells nothing."""
    if not one or not other or one == other:
        return True
    first, second = labelled(one), labelled(other)
    return first.algorithm != second.algorithm or first.value == second.value


def algorithm_of(label: str) -> str:
    """An algorithm's name; `SHA-1` is sha1."""
    name = label.partition(":")[0]
    return name if name in _LENGTHS else name.strip().lower().replace("-", "")


def _decoded(value: str, length: int | None) -> bytes | None:
    """Hexadecimal, base32 or base64: whichever gives as many bytes as the algorithm does."""
    if length is None:
        return None
    is_hex = len(value) == 2 * length and not value.endswith("=")
    for decode in (binascii.unhexlify,) if is_hex else (_base32, binascii.a2b_base64):
        try:
            raw = decode(value)
        except (binascii.Error, ValueError):
            continue
        if len(raw) == length:
            return raw
    return None


def _base32(value: str) -> bytes:
    letters = value.encode("ascii")
    if letters and len(letters) % 8 == 0 and not letters.translate(None, _BASE32):
        return int(letters.translate(_DIGITS), 32).to_bytes(len(letters) * 5 // 8, "big")
    return base64.b32decode(value.upper().rstrip("=") + "=" * (-len(value.rstrip("=")) % 8))


def is_digest(said: str, content: bytes | memoryview) -> bool:
    """Whether a labelled digest, in one of its usual forms, is that of the content."""
    name, _, value = said.partition(":")
    maker = _MAKERS.get(name)
    if maker is None:
        return False
    found: bytes = maker(content).digest()
    if len(value) == 2 * len(found):
        return value == found.hex()
    return _decoded(value, len(found)) == found


def shown_digest(algorithm: str, content: bytes | memoryview) -> str:
    """The digest of the content, as the ecosystem writes it."""
    return _shown(algorithm, _MAKERS[algorithm](content).digest())


def _shown(algorithm: str, raw: bytes) -> str:
    if algorithm == "sha1":
        return "sha1:" + base64.b32encode(raw).decode("ascii")
    return f"{algorithm}:{raw.hex()}"


class Hashers:
    """The digests of what passes, and its length."""

    __slots__ = ("_hashers", "length")

    def __init__(self, algorithms: Iterable[str] = ()) -> None:
        self._hashers: dict[str, Any] = {
            name: _MAKERS[name]() for name in algorithms if name in _MAKERS
        }
        self.length = 0

    @property
    def known(self) -> frozenset[str]:
        """The algorithms that are computed."""
        return frozenset(self._hashers)

    def update(self, piece: bytes | memoryview) -> None:
        self.length += len(piece)
        for hasher in self._hashers.values():
            hasher.update(piece)

    def says(self, text: str) -> bool:
        """Whether a labelled digest is the one found; in its usual forms this is told at once."""
        name, _, value = text.partition(":")
        hasher = self._hashers.get(name)
        if hasher is not None and name != "sha1" and hasher.hexdigest() == value:
            return True
        return self.is_equal(labelled(text))

    def is_equal(self, digest: Digest) -> bool:
        hasher = self._hashers.get(digest.algorithm)
        return hasher is not None and hasher.digest() == digest.value

    def shown(self, algorithm: str) -> str:
        """The digest found, as the ecosystem writes it."""
        return _shown(algorithm, self._hashers[algorithm].digest())
