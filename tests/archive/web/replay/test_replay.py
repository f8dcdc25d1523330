"""Replay over HTTP: what was archived comes back, and nothing of it acts."""

from __future__ import annotations

import gzip

import httpx
import pytest

from tests.archive.web.shelf import SITE, STORY, png

AT = "20260301090000"


def test_a_page_is_viewable_with_its_requisites_at_the_same_moment(replay: httpx.Client) -> None:
    page = replay.get(f"/replay/{AT}/{STORY}")
    assert 200 == page.status_code
    assert f'src="/replay/{AT}im_/{SITE}/img/quay.png"' in page.text


def test_every_requisite_that_a_page_names_is_answered(replay: httpx.Client) -> None:
    statuses = [
        replay.get(f"/replay/{AT}{kind}/{SITE}{path}").status_code
        for kind, path in (("im_", "/img/quay.png"), ("cs_", "/style.css"), ("cs_", "/more.css"))
    ]
    assert [200, 200, 200] == statuses


def test_raw_is_the_archived_entity_byte_for_byte(replay: httpx.Client) -> None:
    answer = replay.get(f"/replay/{AT}id_/{SITE}/img/quay.png")
    assert (png(320, 200), "image/png") == (answer.content, answer.headers["content-type"])


def test_raw_keeps_the_content_encoding(replay: httpx.Client) -> None:
    with replay.stream("GET", f"/replay/{AT}id_/{SITE}/packed") as answer:
        raw = b"".join(answer.iter_raw())
    assert "gzip" == answer.headers["content-encoding"]
    assert gzip.compress(b"<html><a href=/x>packed</a></html>", mtime=0) == raw


def test_a_packed_page_is_unpacked_for_viewing(replay: httpx.Client) -> None:
    answer = replay.get(f"/replay/{AT}/{SITE}/packed")
    assert "content-encoding" not in answer.headers
    assert f'<html><a href="/replay/{AT}/{SITE}/x">packed</a></html>' == answer.text


def test_a_page_without_charset_in_its_header_keeps_its_bytes(replay: httpx.Client) -> None:
    answer = replay.get(f"/replay/{AT}/{SITE}/russian")
    assert "text/html" == answer.headers["content-type"]
    assert ">Мост</a>".encode("cp1251") in answer.content


def test_a_moment_between_two_captures_leads_to_the_nearest(replay: httpx.Client) -> None:
    answer = replay.get(f"/replay/20260301120000/{STORY}")
    assert (302, f"/replay/{AT}/{STORY}") == (answer.status_code, answer.headers["location"])


def test_a_requisite_of_another_moment_is_answered_at_once(replay: httpx.Client) -> None:
    answer = replay.get(f"/replay/20270101im_/{SITE}/img/quay.png")
    assert (200, "Sun, 01 Mar 2026 09:00:00 GMT") == (
        answer.status_code,
        answer.headers["memento-datetime"],
    )


def test_an_archived_error_is_replayed_as_one(replay: httpx.Client) -> None:
    assert 404 == replay.get(f"/replay/20260304081500/{STORY}").status_code


def test_a_redirect_leads_to_the_archived_target(replay: httpx.Client) -> None:
    answer = replay.get(f"/replay/{AT}/{SITE}/moved")
    assert (301, f"/replay/{AT}/{SITE}/news/quay") == (
        answer.status_code,
        answer.headers["location"],
    )


@pytest.mark.parametrize("modifier", ["", "id_"])
def test_a_redirect_in_raw_utf8_leads_to_the_archived_target(
    replay: httpx.Client, modifier: str
) -> None:
    answer = replay.get(f"/replay/{AT}{modifier}/{SITE}/moved-raw")
    assert f"/replay/{AT}{modifier}/{SITE}/news/st%C3%B6rung" == answer.headers["location"]


def test_a_redirect_to_ones_own_key_ends_at_the_page(replay: httpx.Client) -> None:
    answer = replay.get(f"/replay/{AT}/{SITE}/secure", follow_redirects=True)
    assert "<p>safe</p>" == answer.text


def test_a_film_is_sent_in_ranges(replay: httpx.Client) -> None:
    answer = replay.get(f"/replay/{AT}id_/{SITE}/film.mp4", headers={"Range": "bytes=256-259"})
    assert (206, b"\x00\x01\x02\x03", "bytes 256-259/1024") == (
        answer.status_code,
        answer.content,
        answer.headers["content-range"],
    )


def test_a_range_behind_the_end_is_refused(replay: httpx.Client) -> None:
    answer = replay.get(f"/replay/{AT}id_/{SITE}/film.mp4", headers={"Range": "bytes=4000-"})
    assert 416 == answer.status_code


def test_head_has_the_headers_and_no_body(replay: httpx.Client) -> None:
    answer = replay.head(f"/replay/{AT}id_/{SITE}/film.mp4")
    assert ("1024", b"") == (answer.headers["content-length"], answer.content)


