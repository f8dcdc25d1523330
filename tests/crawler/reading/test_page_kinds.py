"""What stands in an article's place is told apart, with a reason; what only sounds like it is not."""

from __future__ import annotations

import pytest

from tests.crawler.reading.pages import MORE, PROSE, page, reading_of, records_of, story

COOKIES = (
    "<p>We and our 240 partners store and/or access information on a device, such as cookies.</p>"
    "<p>You can manage your choices or withdraw your consent at any time. By clicking "
    "“accept all cookies” you agree.</p><button>Accept all cookies</button>"
)
LIST = "".join(
    f"<li><h3><a href='/news/{n}'>What happened on day {n}</a></h3><p>{PROSE}</p></li>"
    for n in range(3)
)
PHOTOS = "".join(
    f"<figure><img src='/photo-{n}.jpg' width='900' height='600'><figcaption>The bridge on day {n}"
    "</figcaption></figure>"
    for n in range(9)
)


def titled(title: str, body: str = "", head: str = "") -> str:
    return page(body, f"<title>{title}</title>{head}")


GUARD_PAGES = {
    "Cloudflare": titled("Just a moment...", "<script>window._cf_chl_opt={}</script>"),
    "DataDome": titled(
        "paper.example", "<script src='https://ct.captcha-delivery.com/c.js'></script>"
    ),
    "PerimeterX": page("<h1>One more step</h1><div id='px-captcha'></div>"),
    "Akamai": titled(
        "Access Denied",
        "<h1>Access Denied</h1><p>https://errors.edgesuite.net/18.2f1e</p>",
    ),
    "Imperva": page("<iframe src='/_Incapsula_Resource?CWUDNSAI=9'>Request failed.</iframe>"),
}


@pytest.mark.parametrize("guard", GUARD_PAGES)
def test_a_guard_against_robots_is_named(guard: str) -> None:
    reading = reading_of(GUARD_PAGES[guard])
    assert ("blocked", f"a page of {guard}'s guard against robots") == (
        reading.page_type,
        reading.reason,
    )


@pytest.mark.parametrize(
    ("page_type", "body"),
    [
        ("blocked", titled("Access denied", "<p>You cannot open this page from here.</p>")),
        ("blocked", titled("Zugriff verweigert | Das Blatt", "<p>Bitte später.</p>")),
        ("blocked", page("<p>You don't have permission to access /news on this server.</p>")),
        ("blocked", titled("paper.example", "<p>Please verify you are human to go on.</p>")),
        ("consent", titled("Before you continue to The Paper", COOKIES)),
        ("consent", titled("The Paper", COOKIES)),
        (
            "consent",
            titled(
                "Avant de continuer",
                "<p>Nous et nos 88 partenaires utilisons des cookies.</p><a>Tout accepter</a>",
            ),
        ),
        (
            "consent",
            titled(
                "Das Blatt mit Werbung lesen",
                "<p>Ihre Einwilligung können Sie jederzeit widerrufen.</p><a>Alle akzeptieren</a>",
            ),
        ),
        ("not_found", titled("Page not found | The Paper", "<h1>Sorry</h1>")),
        ("not_found", page("<h1>404</h1><p>There is nothing here, or there is no more.</p>")),
        ("not_found", titled("Das Blatt", "<h1>Seite nicht gefunden</h1><p>Zur Startseite</p>")),
        ("not_found", titled("Страница не найдена", "<p>Проверьте адрес.</p>")),
        ("not_found", titled("ページが見つかりません", "<p>お探しの記事はありません。</p>")),
        ("not_found", titled("503 Service Unavailable", "<h1>503</h1>")),
        ("login", titled("Sign in | The Paper", "<form><input type='password'></form>")),
        ("login", titled("Anmelden", "<p>E-Mail und Passwort</p><input type='password'>")),
        ("login", titled("Subscribe to read | The Paper", "<h1>Choose a plan</h1>")),
        ("shell", page("<div id='root'></div><script src='/app.js'></script>")),
        (
            "shell",
            page(
                "<noscript>You need to enable JavaScript to run this app.</noscript>"
                "<div class='page'></div><script src='/app.js'></script>"
            ),
        ),
        (
            "redirect",
            page("<p>Go on</p>", "<meta http-equiv='refresh' content='0; url=/news/9'>"),
        ),
        ("redirect", page("<script>window.location.href = '/news/9'</script>")),
        ("search", titled("Search results for bridge | The Paper", f"<ul>{LIST}</ul>")),
        ("search", titled("Suchergebnisse", f"<ul>{LIST}</ul>")),
    ],
)
def test_what_stands_in_an_articles_place_is_told(page_type: str, body: str) -> None:
    assert page_type == reading_of(body).page_type


