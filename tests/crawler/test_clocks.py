"""A clock that is wrong is told: by what the collection holds, and by what servers say."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from archive.collection import Collection
from archive.times import utc_now, warc_date
from archive.verify import verify_collection
from archive.warc.reader import scan
from crawler.clocks import Clocks
from crawler.demo.http1 import Answer, Request
from tests.archive.collection.kept import put, wire
from tests.commands import crawl
from tests.servers.site import Site, answer, story

AHEAD = timedelta(days=1)


def dated(reply: Answer, ahead: timedelta) -> Answer:
    """With the Date of a server whose clock is so far ahead."""
    date = format_datetime(utc_now() + ahead, usegmt=True)
    return answer(reply.body, headers=(("Date", date), ("ETag", '"1"')))


def test_a_capture_of_tomorrow_is_told_and_decides_nothing(tmp_path: Path) -> None:
    collection = tmp_path / "c"
    with Site({"/story": story()}) as site:
        body = site.pages["/story"].body
        tomorrow = warc_date(utc_now() + AHEAD)
        with Collection.create_or_open(collection) as kept, kept.writer() as writer:
            put(writer, wire(site.url("/story"), body, tomorrow))
        done = crawl(collection, site.url("/story"))
        [asked] = site.of("/story")
    [warning] = done.json["warnings"]
    assert f"the newest {tomorrow} ({site.url('/story')}" in warning
    assert (f"warning: {warning}" in done.err, asked.header("If-None-Match")) == (True, None)
    [log] = (collection / "logs").glob("crawl-*.jsonl")
    assert "are dated later than now" in log.read_text(encoding="utf-8")
    found = [one for one in verify_collection(collection) if one.rule == "date-future"]
    assert ["warning"] == [one.severity for one in found]
    assert "when the file was hashed" in found[0].message


def test_servers_whose_clocks_differ_from_ours_are_told(tmp_path: Path) -> None:
    def told(request: Request) -> Answer:
        return dated(story(), AHEAD)

    with (
        Site({"/story": told}) as one,
        Site({"/story": told}) as two,
        Site({"/story": told}) as three,
    ):
        done = crawl(tmp_path / "c", *(site.url("/story") for site in (one, two, three)))
    [warning] = done.json["warnings"]
    assert "s behind the clocks of 3 of the 3 servers that say the time" in warning
    assert f"warning: {warning}" in done.err
    [path] = (tmp_path / "c/warc").glob("*.warc.gz")
    skews = [
        int(line.partition(b": ")[2])
        for record in scan(path)
        if record.rec_type == "metadata"
        for line in record.block.read().splitlines()
        if line.startswith(b"clockSkew")
    ]
    assert [True] * 3 == [abs(skew - AHEAD.total_seconds()) <= 2 for skew in skews]
    assert "date-apart" in {one.rule for one in verify_collection(tmp_path / "c")}


NOW, OLD = (0, 0), (-86400, 0)
"""Seconds by which a Date is ahead of our clock, and the Age beside it."""
EARLY = (86400, 0)


@pytest.mark.parametrize(
    ("said", "way"),
    [
        ({"a": [NOW], "b": [EARLY], "c": [(-2, 0)]}, None),
        ({"a": [OLD, NOW], "b": [OLD, NOW], "c": [OLD, NOW]}, None),
        ({"a": [OLD, (-86400, 86400)], "b": [OLD, NOW], "c": [NOW]}, None),
        ({"a": [(0, 86400)], "b": [(0, 86400)], "c": [(0, 86400)]}, None),
        ({"a": [EARLY], "b": [EARLY]}, None),
        ({"a": [EARLY], "b": [EARLY], "c": [NOW], "d": [NOW]}, None),
        ({"a": [EARLY], "b": [OLD], "c": [NOW]}, None),
        ({"a": [EARLY], "b": [OLD, EARLY], "c": [NOW]}, "86,400 s behind the clocks of 2 of the 3"),
        ({"a": [OLD], "b": [OLD, OLD], "c": [OLD]}, "86,400 s ahead of the clocks of 3 of the 3"),
        (
            {"a": [(-90000, 3600)], "b": [(-86400, 9)], "c": [NOW]},
            "86,391 s ahead of the clocks of 2 of the 3",
        ),
    ],
    ids=[
        "one of three",
        "stale at first",
        "stale with an Age",
        "caches that make Date anew",
        "two servers",
        "half of them",
        "on different sides",
        "ours is behind",
        "ours is ahead",
        "ours is ahead of caches too",
    ],
)
def test_our_clock_is_wrong_where_most_of_three_servers_say_so(
    said: dict[str, list[tuple[int, int]]], way: str | None
) -> None:
    clocks = Clocks()
    asked = utc_now().replace(microsecond=0)
    for host, answers in said.items():
        for ahead, age in answers:
            date = format_datetime(asked + timedelta(seconds=ahead), usegmt=True)
            headers = (("Date", date), ("Age", str(age)))
            clocks.note(wire(f"http://{host}.example/", at=warc_date(asked), headers=headers))
    warnings = clocks.warnings()
    assert (way is not None) == len(warnings)
    assert all(way is not None and f"clock is {way} servers" in each for each in warnings)