@pytest.mark.parametrize("name", ["set-cookie", "service-worker-allowed", "refresh", "x-odd"])
def test_an_archived_header_is_shown_and_does_not_act(replay: httpx.Client, name: str) -> None:
    answer = replay.get(f"/replay/{AT}/{SITE}/headers")
    assert (False, True) == (name in answer.headers, f"x-archive-orig-{name}" in answer.headers)


@pytest.mark.parametrize(
    "target",
    [
        f"/replay/{AT}/{STORY}",
        f"/replay/{AT}id_/{STORY}",
        f"/replay/{AT}im_/{SITE}/img/quay.png",
        f"/replay/{AT}/{SITE}/none",
        f"/replay/2026/{STORY}",
        f"/timegate/{STORY}",
        f"/timemap/link/{STORY}",
        f"/cdx?url={STORY}",
        "/cdx",
        "/none",
    ],
)
def test_every_answer_of_the_replay_port_is_sandboxed(replay: httpx.Client, target: str) -> None:
    answer = replay.get(target)
    directives = [part.strip() for part in answer.headers["content-security-policy"].split(";")]
    assert "sandbox" in directives
    assert "script-src 'none'" in directives
    assert "allow-" not in answer.headers["content-security-policy"]
    assert ("nosniff", "no-referrer") == (
        answer.headers["x-content-type-options"],
        answer.headers["referrer-policy"],
    )


def test_the_archived_policy_does_not_loosen_ours(replay: httpx.Client) -> None:
    answer = replay.get(f"/replay/{AT}/{SITE}/headers")
    assert 1 == len(answer.headers.get_list("content-security-policy"))
    assert "default-src *" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example"])
def test_an_unknown_host_is_misdirected_on_both_ports(
    room: httpx.Client, replay: httpx.Client, host: str
) -> None:
    statuses = [client.get("/", headers={"Host": host}).status_code for client in (room, replay)]
    assert [421, 421] == statuses


def test_what_was_not_captured_says_what_is_there(replay: httpx.Client) -> None:
    answer = replay.get(f"/replay/{AT}/{SITE}/news/quaint")
    assert 404 == answer.status_code
    assert f'href="/replay/20260302153000/{STORY}"' in answer.text


def test_an_address_without_moment_leads_to_the_latest(replay: httpx.Client) -> None:
    answer = replay.get(f"/replay/{SITE}/img/quay.png", follow_redirects=True)
    assert "Sun, 01 Mar 2026 09:00:00 GMT" == answer.headers["memento-datetime"]


@pytest.mark.parametrize("timestamp", ["20260301090000", "20260302153000", "20260304081500"])
def test_a_revisit_has_the_bytes_that_it_refers_to(replay: httpx.Client, timestamp: str) -> None:
    answer = replay.get(f"/replay/{timestamp}id_/{SITE}/logo.png")
    assert (200, png(8, 8)) == (answer.status_code, answer.content)


def test_a_body_that_cannot_be_unpacked_is_sent_as_it_is(replay: httpx.Client) -> None:
    with replay.stream("GET", f"/replay/{AT}/{SITE}/broken") as answer:
        raw = b"".join(answer.iter_raw())
    assert (b"\x1f\x8b\x08<p>not gzip</p>", "gzip") == (raw, answer.headers["content-encoding"])


@pytest.mark.parametrize("timestamp", ["20261399", "00000000000000", "20260230"])
def test_a_moment_that_never_was_is_refused(replay: httpx.Client, timestamp: str) -> None:
    assert 400 == replay.get(f"/replay/{timestamp}/{STORY}").status_code


@pytest.mark.parametrize("url", ["http://[", "http://[::1", "http://a:99999/", "javascript:x", "*"])
def test_an_odd_url_is_an_answer_and_no_failure(replay: httpx.Client, url: str) -> None:
    statuses = {
        replay.get(f"{prefix}{url}").status_code
        for prefix in ("/replay/2026/", "/timegate/", "/timemap/link/", "/cdx?url=")
    }
    assert statuses <= {200, 400, 404}


def test_what_is_no_address_is_refused_with_a_reason(replay: httpx.Client) -> None:
    answer = replay.get("/replay/yesterday")
    assert (400, True) == (answer.status_code, "/replay/TIMESTAMP/URL" in answer.text)


@pytest.mark.parametrize(
    ("expected", "modifier", "destination"),
    [
        ("attachment", "id_", "document"),
        ("attachment", "im_", "iframe"),
        (None, "", "document"),
        (None, "id_", "empty"),
    ],
)
def test_markup_with_its_own_links_is_saved_and_not_opened(
    replay: httpx.Client, expected: str | None, modifier: str, destination: str
) -> None:
    answer = replay.get(f"/replay/{AT}{modifier}/{STORY}", headers={"Sec-Fetch-Dest": destination})
    assert expected == answer.headers.get("content-disposition")


def test_only_a_font_may_be_read_across_origins(replay: httpx.Client) -> None:
    target = f"/replay/{AT}/{STORY}"
    plain, font = (
        replay.get(target, headers={"Sec-Fetch-Dest": dest}) for dest in ("empty", "font")
    )
    assert (False, "null") == (
        "access-control-allow-origin" in plain.headers,
        font.headers["access-control-allow-origin"],
    )
