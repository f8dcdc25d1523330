"""articles, show, revisions, search and diff, run on a collection as a user runs them."""

import json
import re
import subprocess
import sys
from io import StringIO

import pytest
from click.testing import CliRunner
from rich.console import Console

from archive.errors import BadInput, NotInCollection
from crawler.cli import cli
from tests.archive.diff.crafted import HARBOUR, capture
from tests.archive.diff.filled import URL, fill, fill_from_feed, fill_once, fill_to_and_fro


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    path = tmp_path_factory.mktemp("filled") / "collection"
    fill(path)
    return path


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    path = tmp_path_factory.mktemp("once") / "collection"
    fill_once(path)
    return path


def run(*words, collection):
    return CliRunner().invoke(cli, [*words, "--collection", str(collection)])


def printed(*words, collection):
    found = run(*words, collection=collection)
    assert (None, 0) == (found.exception, found.exit_code)
    return found.stdout


def test_diff_without_more_compares_the_last_two_revisions(collection):
    document = json.loads(printed("diff", URL, "--json", collection=collection))
    assert (1, 2, ["block_edited", "number_changed"]) == (
        document["from"]["number"],
        document["to"]["number"],
        [event["type"] for event in document["events"]],
    )


def test_diff_leads_back_to_both_captures(collection):
    document = json.loads(printed("diff", URL, "--json", collection=collection))
    assert [capture(1).warc_record_id, capture(3).warc_record_id] == [
        document[side]["capture"]["warc_record_id"] for side in ("from", "to")
    ]


def test_diff_prints_the_changed_words(collection):
    assert "[-1,500-]{+1,800+}" in printed("diff", URL, collection=collection)


def test_diff_says_between_which_visits_it_was_observed(collection):
    assert "Observed between 2026-03-02 08:00:00 UTC and 2026-03-03 08:00:00 UTC." in (
        printed("diff", URL, collection=collection)
    )


def test_diff_unified_has_whole_texts(collection):
    assert f"\n-{HARBOUR[1]}\n" in printed("diff", URL, "--unified", collection=collection)


def test_diff_takes_numbers_and_ids(collection):
    lines = printed("revisions", URL, "--json", collection=collection).splitlines()
    first = json.loads(lines[0])["revision_id"]
    words = ("diff", URL, "--from", first, "--to", "2", "--unified")
    assert printed("diff", URL, "--unified", collection=collection) == (
        printed(*words, collection=collection)
    )


def test_diff_writes_a_page(collection, tmp_path):
    printed("diff", URL, "--html", str(tmp_path / "d.html"), collection=collection)
    assert "<del>1,500</del>" in (tmp_path / "d.html").read_text(encoding="utf-8")


def test_diff_of_one_revision_says_so_and_is_done(once):
    assert "This article has only one revision: nothing to compare.\n" == (
        printed("diff", URL, collection=once)
    )


def test_diff_of_one_revision_is_a_document_without_events(once):
    document = json.loads(printed("diff", URL, "--json", collection=once))
    assert (1, 1, []) == (
        document["from"]["number"],
        document["to"]["number"],
        document["events"],
    )


def test_diff_of_a_revision_with_itself_shows_what_happened_in_its_comments(collection):
    said = printed("diff", URL, "--from", "2", "--to", "2", collection=collection)
    assert ("Its comments changed." in said, "{+Late ␛[31mred.+}" in said) == (True, True)


def test_diff_of_an_unknown_url_is_not_in_the_collection(collection):
    found = run("diff", "https://courier.example/other", collection=collection)
    assert isinstance(found.exception, NotInCollection)


def test_diff_from_a_later_revision_is_a_wrong_call(collection):
    found = run("diff", URL, "--from", "2", "--to", "1", collection=collection)
    assert isinstance(found.exception, BadInput)


