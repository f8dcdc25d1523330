"""`microfiche withdraw`: what is taken back is in no view, export or replay; the rest stays."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from archive.collection import Collection
from archive.times import timestamp14
from crawler.demo import Outlet
from tests.archive.web.conftest import serving
from tests.commands import Done, crawl, within
from tests.crawler.conftest import Edited

STORY = "ferry-fire-inquiry"
BODY = "ventilation shaft"
COMMENT = "comment-5112"
REPLY = "comment-5113"
SAID = "My daughter was on board"


def withdraw(path: Path, *arguments: object) -> Done:
    return within("withdraw", *arguments, "--collection", path)


def url_of(path: Path, slug: str = STORY) -> str:
    with Collection.open(path) as collection:
        return next(one.url for one in collection.articles() if slug in one.url)


@pytest.fixture
def story(copied: Path) -> str:
    return url_of(copied)


@pytest.fixture
def withdrawn(copied: Path, story: str) -> Path:
    """A collection in which the story is withdrawn."""
    done = withdraw(copied, story, "--reason", "the author asked")
    assert done.status == 0, done.err
    return copied


@pytest.fixture
def quiet(copied: Path) -> Path:
    """A collection in which one comment is withdrawn."""
    done = withdraw(copied, COMMENT, "--reason", "the reader asked")
    assert done.status == 0, done.err
    return copied


# --- an article -------------------------------------------------------------------------------------

VIEWS: list[tuple[str, ...]] = [
    ("articles",),
    ("articles", "--json"),
    ("search", BODY),
    ("search", BODY, "--json"),
    ("search", "daughter"),
]


@pytest.mark.parametrize("view", VIEWS, ids=" ".join)
def test_a_withdrawn_article_is_in_no_list(withdrawn: Path, view: tuple[str, ...]) -> None:
    done = within(*view, "--collection", withdrawn)
    assert "ventilation" not in done.out + done.err
    assert STORY not in done.out + done.err


@pytest.mark.parametrize("view", ["show", "revisions", "diff"])
def test_a_withdrawn_article_is_said_to_be_withdrawn(
    withdrawn: Path, story: str, view: str
) -> None:
    done = within(view, story, "--collection", withdrawn)
    assert (1, "") == (done.status, done.out)
    assert "withdrawn on 20" in done.err
    assert "the author asked" not in done.err


def test_what_is_hidden_stays_hidden_after_a_rebuild(withdrawn: Path, story: str) -> None:
    before = within("articles", "--json", "--collection", withdrawn).out
    assert within("rebuild", "--collection", withdrawn).status == 0
    assert before == within("articles", "--json", "--collection", withdrawn).out
    assert "withdrawn" in within("show", story, "--collection", withdrawn).err


@pytest.mark.parametrize("kind", ["csv", "jsonld"])
def test_an_export_has_nothing_of_a_withdrawn_article(
    withdrawn: Path, tmp_path: Path, kind: str
) -> None:
    target = tmp_path / "export"
    within("export", kind, "--output", target, "--collection", withdrawn)
    files = [target] if target.is_file() else list(target.iterdir())
    written = b"".join(path.read_bytes() for path in files)
    assert b"harbour" in written
    assert b"ventilation" not in written
    assert SAID.encode() not in written


def test_nothing_of_the_rest_is_lost(copied: Path, story: str) -> None:
    before = {one["url"]: one for one in articles(copied)}
    withdraw(copied, story, "--reason", "asked")
    assert {url: one for url, one in before.items() if url != story} == {
        one["url"]: one for one in articles(copied)
    }


def articles(path: Path) -> list[dict[str, Any]]:
    return within("articles", "--json", "--collection", path).lines


def test_verify_finds_nothing_wrong_with_a_withdrawal(withdrawn: Path) -> None:
    assert [] == within("verify", "--json", "--collection", withdrawn).lines


def test_what_was_withdrawn_can_be_shown_again(copied: Path, story: str) -> None:
    before = within("show", story, "--json", "--collection", copied).json
    withdraw(copied, story, "--reason", "asked")
    assert "restored" in withdraw(copied, story, "--undo").out
    assert before == within("show", story, "--json", "--collection", copied).json
    assert "withdrawn" in withdraw(copied, story, "--reason", "asked again").out
    assert within("show", story, "--collection", copied).status == 1


def test_to_withdraw_twice_is_harmless(withdrawn: Path, story: str) -> None:
    again = withdraw(withdrawn, story, "--reason", "another")
    assert (0, True) == (again.status, "already" in again.out)
    (listed,) = withdraw(withdrawn, "--list", "--json").lines
    assert ("the author asked", "withdrawn") == (listed["reason"], listed["state"])


def test_the_command_names_what_it_withholds_and_what_it_leaves(copied: Path, story: str) -> None:
    done = withdraw(copied, story, "--reason", "asked", "--json").json
    reach = done["reach"]
    assert (1, 2, 4, 8) == tuple(
        reach[name] for name in ("articles", "revisions", "observations", "comments")
    )
    assert reach["pictures"]
    with Collection.open(copied) as collection:
        assert all(collection.captures(picture) for picture in reach["pictures"])


def test_the_pictures_go_where_that_is_asked(copied: Path, story: str) -> None:
    done = withdraw(copied, story, "--reason", "asked", "--with-images", "--json").json
    assert done["images"]
    with Collection.open(copied) as collection:
        assert not any(collection.captures(one["url"]) for one in done["images"])


def test_what_is_no_url_and_no_comment_is_refused(copied: Path) -> None:
    done = withdraw(copied, "comment-0", "--reason", "asked")
    assert (1, True) == (done.status, "neither a URL nor a comment" in done.err)


@pytest.mark.parametrize("what", ["http://[bad", "ftp://x.example/", "://", "https:///x"])
def test_what_is_no_url_of_the_web_is_refused(copied: Path, what: str) -> None:
    done = withdraw(copied, what, "--reason", "asked")
    assert (2, True) == (done.status, "http://" in done.err)
    assert [] == withdraw(copied, "--list", "--json").lines


def test_a_withdrawal_needs_a_reason(copied: Path, story: str) -> None:
    assert withdraw(copied, story).status == 2


# --- what comes later -------------------------------------------------------------------------------


def test_a_crawl_leaves_a_withdrawn_url_alone(tmp_path: Path, outlet: Outlet) -> None:
    path = tmp_path / "collection"
    assert crawl(path, outlet.base_url, options=("--archive-only",)).status == 0
    with Collection.open(path) as collection:
        story = next(
            r.url for r in collection.captures_matching(outlet.base_url, "host") if STORY in r.url
        )
    withdraw(path, story, "--reason", "asked in advance")
    outlet.publish(2)
    second = crawl(path, outlet.base_url)
    assert second.status == 0, second.err
    skipped = {one["url"]: one["reason"] for one in second.json["skipped"]}
    assert any("withdrawn" in why for url, why in skipped.items() if STORY in url)
    assert not any(STORY in one["url"] for one in articles(path))
    assert within("reextract", "--collection", path).status == 0
    assert not any(STORY in one["url"] for one in articles(path))


def test_an_import_shows_nothing_that_was_withdrawn_in_advance(
    edited: Edited, tmp_path: Path
) -> None:
    path, story = tmp_path / "new", url_of(edited.path)
    with Collection.create_or_open(path):
        pass
    said = withdraw(path, story, "--reason", "asked in advance")
    assert (0, True) == (said.status, "in advance" in said.out or "comes later" in said.out)
    warcs = sorted((edited.path / "warc").glob("*.warc.gz"))
    assert within("import", *warcs, "--collection", path).status == 0
    with Collection.open(path) as collection:
        assert 10 < len(collection.articles())
        assert not any(STORY in one.url for one in collection.articles())
        assert [] == collection.captures(story)
    assert b"ventilation" not in b"".join(
        gzip.decompress(p.read_bytes()) for p in (path / "records").glob("*.gz")
    )


# --- replay and the reading room --------------------------------------------------------------------


@pytest.fixture
def clients(withdrawn: Path) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    with (
        serving(withdrawn) as room,
        httpx.Client(base_url=room.urls[0]) as one,
        httpx.Client(base_url=room.urls[1]) as two,
    ):
        yield one, two


def test_replay_answers_451(
    clients: tuple[httpx.Client, httpx.Client], withdrawn: Path, story: str
) -> None:
    room, replay = clients
    with Collection.open(withdrawn) as collection:
        (first, *_) = collection.withheld_captures(story)
        article_id = collection.index.withheld.in_force[0].article_id
    paths = [
        f"/replay/{first.timestamp}/{story}",
        f"/replay/{first.timestamp}id_/{story}",
        f"/replay/20200101000000/{story}",
        f"/timegate/{story}",
        f"/timemap/link/{story}",
    ]
    answers = [replay.get(path) for path in paths]
    answers.append(replay.get("/cdx", params={"url": story}))
    answers += [
        room.get(path)
        for path in (
            f"/captures/{story}",
            f"/api/captures/{story}",
            f"/view/{first.timestamp}/{story}",
            f"/article/{article_id}",
            f"/api/article/{article_id}",
            f"/diff/{article_id}",
        )
    ]
    assert [451] * len(answers) == [answer.status_code for answer in answers]
    assert not any("ventilation" in one.text or "author asked" in one.text for one in answers)


def test_the_room_shows_nothing_of_it(
    clients: tuple[httpx.Client, httpx.Client], story: str
) -> None:
    room, replay = clients
    host = story.split("/")[2]
    pages = [
        room.get("/"),
        room.get("/api/"),
        room.get("/search", params={"q": BODY}),
        room.get("/api/search", params={"q": BODY}),
        replay.get("/cdx", params={"url": f"http://{host}/*"}),
    ]
    assert [200] * len(pages) == [page.status_code for page in pages]
    assert not any(STORY in page.text for page in pages)


# --- a comment --------------------------------------------------------------------------------------


def test_a_withdrawn_comment_keeps_its_place_and_loses_its_words(quiet: Path) -> None:
    shown = within("show", url_of(quiet), "--json", "--collection", quiet)
    assert SAID not in shown.out
    comments = {one["comment_id"]: one for one in shown.json["comments"]}
    one = comments[COMMENT]
    assert ("withdrawn", "", None, None) == (one["state"], one["text"], one["author"], one["html"])
    assert COMMENT == comments[REPLY]["parent_id"]
    assert comments[REPLY]["text"]
    assert shown.json["article"]["article_body"]


def test_a_withdrawn_comment_is_in_no_diff_and_no_export(quiet: Path, tmp_path: Path) -> None:
    story = url_of(quiet)
    diff = within("diff", story, "--json", "--collection", quiet)
    assert not [e for e in diff.json["events"] if COMMENT in e["path"]]
    target = tmp_path / "csv"
    within("export", "csv", "--output", target, "--collection", quiet)
    written = b"".join(path.read_bytes() for path in target.iterdir())
    assert SAID.encode() not in written
    assert BODY.encode() in written


def test_the_pages_that_show_a_withdrawn_comment_are_withheld(copied: Path) -> None:
    story = url_of(copied)
    with Collection.open(copied) as collection:
        rows = collection.captures(story)
        shows = [SAID.encode() in collection.load(row).body for row in rows]
    assert any(shows)
    withdraw(copied, COMMENT, "--reason", "asked")
    with Collection.open(copied) as collection:
        left = collection.captures(story)
        assert not any(SAID.encode() in collection.load(row).body for row in left)
        withheld = collection.withheld_captures(story)
        assert len(rows) == len(left) + len(withheld)
        article = collection.find_article(story)
        assert 2 == len(collection.revisions(article))
        moment = timestamp14(withheld[0].date)
    with serving(copied) as room, httpx.Client(base_url=room.urls[1]) as replay:
        assert 451 == replay.get(f"/replay/{moment}id_/{story}").status_code


def test_a_package_has_no_withheld_record(quiet: Path, tmp_path: Path) -> None:
    target = tmp_path / "it.wacz"
    done = within("export", "wacz", "--output", target, "--collection", quiet, "--json")
    assert done.status == 0, done.err
    with zipfile.ZipFile(target) as package:
        for name in package.namelist():
            raw = package.read(name)
            text = gzip.decompress(raw) if name.endswith(".gz") else raw
            assert SAID.encode() not in text
    assert [] == [f for f in within("verify", target, "--json").lines if f["severity"] == "error"]


def test_a_withdrawn_comment_stays_so_when_the_page_is_seen_again(
    tmp_path: Path, outlet: Outlet
) -> None:
    path = tmp_path / "collection"
    crawl(path, outlet.base_url)
    withdraw(path, COMMENT, "--reason", "asked")
    outlet.publish(2)
    second = crawl(path, outlet.base_url)
    assert second.status == 0, second.err
    lines = b"".join(
        gzip.decompress(p.read_bytes())
        for p in sorted((path / "records").glob("comments-*.gz"))[1:]
    )
    assert SAID.encode() not in lines
    with Collection.open(path) as collection:
        comments = collection.comments(collection.find_article(url_of(path)))
    assert "withdrawn" in [one.state for one in comments if one.comment_id == COMMENT]
    assert [] == within("verify", "--json", "--collection", path).lines
