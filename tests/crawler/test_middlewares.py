"""Politeness by the numbers of its slots; robots.txt, redirects and addresses by what servers saw."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.signalmanager import SignalManager

from archive.warc.reader import scan
from crawler.demo.http1 import Answer, Headers
from crawler.demo.http1 import Request as Asking
from crawler.frontier import Lead
from crawler.middlewares import KIND, LEAD, Politeness
from crawler.options import CrawlOptions
from crawler.wire import SECONDS, GivenBack
from tests.commands import Done, crawl, microfiche
from tests.servers.bad import BadServer
from tests.servers.site import Site, answer, moved, robots, story

# -- politeness, by the numbers of its slots -----------------------------------------------------------

HOST = "news.example:80"
URL = "http://news.example/story"


class Bench:
    """Politeness with a downloader's slots, and a session that only keeps what it is told."""

    def __init__(self, delay: float = 2.0) -> None:
        self.slots: dict[str, Slot] = {}
        self.left_alone: dict[str, float] = {}
        options = CrawlOptions(collection=Path("c"), targets=(URL,), delay=delay)
        self.session = SimpleNamespace(
            options=options,
            is_stopped=False,
            leave_alone=lambda host, wait: self.left_alone.update({host: wait.total_seconds()}),
        )
        downloader = SimpleNamespace(slots=self.slots, _start_slot_gc=lambda: None)
        crawler: Any = SimpleNamespace(
            engine=SimpleNamespace(downloader=downloader),
            spider=SimpleNamespace(session=self.session),
            signals=SignalManager(),
        )
        self.politeness = Politeness(crawler)

    def ask(self, url: str = URL, kind: str = "article") -> Request:
        request = Request(url, meta={KIND: kind})
        self.politeness.process_request(request)
        return request

    def answered(
        self, seconds: float, *, status: int = 200, kind: str = "article", retry: str | None = None
    ) -> Response:
        """One exchange that took so long; what the middleware made of the answer."""
        request = self.ask(kind=kind)
        request.meta[SECONDS] = seconds
        headers = {"Retry-After": retry} if retry else {}
        response = Response(URL, status=status, headers=headers, request=request)
        self.politeness._answered(request, response)
        return self.politeness.process_response(request, response)

    def wait(self, queue: str = HOST) -> float:
        """Seconds that the queue's next request waits from now, to the tenth."""
        slot = self.slots[queue]
        return round(max(0.0, slot.lastseen + slot.delay - monotonic()), 1)


@pytest.mark.parametrize(("took", "wait"), [(0.01, 2.0), (1.0, 5.0), (4.0, 20.0), (59.0, 30.0)])
def test_a_host_rests_five_times_its_answer_between_2_and_30_seconds(
    took: float, wait: float
) -> None:
    bench = Bench()
    bench.answered(took)
    assert wait == bench.wait()


def test_delay_replaces_the_2_seconds() -> None:
    bench = Bench(delay=7)
    bench.answered(0.01)
    assert bench.wait() == 7.0


def test_a_longer_crawl_delay_counts() -> None:
    bench = Bench()
    bench.politeness.crawl_delay[HOST] = 11
    bench.answered(0.01)
    assert bench.wait() == 11.0


def test_a_crawl_delay_counts_for_the_page_that_waited_for_robots_txt() -> None:
    bench = Bench()
    bench.answered(0.01, kind="robots")
    bench.politeness.crawl_delay[HOST] = 11
    bench.ask()
    assert bench.wait() == 11.0


def test_requisites_have_a_queue_and_a_delay_of_their_own() -> None:
    bench = Bench()
    bench.answered(3.0, kind="requisite")
    assert bench.wait(f"{HOST} requisites") == 0.2
    assert HOST not in bench.slots


def test_comments_that_a_page_would_load_wait_as_pages_do() -> None:
    bench = Bench()
    bench.politeness.crawl_delay[HOST] = 11
    bench.answered(0.01, kind="comments")
    assert bench.wait() == 11.0


def test_a_host_has_one_request_at_a_time() -> None:
    bench = Bench()
    bench.ask()
    assert bench.slots[HOST].concurrency == 1


@pytest.mark.parametrize(
    "url", ["http://NEWS.example/", "http://news.example:80/", "http://a@news.example/"]
)
def test_every_spelling_of_a_host_waits_in_one_queue(url: str) -> None:
    bench = Bench()
    bench.ask(url)
    assert list(bench.slots) == [HOST]


