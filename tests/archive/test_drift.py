"""What is counted of records per site and field, and which shares are an alarm."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.drift import Tally, is_lost
from archive.drift_alarms import Alarm, alarms, limits
from archive.errors import BadInput
from archive.records import (
    Article,
    Author,
    CommentThread,
    Extraction,
    Image,
    Organization,
    Provenance,
    ReadBy,
    Rejected,
)


def article(number: int, **fields: object) -> Article:
    layout = fields.pop("layout", "paper/2026@0")
    profile = fields.pop("profile", "paper")
    warnings = fields.pop("warnings", ())
    known = {"headline": f"Rain {number}", "date_published": "2026-01-02", "article_body": "Rain."}
    return Article(
        url=f"https://news.paper.example/{number}",
        reading=ReadBy(reader="2", layout=str(layout)),
        extraction=Extraction(
            software="m",
            profile=str(profile),
            layout=str(layout),
            warnings=tuple(warnings),  # type: ignore[arg-type]
        ),
        **{**known, **fields},  # type: ignore[arg-type]
    )


def tally_of(*articles: Article) -> Tally:
    tally = Tally()
    for each in articles:
        tally.add(each)
    return tally


def test_a_field_is_filled_where_the_record_has_it() -> None:
    tally = tally_of(article(1), article(2, headline=None), article(3, headline=""))
    counted = tally.sites["paper"]["headline"]
    assert (3, 1) == (counted.pages, counted.filled)
    assert {"empty": [f"https://news.paper.example/{n}" for n in (2, 3)]} == counted.examples


def test_of_examples_a_few_are_kept() -> None:
    tally = tally_of(*(article(number, headline=None) for number in range(9)))
    assert 3 == len(tally.sites["paper"]["headline"].examples["empty"])


def rejected(why: str | None) -> dict[str, Provenance]:
    value = Rejected(source="meta", value="Sun", why=why)
    return {"/headline": Provenance(source="layout", locator="h1", rejected=(value,))}


@pytest.mark.parametrize(
    ("expected", "why"),
    [
        (1, "not the page's headline"),
        (1, "other names"),
        (1, None),
        (0, "shorter"),
        (0, "longer"),
        (0, "no date"),
        (0, "another wording, as for search or sharing"),
        (0, "names no person"),
        (0, "names fewer"),
        (0, "a URL"),
        (0, "no name"),
    ],
)
def test_sources_disagree_where_one_says_something_else(expected: int, why: str | None) -> None:
    counted = tally_of(article(1, provenance=rejected(why))).sites["paper"]["headline"]
    assert expected == counted.disagreed
    assert expected == len(counted.examples.get("disagreed", []))


@pytest.mark.parametrize(("expected", "changed"), [(0, "2026-01-05T08:00:00Z"), (1, None)])
def test_the_day_of_a_change_is_no_other_day_of_publication(
    expected: int, changed: str | None
) -> None:
    value = Rejected(source="meta", value="2026-01-05T09:00:00+01:00", why="of another day")
    told = {"/date_published": Provenance(source="meta", locator="m", rejected=(value,))}
    tally = tally_of(article(1, provenance=told, date_modified=changed))
    assert expected == tally.sites["paper"]["date_published"].disagreed


THREAD = CommentThread(
    provider="inline", declared_count=None, captured_count=0, complete=True, stop_reason="end"
)


@pytest.mark.parametrize(
    ("filled", "field", "values"),
    [
        (0, "byline", {"byline": "Our correspondent"}),
        (1, "byline", {"author": (Author(name="Ann Carter", name_raw="Ann Carter"),)}),
        (1, "byline", {"source_organization": (Organization(name="AFP"),)}),
        (0, "comment", {"comment_thread": THREAD}),
        (1, "comment", {"comment_thread": replace(THREAD, captured_count=1)}),
        (
            0,
            "credit",
            {
                "image": (
                    Image(
                        id="img-1", content_url="https://paper.example/p.jpg", caption="The pier"
                    ),
                )
            },
        ),
        (
            1,
            "credit",
            {
                "image": (
                    Image(
                        id="img-1",
                        content_url="https://paper.example/p.jpg",
                        credit_text="Tom Reed",
                    ),
                )
            },
        ),
        (
            0,
            "caption",
            {
                "image": (
                    Image(
                        id="img-1",
                        content_url="https://paper.example/p.jpg",
                        credit_text="Tom Reed",
                    ),
                )
            },
        ),
    ],
)
def test_a_field_is_filled_by_what_it_is_for(
    filled: int, field: str, values: dict[str, object]
) -> None:
    assert filled == tally_of(article(1, **values)).sites["paper"][field].filled


def test_a_rule_that_found_nothing_is_counted_with_its_field() -> None:
    warnings = ("layout: body rule matched nothing", "layout: comment_author rule matched nothing")
    counted = tally_of(article(1, warnings=warnings)).sites["paper"]
    assert (1, 1, 0) == tuple(counted[name].missed for name in ("body", "comment", "headline"))


def test_a_page_of_no_layout_of_its_site_is_counted() -> None:
    counted = tally_of(article(1), article(2, layout="generic")).sites["paper"]["layout"]
    assert (2, 1) == (counted.pages, counted.filled)


def test_a_site_without_a_file_has_no_layout_and_its_domains_name() -> None:
    tally = tally_of(article(1, profile="generic", layout="generic"))
    assert ["news.paper.example"] == list(tally.sites)
    assert "layout" not in tally.sites["news.paper.example"]


def test_a_site_is_told_in_a_line() -> None:
    tally = tally_of(article(1, warnings=("layout: body rule matched nothing",)), article(2))
    assert [
        "paper: 2 article pages with headline 100 %, byline 0 %, date_published 100 %, body 100 %, "
        "layout 100 %; rules that found nothing: body"
    ] == tally.lines()


def alarms_of(tally: Tally, *texts: str) -> list[tuple[str, str]]:
    return [(each.field, each.what) for each in alarms(tally, limits([*texts, "pages=4"]))]


FEW = tally_of(article(1), article(2), article(3), article(4, headline=None, layout="generic"))


@pytest.mark.parametrize(
    ("expected", "texts"),
    [
        ([("headline", "fill")], ["fill=0.9"]),
        ([], ["fill=0.75"]),
        ([("headline", "fill")], ["headline=0.8", "body=1"]),
        ([], ["fill=0.9", "headline=0.5"]),
        ([], ["headline=0.5", "fill=0.9"]),
        ([("kicker", "fill")], ["kicker=0.1"]),
        ([("layout", "unknown_layout")], ["unknown_layout=0.2"]),
        ([], ["headline.missed=0.1", "headline.disagreement=0.1"]),
        ([], ["unknown_layout=0.25"]),
        ([], []),
    ],
)
def test_a_share_beyond_its_limit_is_an_alarm(
    expected: list[tuple[str, str]], texts: list[str]
) -> None:
    assert expected == alarms_of(FEW, *texts)


def test_disagreement_and_missed_rules_have_limits_of_their_own() -> None:
    odd = {"provenance": rejected("other"), "warnings": ("layout: body rule matched nothing",)}
    tally = tally_of(*(article(number, **odd) for number in range(4)))
    told = alarms_of(tally, "disagreement=0.5", "missed=0.5")
    assert [("headline", "disagreement"), ("body", "missed")] == told


def test_a_field_may_have_a_limit_of_its_own() -> None:
    odd = {"provenance": rejected("other"), "warnings": ("layout: body rule matched nothing",)}
    tally = tally_of(*(article(number, **odd) for number in range(4)))
    assert [] == alarms_of(tally, "disagreement=0.5", "headline.disagreement=1")
    assert [("headline", "disagreement")] == alarms_of(tally, "headline.disagreement=0.5")
    assert [("body", "missed")] == alarms_of(tally, "body.missed=0.5", "headline.missed=0.5")


def test_pages_that_are_no_articles_any_more_are_an_alarm() -> None:
    tally = tally_of(article(1), article(2), article(3))
    tally.add_lost("https://news.paper.example/9", "paper")
    (alarm,) = alarms(tally, limits(["not_article=0.2", "pages=4"]))
    assert ("not_article", 1, 4) == (alarm.what, alarm.count, alarm.pages)
    assert ("https://news.paper.example/9",) == alarm.urls
    assert tally.lines()[0].endswith("; 1 pages were no article any more")
    assert [] == alarms_of(tally, "not_article=0.25")


@pytest.mark.parametrize(
    ("expected", "outcome", "status"),
    [
        (True, "not_article", 200),
        (True, "extraction_failed", 200),
        (True, "error", 200),
        (False, "error", 404),
        (False, "error", None),
        (False, "not_article", 301),
        (False, "read", 200),
    ],
)
def test_a_page_that_came_and_is_no_article_is_lost(
    expected: bool, outcome: str, status: int | None
) -> None:
    assert expected == is_lost(outcome, status)


def test_a_site_file_without_layouts_has_none_to_miss() -> None:
    tally = Tally()
    tally.add(article(1, layout="generic"), has_layouts=False)
    assert "layout" not in tally.sites["paper"]


def test_a_site_may_be_called_as_the_generic_reader_is() -> None:
    told = tally_of(article(1, profile="generic_post", layout="generic_post/2026@0"))
    assert 1 == told.sites["generic_post"]["layout"].filled


def test_of_too_few_records_there_is_no_alarm() -> None:
    assert [] == alarms(FEW, limits(["fill=1", "pages=5"]))


def test_an_alarm_names_the_field_its_share_and_pages_to_look_at() -> None:
    (alarm,) = alarms(FEW, limits(["fill=0.9", "pages=4"]))
    assert (
        "paper: headline is on 3 of 4 pages (75 %), not at least 90 %: "
        "https://news.paper.example/4" == str(alarm)
    )
    assert isinstance(alarm, Alarm)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "fill",
        "fill=",
        "fill=x",
        "fill=2",
        "fill=-1",
        "fill=nan",
        "headlin=0.5",
        "headlin.missed=0.5",
        "headline.pages=0.5",
        "pages=0",
        "pages=inf",
        "=1",
    ],
)
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="not NAME=SHARE"):
        limits([text])
