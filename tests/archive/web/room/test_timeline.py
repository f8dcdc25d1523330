from archive.records import Observation
from archive.warc.rows import CaptureRow
from archive.web.room.timeline import article_timeline, capture_timeline


def _visit(at: str, outcome: str = "read") -> Observation:
    return Observation(
        observation_id=at,
        article_id="a",
        url="http://a.example/",
        fetched_at=at,
        status=200,
        outcome=outcome,  # type: ignore[arg-type]
    )


def _capture(timestamp: str, status: int) -> CaptureRow:
    date = f"{timestamp[:4]}-{timestamp[4:6]}-{timestamp[6:]}T00:00:00Z"
    return CaptureRow(
        urlkey="example,a)/",
        timestamp=f"{timestamp}000000",
        date=date,
        url="http://a.example/",
        mime="text/html",
        status=status,
        digest=None,
        length=1,
        offset=0,
        filename="a.warc.gz",
        record_id="<urn:uuid:1>",
        rec_type="response",
    )


def test_visits_stand_at_their_share_of_the_time() -> None:
    line = article_timeline(
        [],
        [
            _visit("2026-03-01T00:00:00Z"),
            _visit("2026-03-02T00:00:00Z"),
            _visit("2026-03-05T00:00:00Z", "error"),
        ],
    )
    assert line is not None
    assert [(0.0, "read"), (250.0, "read"), (1000.0, "error")] == [
        (dot.x, dot.kind) for dot in line.dots
    ]


def test_a_single_visit_stands_in_the_middle() -> None:
    line = article_timeline([], [_visit("2026-03-01T00:00:00Z")])
    assert line is not None
    assert [500.0] == [dot.x for dot in line.dots]


def test_without_visits_there_is_no_picture() -> None:
    assert article_timeline([], []) is None


def test_captures_are_drawn_by_how_they_were_answered() -> None:
    line = capture_timeline(
        [_capture("20260301", 200), _capture("20260302", 301), _capture("20260303", 404)]
    )
    assert line is not None
    assert ["ok", "moved", "failed"] == [dot.kind for dot in line.dots]


def test_a_capture_leads_to_its_page() -> None:
    line = capture_timeline([_capture("20260301", 200)])
    assert line is not None
    assert "/view/20260301000000/http://a.example/" == line.dots[0].link