def test_no_answer_in_time_is_a_duration_too() -> None:
    bench = Bench()
    request = bench.ask()
    request.meta[SECONDS] = 60.0
    bench.politeness.process_exception(request, TimeoutError("no answer"))
    assert bench.wait() == 30.0


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("delay", [0.0, 2.0])
def test_retry_after_holds_every_queue_of_the_host_back(status: int, delay: float) -> None:
    bench = Bench(delay)
    bench.ask(kind="requisite")
    bench.answered(0.01, status=status, retry="40")
    assert (bench.wait(), bench.wait(f"{HOST} requisites")) == (40.0, 40.0)
    assert bench.left_alone == {HOST: pytest.approx(40, abs=1)}


def test_an_answer_that_was_under_way_does_not_end_the_wait() -> None:
    bench = Bench(delay=0)
    bench.answered(0.01, status=503, retry="40")
    bench.answered(0.01, status=200)
    assert bench.wait() == 40.0


def test_a_host_that_says_503_and_not_for_how_long_rests_30_seconds() -> None:
    bench = Bench()
    bench.answered(0.01, status=503)
    assert bench.wait() == 30.0


def test_with_delay_0_nothing_waits_but_for_retry_after() -> None:
    bench = Bench(delay=0)
    bench.answered(59.0)
    bench.answered(0.01, status=503)
    assert bench.wait() == 0.0


def test_a_wait_of_an_hour_is_not_waited_for_but_kept_by_the_frontier() -> None:
    bench = Bench()
    response = bench.answered(0.01, status=503, retry="3600")
    assert response.meta["dont_retry"] is True
    with pytest.raises(GivenBack):
        bench.ask()
    assert bench.left_alone == {HOST: pytest.approx(3600, abs=1)}


def test_what_a_redirect_leads_to_a_host_that_is_left_alone_is_not_given_out_again() -> None:
    bench = Bench()
    bench.answered(0.01, status=503, retry="3600")
    lead = Lead(url="http://other.example/", kind="seed")
    with pytest.raises(IgnoreRequest, match="left alone") as caught:
        bench.politeness.process_request(Request(URL, meta={KIND: "seed", LEAD: lead}))
    assert not isinstance(caught.value, GivenBack)


def test_another_host_does_not_wait() -> None:
    bench = Bench()
    bench.answered(0.01, status=503, retry="40")
    bench.ask("http://other.example/")
    assert bench.wait("other.example:80") == 0.0


def test_once_stopped_what_has_not_had_its_turn_is_given_back() -> None:
    bench = Bench()
    bench.session.is_stopped = True
    with pytest.raises(GivenBack):
        bench.ask()


# -- robots.txt (RFC 9309), by what servers saw --------------------------------------------------------

ETAG: Headers = (("ETag", '"r1"'),)
FORBIDS = "User-agent: *\nDisallow: /\n"
LONG = "User-agent: *\n" + "".join(f"Disallow: /{n:06}\n" for n in range(40_000))
"""Beyond 500 KiB; the rule at the limit is cut in the middle."""


def binary(text: str) -> Answer:
    return answer(text.encode(), kind="binary/octet-stream")


def conditional(request: Any) -> Answer:
    """As a server that answers 304 to whoever knows the file."""
    if request.header("If-None-Match"):
        return Answer(status=304, headers=ETAG)
    return answer(FORBIDS.encode(), kind="text/plain", headers=ETAG)


ALLOWING: dict[str, dict[str, Any]] = {
    "none": {},
    "forbidden": {"/robots.txt": answer(b"no", status=403)},
    "empty": {"/robots.txt": robots("")},
    "of-others": {"/robots.txt": robots("User-agent: otherbot\nDisallow: /\n")},
    "named": {"/robots.txt": robots(FORBIDS + "\nUser-agent: MicroFiche\nDisallow: /x\n")},
    "more-exact": {"/robots.txt": robots("User-agent: *\nDisallow: /\nAllow: /story\n")},
    "cut": {"/robots.txt": robots(LONG + FORBIDS)},
    "html": {"/robots.txt": answer(b"<html>Not here</html>")},
    "loop": {"/robots.txt": moved("/robots.txt")},
    "to-nowhere": {"/robots.txt": moved("http://127.0.0.1:9/robots.txt")},
}
FORBIDDING: dict[str, dict[str, Any]] = {
    "all": {"/robots.txt": robots(FORBIDS)},
    "bom": {"/robots.txt": answer(b"\xef\xbb\xbf" + FORBIDS.encode(), kind="text/plain")},
    "binary": {"/robots.txt": binary(FORBIDS)},
    "broken-gzip": {
        "/robots.txt": answer(b"no gzip at all", headers=(("Content-Encoding", "gzip"),))
    },
    "down": {"/robots.txt": answer(b"", status=500)},
    "busy": {"/robots.txt": answer(b"", status=429)},
    "304": {"/robots.txt": Answer(status=304)},
    "conditional": {"/robots.txt": conditional},
    "moved": {
        "/robots.txt": moved("/1"),
        **{f"/{n}": moved(f"/{n + 1}") for n in range(1, 5)},
        "/5": robots(FORBIDS),
    },
}


