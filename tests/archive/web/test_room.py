"""The room's pages over HTTP, and their JSON."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from archive.collection import Collection
from tests.archive.web.shelf import FIRST, SECOND, SITE, STORY


@pytest.fixture(scope="session")
def article_id(shelf_path: Path) -> str:
    """The story's id."""
    with Collection.open(shelf_path) as collection:
        return collection.find_article(STORY)


def _pages(article_id: str) -> list[str]:
    return [
        "/",
        "/search?q=boats",
        "/site/ledger.example",
        f"/article/{article_id}",
        f"/article/{article_id}?revision=1",
        f"/diff/{article_id}",
        f"/diff/{article_id}?view=inline",
        f"/diff/{article_id}?from=1&to=1",
        f"/captures/{STORY}",
        f"/captures/{SITE}/none",
        f"/view/20260301/{STORY}",
        "/article/none",
        "/none",
        "/static/style.css",
    ]


@pytest.mark.parametrize("which", range(14))
def test_every_answer_of_the_room_forbids_scripts_and_framing(
    room: httpx.Client, article_id: str, which: int
) -> None:
    policy = room.get(_pages(article_id)[which]).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("which", range(11))
def test_every_page_has_its_json(room: httpx.Client, article_id: str, which: int) -> None:
    path = _pages(article_id)[which]
    page, document = room.get(path), room.get(f"/api{path}")
    assert page.status_code == document.status_code
    assert isinstance(document.json(), dict)


def test_home_counts_what_is_there(room: httpx.Client) -> None:
    home = room.get("/api/").json()
    assert (1, 2, 3) == (home["articles"], home["revisions"], home["observations"])


def test_home_shows_the_latest_edit_first(room: httpx.Client) -> None:
    edits = room.get("/api/").json()["edits"]
    assert {"article_taken_down": 1} == edits[0]["events"]
    assert edits[1]["silent"]


def test_search_finds_what_an_editor_removed(room: httpx.Client) -> None:
    assert 1 == len(room.get("/api/search?q=hurt").json()["hits"])


def test_a_search_shows_its_words_marked(room: httpx.Client) -> None:
    assert "<mark>hurt</mark>" in room.get("/search?q=hurt").text


def test_what_is_searched_for_is_shown_as_text(room: httpx.Client) -> None:
    page = room.get("/search", params={"q": '"><script>x</script>'})
    assert "<script>" not in page.text


def test_a_search_for_control_characters_is_an_answer(room: httpx.Client) -> None:
    assert 200 == room.get("/search?q=a%00b").status_code


def test_an_article_is_the_latest_revision(room: httpx.Client, article_id: str) -> None:
    shown = room.get(f"/api/article/{article_id}").json()
    assert ("Harbour office shuts the quay for a year", 2) == (
        shown["article"]["headline"],
        shown["revision"]["number"],
    )


def test_an_earlier_revision_can_be_read(room: httpx.Client, article_id: str) -> None:
    assert "Nobody was hurt" in room.get(f"/article/{article_id}?revision=1").text


def test_an_article_shows_its_picture_from_the_archive(
    room: httpx.Client, replay: httpx.Client, article_id: str
) -> None:
    root = str(replay.base_url).rstrip("/")
    source = f"{root}/replay/20260301090000im_/{SITE}/img/quay.png"
    assert f'src="{source}"' in room.get(f"/article/{article_id}").text


def test_comments_carry_their_states(room: httpx.Client, article_id: str) -> None:
    comments = room.get(f"/api/article/{article_id}").json()["comments"]
    assert ["visible", "edited", "no_longer_shown"] == [one["state"] for one in comments]


def test_an_earlier_revision_has_the_comments_of_its_time(
    room: httpx.Client, article_id: str
) -> None:
    comments = room.get(f"/api/article/{article_id}?revision=1").json()["comments"]
    assert ["visible", "visible", "visible"] == [one["state"] for one in comments]


def test_a_comments_markup_is_cleaned(room: httpx.Client, article_id: str) -> None:
    page = room.get(f"/article/{article_id}").text
    assert "<p>About time.</p>" in page
    assert "steal()" not in page


def test_an_article_says_where_its_headline_was_found(room: httpx.Client, article_id: str) -> None:
    page = room.get(f"/article/{article_id}").text
    assert "source: json-ld" in page
    assert "Harbour | The Ledger" in page


def test_a_comparison_is_of_the_last_two_revisions(room: httpx.Client, article_id: str) -> None:
    found = room.get(f"/api/diff/{article_id}").json()
    assert (1, 2) == (found["from"]["number"], found["to"]["number"])
    assert "headline_changed" in [event["type"] for event in found["events"]]


def test_a_comparison_marks_the_words_that_changed(room: httpx.Client, article_id: str) -> None:
    page = room.get(f"/diff/{article_id}?view=inline").text
    assert "after <del>12</del><ins>14</ins> complaints" in page


