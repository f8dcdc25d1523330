"""What a page says about its article: language, section, tags, price, addresses, translations."""

from __future__ import annotations

import json

import pytest

from archive.records import Article
from tests.crawler.reading.pages import MORE, URL, article_of, page, story

GERMAN = (
    "Die alte Brücke über den Fluss ist seit Montag gesperrt, weil die Prüfer Risse in zwei Pfeilern "
    "gefunden haben, teilte die Stadt mit. Der Verkehr wird über die Straße an der Mühle geleitet, "
    "und das soll nach Angaben der Stadt auch bis zum Ende des Jahres so bleiben. Wie teuer die Arbeit "
    "wird, ist noch nicht bekannt, aber die Stadt rechnet mit einer hohen Summe."
)
RUSSIAN = (
    "Старый мост через реку закрыли в понедельник, после того как инженеры нашли трещины в двух "
    "опорах, сообщила мэрия. Водителям придётся ехать мимо мельницы, пока не закончится ремонт, "
    "который может продлиться до конца года, сказал главный инженер города."
)
THAI = "สะพานเก่าข้ามแม่น้ำถูกปิดเมื่อวันจันทร์หลังจากวิศวกรพบรอยร้าวในเสาสองต้น ศาลากลางกล่าวในแถลงการณ์" * 2
SERBIAN = (
    "Stari most preko reke zatvoren je u ponedeljak pošto su inženjeri našli pukotine na dva stuba, "
    "saopštila je gradska uprava. Vozači će morati da idu putem pored mlina dok se radovi ne završe."
)


def json_ld(**fields: object) -> str:
    node = {"@type": "NewsArticle", "headline": "Old bridge closed", **fields}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def written(text: str, lang: str = "", head: str = "") -> Article:
    declared = f' lang="{lang}"' if lang else ""
    article = f"<article><h1>1 2 3</h1><p>{text}</p><p>{text}</p></article>"
    head += '<meta property="og:type" content="article"><meta property="og:title" content="1 2 3">'
    body = f"<!doctype html><html{declared}><head>{head}</head><body>{article}</body></html>"
    return article_of(body)


# --- language -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "head", "lang"),
    [
        ("en-GB", "", "en_gb"),
        ("sr-Latn-RS", "", "sr-latn-rs"),
        ("pt-BR", "", "pt-br"),
        ("en", "<meta property='og:locale' content='en_GB'>", "en"),
        ("fr", json_ld(inLanguage="fr"), "und"),
        ("en", "<meta http-equiv='content-language' content='en, de'>", ""),
        ("en", "<meta property='og:locale' content='en_US'>", ""),
    ],
)
def test_the_declared_language_in_its_canonical_case(expected: str, head: str, lang: str) -> None:
    assert expected == written(SERBIAN, lang, head).in_language


@pytest.mark.parametrize(("expected", "text"), [("de", GERMAN), ("ru", RUSSIAN), ("th", THAI)])
def test_an_undeclared_language_is_told_by_the_text(expected: str, text: str) -> None:
    article = written(text)
    assert expected == article.in_language
    found = article.provenance["/in_language"]
    assert ("heuristic", "text") == (found.source, found.locator)


@pytest.mark.parametrize("text", [SERBIAN, "1 2 3. " * 60])
def test_a_language_that_is_not_certain_is_not_told(text: str) -> None:
    assert written(text).in_language is None


@pytest.mark.parametrize(
    ("expected", "text", "why"),
    [
        ("de", GERMAN, "the text is in another language"),
        ("th", THAI, "the text is in another script"),
        ("ru", RUSSIAN, "the text is in another script"),
    ],
)
def test_a_template_s_language_gives_way_to_the_text_s(expected: str, text: str, why: str) -> None:
    article = written(text, "en-US")
    assert expected == article.in_language
    rejected = [(each.value, each.why) for each in article.provenance["/in_language"].rejected]
    assert ("en-US", why) in rejected


@pytest.mark.parametrize(
    ("lang", "text"), [("de-CH", GERMAN), ("ru", RUSSIAN), ("sr-Latn", SERBIAN)]
)
def test_a_language_that_the_text_is_in_keeps_its_region(lang: str, text: str) -> None:
    assert lang == written(text, lang).in_language


def test_another_source_that_fits_is_taken_before_the_text() -> None:
    article = written(RUSSIAN, "en", json_ld(inLanguage="ru-RU"))
    assert ("ru-RU", "json_ld") == (article.in_language, article.provenance["/in_language"].source)