@dataclass(frozen=True)
class Obeyed:
    """Two crawls of `/story` of every site."""

    sites: dict[str, Site]
    done: Done
    reasons: dict[str, str]


@pytest.fixture(scope="module")
def obeyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Obeyed]:
    directory = tmp_path_factory.mktemp("robots")
    made = {**ALLOWING, **FORBIDDING}
    sites = {name: Site({"/story": story(), **pages}) for name, pages in made.items()}
    for site in sites.values():
        site.__enter__()
    (directory / "urls").write_text("\n".join(site.url("/story") for site in sites.values()))
    for _ in range(2):
        options = ("--input", directory / "urls", "--no-requisites", "-s", "RETRY_TIMES=0")
        done = crawl(directory / "c", options=options)
    told = [*done.json["failed"], *done.json["skipped"]]
    yield Obeyed(sites, done, {each["url"]: each["reason"] for each in told})
    for site in sites.values():
        site.__exit__(None, None, None)


@pytest.mark.parametrize("name", ALLOWING)
def test_a_page_is_asked_for_where_robots_txt_does_not_forbid_it(obeyed: Obeyed, name: str) -> None:
    assert len(obeyed.sites[name].of("/story")) == 2


@pytest.mark.parametrize("name", FORBIDDING)
def test_a_page_is_never_asked_for_where_robots_txt_forbids_it(obeyed: Obeyed, name: str) -> None:
    site = obeyed.sites[name]
    assert site.of("/story") == []
    assert "robots.txt" in obeyed.reasons[site.url("/story")]


def test_robots_txt_is_asked_for_once_a_crawl_and_never_conditionally(obeyed: Obeyed) -> None:
    asked = obeyed.sites["conditional"].of("/robots.txt")
    assert [each.header("If-None-Match") for each in asked] == [None, None]


def test_a_robots_txt_that_cannot_be_had_is_a_failure_and_one_that_forbids_is_not(
    obeyed: Obeyed,
) -> None:
    failed = {each["url"] for each in obeyed.done.json["failed"]}
    assert obeyed.sites["down"].url("/story") in failed
    assert obeyed.sites["all"].url("/story") not in failed


def test_robots_txt_of_another_host_counts_for_its_requisites(tmp_path: Path) -> None:
    with Site({"/robots.txt": robots("User-agent: *\nDisallow: /no/\n")}) as images, Site() as site:
        links = "".join(f'<link rel=stylesheet href="{images.url(p)}">' for p in ("/a", "/no/b"))
        site.pages["/story"] = story(head=links)
        # named, because another loopback port is a private address that was not
        told = crawl(tmp_path / "c", site.url("/story"), images.url("/none")).json
    assert sorted(set(images.paths())) == ["/a", "/none", "/robots.txt"]
    assert images.url("/no/b") in {each["url"] for each in told["skipped"]}


# -- redirects -----------------------------------------------------------------------------------------


def test_what_was_asked_conditionally_is_asked_plainly_where_it_has_moved_to(
    tmp_path: Path,
) -> None:
    dated: Headers = (("ETag", '"1"'), ("Last-Modified", "Sat, 21 Nov 2026 10:00:00 GMT"))
    text = story().body
    with Site({"/old": answer(text, headers=dated), "/new": story()}) as site:
        crawl(tmp_path / "c", site.url("/old"))
        site.pages["/old"] = moved("/new")
        crawl(tmp_path / "c", site.url("/old"))
        [first, second] = site.of("/old")
        [new] = site.of("/new")
    assert (first.header("If-None-Match"), second.header("If-None-Match")) == (None, '"1"')
    assert (new.header("If-None-Match"), new.header("If-Modified-Since")) == (None, None)


# Chromium, curl and wget send the raw bytes of a Location percent-encoded, whatever their charset.
RAW_LOCATIONS = {
    "/utf8": ("/störy?q=Пр".encode(), "/st%C3%B6ry?q=%D0%9F%D1%80"),
    "/latin1": ("/störy".encode("latin-1"), "/st%F6ry"),
}


