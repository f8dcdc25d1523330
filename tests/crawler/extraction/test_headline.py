"""Which of a page's titles and headings is the headline, and what else the heading holds."""

import json

import pytest

from crawler.extraction.document import parse
from crawler.extraction.headline import HeadlineReading, read_headline
from crawler.extraction.page import page_of

URL = "https://www.harbour.example/town/2024/ferry-stops"
TITLE = "Ferry stops after a storm in the harbour"


def headline_of(body: str, head: str = "", url: str = URL) -> HeadlineReading:
    html = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return read_headline(page_of(parse(html.encode(), url, "utf-8")))


def value_of(body: str, head: str = "", url: str = URL) -> str | None:
    found = headline_of(body, head, url).candidate
    return found.value if found is not None else None


def og(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


def ld(title: str) -> str:
    node = {"@type": "NewsArticle", "headline": title, "url": URL}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


# --- which heading ------------------------------------------------------------------------------


def test_an_h1_in_a_breadcrumb_gives_way_to_the_heading_of_the_article() -> None:
    crumb = "<nav><ol class='breadcrumb'><li><h1>Storm: ferry in the harbour</h1></li></ol></nav>"
    body = f"{crumb}<article><h2>{TITLE}</h2></article>"
    head = og("Storm: ferry in the harbour") + ld(TITLE)
    assert TITLE == value_of(body, head)


def test_an_h1_in_a_breadcrumb_is_the_headline_where_no_other_heading_says_it() -> None:
    body = f"<ol class='breadcrumb'><li><h1>{TITLE}</h1></li></ol><h2>More from the town</h2>"
    assert TITLE == value_of(body, og(TITLE))


@pytest.mark.parametrize("href", ["/", "/town/2024/mill-road-is-wider"])
def test_a_heading_in_a_link_drawn_around_blocks_leads_where_the_link_does(href: str) -> None:
    other = f"<a href='{href}'><h1>The mill road is wider now</h1><p>From the town.</p></a>"
    assert TITLE == value_of(f"{other}<h2>News</h2><h1>{TITLE}</h1>")


def test_a_link_that_is_left_open_says_nothing_of_a_heading() -> None:
    text = "<p>The ferry will stay in the harbour until the storm is over, it was said.</p>" * 9
    body = f"<div><a href='/'><p>Home</p><h1>{TITLE}</h1>{text}</div>"
    assert TITLE == value_of(f"{body}<h1>The mill road is wider now</h1>")


def test_the_logo_in_an_h1_is_not_the_headline() -> None:
    logo = "<h1><a href='https://www.harbour.example/'>All about boats</a></h1>"
    head = f"<title>{TITLE} : All about boats</title>"
    assert TITLE == value_of(f"{logo}<h2>{TITLE}</h2>", head)


def test_without_any_title_the_heading_that_links_to_its_own_page_is_the_headline() -> None:
    body = (
        "<h1><a href='/'>All about boats</a></h1><h2>Search</h2>"
        f"<h2><a href='{URL}'>{TITLE}</a></h2>"
    )
    assert TITLE == value_of(body)


def test_a_short_h1_that_is_hidden_gives_way_to_a_second_h1() -> None:
    body = f"<h1 class='hidden'>News</h1><h1>{TITLE}</h1>"
    head = f"<title>News - Harbour</title>{og(TITLE)}"
    assert TITLE == value_of(body, head)


def test_a_heading_that_is_marked_as_alternative_is_not_the_headline() -> None:
    body = f"<h1 itemprop='alternativeHeadline'>Storm and ferry</h1><h2>{TITLE}</h2>"
    assert TITLE == value_of(body, f"<title>Storm and ferry</title>{og(TITLE)}")


def test_a_line_without_heading_markup_that_says_a_part_of_the_title_is_the_headline() -> None:
    body = f"<table><tr><td>{TITLE}</td></tr></table>"
    assert TITLE == value_of(body, f"<title>Boats club » News » {TITLE}</title>")


def test_the_title_of_a_page_in_a_wide_script_is_cut_at_a_dash_without_blanks() -> None:
    title = "港の嵐のあとで渡し船が止まった"
    assert title == value_of(f"<div class='h-name'>{title}</div>", f"<title>{title}-港新聞</title>")


def test_a_headline_that_begins_with_the_publishers_name_is_kept() -> None:
    title = "Harbour Boats HB 12 sails again"
    head = f"<meta property='og:site_name' content='Harbour'>{og(title)}{ld(title)}"
    assert title == value_of(f"<h1>{title}</h1><h1>With a subscription</h1>", head)


# --- what declared titles carry -----------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        f"{TITLE} | The Harbour",
        f"{TITLE} - Town - The Harbour",
        f"{TITLE} - The Harbour - Town",
        f"{TITLE} – The Harbour Online",
        f"The Harbour: {TITLE} |",
    ],
)
def test_names_of_site_and_section_are_cut_off(title: str) -> None:
    head = f"<meta property='og:site_name' content='The Harbour'>{og(title)}"
    expected = TITLE if not title.startswith("The") else f"The Harbour: {TITLE}"
    assert expected == value_of("<p>Text</p>", head)