# --- free or paid -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("free", "head"),
    [
        (True, json_ld(isAccessibleForFree=True)),
        (False, json_ld(isAccessibleForFree="False")),
        (False, json_ld(isAccessibleForFree="http://schema.org/False")),
        (False, json_ld(hasPart={"@type": "WebPageElement", "isAccessibleForFree": False})),
        (False, json_ld(hasPart=[{"isAccessibleForFree": "false", "cssSelector": ".paid"}])),
        (True, json_ld(isAccessibleForFree=True, hasPart={"isAccessibleForFree": False})),
        (True, "<meta property='article:content_tier' content='free'>"),
        (False, "<meta property='article:content_tier' content='metered'>"),
        (False, "<meta name='isPremium' content='1'>"),
        (True, "<meta name='cXenseParse:pap-ispaidcontent' content='false'>"),
        (True, "<meta itemprop='isAccessibleForFree' content='true'>"),
        (None, json_ld(hasPart={"isAccessibleForFree": True})),
        (None, json_ld(isAccessibleForFree="perhaps")),
        (None, "<meta property='article:content_tier' content='gold'>"),
        (None, "<meta name='paywall-version' content='1'>"),
        (None, ""),
    ],
)
def test_whether_an_article_is_free_is_what_its_page_says(free: bool | None, head: str) -> None:
    assert free is article_of(story("", head)).is_accessible_for_free


def test_a_wall_alone_says_nothing() -> None:
    wall = "<div class='paywall'><p>Subscribe to read on.</p></div>"
    assert article_of(story(wall)).is_accessible_for_free is None


# --- section, keywords, description, publisher ----------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "head"),
    [
        (("Town", "Traffic"), json_ld(articleSection=["Town", "Traffic"])),
        (("Town",), "<meta property='article:section' content='Town'>"),
        ((), ""),
    ],
)
def test_sections(expected: tuple[str, ...], head: str) -> None:
    assert expected == article_of(story("", head)).article_section


@pytest.mark.parametrize("last", ["Old bridge closed", "A shorter name of the page"])
def test_a_breadcrumb_names_the_sections_between_front_page_and_article(last: str) -> None:
    steps = ["Home", "Town", "Traffic", last]
    items = [{"@type": "ListItem", "position": n, "name": name} for n, name in enumerate(steps)]
    crumbs = {"@type": "BreadcrumbList", "itemListElement": items}
    head = json_ld() + f'<script type="application/ld+json">{json.dumps(crumbs)}</script>'
    assert ("Town", "Traffic") == article_of(story("", head)).article_section


@pytest.mark.parametrize(
    ("expected", "head"),
    [
        (("bridges", "Milltown"), json_ld(keywords=["bridges", "Milltown", "bridges"])),
        (("bridges", "Milltown"), json_ld(keywords="bridges, Milltown")),
        (("bridges",), "<meta property='article:tag' content='bridges'>"),
        (("bridges",), "<meta name='news_keywords' content='bridges'>"),
    ],
)
def test_keywords(expected: tuple[str, ...], head: str) -> None:
    assert expected == article_of(story("", head)).keywords


def test_links_that_are_tags_are_keywords() -> None:
    links = "<p><a rel='tag' href='/t/bridges'>Bridges</a> <a rel='tag' href='/t/mill'>Mill</a></p>"
    assert ("Bridges", "Mill") == article_of(story(links)).keywords


def test_the_publisher_is_that_of_the_article() -> None:
    publisher = {"@id": "#paper"}
    whole = {"@type": "Organization", "@id": "#paper", "name": "The Paper", "url": "/about"}
    head = json_ld(publisher=publisher)
    head += f'<script type="application/ld+json">{json.dumps(whole)}</script>'
    found = article_of(story("", head)).publisher
    assert found is not None
    assert ("The Paper", "https://paper.example/about") == (found.name, found.url)


def test_the_page_s_own_summary() -> None:
    head = "<meta property='og:description' content='Cracks in two pillars.'>"
    article = article_of(
        story("", head + "<meta name='description' content='Cracks in two pillars.'>")
    )
    assert "Cracks in two pillars." == article.description
    assert ("meta:description",) == article.provenance["/description"].agree


# --- addresses ----------------------------------------------------------------------------------


def test_the_canonical_address_is_absolute_and_the_meta_agrees() -> None:
    head = "<link rel='canonical' href='/bridge'>"
    head += "<meta property='og:url' content='https://paper.example/bridge'>"
    article = article_of(story("", head))
    assert "https://paper.example/bridge" == article.canonical_url
    assert ("meta:og:url",) == article.provenance["/canonical_url"].agree


def test_translations_are_other_pages_in_named_languages() -> None:
    links = [
        ("en", URL),
        ("x-default", URL),
        ("de-at", "/de/bruecke"),
        ("fr", "/fr/pont"),
        ("fr", "/fr/pont"),
    ]
    head = "".join(f"<link rel='alternate' hreflang='{tag}' href='{to}'>" for tag, to in links)
    found = [(each.in_language, each.url) for each in article_of(story("", head)).work_translation]
    expected = [
        ("de-AT", "https://paper.example/de/bruecke"),
        ("fr", "https://paper.example/fr/pont"),
    ]
    assert expected == found


def test_what_a_page_does_not_say_is_unknown() -> None:
    article = article_of(
        page(f"<article><h1>Old bridge closed</h1><p>{MORE}</p></article>", lang="")
    )
    assert (None, None) == (article.canonical_url, article.description)
    assert ((), (), ()) == (article.article_section, article.keywords, article.work_translation)
