"""The CDXJ urlkey of a URL: its host turned round (SURT), then path and query in one normal form.

The rules are those by which web archives have indexed since the Wayback Machine, so that our index
and everybody else's name the same page alike:

1. Blanks around, tabs and line breaks inside, the fragment and the userinfo are dropped. Without a
   scheme a URL is http.
2. Escapes are undone until none is left, then blanks, controls, `#`, `%` and bytes over 126 are
   escaped again.
3. The host is lower case, without empty edges, in punycode (IDNA 2003), dotted numbers read as
   inet_aton reads them; a leading `www.` or `www2.` and the default port of http(s) are dropped.
4. The path is lower case, dot segments resolved, slashes single, without ASP.NET session and
   closing slash.
5. The query is lower case, without session ids, its fields sorted; an empty one is dropped.
6. URLs without an authority (`urn:`, `dns:`, `mailto:` …) keep their scheme; of the rules only 2, 5
   and the closing slash count for them.

What cannot be read so (a port that is no number) is its own key. tests/archive/test_urls.py holds
the rules to a peer's output.
"""

from __future__ import annotations

import re
import socket
from functools import lru_cache
from typing import NamedTuple

_HEX = b"0123456789abcdefABCDEF"
_ESCAPE = re.compile(rb"%([0-9a-fA-F]{2})")
_UNSAFE = re.compile(rb"[\x00-\x20\x7f-\xff#%]")
_CONTROLS = str.maketrans("", "", "\t\r\n")

_PARTS = re.compile(
    r"(?:(?P<scheme>[a-zA-Z][a-zA-Z0-9+.\-]*):)?(?://(?P<authority>[^/?#]*))?"
    r"(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?"
)
_REPEATED_SCHEME = re.compile(r"\A(?:https?://)+(?=https?://)")
_SLASHES = re.compile(r"/{2,}")
_WWW = re.compile(r"\Awww\d*\.")
_DOTTED_NUMBERS = re.compile(r"[0-9.]+\Z")
_DEFAULT_PORTS = {"http": 80, "https": 443}

_ASPX_SESSIONS = (
    re.compile(r"/(?=(\((?:[a-z]\([0-9a-z]{24}\))+\)/))"),
    re.compile(r"/(?=(\([0-9a-z]{24}\)/))"),
)
_QUERY_SESSIONS = tuple(
    re.compile(pattern + r"(?:&|\Z)")
    for pattern in (
        r"jsessionid=[0-9a-z]{32}",
        r"phpsessid=[0-9a-z]{32}",
        r"sid=[0-9a-z]{32}",
        r"aspsessionid[a-z]{8}=[a-z]{24}",
    )
)


class _Parts(NamedTuple):
    scheme: str
    authority: str | None
    path: str
    query: str | None


@lru_cache(maxsize=4096)  # a crawl asks twice for every URL: before the fetch, and for its row
def surt(url: str) -> str:
    """The urlkey: `com,example)/path?a=1&b=2`. The URL itself where it cannot be read as one."""
    if url.startswith("filedesc"):  # the first record of an ARC file
        return url
    parts = _split(_with_scheme(url.strip().translate(_CONTROLS)))
    try:
        return _key(parts)
    except ValueError:
        return url


def _with_scheme(url: str) -> str:
    """With `http://` where no scheme is given; http(s) with exactly two slashes, and once."""
    url = _REPEATED_SCHEME.sub("", url, count=1)
    scheme = _split(url).scheme
    if not scheme:
        return "http://" + url.lstrip("/")
    if scheme.lower() not in _DEFAULT_PORTS:
        return url
    body = url[len(scheme) + 1 :].lstrip("/")
    return f"{scheme}://{body}" if body else f"{scheme}:"


def _split(url: str) -> _Parts:
    match = _PARTS.match(url)
    assert match is not None  # every part may be empty
    return _Parts(match["scheme"] or "", match["authority"], match["path"], match["query"])


def _key(parts: _Parts) -> str:
    host, port = _host_and_port(parts.authority or "")
    path, query = normal_escapes(parts.path), _query(parts.query)
    if not host:
        rooted = parts.authority is not None and query and not path
        return f"{parts.scheme}:{'/' if rooted else _closed(path)}{query}"
    turned = ",".join(reversed(_WWW.sub("", host, count=1).split(".")))
    shown = f":{port}" if port and port != _DEFAULT_PORTS.get(parts.scheme.lower()) else ""
    return f"{turned}{shown}){_closed(_resolved(path))}{query}"