def test_a_redirect_in_raw_bytes_is_followed_where_browsers_go(tmp_path: Path) -> None:
    with Site() as site:
        for path, (location, asked) in RAW_LOCATIONS.items():
            site.pages |= {path: moved(location.decode("latin-1")), asked: story()}
        done = crawl(tmp_path / "c", *(site.url(path) for path in RAW_LOCATIONS))
        paths = site.paths()
    assert 2 == done.json["articles_new"]
    assert {asked for _, asked in RAW_LOCATIONS.values()} <= set(paths)


HOSTS = {f"{name}.example": "127.0.0.1" for name in ("news", "other", "hop", "final")}
FORGED = "a@example.org\r\nX-Forged: yes"


@dataclass(frozen=True)
class Led:
    """One crawl of sites that lead to one another. `secret` is a private address that is not named;
    the names of HOSTS are mapped to the others."""

    sites: dict[str, Site]
    failed: dict[str, str]
    skipped: dict[str, str]

    def at(self, site: str, name: str, path: str) -> str:
        """The URL of a site's path under one of the mapped names."""
        return f"http://{name}.example:{self.sites[site].base_url.rpartition(':')[2]}{path}"


@pytest.fixture(scope="module")
def led(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Led]:
    directory = tmp_path_factory.mktemp("led")
    names = ("news", "other", "named", "forbidden", "feed", "hop", "final", "cookies", "secret")
    with ExitStack() as stack:
        sites = {name: stack.enter_context(Site({"/story": story()})) for name in names}
        result = Led(sites, {}, {})
        for name, pages in _leading(result).items():
            sites[name].pages |= pages
        targets = (
            *(result.at("news", "news", "/"), sites["named"].url("/"), sites["named"].url("/2")),
            *(sites["feed"].url("/feed"), sites["cookies"].url("/a"), sites["named"].url("/loop")),
            *(sites["final"].url("/none"), sites["forbidden"].url("/none")),
        )
        hosts = f"MICROFICHE_HOSTS={json.dumps(HOSTS)}"
        told = crawl(directory / "c", *targets, options=("-s", hosts, "--contact", FORGED)).json
        for kind, found in (("failed", result.failed), ("skipped", result.skipped)):
            found.update({each["url"]: each["reason"] for each in told[kind]})
        yield result


def _leading(led: Led) -> dict[str, dict[str, Any]]:
    items = (led.at("hop", "hop", "/track?1"), led.sites["secret"].url("/2026/a-story"))
    links = "".join(f"<item><title>A</title><link>{url}</link></item>" for url in items)
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel>{links}</channel></rss>'
    port = led.sites["named"].base_url.rpartition(":")[2]
    return {
        "news": {
            "/": answer(b'<h1>News</h1><p><a href="/2026/11/22/a-long-story">A long story</a>'),
            "/2026/11/22/a-long-story": moved(led.at("other", "other", "/story")),
        },
        "named": {
            "/": moved(led.sites["final"].url("/story")),
            "/2": moved(led.sites["forbidden"].url("/story")),
            "/loop": moved("/loop"),
        },
        "forbidden": {"/robots.txt": robots(FORBIDS)},
        "feed": {"/feed": answer(feed.encode(), kind="application/rss+xml")},
        "hop": {"/track?1": moved(led.at("final", "final", "/entry"))},
        "final": {"/entry": story(headline="The entry of a feed")},
        "cookies": {
            "/a": moved("/b", headers=(("Set-Cookie", "id=1"),)),
            "/b": moved(f"http://someone:secret@127.0.0.1:{port}/story#part"),
        },
    }


def test_an_article_does_not_lead_to_another_site(led: Led) -> None:
    reason = led.skipped[led.at("news", "news", "/2026/11/22/a-long-story")]
    assert reason.endswith("it leads to another site")
    assert led.sites["other"].asked == []


def test_an_entry_of_a_feed_that_was_named_may_lead_anywhere(led: Led) -> None:
    assert len(led.sites["final"].of("/entry")) == 1


def test_what_the_user_names_may_lead_to_another_site(led: Led) -> None:
    assert len(led.sites["final"].of("/story")) == 1


