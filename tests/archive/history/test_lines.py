"""What `edits --json` prints of a step."""

import json

import jsonschema
import msgspec
import pytest

from archive.history.lines import SCHEMA, line_of, schema_text
from tests.archive.history.newsroom import article, at


@pytest.fixture
def line(newsroom):
    newsroom.read(at(1))
    newsroom.read(at(2))
    newsroom.read(at(3), article(headline="Harbour opens again"))
    newsroom.answer(at(4), 404)
    return msgspec.to_builtins(line_of(newsroom.steps()[0]))


def test_the_shipped_schema_is_the_one_that_the_code_gives():
    assert schema_text() == SCHEMA.read_text("utf-8")


def test_a_line_is_as_its_schema_says(newsroom, line):
    schema = json.loads(SCHEMA.read_text("utf-8"))
    for step in newsroom.steps():
        plain = json.loads(msgspec.json.encode(line_of(step)))
        jsonschema.validate(plain, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**line, "said": "loudly"}, schema)


def test_every_event_names_the_records_it_rests_on(line):
    (event,) = line["events"]
    assert [
        ("crawl.warc.gz", at(1), line["from"]["capture"]["warc_offset"]),
        ("crawl.warc.gz", at(3), line["to"]["capture"]["warc_offset"]),
    ] == [
        (one["warc_filename"], one["fetched_at"], one["warc_offset"]) for one in event["evidence"]
    ]
    assert all(one["warc_record_id"].startswith("<urn:") for one in event["evidence"])


def test_every_event_says_between_which_captures_it_was_observed(line):
    (event,) = line["events"]
    assert {"after": at(2), "before": at(3)} == event["observed"]
    assert at(2) == line["last_shown"]["fetched_at"]


def test_a_line_sums_up_its_events(line):
    assert ({"headline_changed": 1}, True, "silent", {}) == (
        line["kinds"],
        line["silent"],
        line["said"],
        line["marked"],
    )