def test_a_list_under_a_search_url_is_a_search() -> None:
    url = "https://paper.example/suche?q=bridge"
    found = reading_of(page(f"<h1>Bridge</h1><ul>{LIST}</ul>"), url=url)
    assert ("search", "what a search found: the URL is a search's") == (
        found.page_type,
        found.reason,
    )


def test_photos_with_hardly_a_text_under_a_gallerys_url_are_a_gallery() -> None:
    url = "https://paper.example/galleries/bridge"
    found = reading_of(page(f"<main><h1>The bridge in pictures</h1>{PHOTOS}</main>"), url=url)
    assert ("gallery", "9 photos and 0 characters of text") == (found.page_type, found.reason)


# --- what only sounds like it -------------------------------------------------------------------


@pytest.mark.parametrize(
    "headline",
    [
        "Page not found: how the town lost its archive",
        "Access denied: reporters kept out of the town hall",
        "Sign in for the new season of the rowing club",
        "Before you continue to swim in the river",
        "Search results for the missing ferry are in",
        "Captcha: why robots read better than we do",
    ],
)
def test_a_report_whose_headline_sounds_like_a_wall_is_an_article(headline: str) -> None:
    text = f"<p>{PROSE}</p><p>{MORE}</p>" * 4
    body = titled(f"{headline} | The Paper", f"<article><h1>{headline}</h1>{text}</article>")
    assert "article" == reading_of(body).page_type


def test_a_consent_dialog_over_an_article_leaves_it_an_article() -> None:
    dialog = f"<div role='dialog'>{COOKIES * 3}</div>"
    assert "article" == reading_of(story(dialog)).page_type


def test_what_the_page_declares_as_an_article_is_one_though_it_is_short() -> None:
    node = '{"@type":"NewsArticle","headline":"Not found","datePublished":"2024-05-13"}'
    head = f'<script type="application/ld+json">{node}</script><title>Not found</title>'
    assert "article" == reading_of(page(f"<h1>Not found</h1><p>{PROSE}</p>", head)).page_type


def test_results_in_lines_without_sentences_are_an_article_under_an_articles_url() -> None:
    rows = "".join(f"<li>{n}. Ann Carter, rowing club, {n}:13 min</li>" for n in range(30))
    url = "https://paper.example/results-of-the-rowing-day"
    found = reading_of(page(f"<h1>Results of the rowing day</h1><ol>{rows}</ol>"), url=url)
    assert "article" == found.page_type


# --- what comes of it ---------------------------------------------------------------------------


def test_a_page_in_an_articles_place_shows_no_state_of_it() -> None:
    assert "error" == records_of(GUARD_PAGES["Cloudflare"]).outcome


def test_a_list_that_a_search_found_is_no_article() -> None:
    assert "not_article" == records_of(titled("Search results", f"<ul>{LIST}</ul>")).outcome


@pytest.mark.parametrize(
    "headline",
    [
        "Missing plane still not found",
        "Oops, something went wrong at the wedding",
        "Search results for missing boy disappoint",
        "Results for Friday's local elections",
        "Suche nach vermisster Frau eingestellt",
        "Mit Werbung weiter Geld verdienen",
        "Anmeldung",
    ],
)
def test_a_short_report_is_an_article_whatever_words_its_headline_has(headline: str) -> None:
    text = '<p class="byline">By Ann Carter, 14 May 2024</p>'
    report = f"<main><article><h1>{headline}</h1>{text}<p>{PROSE}</p><p>{MORE}</p></article></main>"
    found = reading_of(titled(f"{headline} | The Paper", report))
    assert ("article", "read") == (found.page_type, records_of(titled(headline, report)).outcome)