def test_a_comparison_shows_unchanged_text_too(room: httpx.Client, article_id: str) -> None:
    page = room.get(f"/diff/{article_id}").text
    assert '<div class="row block_moved"' in page
    assert 2 == page.count("Boats may use the western pier.")


def test_a_comparison_takes_captures_and_times_as_the_command_does(
    room: httpx.Client, article_id: str
) -> None:
    found = room.get(f"/api/diff/{article_id}?from=2026-03-01&to=20260302153000").json()
    assert (FIRST, SECOND) == (found["observed"]["after"], found["observed"]["before"])


def test_a_visit_that_found_the_page_gone_cannot_be_compared(
    room: httpx.Client, article_id: str
) -> None:
    answer = room.get(f"/diff/{article_id}?to=2026-03-04")
    assert (404, True) == (answer.status_code, "it answered 404" in answer.text)


def test_a_time_of_no_calendar_is_a_wrong_request(room: httpx.Client, article_id: str) -> None:
    assert 400 == room.get(f"/diff/{article_id}?to=2026-03-99").status_code


def test_two_revisions_chosen_the_wrong_way_round_are_turned(
    room: httpx.Client, article_id: str
) -> None:
    found = room.get(f"/api/diff/{article_id}?from=2&to=1").json()
    assert (1, 2) == (found["from"]["number"], found["to"]["number"])


@pytest.mark.parametrize(
    ("asked", "checked"), [("side", "side"), ("inline", "inline"), ("", "fit"), ("x", "fit")]
)
def test_a_comparison_opens_in_the_view_that_is_asked_for(
    room: httpx.Client, article_id: str, asked: str, checked: str
) -> None:
    page = room.get(f"/diff/{article_id}?view={asked}").text
    assert [checked] == re.findall(r'id="view-(\w+)"[^>]* checked', page)


def test_a_comparisons_own_style_is_served(room: httpx.Client) -> None:
    answer = room.get("/static/comparison.css")
    assert (True, True) == (
        answer.headers["content-type"].startswith("text/css"),
        ".cells" in answer.text,
    )


def test_a_comparison_leads_to_the_captures(room: httpx.Client, article_id: str) -> None:
    page = room.get(f"/diff/{article_id}").text
    assert f'href="/view/20260301090000/{STORY}"' in page


def test_a_revision_that_is_not_there_is_not_found(room: httpx.Client, article_id: str) -> None:
    answer = room.get(f"/api/diff/{article_id}?from=1&to=9")
    assert (404, True) == (answer.status_code, "no revision 9" in answer.json()["error"])


def test_captures_are_listed_with_their_records(room: httpx.Client) -> None:
    rows = room.get(f"/api/captures/{STORY}").json()["captures"]
    assert [200, 200, 404] == [row["status"] for row in rows]
    assert all(row["warc_record_id"].startswith("<urn:uuid:") for row in rows)


def test_a_url_without_captures_says_what_is_there(room: httpx.Client) -> None:
    answer = room.get(f"/api/captures/{SITE}/news/quaint")
    assert (404, STORY) == (answer.status_code, answer.json()["nearby"][0])


def test_a_view_names_the_captures_beside_it(room: httpx.Client) -> None:
    shown = room.get(f"/api/view/20260302153000/{STORY}").json()
    assert (
        f"/view/20260301090000/{STORY}",
        f"/view/20260302153000/{STORY}",
        f"/view/20260304081500/{STORY}",
    ) == tuple(shown[which]["view"] for which in ("previous", "capture", "next"))


def test_a_view_frames_the_replay_port_in_a_sandbox(
    room: httpx.Client, replay: httpx.Client
) -> None:
    root = str(replay.base_url).rstrip("/")
    page = room.get(f"/view/20260301/{STORY}").text
    assert f'<iframe sandbox src="{root}/replay/20260301090000/{STORY}"' in page


@pytest.mark.parametrize("path", ["/api/nope", "/api/article/a/b"])
def test_an_address_of_the_api_that_is_none_is_an_error_in_json(
    room: httpx.Client, path: str
) -> None:
    answer = room.get(path)
    assert (404, True) == (answer.status_code, path in answer.json()["error"])


def test_a_method_that_the_api_does_not_take_is_an_error_in_json(room: httpx.Client) -> None:
    answer = room.post("/api/search")
    assert (405, ["error"], "GET, HEAD") == (
        answer.status_code,
        list(answer.json()),
        ", ".join(sorted(answer.headers["allow"].split(", "))),
    )


def test_an_address_of_the_room_that_is_none_is_a_page(room: httpx.Client) -> None:
    answer = room.get("/nope")
    assert (404, True) == (answer.status_code, "/nope" in answer.text)