def test_a_part_of_a_title_that_is_no_name_is_kept() -> None:
    title = "Queen and the Band - Keynote by Ann Carter"
    assert title == value_of("<p>Text</p>", f"<title>{title} - Harbour</title>")


def test_what_follows_the_title_of_another_source_is_cut_off() -> None:
    head = f"{og(TITLE + ' | Office for Boats, Piers and Buoys')}{ld(TITLE)}"
    assert TITLE == value_of("<p>Text</p>", head)


def test_headlines_of_a_list_in_microdata_are_nobodys_title() -> None:
    teasers = "".join(
        f"<article itemscope itemtype='https://schema.org/BlogPosting'>"
        f"<h3 itemprop='headline'>Pier number {n} is painted</h3></article>"
        for n in range(3)
    )
    found = headline_of(f"{teasers}<h1>{TITLE} in winter</h1>", og(TITLE))
    assert f"{TITLE} in winter" == (found.candidate and found.candidate.value)


# --- a heading of several parts -----------------------------------------------------------------


def test_a_kicker_that_is_declared_with_the_headline_is_a_part_of_it() -> None:
    heading = f"<h1><span class='kicker'>Storm</span><span>{TITLE}</span></h1>"
    found = headline_of(heading, og(f"Storm: {TITLE}"))
    assert (f"Storm: {TITLE}", None) == (found.candidate and found.candidate.value, found.kicker)


def test_a_kicker_without_which_the_headline_is_declared_is_told_apart() -> None:
    heading = f"<h1><span>Storm</span> {TITLE}</h1>"
    found = headline_of(heading, og(TITLE))
    assert (TITLE, "Storm") == (found.candidate and found.candidate.value, found.kicker)


def test_a_kicker_that_only_its_name_tells_is_told_apart() -> None:
    heading = f"<h1><span class='dachzeile'>After the storm</span> <span>{TITLE}</span></h1>"
    found = headline_of(heading, og(f"Storm: {TITLE}"))
    assert (TITLE, "After the storm") == (found.candidate and found.candidate.value, found.kicker)


def test_a_subtitle_in_the_heading_is_told_apart() -> None:
    subtitle = "Travellers have to take the long road"
    heading = f"<h1><span>{TITLE}</span> <span class='entry-subtitle'>{subtitle}</span></h1>"
    found = headline_of(heading, og(TITLE))
    assert (TITLE, subtitle) == (found.candidate and found.candidate.value, found.subtitle)


def test_a_link_and_a_count_in_the_heading_are_no_part_of_it() -> None:
    heading = f"<h1>{TITLE} <span>(<a href='/source'>source</a>)</span> <b>87</b></h1>"
    found = headline_of(heading, og(TITLE))
    assert (TITLE, None) == (found.candidate and found.candidate.value, found.subtitle)


def test_a_word_that_is_stressed_does_not_part_a_headline() -> None:
    heading = "<h1>Why the <em>Rosa</em> sank be<b>fore</b> noon</h1>"
    assert "Why the Rosa sank before noon" == value_of(heading, og("Why a ship sank"))


def test_what_two_block_elements_of_a_heading_say_is_one_headline() -> None:
    heading = f"<h1><div class='overline'>Storm</div><span>{TITLE}</span></h1>"
    assert f"Storm: {TITLE}" == value_of(heading, og(f"Storm: {TITLE}"))


# --- provenance ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("why", "heading"),
    [
        ("it stands in a breadcrumb or a menu", "<nav><h1>Storm: ferry in the harbour</h1></nav>"),
        (
            "the markup calls it another heading than the headline",
            "<h1 itemprop='alternativeHeadline'>Storm: ferry in the harbour</h1>",
        ),
        ("it is hidden", "<h2 class='hidden'>Storm: ferry in the harbour</h2>"),
    ],
)
def test_why_a_heading_is_not_the_headline_is_said(why: str, heading: str) -> None:
    head = og("Storm: ferry in the harbour") + ld(TITLE)
    found = headline_of(f"{heading}<h2>{TITLE}</h2>", head).provenance
    assert found is not None
    assert why in {each.why for each in found.rejected if each.source == "dom"}


def test_another_wording_is_said_to_be_one() -> None:
    found = headline_of(f"<h1>{TITLE}</h1>", og("Ferry stops after a heavy storm in town"))
    assert found.provenance is not None
    assert ["another wording, as for search or sharing"] == [
        each.why for each in found.provenance.rejected
    ]
    assert "Ferry stops after a heavy storm in town" == (found.seo and found.seo.value)
