import re
from io import StringIO

import pytest
from rich.console import Console

from archive.diff import compare, document
from archive.diff.page import Place, page
from archive.diff.state import State
from archive.diff.terminal import print_comparison
from archive.diff.unified import unified
from archive.printable import one_line, printable
from tests.archive.diff.crafted import HARBOUR, article, capture, changed_in, comment

HOSTILE = "\x1b]0;owned\x07\x9b31m\u202e<script>alert(1)</script>[bold red]x[/]\x7f"


def states():
    new = [*changed_in(HARBOUR, 1, "1,500", "1,800"), f"New words. {HOSTILE}"]
    return State(article(*HARBOUR)), State(article(*new, day=2, headline=f"Harbour {HOSTILE}"))


def comparison():
    old, new = states()
    return compare(
        old.article,
        new.article,
        [comment("c", "Gone soon")],
        [comment("c", "Gone soon", state="no_longer_shown", day=2)],
        old_number=1,
        new_number=2,
    )


def on_terminal(colour: bool) -> str:
    stream = StringIO()
    terminal = {"TERM": "xterm"}  # whatever terminal the tests themselves run in
    console = Console(
        file=stream, width=80, force_terminal=colour, highlight=False, _environ=terminal
    )
    print_comparison(comparison(), console)
    return stream.getvalue()


def test_control_and_direction_characters_are_shown_and_not_sent():
    assert "␛[2J␡<U+009B><U+202E>\n\t" == printable("\x1b[2J\x7f\x9b\u202e\n\t")


def test_a_lone_surrogate_can_be_printed():
    assert "a\ufffd" == one_line("a\ud800")


CANONICAL = "https://courier.example/news/harbour"


def of_a_feed():
    fields = {"url": f"{CANONICAL}?utm_source=feed", "canonical_url": CANONICAL}
    return State(article(*HARBOUR, **fields)), State(article(*HARBOUR[:3], day=2, **fields))


def printed(found, *_) -> str:
    stream = StringIO()
    print_comparison(found, Console(file=stream, width=80, highlight=False))
    return stream.getvalue()


@pytest.mark.parametrize("render", [printed, unified, page])
def test_for_people_the_head_has_the_canonical_address(render):
    old, new = of_a_feed()
    text = render(compare(old.article, new.article), old, new)
    assert (True, False) == (CANONICAL in text, "utm_source" in text)


def test_the_document_keeps_the_address_that_was_asked():
    old, new = of_a_feed()
    found = document(compare(old.article, new.article))
    assert (f"{CANONICAL}?utm_source=feed", False) == (found["url"], "canonical_url" in found)


def test_without_colour_changes_stand_in_brackets():
    assert "About [-1,500-]{+1,800+} people" in on_terminal(colour=False)


def test_lines_keep_within_eighty_columns():
    assert 80 >= max(len(line) for line in on_terminal(colour=False).splitlines())


def test_no_line_ends_in_blanks_where_there_is_no_terminal():
    lines = on_terminal(colour=False).split("\n")
    assert [line.rstrip() for line in lines] == lines


@pytest.mark.parametrize(
    "render", [lambda: on_terminal(colour=False), lambda: unified(comparison(), *states())]
)
def test_nothing_of_a_page_reaches_the_terminal_as_a_control(render):
    assert [] == re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", render())


def test_with_colour_only_our_own_styles_are_sent():
    assert {"m"} == set(re.findall(r"\x1b\[[0-9;]*(.)", on_terminal(colour=True)))


def test_markup_in_a_page_is_no_style():
    assert "[bold red]x[/]" in on_terminal(colour=False)


def test_the_words_say_between_which_captures_it_was_observed():
    assert "Observed between 2026-03-01 08:00:00 UTC and 2026-03-02 08:00:00 UTC." in (
        on_terminal(colour=False)
    )


def test_the_page_escapes_what_was_archived():
    assert "<script" not in page(comparison())


def test_the_page_allows_its_style_and_nothing_else():
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page(comparison()))
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")


def test_the_policy_names_the_digest_of_the_style_that_is_there():
    import base64
    import hashlib

    html = page(comparison())
    style = html[html.index("<style>") + 7 : html.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"sha256-{digest}" in html


def whole_page(**more):
    return page(comparison(), *states(), **more)


def test_every_event_has_a_heading_that_the_summary_leads_to():
    html = whole_page()
    events = range(1, len(comparison().events) + 1)
    assert [(1, True)] * len(events) == [
        (html.count(f'id="event-{one}"'), f'href="#event-{one}"' in html) for one in events
    ]


def test_the_page_names_both_records_where_they_lie():
    html = whole_page()
    wanted = [(capture(day).warc_record_id[1:-1], f"at {1000 * day}<") for day in (1, 2)]
    assert [(True, True)] * 2 == [(name in html, place in html) for name, place in wanted]


def test_the_page_holds_the_whole_article():
    html = whole_page()
    assert [True] * len(HARBOUR) == [text in html for text in [*HARBOUR[:1], *HARBOUR[2:]]] + [
        "according to Mayor Anna Berg." in html
    ]


def test_what_did_not_change_is_on_the_page_once():
    assert 1 == whole_page().count(HARBOUR[4])


def test_a_reading_room_adds_its_own_links():
    place = Place(link=lambda found: f"https://room.example/{found.warc_offset}")
    assert 'href="https://room.example/2000"' in page(comparison(), place=place)


@pytest.mark.parametrize("html", [page(comparison()), whole_page()])
def test_the_page_leads_only_to_itself(html):
    assert [] == re.findall(r"src=|href=(?!\"#)|url\(|@import", html)


def test_the_page_has_no_control_characters():
    assert [] == re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", whole_page())


def test_half_a_surrogate_pair_does_not_stop_the_page():
    text = "Odd \ud800 text."
    found = compare(article(text), article(f"{text} More.", day=2))
    assert "Odd \ufffd text." in page(found).encode().decode()


def test_a_space_that_became_another_is_named():
    found = compare(article("Some 300\u00a0euros."), article("Some 300 euros.", day=2))
    assert "<del>[no-break space]</del><ins>␣</ins>" in page(found)


def moved_page():
    old, new = HARBOUR, [*HARBOUR[1:4], HARBOUR[0], *HARBOUR[4:]]
    states = State(article(*old)), State(article(*new, day=2))
    return page(compare(states[0].article, states[1].article), *states)


def test_a_move_leads_from_the_old_place_to_the_new_and_back():
    html = moved_page()
    links = ['id="from-1"', 'href="#from-1"', 'id="event-1"', 'href="#event-1"']
    assert [True] * 4 == [link in html for link in links]


@pytest.mark.parametrize("changed", [1.0, 0.5, 0.0])
def test_a_page_is_a_few_times_what_its_two_texts_are(changed):
    old = [f"{place}: {' '.join(map(str, HARBOUR))}" for place in range(60)]
    edits = round(len(old) * changed)
    new = [text.replace("Monday", "Friday") for text in old[:edits]] + old[edits:]
    states = State(article(*old)), State(article(*new, day=2))
    html = page(compare(states[0].article, states[1].article), *states)
    bare = page(compare(article(), article(day=2)), State(article()), State(article(day=2)))
    assert 3 * sum(map(len, [*old, *new])) > len(html) - len(bare)
