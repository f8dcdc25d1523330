"""Layouts: data with types; the generic reader stands behind every field."""

from __future__ import annotations

from datetime import date

import pytest

from crawler import sites
from crawler.errors import BadSite
from crawler.extraction.document import parse
from crawler.extraction.layout import Layout, layout_for
from crawler.reading import normalize, read
from crawler.sites import Site, all_sites, named, site_for
from tests.crawler.reading.pages import MORE, PROSE, answer, page

OLD = Layout(name="old", fingerprint=(".head",), last=date(2019, 12, 31))
NEW = Layout(name="new", fingerprint=(".head",), first=date(2020, 1, 1), headline=(".head",))
DOCUMENT = parse(b"<div class=head>A</div>", "https://paper.example/a")


@pytest.mark.parametrize(
    ("expected", "day"), [("old", "2018-05-01T00:00:00Z"), ("new", "2021-05-01T00:00:00Z")]
)
def test_of_two_layouts_with_one_fingerprint_the_day_decides(expected: str, day: str) -> None:
    layout = layout_for((OLD, NEW), DOCUMENT, day)
    assert layout is not None
    assert expected == layout.name


def test_a_fingerprint_counts_before_the_day() -> None:
    layout = layout_for((OLD,), DOCUMENT, "2023-01-01T00:00:00Z")
    assert OLD is layout


def test_a_page_of_another_design_has_no_layout() -> None:
    assert layout_for((OLD, NEW), parse(b"<p>a", "https://paper.example/a"), None) is None


def test_another_selector_is_another_digest() -> None:
    assert OLD.digest != NEW.digest


def test_a_misspelt_field_fails() -> None:
    with pytest.raises(TypeError, match="headlin"):
        Layout(name="x", fingerprint=(), headlin=("h1",))  # type: ignore[call-arg]


def test_a_fields_selector_goes_before_and_the_generic_reader_stands_behind() -> None:
    site = Site(
        name="paper",
        domains=("paper.example",),
        layouts=(Layout(name="a", fingerprint=(".t",), headline=(".t",), byline=(".nowhere",)),),
    )
    body = "<h2 class='t'>Layout's headline</h2><p class='byline'>By Ann Carter</p>"
    body += f"<p>{PROSE}</p><p>{MORE}</p>"
    item = read(answer(page(body, "<meta property='og:type' content='article'>")), site).article
    assert item is not None
    assert ("Layout's headline", "layout") == (item.headline, item.provenance["/headline"].source)
    assert ("By Ann Carter", "dom") == (item.byline, item.provenance["/byline"].source)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("layouts", (Layout(name="a", fingerprint=("h1[",)),)),
        ("layouts", (Layout(name="a", fingerprint=("h1",), byline=("xpath://p[",)),)),
        ("layouts", (Layout(name="a", fingerprint=("h1",), headline=("title")),)),
        ("layouts", (Layout(name="a", fingerprint=()),)),
        ("layouts", (OLD, OLD)),
        ("sources", "https://paper.example/"),
        ("domains", "paper.example"),
        ("domains", ("www.paper.example",)),
        ("domains", ("Paper.example",)),
        ("domains", ("https://paper.example/",)),
        ("name", "Not A Name"),
        ("domains", ()),
        ("time_zone", "Mars/Olympus"),
        ("article_url", "("),
    ],
)
def test_a_site_that_cannot_be_used_is_refused(field: str, value: object) -> None:
    with pytest.raises(BadSite):
        Site(**{"name": "paper", "domains": ("paper.example",), field: value})  # type: ignore[arg-type]


def test_every_site_file_can_be_used() -> None:
    assert "caravanserai" in [site.name for site in all_sites()]


def test_a_host_below_a_sites_domain_belongs_to_it() -> None:
    site = named("caravanserai")
    assert (True, False) == (
        site.owns("https://www.central.asia-news.com/x"),
        site.owns("https://asia-news.com/"),
    )


def test_of_two_sites_the_nearer_domain_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    near = Site(name="near", domains=("city.paper.example",))
    far = Site(name="far", domains=("paper.example", "a-very-long-host.example"))
    monkeypatch.setattr(sites, "all_sites", lambda: (far, near))
    assert near is site_for("https://www.city.paper.example/a")
    assert far is site_for("https://paper.example/a")


def test_another_time_zone_is_another_reading() -> None:
    told = {
        Site(name="paper", domains=("paper.example",), time_zone=zone).layout_id(layout)
        for zone in (None, "Asia/Tokyo", "Europe/Paris")
        for layout in (None, NEW)
    }
    assert 6 == len(told)


def test_an_unknown_host_has_no_site() -> None:
    assert site_for("https://paper.example/") is None


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(BadSite, match="no site is called 'nobody'"):
        named("nobody")


def test_a_rule_and_the_generic_reader_at_one_node_are_one_witness() -> None:
    layout = Layout(name="one", fingerprint=(".title",), headline=(".title",))
    site = Site(name="paper", domains=("paper.example",), layouts=(layout,))
    body = page(
        f'<article><h1 class="title">Old bridge closed</h1><p>{PROSE}</p><p>{MORE}</p></article>'
    )
    exchange = answer(body)
    article = normalize(read(exchange, site), exchange, None, site).article
    assert article is not None
    told = article.provenance["/headline"]
    assert (told.source, told.agree) == ("layout", ())
