"""Who wrote an article: by which of a page's sources, and why not by the others."""

from __future__ import annotations

import json

import pytest

from archive.records import Article
from tests.crawler.reading.pages import MORE, PROSE, article_of, page, story


def linked(**fields: object) -> str:
    node = {"@type": "NewsArticle", "headline": "Old bridge closed", **fields}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def person(name: str, **fields: str) -> dict[str, str]:
    return {"@type": "Person", "name": name, **fields}


PAPER = {"@type": "Organization", "name": "Harbour Post"}


def names(article: Article) -> list[str]:
    return [author.name for author in article.author]


def organizations(article: Article) -> list[str]:
    return [each.name for each in article.source_organization]


# --- which source -------------------------------------------------------------------------------


def test_a_person_in_the_byline_goes_before_the_outlet_in_the_markup() -> None:
    head = linked(author=PAPER, publisher=PAPER)
    article = article_of(story("<p class='byline'>By Ann Carter</p>", head))
    assert (["Ann Carter"], []) == (names(article), organizations(article))


def test_the_outlet_is_kept_where_it_alone_is_named() -> None:
    article = article_of(story("", linked(author=PAPER, publisher=PAPER)))
    assert ([], ["Harbour Post"]) == (names(article), organizations(article))
    assert "json_ld" == article.provenance["/source_organization"].source


def test_an_account_is_no_author() -> None:
    article = article_of(
        story("<p class='byline'>By Ann Carter</p>", linked(author=person("admin")))
    )
    found = article.provenance["/author"]
    assert ["Ann Carter"] == names(article)
    assert [("admin", "no name")] == [(each.value, each.why) for each in found.rejected]


def test_a_full_name_goes_before_the_first_name_alone() -> None:
    article = article_of(story("<p class='byline'>By Ann Carter</p>", linked(author=person("Ann"))))
    assert ["Ann Carter"] == names(article)


def test_who_reviewed_an_article_has_not_written_it() -> None:
    head = linked(author={"@type": "Organization", "name": "Mill Team"})
    article = article_of(story("<p class='byline'>Reviewed by Ben Osei</p>", head))
    assert [("Ben Osei", "Reviewed by")] == [(each.name, each.role) for each in article.author]
    assert ["Mill Team"] == organizations(article)


def test_an_agency_in_the_markup_stands_beside_the_person() -> None:
    authors = [person("Ann Carter"), {"@type": "Organization", "name": "Reuters"}]
    article = article_of(story("", linked(author=authors, publisher=PAPER)))
    assert (["Ann Carter"], ["Reuters"]) == (names(article), organizations(article))


def test_what_one_source_calls_an_organization_is_no_person_to_another() -> None:
    head = linked(author=PAPER) + "<meta name='author' content='Harbour Post'>"
    article = article_of(story("", head))
    assert ([], ["Harbour Post"]) == (names(article), organizations(article))


def test_a_desk_of_the_outlet_beside_a_person_is_left_out() -> None:
    byline = "<p class='byline'>By Ann Carter<br>Harbour Post Staff</p>"
    article = article_of(story(byline, linked(publisher=PAPER)))
    assert (["Ann Carter"], []) == (names(article), organizations(article))


def test_nothing_said_and_nobody_named_are_two_things() -> None:
    assert "/author" not in article_of(story("")).provenance
    named = article_of(story("", "<meta name='author' content='admin'>"))
    assert ((), "admin") == (named.author, named.provenance["/author"].raw)


# --- JSON-LD and meta ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "fields"),
    [
        (["Ann Carter"], {"author": "Ann Carter"}),
        (["Ann Carter", "Ben Osei"], {"author": [person("Ann Carter"), person("Ben Osei")]}),
        (
            ["Ann Carter", "Ben Osei"],
            {"author": {"name": ["Ann Carter", "Ben Osei"]}},
        ),
        (["Ann Carter", "Ben Osei"], {"author": {"@list": [person("Ann Carter"), "Ben Osei"]}}),
        (["Ann Carter"], {"creator": ["Ann Carter"]}),
        (["Ann Carter"], {"contributor": person("Ann Carter")}),
    ],
)
def test_authors_of_json_ld(expected: list[str], fields: dict[str, object]) -> None:
    assert expected == names(article_of(story("", linked(**fields))))


def test_the_author_of_a_page_that_is_no_article_in_json_ld() -> None:
    graph = {
        "@graph": [
            {"@type": "WebPage", "name": "Old bridge closed", "author": {"@id": "#ann"}},
            {"@type": "Person", "@id": "#ann", "name": "Ann Carter"},
        ]
    }
    script = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    assert ["Ann Carter"] == names(article_of(story("", script)))


@pytest.mark.parametrize(
    "name",
    [
        "author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "cXenseParse:author",
        "article:author",
    ],
)
def test_authors_of_meta(name: str) -> None:
    head = f"<meta name='{name}' content='Ann Carter'>"
    assert ["Ann Carter"] == names(article_of(story("", head)))


