"""Image items as records: ids, the best file, caption and credit told apart (pure)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from archive.records import Image, ImageCandidate, Provenance
from crawler.extraction.credits import credit_text_of, split_credit
from crawler.extraction.text import single_spaced
from crawler.items import ImageItem

_SIZE_IN_URL = re.compile(
    r"(?<!\d)(\d{2,4})[x_](\d{2,4})(?!\d)|[?&/](?:w|width|imwidth)[=/](\d{2,4})"
)
_MODERN = ("image/avif", "image/webp")
LARGEST_USEFUL = 2600
"""A candidate wider than this is taken only where there is no other."""


def normalize_images(items: Sequence[ImageItem]) -> tuple[Image, ...]:
    """The records, `img-1`, `img-2`, … in the items' order. Pure."""
    return tuple(normalize_image(item, number) for number, item in enumerate(items, start=1))


def image_provenance(items: Sequence[ImageItem], images: Sequence[Image]) -> dict[str, Provenance]:
    """Where each image was found, as the article keeps it: `/image/0/caption` and so on. Pure.

    A credit that was printed at the caption's end stands where the caption stands.
    """
    told: dict[str, Provenance] = {}
    for index, (item, image) in enumerate(zip(items, images, strict=True)):
        found = dict(item.provenance)
        glued = found.get("/caption") if image.credit_text else None
        if glued is not None:
            apart = dataclasses.replace(glued, raw=image.credit_raw)
            found.setdefault("/credit_text", apart)
        told |= {f"/image/{index}{pointer}": each for pointer, each in found.items()}
    return told


def image_id(number: int) -> str:
    """The id of the page's image NUMBER, counted from 1: what an image block refers to."""
    return f"img-{number}"


def normalize_image(item: ImageItem, number: int) -> Image:
    """One item as record `img-NUMBER`. Raises ValueError for an item without candidates."""
    if not item.candidates:
        raise ValueError(f"an image without a file: {item.locator or number}")
    caption, credit_text, credit_raw = told_apart(item.caption, item.credit_raw)
    return Image(
        id=image_id(number),
        content_url=best_candidate(item.candidates).url,
        caption=caption,
        credit_text=credit_text,
        credit_raw=credit_raw,
        alt=_one_line(item.alt),
        width=item.width,
        height=item.height,
        candidates=tuple(item.candidates),
    )


def told_apart(
    caption: str | None, credit: str | None
) -> tuple[str | None, str | None, str | None]:
    """(caption, credit text, credit as printed) of what the page prints together or apart."""
    caption, credit = _one_line(caption), _one_line(credit)
    if credit is None:
        split = split_credit(caption or "")
        return split.caption, split.credit_text, split.credit_raw
    if caption and caption.endswith(credit):
        caption = caption.removesuffix(credit).rstrip(" |/,;·•–—-([") or None
    return caption, credit_text_of(credit), credit


def best_candidate(candidates: Sequence[ImageCandidate]) -> ImageCandidate:
    """The file worth keeping: the widest up to LARGEST_USEFUL, for any screen, a plain format."""
    return max(candidates, key=_worth)


def _worth(candidate: ImageCandidate) -> tuple[bool, float, bool]:
    width = _width(candidate)
    useful = width if width <= LARGEST_USEFUL else 1.0 / width
    for_small_screens = "max-width" in (candidate.media or "")
    return not for_small_screens, useful, candidate.type not in _MODERN


def _width(candidate: ImageCandidate) -> float:
    if candidate.width is not None:
        return candidate.width
    match = _SIZE_IN_URL.search(candidate.url)
    named = int(match[1] or match[3]) if match is not None else 0
    return named or 1 + (candidate.density or 1.0)


def _one_line(text: str | None) -> str | None:
    return single_spaced(text) or None if text else None
