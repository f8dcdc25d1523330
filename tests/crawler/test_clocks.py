"""A clock that is wrong is told: by what the collection holds, and by what servers say."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

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

    with Site({"/story": told}) as site:
        done = crawl(tmp_path / "c", site.url("/story"))
    [warning] = done.json["warnings"]
    assert "s behind the clocks of 1 of the 1 servers that say the time" in warning
    assert f"warning: {warning}" in done.err
    [path] = (tmp_path / "c/warc").glob("*.warc.gz")
    skews = [
        int(line.partition(b": ")[2])
        for record in scan(path)
        if record.rec_type == "metadata"
        for line in record.block.read().splitlines()
        if line.startswith(b"clockSkew")
    ]
    assert [True] == [abs(skew - AHEAD.total_seconds()) <= 2 for skew in skews]
    assert "date-apart" in {one.rule for one in verify_collection(tmp_path / "c")}


def test_one_server_of_three_with_another_time_is_no_fault_of_our_clock() -> None:
    clocks = Clocks()
    for host, ahead in (("a", timedelta()), ("b", AHEAD), ("c", timedelta(seconds=-2))):
        exchange = wire(
            f"http://{host}.example/",
            at=warc_date(utc_now()),
            headers=(("Date", format_datetime(utc_now() + ahead, usegmt=True)),),
        )
        clocks.note(exchange)
    assert [] == clocks.warnings()