def _host_and_port(authority: str) -> tuple[str, int | None]:
    """Raises ValueError for a port that is not a number up to 65535."""
    place = authority.rpartition("@")[2]
    before, bracket, rest = place.partition("[")
    if bracket:
        before, _, rest = rest.partition("]")
        digits = rest.partition(":")[2]
    else:
        before, _, digits = place.partition(":")
    return _host(before), _port(digits)


def _port(digits: str) -> int | None:
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit()) or int(digits[-9:]) > 65535:
        raise ValueError(f"not a port: {digits!r}")
    return int(digits[-9:])


def _host(text: str) -> str:
    raw = unescaped(text.encode("utf-8", "surrogatepass"))
    host = _punycode(raw).strip(".").replace("..", ".").lower()
    return _number_address(host)


def _punycode(raw: bytes) -> str:
    """IDNA 2003, as every index so far was made, without bytes that are not UTF-8.

    A host that has no such form is escaped as it is.
    """
    try:
        return escaped(raw.decode("utf-8", "ignore").encode("idna"))
    except UnicodeError:
        return escaped(raw)


def _number_address(host: str) -> str:
    if not _DOTTED_NUMBERS.match(host):
        return host
    if host.isdigit():
        packed = (int(host[-40:]) & 0xFFFFFFFF).to_bytes(4, "big")
        return socket.inet_ntoa(packed)
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return host


def _resolved(path: str) -> str:
    """Dot segments resolved and slashes made single; what climbs over the root is kept."""
    kept: list[str] = []
    for segment in path.removeprefix("/").split("/"):
        if segment == "..":
            if kept:
                kept.pop()
            else:
                kept.append("..")
        elif segment != ".":
            kept.append(segment)
    return _SLASHES.sub("/", "/" + "/".join(kept))


def _closed(path: str) -> str:
    """The path in lower case, without session and one closing slash."""
    path = path.lower()
    for session in _ASPX_SESSIONS:
        path = _without_aspx_session(path, session)
    return path if path == "/" else path.removesuffix("/")


def _without_aspx_session(path: str, session: re.Pattern[str]) -> str:
    """The last such segment that a page ending in .aspx follows is cut out."""
    if ".aspx" not in path:
        return path
    for match in reversed(list(session.finditer(path))):
        end = match.end(1)
        page = path.find(".aspx", end + 1)
        if page > 0 and "?" not in path[end:page]:
            return path[: match.start(1)] + path[end:]
    return path


def _query(query: str | None) -> str:
    """The query with its question mark, or nothing."""
    text = normal_escapes(query or "").lower()
    for session in _QUERY_SESSIONS:
        text = _without_last(text, session)
    text = _without_cfid(text)
    fields = sorted(text.split("&"), key=lambda field: field.split("=", 1))
    return "?" + "&".join(fields) if text else ""


def _without_last(text: str, session: re.Pattern[str]) -> str:
    for match in reversed(list(session.finditer(text))):
        return text[: match.start()] + text[match.end() :]
    return text


def _without_cfid(text: str) -> str:
    """Without the last `cfid=…&cftoken=…`, which may begin inside a field."""
    fields = text.split("&")
    for index in range(len(fields) - 2, -1, -1):
        start = fields[index].rfind("cfid=", 0, len(fields[index]) - 1)
        if start >= 0 and fields[index + 1].startswith("cftoken=") and len(fields[index + 1]) > 8:
            kept = "&".join([*fields[:index], fields[index][:start]])
            return kept + "&".join(fields[index + 2 :])
    return text


def normal_escapes(text: str) -> str:
    """Escapes undone until none is left, then only what must be is escaped again."""
    return escaped(unescaped(text.encode("utf-8", "surrogatepass")))


def escaped(raw: bytes) -> str:
    """ASCII: blanks, controls, `#`, `%` and bytes over 126 as `%xx` in lower case."""
    return _UNSAFE.sub(lambda match: b"%%%02x" % match[0][0], raw).decode("ascii")


def unescaped(raw: bytes) -> bytes:
    """The bytes with `%xx` undone again and again, in linear time: `%252541` is `A`."""
    once = _ESCAPE.sub(lambda match: bytes([int(match[1], 16)]), raw)
    return _unescaped_fully(once) if b"%" in once else once


def _unescaped_fully(raw: bytes) -> bytes:
    out = bytearray()
    for byte in raw:
        out.append(byte)
        while len(out) > 2 and out[-3] == 0x25 and out[-1] in _HEX and out[-2] in _HEX:
            value = int(out[-2:], 16)
            del out[-3:]
            out.append(value)
    return bytes(out)
