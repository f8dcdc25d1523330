"""Edits told to another program beside a watch: real POSTs to a server on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from archive.collection import recovery
from archive.collection.layout import Layout
from archive.collection.withdrawals import withdraw
from archive.errors import CollectionError
from archive.feeds import entry_of
from archive.history import Asked
from archive.index import Index
from archive.records import Article
from archive.times import utc_now, warc_date
from archive.warc.rows import IMPORTED
from crawler.webhook import Deliveries, Pace, Webhook, deliveries
from tests.archive.history.newsroom import TEXTS, Newsroom, article, at
from tests.crawler.background import wait_until
from tests.crawler.webhook.receiver import Receiver, Told, receiving

QUICK = Pace(look=0.02, rest=0, first_wait=0.02, longest_wait=0.05, answer=5, last_tries=5)


@contextmanager
def telling(newsroom: Newsroom, url: str, **fields: object) -> Iterator[Deliveries]:
    hook = Webhook(url=url, **fields)  # type: ignore[arg-type]
    with Deliveries(newsroom.path, hook, QUICK) as running:
        yield running


def edition(number: int) -> Article:
    return article(*TEXTS[:3], f"By noon {number * 17} ships had come, the port said.")


def names_in(told: list[Told]) -> list[str]:
    return [headers["webhook-id"] for headers, _ in told]


def ids(newsroom: Newsroom) -> list[str]:
    """Of all edits, oldest first."""
    return [entry_of(step).id for step in newsroom.steps(Asked())]


def ledger_of(newsroom: Newsroom) -> Path:
    [path] = (newsroom.path / "crawl/webhooks").glob("*.sqlite")
    return path


def begun(newsroom: Newsroom, receiver: Receiver) -> None:
    """One article is known, and a watch with the webhook has run."""
    newsroom.read(at(1), edition(1))
    with telling(newsroom, receiver.url):
        pass
    assert receiver.got.empty()


def test_every_edit_is_told_once_in_order(newsroom: Newsroom, receiver: Receiver) -> None:
    newsroom.read(at(1), edition(1))
    newsroom.read(at(2), edition(2))
    with telling(newsroom, receiver.url) as running:
        newsroom.read(at(3), edition(3))
        newsroom.answer(at(4), 404)
        newsroom.read(at(5), edition(3))
        told = receiver.take(3)
    assert ids(newsroom)[1:] == names_in(told)
    kinds = [body["data"]["tags"][0] for _, body in told]
    assert {"article_taken_down", "article_returned"} <= set(kinds)
    assert (3, []) == (running.told, running.left())
    with telling(newsroom, receiver.url):
        pass
    assert receiver.got.empty()


def test_what_was_owed_before_the_first_success_is_sent_after_a_crash(
    newsroom: Newsroom, receiver: Receiver
) -> None:
    newsroom.read(at(1), edition(1))
    receiver.status = 503
    with telling(newsroom, receiver.url) as running:
        newsroom.read(at(2), edition(2))
        receiver.take(2)
    [left] = running.left()
    assert "1 edits still owed (answered 503)" in left
    newsroom.read(at(3), edition(3))
    receiver.taken()
    receiver.status = 204
    with telling(newsroom, receiver.url) as running:
        told = receiver.take(2)
    assert (ids(newsroom), []) == (names_in(told), running.left())


def test_no_clock_and_no_late_line_hides_an_edit(newsroom: Newsroom, receiver: Receiver) -> None:
    """One of next year, one of now, then one of years ago."""
    now = utc_now()
    for name in ("early", "late", "harbour"):
        newsroom.read("2019-01-01T00:00:00Z", edition(1), name)
    with telling(newsroom, receiver.url):
        for name, moment in (("late", now + timedelta(days=400)), ("harbour", now)):
            newsroom.read(warc_date(moment), edition(2), name)
            receiver.take(1)
        newsroom.read("2020-01-01T00:00:00Z", edition(2), "early")
        [(_, body)] = receiver.take(1)
    assert body["timestamp"].startswith("2020-01-01")


def test_what_a_watch_did_not_look_at_is_found_when_it_runs_again(
    newsroom: Newsroom, receiver: Receiver
) -> None:
    begun(newsroom, receiver)
    for number in range(2, 5):
        newsroom.read(at(number), edition(number))
    with telling(newsroom, receiver.url):
        told = receiver.take(3)
    assert ids(newsroom) == names_in(told)


def test_a_watch_that_ends_looks_once_more(newsroom: Newsroom, receiver: Receiver) -> None:
    begun(newsroom, receiver)
    newsroom.read(at(2), edition(2))
    rare = Pace(look=600)
    with Deliveries(newsroom.path, Webhook(url=receiver.url), rare) as running:
        receiver.take(1)
        newsroom.read(at(3), edition(3))
    assert (2, 1) == (running.told, receiver.got.qsize())


def test_what_is_much_is_told_piece_by_piece(
    newsroom: Newsroom, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(newsroom, receiver)
    monkeypatch.setattr(deliveries, "_VISITS_AT_ONCE", 2)
    monkeypatch.setattr(deliveries, "_EDITS_AT_ONCE", 2)
    for number in range(2, 13):
        newsroom.read(at(number), edition(number))
    with telling(newsroom, receiver.url) as running:
        pass
    assert (11, []) == (running.told, running.left())
    assert ids(newsroom) == names_in(receiver.take(11))


def test_an_index_made_anew_changes_nothing(newsroom: Newsroom, receiver: Receiver) -> None:
    begun(newsroom, receiver)
    newsroom.read(at(2), edition(2))
    with telling(newsroom, receiver.url):
        receiver.take(1)
    newsroom.read(at(3), edition(3))
    newsroom.close()
    rebuilt(newsroom.path)
    with telling(newsroom, receiver.url):
        told = receiver.take(1)
    assert "2026-03-03" in told[0][1]["timestamp"]
    assert receiver.got.empty()


def rebuilt(path: Path) -> None:
    layout = Layout(path)
    recovery.rebuild(layout, lambda: Index(layout.database), lambda what: None)


def test_what_is_imported_is_not_told(newsroom: Newsroom, receiver: Receiver) -> None:
    begun(newsroom, receiver)
    newsroom.read(at(2), edition(2))
    newsroom.collection.index.count("crawl.warc.gz", "warc", 1, IMPORTED)
    with telling(newsroom, receiver.url) as running:
        pass
    assert (0, []) == (running.told, running.left())


def test_an_edit_is_told_that_an_import_shows_to_be_older(
    newsroom: Newsroom, receiver: Receiver
) -> None:
    """It is owed; then an import brings an earlier visit that showed the same."""
    begun(newsroom, receiver)
    newsroom.read(at(4), edition(2))
    receiver.status = 503
    with telling(newsroom, receiver.url):
        receiver.take(1)
    newsroom.read(at(3), edition(2))
    receiver.taken()
    receiver.status = 204
    with telling(newsroom, receiver.url):
        told = receiver.take(1)
    assert ids(newsroom) == names_in(told)


def test_nothing_overtakes_what_is_not_taken(newsroom: Newsroom, receiver: Receiver) -> None:
    begun(newsroom, receiver)
    newsroom.read(at(2), edition(2))
    newsroom.read(at(3), edition(3))
    receiver.answers = [500, 429, 204, 302, 404]
    with telling(newsroom, receiver.url):
        told = receiver.take(6)
    first, second = ids(newsroom)
    assert [first] * 3 + [second] * 3 == names_in(told)
    assert {"/edits?to=me"} == {headers["path"] for headers, _ in told}


def test_a_message_that_is_not_taken_is_tried_ever_more_seldom(
    newsroom: Newsroom, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    """And a success begins anew."""
    begun(newsroom, receiver)
    newsroom.read(at(2), edition(2))
    newsroom.read(at(3), edition(3))
    receiver.answers = [500, 500, 500, 204, 500]
    with telling(newsroom, receiver.url):
        receiver.take(6)
    waits = [line.getMessage().rpartition("again in ")[2] for line in caplog.records]
    assert ["0.02 s", "0.04 s", "0.05 s", "0.02 s"] == [one for one in waits if one.endswith(" s")]


def test_one_message_that_is_refused_holds_up_no_other(
    newsroom: Newsroom, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    newsroom.read(at(1), edition(1), "other")
    begun(newsroom, receiver)
    receiver.largest = 20_000
    newsroom.read(at(2), article(*TEXTS, *(f"{n} ships. " * 30 for n in range(40))), "other")
    newsroom.read(at(3), edition(3))
    with telling(newsroom, receiver.url) as running:
        told = receiver.take(4)
    large, small = ids(newsroom)
    assert [large] * 3 + [small] == names_in(told)
    assert f"answered 413; {large} is set aside" in caplog.text
    [left] = running.left()
    assert "1 edits were refused and set aside" in left
    with telling(newsroom, receiver.url) as running:
        receiver.take(1)
    assert receiver.got.empty()
    receiver.largest = 1 << 30
    with telling(newsroom, receiver.url) as running:
        told = receiver.take(1)
    assert ([large], []) == (names_in(told), running.left())


def test_gone_ends_it(newsroom: Newsroom, receiver: Receiver) -> None:
    begun(newsroom, receiver)
    newsroom.read(at(2), edition(2))
    receiver.status = 410
    with telling(newsroom, receiver.url) as running:
        receiver.take(1)
    assert (0, True) == (running.told, receiver.got.empty())
    assert "1 edits still owed (410 Gone)" in running.left()[0]


def test_edits_of_little_weight_are_left_out(newsroom: Newsroom, receiver: Receiver) -> None:
    begun(newsroom, receiver)
    newsroom.read(at(2), article(*TEXTS[:3], "By noon 17 ships had come, the port said!"))
    newsroom.answer(at(3), 404)
    with telling(newsroom, receiver.url, least=0.95) as running:
        [(_, body)] = receiver.take(1)
    assert ["article_taken_down"] == body["data"]["tags"]
    assert (1, []) == (running.told, running.left())


def test_what_is_withdrawn_meanwhile_is_not_sent(newsroom: Newsroom, receiver: Receiver) -> None:
    begun(newsroom, receiver)
    newsroom.read(at(2), edition(2))
    receiver.status = 503
    with telling(newsroom, receiver.url):
        receiver.take(1)
    withdraw(newsroom.collection, newsroom.article_id, "asked for")
    receiver.taken()
    receiver.status = 204
    with telling(newsroom, receiver.url) as running:
        pass
    assert (0, True, []) == (running.told, receiver.got.empty(), running.left())


def test_two_watches_tell_an_edit_once_and_the_second_takes_over(
    newsroom: Newsroom, receiver: Receiver
) -> None:
    newsroom.read(at(1), edition(1))
    with ExitStack() as ending_first:
        first = ending_first.enter_context(telling(newsroom, receiver.url))
        with telling(newsroom, receiver.url) as second:
            assert ([], 1) == (first.warnings, len(second.warnings))
            newsroom.read(at(2), edition(2))
            receiver.take(1)
            ending_first.close()
            newsroom.read(at(3), edition(3))
            receiver.take(1)
    assert (1, 1, True) == (first.told, second.told, receiver.got.empty())


def test_two_webhooks_owe_for_themselves(newsroom: Newsroom, receiver: Receiver) -> None:
    newsroom.read(at(1), edition(1))
    with receiving() as other:
        other.status = 503
        with telling(newsroom, receiver.url), telling(newsroom, other.url):
            newsroom.read(at(2), edition(2))
            told = receiver.take(1)
            other.take(1)
        other.taken()
        other.status = 204
        rotated = other.url.replace("to=me", "to=me&token=new")
        with telling(newsroom, rotated):
            assert names_in(told) == names_in(other.take(1))


def test_a_damaged_ledger_is_told_and_kept(newsroom: Newsroom, receiver: Receiver) -> None:
    begun(newsroom, receiver)
    ledger_of(newsroom).write_bytes(b"{" * 9000)
    with telling(newsroom, receiver.url) as running:
        [warning] = running.warnings
        newsroom.read(at(2), edition(2))
        receiver.take(1)
    assert "could not be read" in warning
    assert 1 == len(list((newsroom.path / "crawl/webhooks").glob("*.damaged")))


def test_a_ledger_that_cannot_be_made_stops_the_watch_before_it_begins(
    newsroom: Newsroom, receiver: Receiver
) -> None:
    (newsroom.path / "crawl/webhooks").write_bytes(b"")
    with pytest.raises(CollectionError), telling(newsroom, receiver.url):
        pass


def test_a_damaged_index_is_told_and_tried_again(
    newsroom: Newsroom, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    begun(newsroom, receiver)
    database = newsroom.path / "index/index.sqlite"
    newsroom.close()
    whole = database.read_bytes()
    with telling(newsroom, receiver.url) as running:
        database.write_bytes(b"x" * len(whole))
        wait_until(lambda: "is damaged" in caplog.text)
    assert "is damaged" in running.left()[0]
    database.write_bytes(whole)
    with telling(newsroom, receiver.url) as running:
        pass
    assert [] == running.left()


def test_what_nobody_foresaw_is_logged_and_does_not_end_it(
    newsroom: Newsroom,
    receiver: Receiver,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Once in sending, and once in making one of two messages."""
    begun(newsroom, receiver)
    newsroom.read(at(2), edition(2))
    newsroom.read(at(3), edition(3))
    failing = iter([ValueError("http://me:secret@a.example/")])
    real_message, real_entry = deliveries.message, deliveries.entry_of
    unlucky = iter([KeyError("secret")])

    def breaking(known: Iterator[Exception]) -> None:
        for error in known:
            raise error

    def message(*arguments: object) -> object:
        breaking(failing)
        return real_message(*arguments)  # type: ignore[arg-type]

    def entry(*arguments: object) -> object:
        breaking(unlucky)
        return real_entry(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(deliveries, "message", message)
    monkeypatch.setattr(deliveries, "entry_of", entry)
    with telling(newsroom, receiver.url) as running:
        told = receiver.take(1)
    assert ids(newsroom)[1:] == names_in(told)
    assert "ValueError in test_deliveries.py" in caplog.text
    assert "KeyError in test_deliveries.py" in caplog.text
    assert "secret" not in caplog.text
    assert "1 edits were refused and set aside" in running.left()[0]


def test_nobody_there_is_told_without_the_address(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    newsroom.read(at(1), edition(1))
    with telling(newsroom, "http://127.0.0.1:9/secret") as running:
        newsroom.read(at(2), edition(2))
        wait_until(lambda: "127.0.0.1:9: " in caplog.text)
    assert "1 edits still owed" in running.left()[0]
    assert "secret" not in caplog.text + running.left()[0]
