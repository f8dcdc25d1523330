"""`microfiche crawl`: exit status, what is printed where, what goes into the WARC, and no open door."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from archive.warc.reader import scan
from crawler.demo import Outlet
from tests.commands import ROOT, crawl, microfiche
from tests.crawler.test_interrupted import ended, start, wait_until
from tests.servers.bad import BadServer, refused_url
from tests.servers.site import Site, robots, story

# -- the call and its status ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [(), ("nosuchsite",), ("--max-pages", "0", "a.example"), ("-s", "NAME", "a.example"),
     ("--since", "yesterday", "a.example"), ("--delay", "-1", "a.example"),
     ("-s", "MICROFICHE_HOSTS=[1]", "a.example"), ("--input", "/no/such/file")],
)  # fmt: skip
def test_a_wrong_call_is_2_and_makes_nothing(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = microfiche("crawl", *arguments, "--collection", tmp_path / "c")
    assert (done.status, done.out, (tmp_path / "c").exists()) == (2, "", False)
    assert "Traceback" not in done.err


def test_a_page_that_is_missing_is_a_result_where_the_target_yielded_one(tmp_path: Path) -> None:
    head = '<link rel=stylesheet href="/missing.css">'
    with Site({"/story": story(head=head)}) as site:
        done = crawl(tmp_path / "c", site.url("/story"))
    assert done.status == 0
    assert done.json["skipped"] == [{"url": site.url("/missing.css"), "reason": "answered 404"}]


def test_a_target_that_is_missing_is_1(tmp_path: Path) -> None:
    with Site({"/story": story()}) as site:
        done = crawl(tmp_path / "c", site.url("/story"), site.url("/missing"))
    assert done.status == 1
    assert done.json["failed"] == [{"url": site.url("/missing"), "reason": "answered 404"}]


def test_a_dry_run_of_what_cannot_be_had_is_1_and_says_why(tmp_path: Path) -> None:
    done = crawl(tmp_path / "c", refused_url(), options=("--dry-run", "-s", "RETRY_TIMES=0"))
    assert done.status == 1
    assert "refused" in done.json["failed"][0]["reason"]


def test_scrapy_crawl_without_a_url_says_what_is_missing() -> None:
    command = [sys.executable, "-m", "scrapy", "crawl", "news"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode != 0
    assert "name a URL with -a url=URL" in done.stderr


# -- what is told --------------------------------------------------------------------------------------


def test_the_log_is_json_lines_in_the_collection_and_nothing_else_is_printed(
    tmp_path: Path,
) -> None:
    with Site({"/story": story()}) as site:
        done = crawl(tmp_path / "c", site.url("/story"), options=("-s", "LOG_LEVEL=DEBUG"))
    [log] = (tmp_path / "c" / "logs").iterdir()
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert (done.err, sorted(done.json)[0]) == ("", "articles_new")
    assert any(site.url("/story") in line["message"] for line in lines)


def test_the_level_of_the_log_may_be_set(tmp_path: Path) -> None:
    with Site({"/story": story()}) as site:
        crawl(tmp_path / "c", site.url("/story"), options=("-s", "LOG_LEVEL=WARNING"))
    [log] = (tmp_path / "c" / "logs").iterdir()
    assert log.read_text(encoding="utf-8") == ""


# -- what the archive says of itself -------------------------------------------------------------------


def warcinfo(path: Path) -> str:
    [warc] = (path / "warc").glob("*.warc.gz")
    [block] = [r.block.read().decode() for r in scan(warc) if r.rec_type == "warcinfo"]
    return str(block)


def test_the_warcinfo_says_who_crawled_and_how(tmp_path: Path) -> None:
    forged = ("--contact", "a@example.org\r\nrobots: none")
    with Site({"/story": story()}) as site:
        crawl(tmp_path / "c", site.url("/story"), options=forged)
    lines = warcinfo(tmp_path / "c").splitlines()
    agent = "microfiche/0.1.0 (news archive; a@example.org robots: none)"
    assert [line for line in lines if line.startswith("robots")] == ["robots: obey"]
    assert f"http-header-user-agent: {agent}" in lines


def test_the_warcinfo_tells_what_the_user_changed(tmp_path: Path) -> None:
    options = ("-s", "ROBOTSTXT_OBEY=0", "-s", "USER_AGENT=Reader/1.0")
    with Site({"/story": story(), "/robots.txt": robots("User-agent: *\nDisallow: /")}) as site:
        crawl(tmp_path / "c", site.url("/story"), options=options)
        agents = {each.header("User-Agent") for each in site.asked}
    lines = warcinfo(tmp_path / "c").splitlines()
    assert agents == {"Reader/1.0"}
    assert {"robots: ignore", "http-header-user-agent: Reader/1.0"} <= set(lines)


def test_a_warc_is_closed_at_its_size_and_the_crawl_goes_on(outlet: Outlet, tmp_path: Path) -> None:
    done = crawl(tmp_path / "c", outlet.base_url, options=("-s", "MICROFICHE_WARC_SIZE=20000"))
    warcs = sorted((tmp_path / "c" / "warc").glob("*.warc.gz"))
    kept = Counter(r.url for warc in warcs for r in scan(warc) if r.rec_type == "request")
    found = microfiche("verify", "--json", "--collection", tmp_path / "c").lines
    assert (done.status, done.json["articles_new"]) == (0, 16)
    assert len(warcs) > 3
    assert kept == Counter(outlet.base_url + entry.target for entry in outlet.log)
    assert [each for each in found if each["severity"] == "error"] == []


# -- doors ---------------------------------------------------------------------------------------------


def listening(pid: int) -> set[str]:
    """Inodes of the sockets on which a process listens."""
    tables = [Path(f"/proc/{pid}/net/{name}") for name in ("tcp", "tcp6")]
    rows = [line.split() for table in tables for line in table.read_text().splitlines()[1:]]
    waiting = {f"socket:[{row[9]}]" for row in rows if row[3] == "0A"}
    opened: set[str] = set()
    for each in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed since it was listed
            opened.add(str(each.readlink()))
    return waiting & opened


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_a_crawl_opens_no_door(bad_server: BadServer, tmp_path: Path) -> None:
    process = start("crawl", bad_server.url("/never"), "--collection", tmp_path / "c", "--delay", 0)
    wait_until(lambda: "/never" in bad_server.requests)
    doors = listening(process.pid)
    process.kill()
    ended(process)
    assert doors == set()
    assert listening(os.getpid()) != set()  # the server of this test is seen