def test_an_unknown_url_is_one_line_and_exit_status_one(collection):
    words = ["diff", "https://courier.example/other", "--collection", str(collection)]
    found = subprocess.run(
        [sys.executable, "-c", "from crawler.cli import main; main()", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (1, "", 1) == (found.returncode, found.stdout, found.stderr.count("\n"))


def test_revisions_lists_them_with_what_changed(collection):
    lines = [
        json.loads(x)
        for x in printed("revisions", URL, "--json", collection=collection).splitlines()
    ]
    assert [(1, []), (2, ["text"])] == [(line["number"], line["changed"]) for line in lines]


def test_revisions_has_the_keys_of_the_interface(collection):
    line = json.loads(printed("revisions", URL, "--json", collection=collection).splitlines()[0])
    keys = {"article_id", "number", "revision_id", "first_observed", "last_observed"}
    assert keys | {"digests", "changed", "capture"} <= set(line)


def test_revisions_names_the_visits_that_changed_only_comments(collection):
    assert "Only the comments changed: 2026-03-04 08:00:00 UTC." in (
        printed("revisions", URL, collection=collection)
    )


def test_revisions_says_when_the_page_was_gone(collection):
    rows = [
        line.split("\t") for line in printed("revisions", URL, collection=collection).splitlines()
    ]
    assert [
        ["-", "2026-03-04 08:00", "2026-03-05 08:00", "taken down, observed between the two"],
        ["-", "2026-03-05 08:00", "2026-03-06 08:00", "returned, observed between the two"],
    ] == [[*row[:3], row[4]] for row in rows if row[0] == "-"]


def test_revisions_says_what_changed_and_how_much(collection):
    rows = [
        line.split("\t") for line in printed("revisions", URL, collection=collection).splitlines()
    ]
    assert [
        ["1", "2", "first seen", "-", "-", "-"],
        ["2", "3", "1 figure changed, 1 passage edited", "+1 -1", "0.80", "silent"],
    ] == [[row[0], *row[3:8]] for row in rows if row[0] in "12"]


def test_revisions_tells_the_same_as_json(collection):
    first, second = map(
        json.loads, printed("revisions", URL, "--json", collection=collection).splitlines()
    )
    names = ("captures", "events", "words_added", "words_removed", "significance", "said")
    assert [2, None, None, None, None, None] == [first[name] for name in names]
    events = {"block_edited": 1, "number_changed": 1}
    assert [3, events, 1, 1, 0.8, "silent"] == [second[name] for name in names]


@pytest.fixture(scope="module")
def to_and_fro(tmp_path_factory):
    path = tmp_path_factory.mktemp("flapping") / "collection"
    fill_to_and_fro(path)
    return path


def test_revisions_tells_an_edit_from_what_goes_back_and_forth(to_and_fro):
    rows = [
        line.split("\t") for line in printed("revisions", URL, collection=to_and_fro).splitlines()
    ]
    assert [
        ("1 headline changed; back and forth 2 times more", "silent"),
        ("(1 shown again)", "-"),
        ("(1 shown again)", "-"),
    ] == [(row[4], row[7]) for row in rows[2:5]]


def test_revisions_on_a_terminal_of_eighty_columns_keeps_words_whole(collection, monkeypatch):
    shown = StringIO()
    kind = {"TERM": "xterm", "NO_COLOR": "1"}
    console = Console(file=shown, width=80, force_terminal=True, _environ=kind)
    monkeypatch.setattr("archive.cli.revisions.out", lambda: console)
    printed("revisions", URL, collection=collection)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown.getvalue()).splitlines()
    told = any("1 figure changed, 1" in line for line in lines)
    assert (True, True) == (told, max(map(len, lines)) <= 80)


def test_revisions_counts_what_goes_back_as_no_edit_in_json(to_and_fro):
    lines = printed("revisions", URL, "--json", collection=to_and_fro).splitlines()
    third = json.loads(lines[2])
    names = ("events", "marked", "words_added", "significance", "said", "returns_to")
    assert [{}, {"shown_again": 1}, 0, 0.0, "none", 1] == [third[name] for name in names]


@pytest.mark.parametrize("words", [(), ("--unified",), ("--json",)])
def test_diff_says_of_a_revision_and_the_next_that_it_only_goes_back(to_and_fro, words):
    said = printed("diff", URL, "--from", "2", "--to", "3", *words, collection=to_and_fro)
    assert "shown again" in said.replace("shown_again", "shown again")


def test_diff_says_it_on_the_page(to_and_fro, tmp_path):
    printed("diff", URL, "--html", str(tmp_path / "d.html"), collection=to_and_fro)
    html = (tmp_path / "d.html").read_text(encoding="utf-8")
    assert '<strong class="mark">shown again</strong>' in html


def test_revisions_names_the_records_of_a_page_that_was_gone(collection):
    line = json.loads(printed("revisions", URL, "--json", collection=collection).splitlines()[1])
    assert [("article_taken_down", 4, 5), ("article_returned", 5, 6)] == [
        (one["type"], *(int(each["warc_filename"][6]) for each in one["evidence"]))
        for one in line["presence"]
    ]


def test_articles_are_lines_of_json(collection):
    (line,) = printed("articles", "--json", collection=collection).splitlines()
    found = json.loads(line)
    assert (URL, "online", 2, 6) == (
        found["url"],
        found["state"],
        found["revisions"],
        found["observations"],
    )


def test_articles_are_a_line_each_where_there_is_no_terminal(collection):
    assert 2 == len(printed("articles", collection=collection).splitlines())


@pytest.mark.parametrize(("words", "fields"), [(("articles",), 6), (("revisions", URL), 9)])
def test_tables_have_tabs_between_fields_where_there_is_no_terminal(collection, words, fields):
    lines = printed(*words, collection=collection).splitlines()
    assert [fields - 1] * 2 == [line.count("\t") for line in lines[:2]]


def test_show_prints_headline_text_and_comments(collection):
    said = " ".join(printed("show", URL, collection=collection).split())
    wanted = ("Harbour reopens", "according to Mayor Anna Berg.", "Late ␛[31mred.")
    assert [True] * 3 == [word in said for word in wanted]


def test_show_never_sends_what_a_page_holds_as_a_control(collection):
    assert "\x1b" not in printed("show", URL, collection=collection)


@pytest.mark.parametrize("name", ["show", "diff"])
def test_no_printed_line_ends_in_blanks(collection, name):
    lines = printed(name, URL, collection=collection).split("\n")
    assert [line.rstrip() for line in lines] == lines


def test_show_gives_the_latest_revision_as_json(collection):
    found = json.loads(printed("show", URL, "--json", collection=collection))
    assert (2, "Harbour reopens", 2) == (
        found["revision"]["number"],
        found["article"]["headline"],
        len(found["comments"]),
    )


def test_search_finds_what_was_edited_away(collection):
    (line,) = printed("search", "1,500", "ferry", "--json", collection=collection).splitlines()
    assert URL == json.loads(line)["url"]


def test_search_without_a_hit_prints_nothing_and_is_done(collection):
    assert "" == printed("search", "unheardof", collection=collection)


@pytest.mark.parametrize("words", [("",), (" ", ""), ("...",)])
def test_search_without_a_word_is_a_wrong_call(collection, words):
    assert isinstance(run("search", *words, collection=collection).exception, BadInput)


@pytest.fixture(scope="module")
def fed(tmp_path_factory):
    path = tmp_path_factory.mktemp("fed") / "collection"
    fill_from_feed(path)
    return path


@pytest.mark.parametrize("words", [("articles",), ("show", URL), ("diff", URL)])
def test_for_people_the_canonical_address_is_printed(fed, words):
    said = printed(*words, collection=fed)
    assert (True, False) == (URL in said, "utm_source" in said)


@pytest.mark.parametrize("words", [("articles",), ("show", URL), ("diff", URL)])
def test_json_has_the_address_that_was_asked(fed, words):
    assert f"{URL}?utm_source=feed" in printed(*words, "--json", collection=fed)
