"""Which URLs are one and the same article: the article key.

The key is host and path with what does not name the article folded away: scheme, `www.`, mobile
and AMP hosts, AMP and print variants, session ids, tracking parameters, a closing slash, the name
of the index page. What can name an article is kept: the path's case, and every other parameter
(`?id=123`), sorted. It is not the CDXJ key (archive.urls.surt), and never the key of a file.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes, urlsplit

from archive.digest import short_id
from archive.urls.fetching import ascii_host, resolved
from archive.urls.hosts import registrable_domain

_VARIANT_LABELS = frozenset({"www", "m", "mobile", "amp"})
_WWW_NUMBER = re.compile(r"www\d+\Z")
_INDEX_PAGES = frozenset({"index.html", "index.htm", "index.php", "default.aspx"})
_VARIANT_SEGMENTS = frozenset({"amp", "print"})
_AMP_PAGE = re.compile(r"\.amp(?=\.html?\Z|\Z)")
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_ASPX_SESSION = re.compile(r"/\((?:[A-Za-z]\([0-9A-Za-z]{24}\))+\)(?=/)")
_AMP_CACHE = re.compile(r"/[acirv](?:/s)?/([^/]+\.[^/]+)(/.*)?\Z")
_AMP_CACHE_HOST = ".cdn.ampproject.org"
_HEX_32 = re.compile(r"[0-9a-fA-F]{32}\Z")

_PAGE_IN_QUERY = re.compile(r"(?:^|&)(?:page|seite|pagina|pg)=(\d{1,3})(?:&|$)", re.IGNORECASE)
_PAGE_IN_PATH = re.compile(r"/(?:page|seite|pagina)[/-](\d{1,3})/?$", re.IGNORECASE)

_TRACKING_PREFIXES = ("utm_", "at_", "pk_", "mtm_", "hsa_", "aspsessionid")
_TRACKING_NAMES = """
    fbclid gclid gclsrc dclid gbraid wbraid yclid ysclid ymclid msclkid twclid ttclid igshid igsh
    li_fat_id mc_cid mc_eid mkt_tok _openstat _ga _gl _hsenc _hsmi ref ref_ ref_src ref_url referer
    referrer source ocid cmp cmpid icid intcid ito ncid sref smid smtyp spm xtor wt_mc wt.mc_id
    jsessionid phpsessid cfid cftoken amp_js_v amp_gsa usqp
"""
_TRACKING = frozenset(_TRACKING_NAMES.split())
_VARIANT_PARAMETERS = frozenset({"amp", "print", "printable", "outputtype", "output"})
_VARIANT_VALUES = frozenset({"", "1", "true", "yes", "y", "amp", "print"})


def article_id(url: str) -> str:
    """The id of the article first seen at this URL: 24 hexadecimal digits."""
    return short_id(article_key(url))


@lru_cache(maxsize=512)  # of one page the same few URLs are asked for many times
def article_key(url: str) -> str:
    """`example.com/2026/story?id=123`. Raises ValueError for a URL without a host."""
    parts = urlsplit(url.strip())
    host, path = _origin(ascii_host(parts.hostname or ""), parts.path)
    port = "" if parts.port in (None, 0, 80, 443) else f":{parts.port}"
    return f"{_plain_host(host)}{port}{_plain_path(path)}{_plain_query(parts.query)}"


def without_tracking(url: str) -> str:
    """A URL without the parameters that only follow its readers; otherwise as it stands."""
    head, mark, query = url.partition("?")
    query, hash_mark, fragment = query.partition("#")
    kept = [field for field in query.split("&") if field and not _is_tracking(field)]
    return head + (mark + "&".join(kept) if kept else "") + hash_mark + fragment


def _is_tracking(field: str) -> bool:
    name = field.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)


def is_variant(url: str) -> bool:
    """Whether a URL is of an AMP or print variant: another page that says the same.

    Mobile hosts are not told from desktop ones: they serve the same page today.
    """
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    if len(_without_variants(segments)) != len(segments) or _AMP_PAGE.search(parts.path):
        return True
    host = (parts.hostname or "").lower()
    fields = [field.partition("=") for field in parts.query.split("&")]
    asked = any(
        name.lower() in _VARIANT_PARAMETERS and value.lower() in _VARIANT_VALUES
        for name, _, value in fields
    )
    return asked or host.startswith("amp.") or host.endswith(_AMP_CACHE_HOST)


def key_of(url: str) -> str:
    """The article key of a URL; of what is no web address (urn:, a mistake) the text itself."""
    try:
        return article_key(url)
    except ValueError:
        return url


def first_page(url: str) -> str:
    """The URL of the first page of what `url` names a page of; without a page number, itself."""
    head, mark, query = url.partition("?")
    head = _PAGE_IN_PATH.sub("", head)
    kept = [field for field in query.split("&") if not _PAGE_IN_QUERY.search(field)]
    return head + (mark + "&".join(kept) if any(kept) else "")


def page_number(url: str) -> int:
    """Which page of an article in parts a URL names: `?page=2`, `/page/2`, `/2/`; 1 by default."""
    parts = urlsplit(url)
    found = _PAGE_IN_QUERY.search(parts.query) or _PAGE_IN_PATH.search(parts.path)
    return int(found[1]) if found else 1


def _origin(host: str, path: str) -> tuple[str, str]:
    """Host and path of the publisher, where an AMP cache shows its page."""
    match = _AMP_CACHE.match(path) if host.endswith(_AMP_CACHE_HOST) else None
    return (host, path) if match is None else (ascii_host(match[1]), match[2] or "/")


def _plain_host(host: str) -> str:
    """Without the labels that name a variant; never cut below the registrable domain."""
    while True:
        label, _, rest = host.partition(".")
        if label not in _VARIANT_LABELS and not _WWW_NUMBER.match(label):
            return host
        if not rest or registrable_domain(host) == host:
            return host
        host = rest


def _plain_path(path: str) -> str:
    plain = _ASPX_SESSION.sub("", _PATH_SESSION.sub("", resolved(path)))
    segments = [_normal(segment, ";:@&=+$,!*'()") for segment in plain.split("/") if segment]
    if segments and segments[-1].lower() in _INDEX_PAGES:
        segments.pop()
    return "/" + "/".join(_without_variants(segments))


def _without_variants(segments: list[str]) -> list[str]:
    """Without `/amp` and `/print` at either end, unless nothing but them is there."""
    kept = list(segments)
    if len(kept) > 1 and kept[-1].lower() in _VARIANT_SEGMENTS:
        kept.pop()
    if len(kept) > 1 and kept[0].lower() in _VARIANT_SEGMENTS:
        kept.pop(0)
    if kept:
        kept[-1] = _AMP_PAGE.sub("", kept[-1]) or kept[-1]
    return kept


def _plain_query(query: str) -> str:
    fields = [field.partition("=") for field in query.replace("+", "%20").split("&") if field]
    kept = sorted(
        _normal(name.replace("+", " "), safe="")
        + equals
        + _normal(value.replace("+", " "), safe="")
        for name, equals, value in fields
        if not _is_folded(name.lower(), value)
    )
    return "?" + "&".join(kept) if kept else ""


def _is_folded(name: str, value: str) -> bool:
    if name in _TRACKING or name.startswith(_TRACKING_PREFIXES):
        return True
    if name in _VARIANT_PARAMETERS:
        return value.lower() in _VARIANT_VALUES
    return name in ("sid", "sessionid") and _HEX_32.match(value) is not None


def _normal(text: str, safe: str = "") -> str:
    """One percent-encoded form: what needs no escape has none, the others are upper case."""
    return quote(unquote_to_bytes(text), safe=safe)
