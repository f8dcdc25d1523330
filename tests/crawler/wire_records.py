"""What stands in WARCs, beside what the odd server logged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from archive.warc.reader import StoredRecord, scan
from tests.servers.odd import OddServer


def records(directory: Path) -> Iterator[tuple[StoredRecord, bytes]]:
    """Every record with its block, in every WARC of a directory."""
    for path in sorted(directory.glob("*.warc.gz")):
        for record in scan(path):
            yield record, record.block.read()


def pairs(directory: Path) -> list[tuple[bytes, bytes]]:
    """The request and response blocks that name each other by WARC-Concurrent-To."""
    kept = {record.record_id: (record, block) for record, block in records(directory)}
    found = []
    for record, block in kept.values():
        if record.rec_type == "response":
            partner, request = kept[str(record.field("WARC-Concurrent-To"))]
            assert partner.rec_type == "request"
            assert partner.field("WARC-Concurrent-To") == record.record_id
            assert partner.url == record.url
            assert partner.field("WARC-Date") == record.field("WARC-Date")
            found.append((request, block))
    return found


def logged(server: OddServer) -> list[tuple[bytes, bytes]]:
    """The requests that the server answered, each with its answer."""
    return [(each.request, each.response) for each in server.exchanges if each.response]


def blocks(directory: Path, kind: str) -> list[bytes]:
    """The blocks of every record of a type, in every WARC of a directory."""
    return [block for record, block in records(directory) if record.rec_type == kind]


def check_exact(server: OddServer, directory: Path) -> None:
    """Everything logged is kept to the byte, each answer with its own request. Beyond it only
    requests may be kept that went into a connection which the server had closed by then: they were
    sent again, and logged, on another."""
    requests = Counter(each.request for each in server.exchanges)
    kept = Counter(blocks(directory, "request"))
    assert Counter(logged(server)) == Counter(pairs(directory))
    assert requests - kept == Counter()
    assert set(kept - requests) <= set(requests)