@pytest.mark.parametrize("label", ["Written by", "Verfasst von", "Écrit par", "Escrito por"])
def test_the_author_of_a_card(label: str) -> None:
    head = (
        f"<meta name='twitter:label1' content='{label}'>"
        "<meta name='twitter:data1' content='Ann Carter'>"
    )
    assert ["Ann Carter"] == names(article_of(story("", head)))


def test_a_card_that_tells_of_something_else_names_nobody() -> None:
    head = (
        "<meta name='twitter:label1' content='Reading time'>"
        "<meta name='twitter:data1' content='Ten Minutes'>"
    )
    assert [] == names(article_of(story("", head)))


# --- the page -----------------------------------------------------------------------------------


def test_whom_a_paragraph_speaks_of_has_not_written_it() -> None:
    link = "<a href='https://paper.example/people/ben-osei'>Ben Osei</a>"
    body = (
        f"<article><h1>Old bridge closed</h1><p>{PROSE} {link} said so.</p><p>{MORE}</p></article>"
    )
    assert [] == names(article_of(page(body)))


def test_a_name_box_around_another_is_not_a_second_name() -> None:
    name = "<span class='author-name'>Ann Carter</span>"
    inside = f"<div class='author-name'>By {name} Senior Reporter</div>"
    assert ["Ann Carter"] == names(article_of(story(inside)))


def test_buttons_and_days_are_no_part_of_a_byline() -> None:
    inside = (
        "<div class='byline'><p>By Ann Carter</p><p>12 May 2024</p><p>Share</p><p>Follow</p></div>"
    )
    article = article_of(story(inside))
    assert ("By Ann Carter", ["Ann Carter"]) == (article.byline, names(article))


def test_the_line_below_a_name_is_its_title() -> None:
    inside = "<div class='byline'><p>Ann Carter</p><p>Senior Trends Reporter</p></div>"
    [author] = article_of(story(inside)).author
    assert ("Ann Carter", "Senior Trends Reporter") == (author.name, author.role)


def test_a_label_in_a_box_of_its_own_goes_with_the_name_below() -> None:
    inside = "<div><p>By</p></div><div><p>Ann Carter</p></div>"
    article = article_of(story(inside))
    assert ("By Ann Carter", ["Ann Carter"]) == (article.byline, names(article))


def test_a_box_that_only_says_when_is_no_byline() -> None:
    inside = "<div class='author-box'>Updated: 12 May 2024, 10:15</div>"
    article = article_of(story(inside))
    assert (None, []) == (article.byline, names(article))


@pytest.mark.parametrize(
    ("expected", "called"), [(["Ann Carter"], "entry-footer"), ([], "site-footer")]
)
def test_the_footer_of_an_article_may_name_its_author(expected: list[str], called: str) -> None:
    text = "".join(f"<p>{PROSE} {number}. {MORE}</p>" for number in range(12))
    link = "<a rel='author' href='/author/ann'>Ann Carter</a>"
    footer = f"<footer class='{called}'>Posted by {link}</footer>"
    body = f"<article><h1>Old bridge closed</h1>{text}{footer}</article>"
    assert expected == names(article_of(page(body)))


def test_one_box_that_several_words_describe_takes_the_place_of_no_other() -> None:
    crowd = "<p class='author byline writer contributor reporter' rel='author'>12 May 2024</p>" * 40
    assert ["Ann Carter"] == names(article_of(story(f"{crowd}<p class='byline'>By Ann Carter</p>")))


# --- what only looks like a byline --------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "<p>12 May 2024 - Ann Carter</p>",
        "<p>Ann Carter | Senior Writer | May 12, 2024</p>",
        "<p>Ann Carter</p><p>12.05.2024, 10:15</p>",
        "<p>May 12, 2024 • Ann Carter in Roads</p>",
    ],
)
def test_a_name_beside_the_date_is_taken_for_the_author(line: str) -> None:
    article = article_of(story(line))
    assert ["Ann Carter"] == names(article)
    assert "heuristic" == article.provenance["/author"].source


@pytest.mark.parametrize(
    "line",
    [
        "<p>Middle East | 12 May 2024</p>",
        "<p><a href='/mill'>Old Mill</a> | 12 May 2024</p>",
        "<p>Ann Carter</p>",
        "<p>Mill road</p><p>12 May 2024</p>",
    ],
)
def test_a_rubric_a_link_or_a_name_without_date_is_not(line: str) -> None:
    assert [] == names(article_of(story(line)))


def test_a_rubric_that_the_page_itself_declares_is_no_name() -> None:
    head = "<meta property='article:section' content='Harbour Life'>"
    assert [] == names(article_of(story("<p>Harbour Life | 12 May 2024</p>", head)))


