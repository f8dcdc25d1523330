"""`verify` against the validators that others use, in one run: `python bench/verify.py [EXCHANGES]`.

Invented exchanges are written twice, by our writer and by warcio's: pages of about 60 KB (gzip to
19 KB, a quarter of them chunked), identity bodies, and one body of 5 MB for every 500. Each program
checks the same files in turn, three times; printed is the least CPU (user and system, of the whole
process and its children), the wall time of that run, the peak memory, and the ratio of CPU to
`warcio check`.

    verify, one process      every rule; --jobs 1
    verify, every core       every rule; a process a core
    warcio check             block and payload digests (it takes those of chunked bodies for wrong)
    fastwarc check           block and payload digests
"""

from __future__ import annotations

import gzip
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

from warcio.warcwriter import WARCWriter

from archive.warc.exchange import WireExchange
from archive.warc.rows import CaptureRow
from archive.warc.writer import WarcWriter

BEGIN = datetime(2026, 11, 22, tzinfo=UTC)
ROUNDS = 3
SHARES = 4
"""Files of each writer: what the processes share out among themselves."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run cost."""

    cpu: float
    wall: float
    megabytes: float


class _NoOriginals:
    """Nothing was archived before: no answer becomes a revisit."""

    def by_payload(self, payload_sha256: str) -> CaptureRow | None:
        return None

    def by_url(self, url: str, asked: tuple[str | None, str | None]) -> CaptureRow | None:
        return None


def page(chance: random.Random, words: list[str]) -> bytes:
    """An invented page of about 60 KB that gzips to about 19 KB."""
    paragraphs = (" ".join(chance.choices(words, k=60)) for _ in range(145))
    return "".join(f"<p class=t>{one}.</p>\n" for one in paragraphs).encode()


def exchanges(count: int, seed: int = 7) -> Iterator[WireExchange]:
    """Invented exchanges, the same for the same arguments."""
    chance = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(900)]
    for number in range(count):
        body = page(chance, words)
        fields = ["Content-Type: text/html; charset=utf-8", f'ETag: "{number}"']
        if number % 500 == 499:
            body = chance.randbytes(5_000_000)
        elif number % 5:
            body = gzip.compress(body, 6)
            fields.append("Content-Encoding: gzip")
        if number % 4 == 1:
            fields.append("Transfer-Encoding: chunked")
            body = chunked(body)
        else:
            fields.append(f"Content-Length: {len(body)}")
        block = "\r\n".join(["HTTP/1.1 200 OK", *fields, "", ""]).encode() + body
        yield WireExchange(
            url=f"https://news.example/{number % 9}/article-{number}?p={number}",
            started=BEGIN + timedelta(seconds=number),
            ip="192.0.2.1",
            request=request(f"/{number % 9}/article-{number}?p={number}"),
            response=BytesIO(block),
            response_length=len(block),
        )


def request(target: str) -> bytes:
    fields = "Host: news.example\r\nAccept-Encoding: gzip, br\r\nUser-Agent: bench/1 (+about)\r\n"
    return f"GET {target} HTTP/1.1\r\n{fields}\r\n".encode()


def chunked(body: bytes) -> bytes:
    pieces = (body[at : at + 4096] for at in range(0, len(body), 4096))
    return b"".join(b"%x\r\n%s\r\n" % (len(one), one) for one in pieces) + b"0\r\n\r\n"


def ours(directory: Path, part: list[WireExchange]) -> None:
    """As a crawl writes them."""
    writer = WarcWriter(directory, "bench", {"software": "bench"}, originals=_NoOriginals())
    for one in part:
        writer.write(one, {"via": "https://news.example/"})
    writer.close()


def theirs(path: Path, part: list[WireExchange]) -> None:
    """As most Python programs write them."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "bench"}))
        for one in part:
            one.response.seek(0)
            dated = {"WARC-Date": one.started.isoformat().replace("+00:00", "Z")}
            pair = [
                writer.create_warc_record(
                    one.url, kind, payload=payload, length=length, warc_headers_dict=dict(dated)
                )
                for kind, payload, length in (
                    ("response", one.response, one.response_length),
                    ("request", BytesIO(one.request), len(one.request)),
                )
            ]
            writer.write_request_response_pair(*reversed(pair))


def written(directory: Path, count: int) -> list[Path]:
    """The files to be checked."""
    made = list(exchanges(count))
    for share in range(SHARES):
        part = made[share::SHARES]
        inside = directory / f"ours-{share}"
        inside.mkdir()
        ours(inside, part)
        theirs(directory / f"theirs-{share}.warc.gz", part)
    return sorted(directory.rglob("*.warc.gz"))


def cost(command: list[str]) -> Cost:
    """Runs a command to its end; whatever it finds."""
    begin = time.perf_counter()
    with Path(os.devnull).open("wb") as nowhere:
        actions = [(os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1)]
        pid = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
        _, _, used = os.wait4(pid, 0)
    cpu = used.ru_utime + used.ru_stime
    return Cost(cpu, time.perf_counter() - begin, used.ru_maxrss / 1024)


def programs(files: list[Path]) -> dict[str, list[list[str]]]:
    """Name to the commands that check every file."""
    at = Path(sys.executable).parent
    named = [str(file) for file in files]
    return {
        "warcio check": [[str(at / "warcio"), "check", *named]],
        "fastwarc check": [[str(at / "fastwarc"), "check", "-q", "-p", file] for file in named],
        "verify, one process": [[str(at / "microfiche"), "verify", "--jobs", "1", *named]],
        "verify, every core": [[str(at / "microfiche"), "verify", *named]],
    }


def total(commands: list[list[str]]) -> Cost:
    runs = [cost(command) for command in commands]
    memory = max(one.megabytes for one in runs)
    return Cost(sum(one.cpu for one in runs), sum(one.wall for one in runs), memory)


def main() -> None:
    """Write, check, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as directory:
        with ProcessPoolExecutor(1, get_context("spawn")) as aside:  # what it holds is not ours
            files = aside.submit(written, Path(directory), count).result()
        size = sum(file.stat().st_size for file in files) / 1e6
        print(f"{count} exchanges, twice, in {len(files)} files of {size:.0f} MB together")
        found: dict[str, list[Cost]] = {}
        for _ in range(ROUNDS):
            for name, commands in programs(files).items():
                found.setdefault(name, []).append(total(commands))
    best = {name: min(runs, key=lambda one: one.cpu) for name, runs in found.items()}
    peer = best["warcio check"].cpu
    print(f"{'':24}{'CPU s':>8}{'wall s':>8}{'MB':>6}{'CPU to warcio':>15}")
    for name, one in best.items():
        print(f"{name:24}{one.cpu:8.2f}{one.wall:8.2f}{one.megabytes:6.0f}{one.cpu / peer:15.2f}")


if __name__ == "__main__":
    main()
