import json

import pytest

from archive.errors import BadInput
from archive.warc.rows import CaptureRow
from archive.web.replay.cdx import CdxQuery, lines, parse_query, select


def _row(timestamp: str, status: int | None = 200, mime: str = "text/html") -> CaptureRow:
    return CaptureRow(
        urlkey="example,ledger)/",
        timestamp=timestamp,
        date="2026-03-01T09:00:00Z",
        url="http://ledger.example/",
        mime=mime,
        status=status,
        digest="sha1:ABC",
        length=10,
        offset=20,
        filename="a.warc.gz",
        record_id="<urn:uuid:1>",
        rec_type="response",
    )


ROWS = [_row("20250101000000"), _row("20260101000000", 404), _row("20270101000000", mime="a/b")]


def _times(*parameters: tuple[str, str]) -> list[str]:
    query = parse_query([("url", "http://ledger.example/"), *parameters])
    return [row.timestamp[:4] for row in select(ROWS, query)]


@pytest.mark.parametrize(
    ("expected", "parameters"),
    [
        (["2025", "2026", "2027"], []),
        (["2026", "2027"], [("from", "2026")]),
        (["2025", "2026"], [("to", "2026")]),
        (["2025"], [("limit", "1")]),
        (["2027", "2026", "2025"], [("sort", "reverse")]),
        (["2026", "2027", "2025"], [("closest", "20260501")]),
        (["2026"], [("filter", "=status:404")]),
        (["2025", "2027"], [("filter", "!=status:404")]),
        (["2027"], [("filter", "mime:/b")]),
        (["2025", "2027"], [("filter", "~status:[23]..")]),
        ([], [("filter", "=status:404"), ("filter", "=mime:a/b")]),
    ],
)
def test_parameters_choose_and_order_rows(
    expected: list[str], parameters: list[tuple[str, str]]
) -> None:
    assert expected == _times(*parameters)


@pytest.mark.parametrize(
    ("expected", "parameters"),
    [
        (("a.example/", "prefix"), [("url", "a.example/*")]),
        (("a.example", "domain"), [("url", "*.a.example")]),
        (("a.example", "host"), [("url", "a.example"), ("matchType", "host")]),
        (("a.example*", "exact"), [("url", "a.example*"), ("matchType", "exact")]),
    ],
)
def test_the_url_says_how_it_matches(
    expected: tuple[str, str], parameters: list[tuple[str, str]]
) -> None:
    query = parse_query(parameters)
    assert expected == (query.url, query.match)


@pytest.mark.parametrize(
    "parameter",
    [
        ("matchType", "near"),
        ("output", "xml"),
        ("limit", "-1"),
        ("limit", "many"),
        ("from", "x"),
        ("closest", "20269999"),
        ("filter", "status"),
        ("filter", "=colour:red"),
        ("filter", "~url:(a+)+b"),
        ("filter", "~url:.*.*.*"),
        ("filter", "~url:["),
        ("fl", "colour"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(parameter: tuple[str, str]) -> None:
    with pytest.raises(BadInput, match=f"cdx: {parameter[0]}"):
        parse_query([("url", "a.example"), parameter])


def test_a_query_without_url_is_refused() -> None:
    with pytest.raises(BadInput, match="url="):
        parse_query([])


def test_cdxj_is_key_timestamp_and_json() -> None:
    [line] = lines(ROWS[:1], CdxQuery(url="x"))
    key, timestamp, rest = line.split(" ", 2)
    assert ("example,ledger)/", "20250101000000") == (key, timestamp)
    assert ("200", "20", "a.warc.gz") == tuple(
        json.loads(rest)[name] for name in ("status", "offset", "filename")
    )


def test_json_has_the_fields_that_were_asked_for() -> None:
    query = parse_query([("url", "x"), ("output", "json"), ("fl", "timestamp,original")])
    assert [{"timestamp": "20250101000000", "url": "http://ledger.example/"}] == [
        json.loads(line) for line in lines(ROWS[:1], query)
    ]
