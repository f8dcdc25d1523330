"""`microfiche edits`, run on a collection as a user runs it."""

import json
import re
from io import StringIO

import feedparser
import pytest
from click.testing import CliRunner
from rich.console import Console

from archive.errors import BadInput
from crawler.cli import cli
from tests.archive.history.newsroom import TEXTS, Newsroom, article, at

LINE = "Read our spring newsletter about what matters in Lindenau."
NEW_LINE = "Read our summer newsletter about what matters in Lindenau."


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    """A silent edit, a headline that flaps, a page taken down, a line that changes everywhere."""
    room = Newsroom(tmp_path_factory.mktemp("edits") / "collection")
    figure = article(TEXTS[0], TEXTS[1].replace("1,500", "1,800"), *TEXTS[2:])
    room.read(at(1), article(), "figure")
    room.read(at(2), figure, "figure")
    for hour in range(1, 5):
        headline = "Harbour \x1b[31mopens" if hour % 2 else "Harbour reopens"
        room.read(at(3, hour), article(headline=headline), "flapping")
    room.read(at(4), article(), "gone", site="ledger.example")
    room.answer(at(5), 404, name="gone", url="https://ledger.example/news/gone")
    for number in range(10):
        own = f"{TEXTS[0]} Report {number}."
        room.read(at(6), article(own, LINE), f"report-{number}", site="beacon.example")
        room.read(at(7), article(own, NEW_LINE), f"report-{number}", site="beacon.example")
    room.close()
    return room.path


def run(*words, collection):
    return CliRunner().invoke(cli, ["edits", *words, "--collection", str(collection)])


def rows(*words, collection):
    """The table's rows without its heading, as fields."""
    found = run(*words, collection=collection)
    assert (None, 0) == (found.exception, found.exit_code)
    return [line.split("\t") for line in found.stdout.splitlines()[1:]]


def lines(*words, collection):
    found = run(*words, "--json", collection=collection)
    assert (None, 0) == (found.exception, found.exit_code)
    return [json.loads(line) for line in found.stdout.splitlines()]


def test_the_edits_stand_newest_first_without_what_is_none(collection):
    assert [
        ["ledger.example", "article taken down", "1.00", "-"],
        [
            "courier.example",
            "headline changed, back and forth 2 times more, last 2026-03-03 04:00",
            "0.75",
            "silent",
        ],
        ["courier.example", "block edited, number changed", "0.80", "silent"],
    ] == [[row[1], *row[3:]] for row in rows(collection=collection)]


def test_a_row_says_between_which_visits_it_was_observed(collection):
    assert "2026-03-01 08:00 – 2026-03-02 08:00" == rows(collection=collection)[-1][0]


def test_archived_text_sends_nothing_to_the_terminal(collection):
    assert "\x1b" not in run("--noise", collection=collection).stdout


def test_noise_is_listed_when_asked_for(collection):
    told = [row[3] for row in rows("--noise", collection=collection)]
    assert 10 == told.count("(noise)")
    assert 2 == told.count("(shown again)")


def test_json_keeps_noise_with_its_reason(collection):
    kept = [line for line in lines(collection=collection) if line["marked"].get("noise")]
    assert 10 == len(kept)
    assert "The same change on 10 of 10 pages of this site." == kept[0]["events"][0]["mark"]["said"]


def test_json_keeps_what_is_shown_again(collection):
    assert [1, 2] == sorted(
        line["returns_to"] for line in lines(collection=collection) if line["returns_to"]
    )


@pytest.mark.parametrize(
    ("words", "sites"),
    [
        (("--site", "ledger.example"), {"ledger.example"}),
        (("--kind", "number_changed"), {"courier.example"}),
        (("--kind", "article-taken-down"), {"ledger.example"}),
        (("--silent",), {"courier.example"}),
        (("--min-significance", "0.9"), {"ledger.example"}),
        (("--since", "2026-03-05"), {"ledger.example"}),
        (("--until", "2026-03-03"), {"courier.example"}),
        (("--since", "2026-03-05T08:00:01Z"), set()),
    ],
)
def test_every_option_narrows_what_is_listed(collection, words, sites):
    assert sites == {row[1] for row in rows(*words, collection=collection)}


def test_the_same_is_filtered_in_json(collection):
    found = lines("--kind", "number_changed", "--silent", collection=collection)
    assert [{"block_edited": 1, "number_changed": 1}] == [line["kinds"] for line in found]


def test_no_more_than_asked_for_are_listed(collection):
    assert 1 == len(rows("--limit", "1", collection=collection))


def test_an_unknown_kind_is_answered_with_the_nearest(collection):
    found = run("--kind", "headlines", collection=collection)
    assert 2 == found.exit_code
    assert "'headlines' is no kind of event; did you mean headline_changed" in found.stderr


def test_a_date_that_is_none_is_a_wrong_call(collection):
    with pytest.raises(BadInput, match="yesterday: is no date"):
        raise run("--since", "yesterday", collection=collection).exception


def test_nothing_is_said_on_stdout_where_there_is_none(tmp_path):
    Newsroom(tmp_path / "empty").close()
    found = run(collection=tmp_path / "empty")
    assert (0, "", "No edits.\n") == (found.exit_code, found.stdout, found.stderr)


def test_a_feed_has_the_edits_and_no_others(collection):
    found = run("--atom", collection=collection)
    read = feedparser.parse(found.stdout)
    items = json.loads(run("--json-feed", collection=collection).stdout)["items"]
    assert (0, False, "") == (found.exit_code, read.bozo, found.stderr)
    assert len(rows(collection=collection)) == len(items)
    assert [entry.id for entry in read.entries] == [item["id"] for item in items]
    assert ["article_taken_down"] == items[0]["tags"]


def test_a_feed_is_narrowed_as_a_list_is(collection):
    narrow = ("--site", "ledger.example", "--json-feed")
    assert 1 == len(json.loads(run(*narrow, collection=collection).stdout)["items"])
    assert 1 == len(
        json.loads(run("--limit", "1", "--json-feed", collection=collection).stdout)["items"]
    )


def test_two_forms_at_once_are_refused(collection):
    assert 2 == run("--atom", "--json", collection=collection).exit_code
    assert 2 == run("--atom", "--noise", collection=collection).exit_code
    assert 2 == run("--json-feed", "--noise", collection=collection).exit_code


def test_a_terminal_of_eighty_columns_has_room_for_a_row(collection, monkeypatch):
    console = Console(file=StringIO(), force_terminal=True, width=80, no_color=True)
    monkeypatch.setattr("archive.cli.edits.out", lambda: console)
    run("--kind", "number_changed", collection=collection)
    plain = re.sub(r"\x1b\[\d*m", "", console.file.getvalue())
    first, second = plain.splitlines()[1:]
    assert re.match(r"2026-03-01 08:00 –  Harbour reopens .* 0\.80  silent", first)
    assert re.match(r"2026-03-02 08:00    courier\.example ", second)
    assert 80 >= max(map(len, plain.splitlines()))


def test_what_is_withdrawn_is_listed_no_more(tmp_path):
    room = Newsroom(tmp_path / "collection")
    for name in ("kept", "withdrawn"):
        room.read(at(1), article(), name)
        room.read(at(2), article(headline="Harbour opens"), name)
    room.close()
    words = ["withdraw", "https://courier.example/news/withdrawn", "--reason", "asked"]
    CliRunner().invoke(cli, [*words, "--collection", str(room.path)], catch_exceptions=False)
    assert ["kept"] == [line["url"].rpartition("/")[2] for line in lines(collection=room.path)]
