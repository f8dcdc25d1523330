"""A comparison on a terminal: what comes first, where it came from, how texts are cut."""

from io import StringIO

import pytest
from rich.console import Console

from archive.diff import compare
from archive.diff.marking import Ink, marked
from archive.diff.page import page
from archive.diff.spans import spans_of
from archive.diff.terminal import print_comparison
from tests.archive.diff.crafted import HARBOUR, article, changed_in
from tests.archive.diff.sheets import case

ISOLATES = "\u2066\u2067\u2068\u2069"


def printed(found, *, width=80, terminal=False):
    stream = StringIO()
    kind = {"TERM": "xterm"}
    console = Console(
        file=stream, width=width, force_terminal=terminal, highlight=False, _environ=kind
    )
    print_comparison(found, console)
    return stream.getvalue()


EVERYTHING = printed(case("everything")[0])


def test_the_summary_counts_every_kind_the_weightiest_first():
    (line,) = [one for one in EVERYTHING.splitlines() if "differences" in one]
    assert line.startswith("19 differences: 1 correction notice added, 2 figures changed")


def test_the_most_significant_event_is_named_at_once():
    assert "Most significant: Correction notice: A correction notice was added." in EVERYTHING


def test_groups_stand_by_their_weightiest_event():
    names = ("Corrections", "Text", "Headline", "Byline", "Pictures", "Comments", "About the page")
    lines = EVERYTHING.splitlines()
    assert sorted(map(lines.index, names)) == [lines.index(name) for name in names]


def test_text_stands_in_the_order_of_the_page():
    places = [line.split(":")[0] for line in EVERYTHING.splitlines() if line.startswith("Block ")]
    assert ["11 → 3", "4", "5", "7", "8", "9", "11"] == [one[6:] for one in places]


def test_a_move_says_from_where_to_where():
    assert "Block 11 → 3: moved up from place 11 to place 3" in EVERYTHING


def test_what_is_silent_is_marked_on_the_fact_too():
    found = compare(article(*HARBOUR), article(*changed_in(HARBOUR, 1, "1,500", "1,800"), day=2))
    assert 2 == printed(found).count("  silent\n")


def test_of_a_minor_kind_a_few_are_printed_and_the_rest_are_counted():
    old = [f"{text} It’s number {place}." for place, text in enumerate(HARBOUR * 4)]
    new = [text.replace("’", "'") for text in old]
    said = printed(compare(article(*old), article(*new, day=2)))
    assert (8, True) == (said.count(": typographic"), "… and 16 typographic changes more" in said)


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("name", ["everything", "long", "chinese", "arabic"])
def test_lines_keep_within_the_window(name, width):
    from rich.cells import cell_len

    assert width >= max(cell_len(line) for line in printed(case(name)[0], width=width).splitlines())


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Too late for us all.", "Too late for us.", "Too late for us [-all-]."),
        ("Too late for us.", "Too late for us all.", "Too late for us {+all+}."),
        ("A. B.", "A.", "A. [-B.-]"),
    ],
)
def test_words_that_went_do_not_stick_to_those_before_them(old, new, shown):
    ink = Ink(colour=False, terminal=False)
    assert shown == marked(spans_of(old, new), ink).plain


def test_nor_do_they_on_the_page():
    found = compare(article("Too late for us all."), article("Too late for us.", day=2))
    assert "for us <del>all</del>." in page(found)


def test_a_long_text_without_blanks_is_shortened_beside_a_change():
    old = f"{'渡轮冬季每天四班' * 40}维修费用为250万元{'夏季每天六班周末' * 40}"
    shown = marked(spans_of(old, old.replace("250", "350")), Ink(colour=False, terminal=False))
    assert ("[-250-]{+350+}" in shown.plain, len(shown.plain) < 200) == (True, True)


@pytest.mark.parametrize(("terminal", "count"), [(True, 2), (False, 0)])
def test_changed_words_of_a_text_that_runs_left_are_set_apart_on_a_terminal(terminal, count):
    spans = spans_of("עלות התיקון היא 2.5 מיליון", "עלות התיקון היא 3.5 מיליון")
    shown = marked(spans, Ink(colour=False, terminal=terminal)).plain
    assert (count, count) == (shown.count(ISOLATES[2]), shown.count(ISOLATES[3]))


def test_archived_marks_of_direction_are_shown_even_then():
    spans = spans_of("עלות \u202eהתיקון", "עלות \u2066התיקון\u2069 היא")
    shown = marked(spans, Ink(colour=True, terminal=True)).plain
    assert (False, False) == ("\u202e" in shown, "\u2066" in shown)


def test_the_cells_of_a_table_are_told_apart():
    assert "North | [-4-]{+5+}" in EVERYTHING


def test_a_changed_blank_can_be_seen():
    found = compare(article("Some 300\u00a0euros."), article("Some 300 euros.", day=2))
    assert "[-[no-break space]-]{+␣+}" in printed(found)
