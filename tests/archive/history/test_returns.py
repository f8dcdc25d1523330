"""Texts that come back, seen through the stream of edits."""

from archive.history import edit_of
from tests.archive.diff.crafted import kinds, only
from tests.archive.history.newsroom import TEXTS, article, at

A = article()
B = article(headline="Harbour opens again")
C = article(headline="Ferries sail again")
MORE = "A third ferry will join the line in May."


def marks(step):
    return [event.mark.kind if event.mark else None for event in step.comparison.events]


def visits(newsroom, *seen):
    for moment, found in seen:
        newsroom.read(moment, found)


def test_a_headline_that_goes_back_and_forth_is_one_edit(newsroom):
    visits(newsroom, (at(1, 1), A), (at(1, 2), B), (at(1, 3), A), (at(1, 4), B), (at(1, 5), A))
    assert [["headline_changed"]] == newsroom.told()


def test_an_edit_tells_how_often_it_was_seen_again_and_when_last(newsroom):
    visits(newsroom, (at(1, 1), A), (at(1, 2), B), (at(1, 3), A), (at(1, 4), B))
    again = newsroom.steps()[0].again
    assert (2, at(1, 4), (3, 4)) == (again.count, again.last, again.revisions)


def test_a_step_that_only_returns_says_to_which_revision(newsroom):
    visits(newsroom, (at(1, 1), A), (at(1, 2), B), (at(1, 3), A))
    assert [None, 1] == [step.returns_to for step in newsroom.steps()]


def test_what_is_shown_again_is_neither_silent_nor_significant(newsroom):
    visits(newsroom, (at(1, 1), A), (at(1, 2), B), (at(1, 3), A))
    event = only(newsroom.steps()[1].comparison.events, "headline_changed")
    assert (0.0, False, "Shown again: revision 1 had it so.") == (
        event.significance,
        event.silent,
        event.reason,
    )


def test_what_is_shown_again_keeps_its_texts_and_its_weight(newsroom):
    visits(newsroom, (at(1, 1), A), (at(1, 2), B), (at(1, 3), A))
    event = only(newsroom.steps()[1].comparison.events, "headline_changed")
    assert (B.headline, A.headline, True) == (event.old, event.new, event.mark.weight >= 0.6)


def test_a_body_edited_while_the_headline_flaps_is_an_edit_of_the_body_alone(newsroom):
    edited = article(*TEXTS, MORE)
    visits(newsroom, (at(1, 1), A), (at(1, 2), B), (at(1, 3), edited))
    assert [["headline_changed"], ["block_added"]] == newsroom.told()
    assert None is newsroom.steps()[1].returns_to


def test_daily_visits_that_see_two_texts_in_turn_see_one_edit(newsroom):
    visits(newsroom, (at(1), A), (at(2), B), (at(3), A), (at(4), B))
    assert [["headline_changed"]] == newsroom.told()


def test_an_edit_taken_back_after_a_week_is_an_edit(newsroom):
    visits(newsroom, (at(1), A), (at(2), B), (at(8), B), (at(9), A))
    assert [["headline_changed"], ["headline_changed"]] == newsroom.told()


def test_an_edit_taken_back_says_what_it_goes_back_to(newsroom):
    visits(newsroom, (at(1), A), (at(2), B), (at(8), B), (at(9), A))
    step = newsroom.steps()[1]
    event = only(step.edits, "headline_changed")
    assert (["taken_back"], 1, True) == (marks(step), step.returns_to, event.silent)
    assert event.reason.endswith("An earlier edit was taken back: revision 1 had it so.")


def test_an_edit_taken_back_under_a_newer_date_is_an_edit_however_quick(newsroom):
    dated = [
        article(headline=headline, date_modified=f"2026-03-01T0{hour}:00:00Z")
        for hour, headline in ((1, "One"), (2, "Two"), (3, "One"))
    ]
    visits(newsroom, *((at(1, hour), one) for hour, one in enumerate(dated, 1)))
    assert ["taken_back", None] == marks(newsroom.steps()[1])
    assert "declared" == edit_of(newsroom.steps()[1]).said


def test_servers_out_of_step_show_an_older_date_with_the_older_text(newsroom):
    old = article(headline="One", date_modified="2026-03-01T01:00:00Z")
    new = article(headline="Two", date_modified="2026-03-01T02:00:00Z")
    visits(newsroom, (at(1, 2), old), (at(1, 3), new), (at(1, 4), old), (at(1, 5), new))
    assert [["headline_changed", "date_changed"]] == newsroom.told()


def test_with_too_few_visits_one_return_is_an_edit_and_more_are_not(newsroom):
    visits(newsroom, (at(1), A), (at(11), B), (at(21), A))
    assert 2 == len(newsroom.told())
    newsroom.read(at(31), B)
    assert 1 == len(newsroom.told())


def test_texts_that_each_stand_for_a_week_are_edits_however_often(newsroom):
    visits(newsroom, *((at(day), one) for day, one in ((1, A), (7, A), (8, B), (14, B), (15, A))))
    visits(newsroom, *((at(day), one) for day, one in ((21, A), (22, B))))
    assert 3 == len(newsroom.told())


def test_three_texts_in_turn_are_two_edits(newsroom):
    visits(newsroom, *((at(1, hour), one) for hour, one in enumerate([A, B, C, A, B, C], 1)))
    assert [["headline_changed"], ["headline_changed"]] == newsroom.told()


def test_a_paragraph_that_comes_and_goes_is_told_once(newsroom):
    more = article(*TEXTS, MORE)
    visits(newsroom, *((at(1, hour), one) for hour, one in enumerate([A, more, A, more], 1)))
    assert [["block_added"]] == newsroom.told()


def test_a_figure_that_goes_back_goes_back_with_its_block(newsroom):
    other = article(TEXTS[0], TEXTS[1].replace("1,500", "1,800"), *TEXTS[2:])
    visits(newsroom, (at(1, 1), A), (at(1, 2), other), (at(1, 3), A))
    step = newsroom.steps()[1]
    assert ["block_edited", "number_changed"] == kinds(step.comparison.events)
    assert ["shown_again", "shown_again"] == marks(step)


def test_blocks_in_another_order_and_back_are_one_edit(newsroom):
    turned = article(TEXTS[3], *TEXTS[:3])
    visits(newsroom, (at(1, 1), A), (at(1, 2), turned), (at(1, 3), A))
    assert [["block_moved"]] == newsroom.told()


def test_a_paragraph_split_and_joined_again_is_one_edit(newsroom):
    first, second = "They had repaired the quay in a hurry.", "The town council paid for all of it."
    whole = article(TEXTS[0], f"{first} {second}", TEXTS[2])
    parts = article(TEXTS[0], first, second, TEXTS[2])
    visits(newsroom, (at(1, 1), whole), (at(1, 2), parts), (at(1, 3), whole))
    assert [["block_split"]] == newsroom.told()


def test_a_new_text_where_another_flaps_is_an_edit(newsroom):
    visits(newsroom, (at(1, 1), A), (at(1, 2), B), (at(1, 3), A), (at(1, 4), C))
    assert [["headline_changed"], ["headline_changed"]] == newsroom.told()
