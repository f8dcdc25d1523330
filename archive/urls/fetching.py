"""The form in which a URL is asked for (RFC 3986, as browsers read it), and front pages."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit

import idna

_PATH_SAFE = "!$&'()*+,-./:;=@_~%"
_QUERY_SAFE = _PATH_SAFE + "?"
_LONE_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_BLANKS = re.compile(r"[\t\r\n]")
_EDGES = "".join(map(chr, range(0x21)))
_HOST = re.compile(r"[a-z0-9_.\-]+\Z")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z]{4})?(?:[-_](?:[a-z]{2}|\d{3}))?\Z", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_INDEX_PAGES = frozenset({"index.html", "index.htm", "index.php"})

_LANGUAGE_CODES = """
    aa ab af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cs cu cv cy da de dv
    dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id
    ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt
    lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps
    pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl
    tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ckb fil kaa prs
"""


def fetchable(url: str) -> str:
    """The absolute http(s) URL as it is sent: ASCII, dot segments resolved, without fragment.

    IRIs are percent-encoded as UTF-8, hosts are IDNA 2008 (UTS 46); userinfo and default ports are
    dropped. Raises ValueError for anything that cannot be asked for over HTTP.
    """
    parts = urlsplit(_BLANKS.sub("", url.strip(_EDGES)).replace("\\", "/"))
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise ValueError(f"not an http or https URL: {url!r}")
    path = _quoted(resolved(parts.path), _PATH_SAFE)
    query = f"?{_quoted(parts.query, _QUERY_SAFE)}" if parts.query else ""
    return f"{scheme}://{_authority(parts, url)}{path}{query}"


def is_front_page(url: str) -> bool:
    """Whether the path is "/" or a lone language code (`/en/`, `/en_GB/`), without a query."""
    parts = urlsplit(url.strip())
    if parts.query:
        return False
    segments = [segment for segment in parts.path.split("/") if segment]
    if segments and segments[-1].lower() in _INDEX_PAGES:
        segments.pop()
    return not segments or (len(segments) == 1 and _is_language(segments[0]))


def ascii_host(host: str) -> str:
    """A host in lower case and punycode, IPv6 in brackets.

    Raises ValueError for what no resolver would take.
    """
    plain = host.rstrip(".").lower()
    if ":" in plain:
        return f"[{plain}]"
    if not plain.isascii():
        try:
            plain = idna.encode(plain, uts46=True).decode("ascii")
        except UnicodeError as error:
            raise ValueError(f"not a host name: {host!r}: {error}") from error
    if not _HOST.match(plain) or ".." in plain or plain.startswith("."):
        raise ValueError(f"not a host name: {host!r}")
    return plain


def resolved(path: str) -> str:
    """The path without dot segments (RFC 3986 section 5.2.4), beginning with a slash."""
    kept: list[str] = []
    segments = path.removeprefix("/").split("/")
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _is_language(segment: str) -> bool:
    match = _LANGUAGE.match(segment)
    return match is not None and match[1].lower() in _LANGUAGE_CODES.split()


def _authority(parts: SplitResult, url: str) -> str:
    host = parts.hostname or ""
    if not host:
        raise ValueError(f"no host in {url!r}")
    shown, port = ascii_host(host), parts.port
    return shown if port in (None, 0, _DEFAULT_PORTS[parts.scheme]) else f"{shown}:{port}"


def _quoted(text: str, safe: str) -> str:
    return quote(_LONE_PERCENT.sub("%25", text), safe=safe, errors="replace")
