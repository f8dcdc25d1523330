"""What other programs write here, on this machine, is conformant and passes; and so do ours."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.verify import verify_warc
from tests.archive import warcs
from tests.servers.odd import OddServer


def rules(path: Path, severity: str) -> set[str]:
    return {found.rule for found in verify_warc(path) if found.severity == severity}


def by_warcio(path: Path, version: str) -> None:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version=version)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "warcio"}))
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        answer = writer.create_warc_record(
            "http://example.com/", "response", payload=BytesIO(warcs.PAGE), http_headers=head
        )
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "example.com")], is_http_request=True)
        request = writer.create_warc_record("http://example.com/", "request", http_headers=asked)
        writer.write_request_response_pair(request, answer)
        writer.write_record(
            writer.create_revisit_record(
                "http://example.com/b",
                digest=answer.rec_headers.get_header("WARC-Payload-Digest"),
                refers_to_uri="http://example.com/",
                refers_to_date=answer.rec_headers.get_header("WARC-Date"),
                http_headers=head,
            )
        )


# warcio leaves its temporary files to the garbage collector
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_file_of_warcio_has_no_error(tmp_path: Path, version: str) -> None:
    path = tmp_path / "test.warc.gz"
    by_warcio(path, version)
    assert (set(), set()) == (rules(path, "error"), rules(path, "warning"))


@pytest.mark.parametrize("packed", [warcs.uncompressed, warcs.members])
def test_a_file_that_fastwarc_copies_has_no_error(
    tmp_path: Path, packed: Callable[[list[warcs.Record]], bytes]
) -> None:
    """FastWARC writes the records anew, with digests of its own."""
    path = tmp_path / "test.warc"
    source = BytesIO(packed(warcs.reference()))
    with path.open("wb") as file:
        for record in ArchiveIterator(source, parse_http=False):
            record.write(file, checksum_data=True)
    assert set() == rules(path, "error")


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not on this machine")
@pytest.mark.parametrize("compressed", [True, False])
def test_a_file_of_wget_has_no_error(
    tmp_path: Path, odd_server: OddServer, compressed: bool
) -> None:
    packing = [] if compressed else ["--no-warc-compression"]
    urls = [odd_server.url(path) for path in ("/plain", "/chunked", "/redirect-with-body")]
    subprocess.run(
        [
            "wget",
            "-q",
            "--warc-file=test",
            "--no-warc-keep-log",
            *packing,
            "-O",
            "/dev/null",
            *urls,
        ],
        cwd=tmp_path,
        check=False,  # what the server does not have is an answer too
    )
    (path,) = tmp_path.glob("test.warc*")
    assert set() == rules(path, "error")


def test_a_file_of_version_1_0_has_no_finding(tmp_path: Path) -> None:
    records = [warcs.warcinfo("test.warc.gz"), warcs.response(date="2020-01-01T00:00:00Z")]
    older = [
        warcs.Record(one.headers, one.block, version="WARC/1.0").with_header(
            "WARC-Date", "2020-01-01T00:00:00Z"
        )
        for one in records
    ]
    path = tmp_path / "test.warc.gz"
    path.write_bytes(warcs.members(older))
    assert [] == list(verify_warc(path))