@pytest.mark.parametrize(
    ("persons", "agencies", "end"),
    [
        (["Ann Carter"], [], "<p>Ann Carter</p>"),
        (["Ann Carter"], [], "<p><em>(Ann Carter)</em> +++</p>"),
        (["Anna Maier"], [], "<p>Text: Anna Maier</p>"),
        (["Anna Maier"], [], "<p>Von:<br><br>Anna Maier</p>"),
        (["焦小鹏"], [], "<p>责任编辑：焦小鹏</p>"),
        ([], ["dpa"], "<p>Quelle: dpa</p>"),
        ([], ["dpa"], f"<p>{MORE} (dpa)</p>"),
        ([], [], "<h3>Related Topics</h3>"),
        ([], [], "<ul><li>Old Mill</li></ul>"),
        ([], [], "<p>The mill road stays open.</p>"),
    ],
)
def test_the_signature_under_a_text(persons: list[str], agencies: list[str], end: str) -> None:
    body = f"<article><h1>Old bridge closed</h1><p>{PROSE}</p><p>{MORE}</p>{end}</article>"
    article = article_of(page(body))
    assert (persons, agencies) == (names(article), organizations(article))


def test_the_box_about_the_author_names_them() -> None:
    box = "<div class='author-bio'><h3>Ann Carter</h3><p>Ann Carter writes about roads.</p></div>"
    body = f"<article><h1>Old bridge closed</h1><p>{PROSE}</p><p>{MORE}</p></article>{box}"
    assert ["Ann Carter"] == names(article_of(page(body)))


def test_a_guess_is_asked_only_where_nobody_is_named() -> None:
    article = article_of(story("<p>Ben Osei | 12 May 2024</p>", linked(author=PAPER)))
    assert ([], ["Harbour Post"]) == (names(article), organizations(article))


def test_the_agency_of_the_dateline_is_the_source_where_nobody_is_named() -> None:
    lede = f"<p>HOLLIN (Reuters) - {PROSE}</p>"
    text = f"<article><h1>Old bridge closed</h1>{lede}<p>{MORE}</p></article>"
    article = article_of(page(text))
    assert ["Reuters"] == organizations(article)
    assert ("HOLLIN (Reuters)", "HOLLIN") == (article.dateline, article.location_created)
    named = article_of(page(text, linked(author=person("Ann Carter"))))
    assert (["Ann Carter"], []) == (names(named), organizations(named))


# --- who is a person, and who agrees ------------------------------------------------------------


def test_whom_markup_calls_a_person_is_one_by_whatever_surname() -> None:
    head = linked(author=person("Bill Press"), publisher=PAPER)
    article = article_of(story("<p class='byline'>By Bill Press</p>", head))
    assert (["Bill Press"], []) == (names(article), organizations(article))


@pytest.mark.parametrize("given", ["Associated Press", "Press Times", "Coastal Radio News"])
def test_an_organization_that_markup_calls_a_person_is_still_none(given: str) -> None:
    article = article_of(story("", linked(author=person(given), publisher=PAPER)))
    assert ([], [given]) == (names(article), organizations(article))


@pytest.mark.parametrize("given", ["Staff Writer", "Staff Writers", "Staff Reporter"])
def test_an_unnamed_writer_of_the_staff_is_nobody(given: str) -> None:
    article = article_of(story("", linked(author=person(given), publisher=PAPER)))
    assert ([], []) == (names(article), organizations(article))


def test_an_agency_of_the_byline_does_not_agree_with_the_outlet_of_the_markup() -> None:
    head = linked(author=PAPER, publisher=PAPER)
    article = article_of(story("<p class='byline'>By Reuters</p>", head))
    found = article.provenance["/author"]
    assert ([], ["Reuters"]) == (names(article), organizations(article))
    assert "json_ld:$.author" not in found.agree
    assert ("json_ld", "names no person") in [(each.source, each.why) for each in found.rejected]


def test_a_byline_read_in_two_ways_is_one_witness() -> None:
    article = article_of(story("<div class='byline'><a href='/author/ann'>Ann Carter</a></div>"))
    assert ["Ann Carter"] == names(article)
    assert () == article.provenance["/author"].agree


def test_a_login_of_the_markup_gives_way_to_the_name_that_readers_see() -> None:
    head = linked(author=person("mwriter")) + "<meta name='author' content='mwriter'>"
    article = article_of(story("<p class='byline'>By Ann Carter</p>", head))
    assert ["Ann Carter"] == names(article)


def test_markup_alone_gives_way_to_what_byline_and_meta_say() -> None:
    head = linked(author=person("Wim Verhoog")) + "<meta name='author' content='Ann Carter'>"
    article = article_of(story("<p class='byline'>By Ann Carter</p>", head))
    assert ["Ann Carter"] == names(article)


def test_markup_that_meta_agrees_with_is_kept() -> None:
    head = linked(author=person("Wim Verhoog")) + "<meta name='author' content='Wim Verhoog'>"
    article = article_of(story("<p class='byline'>By Ann Carter</p>", head))
    assert ["Wim Verhoog"] == names(article)
