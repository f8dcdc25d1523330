"""False alarms on pages that others captured twice: ../shared/corpora/versions, where it is there.

`recaptures.json` names the pairs with a label given by eye, from the pages' visible lines and not
from a comparison of ours: `same` where a reader would find the same article text in both, `differs`
where not. The pages themselves are nobody's to copy, and no part of the project.
"""

from __future__ import annotations

import gzip
import json
import os
from functools import cache
from pathlib import Path

import pytest

from archive.diff import Event, compare
from archive.records import PageRecords
from archive.warc.exchange import Exchange
from crawler.reading import normalize, read

HERE = Path(__file__).parent
CORPORA = Path(os.environ.get("MICROFICHE_CORPORA", HERE.parents[3] / "shared/corpora"))
VERSIONS = CORPORA / "versions"
PAIRS = json.loads((HERE / "recaptures.json").read_text())
MOST_FALSE_ALARMS = 2
SIGNIFICANT = 0.2
"""From a picture's description or a link up; dates and keywords weigh less."""

pytestmark = pytest.mark.skipif(
    not VERSIONS.is_dir(), reason=f"no pages captured twice at {VERSIONS}"
)


def test_pages_with_the_same_text_raise_no_alarm() -> None:
    same = [pair for pair in PAIRS if pair["text"] == "same"]
    alarms = {pair["old"]: _told(_significant(pair)) for pair in same if _significant(pair)}
    assert len(same) == 46
    assert len(alarms) <= MOST_FALSE_ALARMS, alarms


@pytest.mark.parametrize(
    "pair", [pair for pair in PAIRS if pair["text"] == "differs"], ids=lambda pair: pair["seen"]
)
def test_a_text_that_differs_is_told(pair: dict[str, str]) -> None:
    assert _significant(pair)


def test_a_page_beside_itself_has_no_events() -> None:
    for name in {pair[side] for pair in PAIRS for side in ("old", "new")}:
        one = _read(name)
        if one.article is not None:
            found = compare(one.article, one.article, one.comments, one.comments)
            assert found.events == (), name


def _significant(pair: dict[str, str]) -> list[Event]:
    old, new = _read(pair["old"]), _read(pair["new"])
    if old.article is None or new.article is None:
        assert (old.article, new.article) == (None, None), pair
        return []
    events = compare(old.article, new.article, old.comments, new.comments).events
    return [event for event in events if event.significance >= SIGNIFICANT]


def _told(events: list[Event]) -> list[str]:
    return [f"{event.type} {event.path}" for event in events]


@cache
def _read(name: str) -> PageRecords:
    """Both captures at one address and one moment: what differs is the page."""
    url = f"https://paper.example/2015/{name.split('.', maxsplit=1)[0].lower()}"
    exchange = Exchange(
        request_url=url,
        url=url,
        fetched_at="2015-01-03T12:00:00Z",
        status=200,
        headers=(("Content-Type", "text/html"),),
        body=gzip.decompress((VERSIONS / name).read_bytes()),
    )
    return normalize(read(exchange, None), exchange, None, None)
