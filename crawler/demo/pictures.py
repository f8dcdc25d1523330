"""The outlet's pictures: small landscapes painted by arithmetic, one for each name, as PNG.

The same name gives the same picture in every size, so that a srcset holds variants of one image.
PNG as in W3C PNG section 11: signature, IHDR, PLTE, IDAT, IEND; one palette index a pixel.
"""

from __future__ import annotations

import hashlib
import math
import struct
import zlib

_SKY, _HILLS = 24, 3
_WATER, _SUN = _SKY + _HILLS, _SKY + _HILLS + 2


def landscape(name: str, width: int, height: int) -> bytes:
    """A PNG of sky, sun, hills and water; colours and hills follow from the name."""
    seed = hashlib.sha256(name.encode("utf-8")).digest()
    hills = [_ridge(seed, layer, width, height) for layer in range(_HILLS)]
    sun = (width * (40 + seed[9] % 176) // 256, height // 3, height // 12)
    rows = [_row(y, width, height, hills, sun) for y in range(height)]
    return _png(width, height, _palette(seed), rows)


def _ridge(seed: bytes, layer: int, width: int, height: int) -> list[int]:
    """For each column the first row of a hill."""
    phase, waves = seed[layer] / 40, 1 + seed[layer + 3] % 3
    base, swing = height * (5 + layer) // 10, height / (9 + 3 * layer)
    angles = (math.tau * waves * x / width + phase for x in range(width))
    return [int(base + swing * (math.sin(a) + math.sin(2.3 * a) / 2)) for a in angles]


def _row(
    y: int, width: int, height: int, hills: list[list[int]], sun: tuple[int, int, int]
) -> bytes:
    if y >= height * 8 // 10:
        return bytes([_WATER + (y // 3) % 2]) * width
    row = bytearray([min(_SKY - 1, y * _SKY * 10 // (height * 8))]) * width
    _paint_sun(row, y, sun)
    for layer, ridge in enumerate(hills):
        index = _SKY + layer
        for x, top in enumerate(ridge):
            if y >= top:
                row[x] = index
    return bytes(row)


def _paint_sun(row: bytearray, y: int, sun: tuple[int, int, int]) -> None:
    centre, middle, radius = sun
    if abs(y - middle) <= radius:
        half = int(math.sqrt(radius * radius - (y - middle) ** 2))
        row[centre - half : centre + half] = bytes([_SUN]) * (2 * half)


def _palette(seed: bytes) -> bytes:
    """24 shades of sky from top to horizon, three hills, two of water, the sun."""
    top = (20 + seed[12] % 70, 60 + seed[13] % 90, 110 + seed[14] % 100)
    low = (250, 214 - seed[15] % 50, 170 + seed[16] % 60)
    sky = [_mixed(top, low, step / (_SKY - 1)) for step in range(_SKY)]
    hills = [_mixed((seed[17] // 3, 60, 90), (8, 16, 28), layer / 3) for layer in range(_HILLS)]
    water = [_mixed(top, (6, 14, 24), share) for share in (0.6, 0.7)]
    return b"".join(bytes(colour) for colour in (*sky, *hills, *water, (255, 244, 214)))


def _mixed(one: tuple[int, ...], other: tuple[int, ...], share: float) -> tuple[int, ...]:
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))


def _png(width: int, height: int, palette: bytes, rows: list[bytes]) -> bytes:
    lines = b"".join(b"\0" + row for row in rows)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", header),
        (b"PLTE", palette),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
