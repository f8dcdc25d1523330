"""Another rendition of a photo is the same photo; another photo never is."""

from __future__ import annotations

import pytest

from archive.renditions import image_file, is_rendition


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://c.example/a/quay-1200_800.jpg", "https://c.example/a/quay-450_300.jpg"),
        ("https://c.example/a/quay.jpg", "https://c.example/a/quay.webp?auto=format"),
        ("https://c.example/a/quay.jpg?1474303194", "https://c.example/a/quay.jpg?mod=1"),
        ("https://a.example/i/w_800,h_450/quay.jpg", "https://b.example/i/w_1200,h_675/quay.jpg"),
        ("https://a.example/c_fill,b_white,w_80/quay.jpg", "https://a.example/f_auto/quay.jpg"),
        ("https://c.example/800x450/quay.jpg", "https://c.example/1600x900/quay.jpg"),
        ("https://c.example/s1600/quay.jpg", "https://c.example/s320/quay.jpg"),
        ("https://c.example/photo.php?id=7&w=800", "https://c.example/photo.php?w=300&id=7"),
        (
            "https://c.example/_next/image?url=%2Fmedia%2Fquay.jpg&w=1200&q=75",
            "https://c.example/_next/image?url=%2Fmedia%2Fquay.jpg&w=640&q=75",
        ),
        (
            "https://c.example/_next/image?url=https%3A%2F%2Fd.example%2Fmedia%2Fquay.jpg&w=1200",
            "https://d.example/media/quay.jpg",
        ),
        ("//c.example/a/quay.jpg", "https://c.example/a/quay.jpg"),
        ("https://c.example/media/Ab1?format=jpg&name=large", "https://c.example/media/Ab1"),
    ],
)
def test_another_rendition_is_the_same_photo(one: str, other: str) -> None:
    assert image_file(one) == image_file(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://c.example/a/quay.jpg", "https://c.example/a/quay2.jpg"),
        ("https://c.example/2019/11/photo.jpg", "https://c.example/2019/12/photo.jpg"),
        ("https://c.example/2019_11/photo.jpg", "https://c.example/2019_12/photo.jpg"),
        ("https://c.example/2019/q1/photo.jpg", "https://c.example/2019/q2/photo.jpg"),
        ("https://c.example/p/ap2041/photo.jpg", "https://c.example/p/ap2042/photo.jpg"),
        ("https://c.example/a/map.svg", "https://c.example/a/map.jpg"),
        (
            "https://c.example/_next/image?url=%2Fmedia%2Fquay.jpg&w=1200",
            "https://c.example/_next/image?url=%2Fmedia%2Fferry.jpg&w=1200",
        ),
        ("https://c.example/resize?src=/m/quay.jpg", "https://c.example/resize?src=/m/ferry.jpg"),
        ("https://c.example/resize?image=quay.jpg", "https://c.example/resize?image=ferry.jpg"),
        ("https://c.example/image.ashx?id=7", "https://c.example/image.ashx?id=8"),
        ("https://c.example/image.jpg?id=7&width=9", "https://c.example/image.jpg?id=8&width=9"),
        ("https://c.example/show.php?nr=7", "https://c.example/show.php?nr=8"),
    ],
)
def test_another_photo_is_not(one: str, other: str) -> None:
    assert image_file(one) != image_file(other)


@pytest.mark.parametrize(
    "url",
    ["", "?", "//", "https://", "a?url=", "a?url=/a?url=/a?url=/a?url=/", "?id=" + "x" * 9999],
)
def test_what_is_no_address_has_a_name_too(url: str) -> None:
    assert isinstance(image_file(url), str)


def test_files_named_by_two_ways_of_saying_sizes_may_be_one_photo() -> None:
    wide, small = "https://c.example/AB9/lead_960.jpg?14", "https://c.example/AB9/lead_720_405.jpg"
    assert is_rendition(wide, small)
    assert is_rendition(small, wide)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://c.example/a/quay-1200.jpg", "https://c.example/a/quay-1300.jpg"),
        ("https://c.example/a/quay-1200.jpg", "https://c.example/b/quay-720_405.jpg"),
        ("https://c.example/a/quay-1200.jpg", "https://c.example/a/ferry-720_405.jpg"),
        ("https://c.example/a/quay.jpg", "https://c.example/a/quay-1201.jpg"),
        ("https://c.example/a/quay-720_405.jpg", "https://c.example/a/quay-2.jpg"),
    ],
)
def test_numbered_photos_are_no_renditions(one: str, other: str) -> None:
    assert not is_rendition(one, other)
