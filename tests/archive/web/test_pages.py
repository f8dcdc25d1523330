import pytest

from archive.web.pages import clean, moment, site


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("12 Nov 2019, 10:04 UTC", "2019-11-12T10:04:00Z"),
        ("12 Nov 2019, 10:04:09 UTC", "2019-11-12T10:04:09.123456Z"),
        ("12 Nov 2019", "2019-11-12"),
        ("last Tuesday", "last Tuesday"),
        ("", None),
    ],
)
def test_a_time_is_written_as_exactly_as_it_is_known(expected: str, text: str | None) -> None:
    assert expected == moment(text)


@pytest.mark.parametrize(
    ("expected", "html"),
    [
        ("<p>a <b>b</b></p>", "<p onclick=x style=y>a <b>b</b></p>"),
        ("", "<script>x</script>"),
        ("", "<img src=http://live.example/x>"),
        ("a", "<a href=javascript:x>a</a>"),
    ],
)
def test_a_comments_markup_keeps_only_what_shapes_text(expected: str, html: str) -> None:
    assert expected == str(clean(html))


def test_a_url_without_host_is_its_own_site() -> None:
    assert "file:///x" == site("file:///x")
