"""CDX server queries: the parameters that web archives' clients send, over rows of the index.

    url=            the URL; `URL*` is a prefix query, `*.HOST` a domain query
    matchType=      exact | prefix | host | domain
    from= to=       4 to 14 digits, inclusive
    filter=         [!][=|~]FIELD:VALUE, repeatable: contains, = equals, ~ matches a pattern
    closest=        a timestamp: nearest first
    sort=           reverse: newest first
    limit=          at most so many rows
    output=         cdxj (default) | json: one line a row
    fl=             the fields to give, by comma

A pattern has no groups and repeats at most twice: it comes from whoever asks, and must end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal, cast

import msgspec

from archive.errors import BadInput
from archive.times import from_timestamp14
from archive.warc.rows import CaptureRow

MatchType = Literal["exact", "prefix", "host", "domain"]
Output = Literal["cdxj", "json"]
MAX_ROWS = 100_000

_FIELDS: Mapping[str, Callable[[CaptureRow], str]] = {
    "urlkey": lambda row: row.urlkey,
    "timestamp": lambda row: row.timestamp,
    "url": lambda row: row.url,
    "mime": lambda row: row.mime,
    "status": lambda row: "-" if row.status is None else str(row.status),
    "digest": lambda row: row.digest or "-",
    "length": lambda row: str(row.length),
    "offset": lambda row: str(row.offset),
    "filename": lambda row: row.filename,
}
_ALIASES = {"original": "url", "mimetype": "mime", "statuscode": "status"}
_LAST_MOMENT = "99991231235959"

Test = Callable[[CaptureRow], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class CdxQuery:
    """What was asked for, checked."""

    url: str
    match: MatchType = "exact"
    earliest: str = "0"
    latest: str = _LAST_MOMENT
    tests: tuple[Test, ...] = ()
    closest: str | None = None
    reverse: bool = False
    limit: int = MAX_ROWS
    output: Output = "cdxj"
    fields: tuple[str, ...] = tuple(_FIELDS)


def parse_query(parameters: Sequence[tuple[str, str]]) -> CdxQuery:
    """The query of a parameter list in order. Raises BadInput that names the parameter."""
    single = dict(parameters)
    if not single.get("url"):
        raise BadInput("cdx: the parameter url= is missing")
    url, match = _target(single["url"], single.get("matchType"))
    return CdxQuery(
        url=url,
        match=match,
        earliest=_digits("from", single.get("from", "0")),
        latest=_digits("to", single["to"]) + "9" * 14 if "to" in single else _LAST_MOMENT,
        tests=tuple(_test(value) for name, value in parameters if name == "filter"),
        closest=_digits("closest", single["closest"]) if "closest" in single else None,
        reverse=_one_of("sort", single.get("sort", "default"), ("default", "reverse", "closest"))
        == "reverse",
        limit=_limit(single.get("limit")),
        output=cast(Output, _one_of("output", single.get("output", "cdxj"), ("cdxj", "json"))),
        fields=_fields(single.get("fl") or single.get("fields")),
    )


def select(rows: Iterable[CaptureRow], query: CdxQuery) -> list[CaptureRow]:
    """The rows that the query keeps, in its order. `rows` come in the index's order."""
    kept = (row for row in rows if _is_kept(row, query))
    if query.closest is not None:
        moment = from_timestamp14(query.closest)
        nearest = sorted(kept, key=lambda row: abs(from_timestamp14(row.timestamp) - moment))
        return nearest[: query.limit]
    if query.reverse:
        return sorted(kept, key=lambda row: row.timestamp, reverse=True)[: query.limit]
    return list(islice(kept, query.limit))


def lines(rows: Iterable[CaptureRow], query: CdxQuery) -> Iterator[str]:
    """One line a row, without newline."""
    for row in rows:
        values = {name: _FIELDS[name](row) for name in query.fields}
        if query.output == "json":
            yield _json(values)
            continue
        rest = {name: value for name, value in values.items() if name not in _KEY}
        yield f"{row.urlkey} {row.timestamp} {_json(rest)}"


_KEY = ("urlkey", "timestamp")


def _json(values: dict[str, str]) -> str:
    return msgspec.json.encode(values).decode("utf-8")


def _is_kept(row: CaptureRow, query: CdxQuery) -> bool:
    in_time = query.earliest <= row.timestamp <= query.latest
    return in_time and all(test(row) for test in query.tests)


def _target(url: str, match: str | None) -> tuple[str, MatchType]:
    if match is None and url.startswith("*."):
        return url[2:], "domain"
    if match is None and url.endswith("*"):
        return url[:-1], "prefix"
    kinds = ("exact", "prefix", "host", "domain")
    return url, cast(MatchType, _one_of("matchType", match or "exact", kinds))


def _one_of(parameter: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise BadInput(f"cdx: {parameter}={value} is not one of {', '.join(allowed)}")
    return value


def _digits(parameter: str, value: str) -> str:
    if value != "0":
        try:
            from_timestamp14(value)
        except ValueError as error:
            raise BadInput(f"cdx: {parameter}: {error}") from error
    return value


def _limit(value: str | None) -> int:
    if value is None:
        return MAX_ROWS
    if not value.isdecimal() or int(value) < 1:
        raise BadInput(f"cdx: limit={value} is not a number from 1 on")
    return min(int(value), MAX_ROWS)


def _fields(value: str | None) -> tuple[str, ...]:
    if not value:
        return tuple(_FIELDS)
    names = tuple(_ALIASES.get(name.strip(), name.strip()) for name in value.split(","))
    for name in names:
        _one_of("fl", name, tuple(_FIELDS))
    return names


_FILTER = re.compile(r"(!?)([=~]?)([a-z]+):(.*)", re.DOTALL)


def _test(text: str) -> Test:
    match = _FILTER.fullmatch(text)
    if match is None:
        raise BadInput(f"cdx: filter={text} is not [!][=|~]FIELD:VALUE")
    name = _ALIASES.get(match[3], match[3])
    _one_of("filter", name, tuple(_FIELDS))
    matches = _MATCHERS[match[2]](match[4])
    wanted = not match[1]
    field = _FIELDS[name]
    return lambda row: matches(field(row)) == wanted


def _contains(value: str) -> Callable[[str], bool]:
    return lambda text: value in text


def _equals(value: str) -> Callable[[str], bool]:
    return lambda text: value == text


def _pattern(value: str) -> Callable[[str], bool]:
    repeats = sum(value.count(sign) for sign in "*+{")
    if "(" in value or repeats > 2 or len(value) > 200:
        raise BadInput(f"cdx: filter=~{value}: a pattern has no groups and two repeats at most")
    try:
        compiled = re.compile(value)
    except re.error as error:
        raise BadInput(f"cdx: filter=~{value}: {error}") from error
    return lambda text: compiled.fullmatch(text[:2000]) is not None


_MATCHERS: Mapping[str, Callable[[str], Callable[[str], bool]]] = {
    "": _contains,
    "=": _equals,
    "~": _pattern,
}
