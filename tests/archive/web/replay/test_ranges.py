import pytest

from archive.web.replay.ranges import NotSatisfiable, requested


@pytest.mark.parametrize(
    ("expected", "header"),
    [
        ((0, 10), "bytes=0-9"),
        ((10, 100), "bytes=10-"),
        ((90, 100), "bytes=-10"),
        ((0, 100), "bytes=-65558"),
        ((50, 100), "bytes=50-4000"),
        (None, None),
        (None, "bytes=-"),
        (None, "bytes=9-3"),
        (None, "bytes=0-1,5-6"),
        (None, "lines=0-1"),
    ],
)
def test_a_range_is_first_byte_and_end(
    expected: tuple[int, int] | None, header: str | None
) -> None:
    assert expected == requested(header, 100)


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=200-300", "bytes=-0"])
def test_a_range_behind_the_end_cannot_be_satisfied(header: str) -> None:
    with pytest.raises(NotSatisfiable, match=r"bytes \*/100"):
        requested(header, 100)
