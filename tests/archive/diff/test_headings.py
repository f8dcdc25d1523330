import pytest

from archive.diff.headings import address

FED = "https://www.example.org/news/harbour?utm_source=feed"


@pytest.mark.parametrize(
    ("canonical", "shown"),
    [
        ("https://example.org/news/harbour", "https://example.org/news/harbour"),
        ("https://example.org/", FED),
        ("https://other.example/news/harbour", FED),
        ("/news/harbour", FED),
        ("https://[example.org/news/harbour", FED),
        (None, FED),
    ],
)
def test_the_canonical_address_is_shown_where_it_names_the_same_article(canonical, shown):
    assert shown == address(FED, canonical)
