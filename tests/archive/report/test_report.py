"""The report's pictures and tables: none leaves out what it does not say."""

from __future__ import annotations

import pytest

from archive.history import Edit, statistics_of
from archive.history.statistics import Seen, together
from archive.report import Figures, report
from archive.report.by_period import MOST_PERIODS
from archive.report.drawing import MOST_BARS, Plot
from archive.report.plots import plots
from tests.archive.history.test_statistics import edit

DAY = "{}-{:02}T08:00:00.000000Z"


def seen(name: str, site: str, year: int = 2026, month: int = 3) -> Seen:
    first, last = DAY.format(f"{year:04}-{month:02}", 1), DAY.format(f"{year:04}-{month:02}", 20)
    return Seen(article_id=name, site=site, first=first, last=last, visits=2)


def figures(articles: list[Seen], edits: list[Edit]) -> Figures:
    return Figures(
        whole=statistics_of(articles, edits),
        periods=statistics_of(articles, edits, "month"),
        together=statistics_of(*together(articles, edits), "month"),
    )


def drawn(articles: list[Seen], edits: list[Edit]) -> dict[str, Plot]:
    found = figures(articles, edits)
    return {each.title: each for each in plots(found.whole, found.together)}


def test_of_many_sites_the_largest_are_drawn_and_it_is_said_how_many() -> None:
    small = [seen(f"s{n}", f"a{n:02}.example") for n in range(25)]
    big = [seen(f"z{n}", "zzz-big.example") for n in range(30)]
    edits: list[Edit] = [edit(one.article_id, 1, 2, site=one.site) for one in (*small, *big[:15])]
    found = drawn([*small, *big], edits)
    said = f" ({MOST_BARS} of 26 sites, those with the most articles seen more than once)"
    for title in (
        "Articles seen to be edited",
        "Time to the first material edit (median, as an interval)",
    ):
        assert found[title + said].words.startswith("zzz-big.example: ")
        assert MOST_BARS == found[title + said].words.count(".example: ")


def test_few_sites_are_all_drawn() -> None:
    found = drawn([seen("a", "a.example")], [edit("a", 1, 2, site="a.example")])
    assert "a.example: 1 of 1 materially, 1 at all" == found["Articles seen to be edited"].words


def test_a_period_without_anything_has_its_place() -> None:
    articles = [seen("a", "a.example", month=1), seen("b", "b.example", month=4)]
    edits: list[Edit] = [
        edit("a", 1, 2, site="a.example"),
        edit("a", 2, 3, ("keywords_changed",), said="none", site="a.example"),
    ]
    found = drawn(articles, edits)
    assert (
        "2026-01: none; 2026-02: none; 2026-03: 2 edits, 1 of them silent; 2026-04: none"
        == found["Edits over time"].words
    )
    shares = found["Articles seen to be edited, by when they were first seen"]
    assert (
        "2026-01: 1 of 1; 2026-02: none seen more than once; "
        "2026-03: none seen more than once; 2026-04: 0 of 1"
    ) == shares.words
    silent = found["Silent share, by when the edit was first observed"]
    assert "2026-03: 1 of 1; 2026-04: no material edit" == silent.words.partition("02: ")[2][18:]
    [time] = [each for title, each in found.items() if title.endswith("articles were first seen")]
    assert time.words.startswith("2026-01: between 59 days and 60 days; 2026-02: no material edit")


def test_the_courses_end_is_drawn_and_it_is_said_what_is_not() -> None:
    articles = [seen("a", "a.example", 1996), seen("b", "a.example"), seen("c", "a.example", 2025)]
    found = drawn(articles, [edit("b", 1, 2, site="a.example")])
    course = found["Edits over time (without 1 earlier)"]
    assert MOST_PERIODS == len(course.words.split("; "))
    assert course.words.endswith("2026-03: 1 edits, 1 of them silent")


def test_one_period_is_no_course() -> None:
    found = drawn([seen("a", "a.example")], [edit("a", 1, 2, site="a.example")])
    assert not [title for title in found if "over time" in title or "by when" in title]


def test_medians_of_all_sites_are_of_all_articles() -> None:
    articles = [seen("a", "a.example"), seen("b", "b.example"), seen("c", "b.example")]
    edits = [edit("a", 1, 2, site="a.example"), edit("b", 1, 11, site="b.example")]
    [one] = figures(articles, edits).together.cohorts
    assert ("", 3, 2) == (one.site, one.recaptured, one.edited_materially)
    assert one.first_material_edit_before is not None
    assert (132.0, 2) == (
        one.first_material_edit_before.median,
        one.first_material_edit_before.count,
    )


@pytest.mark.parametrize("heading", ["articles first seen then", "edits first observed then"])
def test_the_page_has_both_views_over_time(heading: str) -> None:
    articles = [seen("a", "a.example", month=1), seen("b", "b.example", month=4)]
    edits: list[Edit] = [edit("a", 1, 2, site="a.example")]
    page = report("Edits", figures(articles, edits), "All <sites>.")
    assert f"<h2>By month, all sites: {heading}</h2>" in page
    assert f"<summary>By site and month: {heading}</summary>" in page
    assert "All &lt;sites&gt;." in page
