"""The WARC tells with which settings it was made, and no secret."""

from __future__ import annotations

import json
from pathlib import Path

from archive.warc.reader import scan
from tests.commands import crawl
from tests.servers.site import Site, story

TOLD = {
    "DOWNLOAD_VERIFY_CERTIFICATES": "0",
    "DOWNLOAD_TIMEOUT": "12.5",
    "HTTPCACHE_ENABLED": "False",
    "RETRY_HTTP_CODES": "500,503",
    "USER_AGENT": "paper-archive/2 (+https://paper.example/bot)",
}
"""What changes what is captured, with its value."""

NAMED = {
    "PROXY_LIST": '["http://a:hidden-1@proxy.example:1"]',
    "ROTATING_PROXY_LIST": "proxy.example:8000,a:hidden-2@proxy.example:1",
    "ALERT_URL": "https://hooks.example/services/hidden-3",
    "PLACE": "/home/hidden-4",
    "MICROFICHE_HOSTS": '{"hidden-5.example": "127.0.0.1"}',
    "DEFAULT_REQUEST_HEADERS": '{"Accept-Language": "hidden-6"}',
    "EXTENSIONS": "{}",
    "URLLENGTH_LIMIT": "hidden-7",
}
"""What may hold anything, or does not hold what it should: its name only."""


def test_the_settings_of_the_command_line_stand_in_the_warcinfo(tmp_path: Path) -> None:
    given = [f"{name}={value}" for name, value in (TOLD | NAMED).items()]
    options = [part for each in given for part in ("-s", each)]
    with Site({"/story": story()}) as site:
        crawl(tmp_path / "c", site.url("/story"), options=tuple(options))
    [path] = (tmp_path / "c/warc").glob("*.warc.gz")
    warcinfo = next(iter(scan(path))).block.read().decode()
    [line] = [line for line in warcinfo.splitlines() if line.startswith("settings: ")]
    told = json.loads(line.partition(": ")[2])
    assert dict.fromkeys(NAMED, "(value not kept)") | TOLD == told
    assert "hidden-" not in warcinfo
