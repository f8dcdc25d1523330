"""Image items as records."""

from __future__ import annotations

import pytest

from archive.records import ImageCandidate
from crawler.items import ImageItem
from crawler.normalize.captions import best_candidate, normalize_images


def item(**fields: object) -> ImageItem:
    candidates = [ImageCandidate(url="https://paper.example/a.jpg")]
    return ImageItem(**{"candidates": candidates, **fields})  # type: ignore[arg-type]


def test_images_are_numbered_in_order() -> None:
    assert ["img-1", "img-2"] == [image.id for image in normalize_images([item(), item()])]


def test_a_credit_glued_to_the_caption_is_told_apart() -> None:
    (image,) = normalize_images([item(caption="The  bridge.\n[Ministry of Works]")])
    expected = ("The bridge.", "Ministry of Works", "[Ministry of Works]")
    assert expected == (image.caption, image.credit_text, image.credit_raw)


def test_a_credit_apart_is_kept_as_printed() -> None:
    (image,) = normalize_images([item(caption="The bridge (left).", credit_raw="Foto: A. Name")])
    expected = ("The bridge (left).", "A. Name", "Foto: A. Name")
    assert expected == (image.caption, image.credit_text, image.credit_raw)


def test_what_is_not_known_stays_none() -> None:
    (image,) = normalize_images([item(alt="")])
    assert [None] * 4 == [image.caption, image.credit_text, image.credit_raw, image.alt]


def test_an_image_without_a_file_is_an_error() -> None:
    with pytest.raises(ValueError, match="without a file"):
        normalize_images([ImageItem()])


@pytest.mark.parametrize(
    ("best", "candidates"),
    [
        ("b", [ImageCandidate(url="a", width=300), ImageCandidate(url="b", width=900)]),
        ("b", [ImageCandidate(url="a", density=1.0), ImageCandidate(url="b", density=2.0)]),
        ("a", [ImageCandidate(url="a", width=1200), ImageCandidate(url="b", width=6000)]),
        (
            "b",
            [
                ImageCandidate(url="a", width=900, media="(max-width: 600px)"),
                ImageCandidate(url="b", width=600),
            ],
        ),
        (
            "b",
            [
                ImageCandidate(url="a", width=900, type="image/webp"),
                ImageCandidate(url="b", width=900),
            ],
        ),
        (
            "x-1200_800.jpg",
            [ImageCandidate(url="x-450_300.jpg"), ImageCandidate(url="x-1200_800.jpg")],
        ),
    ],
)
def test_the_widest_useful_file_is_the_images_own(
    best: str, candidates: list[ImageCandidate]
) -> None:
    assert best == best_candidate(candidates).url