def test_what_a_redirect_led_to_is_not_asked_for_again_by_a_front_page(tmp_path: Path) -> None:
    with Site({"/story": story()}) as named:

        def late(_: Asking) -> Answer:
            """The front page, once the story was observed: an answer that is late in any crawl."""
            until = monotonic() + 10
            while not _observed(tmp_path / "c") and monotonic() < until:
                sleep(0.05)
            return answer(b'<h1>News</h1><p><a href="/2026/11/22/a-long-story">A long story</a>')

        named.pages |= {"/go": moved("/story"), "/": late}
        assert crawl(tmp_path / "c", named.url("/go"), named.url("/")).status == 0
        assert len(named.of("/story")) == 1


def _observed(path: Path) -> bool:
    return any(each.stat().st_size for each in path.glob("records/observations-*"))


def test_robots_txt_of_where_a_redirect_leads_counts(led: Led) -> None:
    assert led.sites["forbidden"].of("/story") == []
    assert "robots.txt" in led.skipped[led.sites["named"].url("/2")]


def test_redirects_without_end_end(led: Led) -> None:
    assert led.failed[led.sites["named"].url("/loop")] == "redirects without end"


def test_a_feed_never_makes_the_crawl_ask_a_private_address(led: Led) -> None:
    assert led.sites["secret"].asked == []
    assert "private address" in led.skipped[led.sites["secret"].url("/2026/a-story")]


def test_no_request_tells_where_it_comes_from_or_who_was_here_before(led: Led) -> None:
    asked = [each for site in led.sites.values() for each in site.asked]
    told = {(each.header("Cookie"), each.header("Referer")) for each in asked}
    assert told == {(None, None)}


def test_credentials_of_a_redirect_are_dropped(led: Led) -> None:
    [asked] = led.sites["named"].of("/story")
    assert asked.header("Authorization") is None


def test_every_request_names_microfiche_and_the_contact(led: Led) -> None:
    asked = [each for site in led.sites.values() for each in site.asked]
    agents = {each.header("User-Agent") for each in asked}
    assert agents == {"microfiche/0.1.0 (news archive; a@example.org X-Forged: yes)"}
    assert "X-Forged" not in {name for each in asked for name, _ in each.request.headers}


# -- addresses -----------------------------------------------------------------------------------------


LOOPBACK = ("127.0.0.1", "localhost", "2130706433", "0x7f.0.0.1", "127.1", "[::ffff:127.0.0.1]")


def test_a_page_never_makes_the_crawl_ask_a_private_address(tmp_path: Path) -> None:
    with Site() as secret, Site() as site:
        port = secret.base_url.rpartition(":")[2]
        sheets = (f'<link rel=stylesheet href="http://{host}:{port}/x.css">' for host in LOOPBACK)
        site.pages["/story"] = story(head="".join(sheets))
        told = crawl(tmp_path / "c", site.url("/story"), options=("-s", "RETRY_TIMES=0")).json
    assert secret.asked == []
    assert told["failed"] == []
    refused = [each for each in told["skipped"] if "private address" in each["reason"]]
    assert len(refused) == len(LOOPBACK)


# -- proxies -----------------------------------------------------------------------------------------


def test_the_password_of_a_proxy_that_the_user_asks_for_is_not_kept(tmp_path: Path) -> None:
    with Site({"http://127.0.0.1:9/a": story()}) as proxy:
        port = proxy.base_url.rpartition(":")[2]
        arguments = ("crawl", "http://127.0.0.1:9/a", "--collection", tmp_path / "c", "--delay", 0)
        options = ("-s", "HTTPPROXY_ENABLED=1", "--no-requisites")
        environment = {"http_proxy": f"http://someone:secret@127.0.0.1:{port}", "no_proxy": ""}
        done = microfiche(*arguments, *options, **environment)
        sent = {each.header("Proxy-Authorization") for each in proxy.asked}
    [warc] = (tmp_path / "c" / "warc").glob("*.warc.gz")
    kept = [r.block.read() for r in scan(warc) if r.rec_type == "request"]
    assert (done.status, sent, len(kept)) == (0, {"Basic c29tZW9uZTpzZWNyZXQ="}, 2)
    assert not any(b"Proxy-Authorization" in block for block in kept)


def test_a_proxy_of_the_environment_is_not_used(tmp_path: Path, bad_server: BadServer) -> None:
    with Site({"/a": story()}) as site:
        proxy = bad_server.url("")
        arguments = ("crawl", site.url("/a"), "--collection", tmp_path / "c", "--delay", 0)
        done = microfiche(*arguments, http_proxy=proxy, https_proxy=proxy)
        asked = site.paths()
    assert (done.status, bad_server.requests) == (0, [])
    assert asked == ["/robots.txt", "/a"]
