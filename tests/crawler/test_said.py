"""The WARC tells with which settings it was made, and no secret."""

from __future__ import annotations

import json
from pathlib import Path

from archive.warc.reader import scan
from tests.commands import crawl
from tests.servers.site import Site, story

SAID = {
    "DOWNLOAD_VERIFY_CERTIFICATES": "0",
    "HTTPPROXY_AUTH_ENCODING": "hidden-1",
    "MICROFICHE_PLACE": "http://a:hidden-2@proxy.example/?key=hidden-3",
    "DEFAULT_REQUEST_HEADERS": '{"Cookie": "hidden-4"}',
    "MICROFICHE_EXTRA": '{"Authorization": "hidden-5"}',
}


def test_the_settings_of_the_command_line_stand_in_the_warcinfo(tmp_path: Path) -> None:
    options = [part for name, value in SAID.items() for part in ("-s", f"{name}={value}")]
    with Site({"/story": story()}) as site:
        crawl(tmp_path / "c", site.url("/story"), options=tuple(options))
    [path] = (tmp_path / "c/warc").glob("*.warc.gz")
    warcinfo = next(iter(scan(path))).block.read().decode()
    [line] = [line for line in warcinfo.splitlines() if line.startswith("settings: ")]
    told = json.loads(line.partition(": ")[2])
    assert (set(SAID), "0") == (set(told), told["DOWNLOAD_VERIFY_CERTIFICATES"])
    assert "hidden-" not in warcinfo
