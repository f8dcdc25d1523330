"""What changes on many pages of a site at once, seen through the stream of edits."""

import pytest

from archive.history import NOISE_NOT_SOUGHT, steps_of
from archive.history.noise import Changes, candidates
from archive.history.said import Item
from archive.history.stream import Asked
from archive.records import Block, Body, Image, Link
from tests.archive.diff.crafted import kinds, only
from tests.archive.history.newsroom import TEXTS, article, at, author, url_of

LINE = "Read our spring newsletter about what matters in Lindenau."
NEW_LINE = "Read our summer newsletter about what matters in Lindenau."
SOFT = "The port said that the work came late, and that it had been a hard winter."
HARD = "The port said that the work came too late, and that it had been a lost winter."
MANY = 10
"""Pages enough to learn from."""
WRONG = "The agency said that 15 people were hurt in the storm on Sunday."
RIGHT = "The agency said that 17 people were hurt in the storm on Sunday."


def own(number, *more, **fields):
    """An article with a text of its own, and more."""
    return article(f"{TEXTS[0]} This is report number {number}.", *more, **fields)


def seen_twice(newsroom, count, old, new, *, first=0, day=1, **place):
    """So many articles, each read on one day as `old(number)`, on the next as `new(number)`."""
    for number in range(first, first + count):
        newsroom.read(at(day, 8), old(number), f"report-{number}", **place)
        newsroom.read(at(day + 1, 8), new(number), f"report-{number}", **place)


def with_line(number):
    return own(number, LINE)


def with_new_line(number):
    return own(number, NEW_LINE)


def test_a_line_that_changes_on_every_page_is_no_edit(newsroom):
    seen_twice(newsroom, MANY, with_line, with_new_line)
    assert [] == newsroom.told()


def test_the_page_seen_first_is_judged_like_those_after_it(newsroom):
    seen_twice(newsroom, MANY - 1, with_line, with_new_line)
    assert MANY - 1 == len(newsroom.told())
    seen_twice(newsroom, 1, with_line, with_new_line, first=MANY)
    assert [] == newsroom.told()


def test_noise_says_on_how_many_pages_it_was_seen(newsroom):
    seen_twice(newsroom, 12, with_line, with_new_line)
    seen_twice(newsroom, 2, own, own, first=12)
    event = only(newsroom.steps()[0].comparison.events, "block_edited")
    assert "The same change on 12 of 14 pages of this site." == event.reason
    assert ("noise", 0.0, False) == (event.mark.kind, event.significance, event.silent)


def test_noise_is_kept_with_its_texts(newsroom):
    seen_twice(newsroom, MANY, with_line, with_new_line)
    event = only(newsroom.steps()[0].comparison.events, "block_edited")
    assert (LINE, NEW_LINE, True) == (event.old, event.new, event.mark.weight > 0)


def test_a_correction_on_some_articles_of_a_site_is_an_edit_of_each(newsroom):
    seen_twice(newsroom, 5, lambda n: own(n, WRONG), lambda n: own(n, RIGHT))
    seen_twice(newsroom, 5, own, own, first=5)
    assert 5 * [["block_edited", "number_changed"]] == newsroom.told()


def test_nine_pages_are_too_few(newsroom):
    seen_twice(newsroom, 9, with_line, with_new_line)
    assert 9 == len(newsroom.told())


def test_a_wording_that_changes_on_the_few_pages_seen_again_that_day_is_an_edit_of_each(newsroom):
    """Twelve of one story, all seen again on one day; the site's others a few days later."""
    story = {"old": lambda n: own(n, SOFT), "new": lambda n: own(n, HARD)}
    seen_twice(newsroom, 12, **story)
    for day in (1, 6):
        for number in range(12, 20):
            newsroom.read(at(day), own(number), f"report-{number}")
    assert 12 == len(newsroom.told())


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        (
            "The blast killed 15 people, the agency said.",
            "The blast killed 51 people, the agency said.",
        ),
        (
            "Police in Lindenau say that Peter Miller was seen at the quay.",
            "Police in Lindenau say that Jonas Weber was seen at the quay.",
        ),
        (
            "He said that he had been at the quay on that evening.",
            "He said that he had not been at the quay on that evening.",
        ),
        (
            "The mayor called it “a very bad idea of the port” on Monday.",
            "The mayor called it “a very good idea of the port” on Monday.",
        ),
    ],
)
def test_a_fact_is_news_on_however_many_pages(newsroom, wrong, right):
    seen_twice(newsroom, MANY, lambda n: own(n, wrong), lambda n: own(n, right))
    assert MANY == sum("block_edited" in one for one in newsroom.told())


def test_beside_a_fact_a_link_of_the_block_is_noise_still(newsroom):
    def linked(text, file):
        block = Block(
            type="paragraph", text=text, links=(Link(url=f"https://a.example/{file}", text="plan"),)
        )
        return lambda n: article(body=Body(blocks=(*own(n).body.blocks, block)))

    seen_twice(newsroom, MANY, linked(WRONG, "spring"), linked(RIGHT, "summer"))
    (step, *_) = newsroom.steps()
    marks = {event.type: event.mark and event.mark.kind for event in step.comparison.events}
    assert {"block_edited": None, "number_changed": None, "link_changed": "noise"} == marks


def test_bylines_and_authors_are_never_noise(newsroom):
    signed = {"author": (author("Jo Doe"),), "byline": "By Jo Doe"}
    seen_twice(newsroom, MANY, lambda n: own(n, **signed), own)
    assert MANY * [["byline_changed", "author_changed"]] == newsroom.told()


def test_other_sites_tell_nothing_of_this_one(newsroom):
    for site in ("courier.example", "ledger.example", "beacon.example"):
        seen_twice(newsroom, 1, with_line, with_new_line, site=site)
    assert 3 == len(newsroom.told())


def test_changes_weeks_apart_are_not_at_once(newsroom):
    for number, day in enumerate((1, 12, 23)):
        seen_twice(newsroom, 1, with_line, with_new_line, first=number, day=day)
    assert 3 == len(newsroom.told())


def test_an_edit_beside_the_noise_is_told_without_it(newsroom):
    seen_twice(newsroom, MANY, with_line, with_new_line)
    newsroom.read(at(1), own(99, TEXTS[1], LINE), "edited")
    newsroom.read(at(2), own(99, TEXTS[1].replace("1,500", "1,800"), NEW_LINE), "edited")
    assert [["block_edited", "number_changed"]] == newsroom.told()


def test_a_line_that_becomes_a_text_of_its_own_on_one_page_is_an_edit_there(newsroom):
    seen_twice(newsroom, MANY, with_line, with_new_line)
    newsroom.read(at(1), own(99, LINE), "edited")
    newsroom.read(at(2), own(99, LINE.replace("newsletter", "long report on 15 boats")), "edited")
    assert 1 == len(newsroom.told())


def test_a_line_that_is_added_everywhere_is_noise(newsroom):
    seen_twice(newsroom, MANY, own, with_line)
    assert [] == newsroom.told()
    assert ["block_added"] == kinds(newsroom.steps()[0].comparison.events)


def test_a_line_that_comes_on_one_page_and_goes_on_another_is_noise(newsroom):
    seen_twice(newsroom, MANY // 2, own, with_line)
    seen_twice(newsroom, MANY // 2, with_line, own, first=MANY // 2)
    assert [] == newsroom.told()


def test_a_renamed_section_needs_no_share_of_the_site(newsroom):
    seen_twice(
        newsroom,
        3,
        lambda n: own(n, article_section=("Town",)),
        lambda n: own(n, article_section=("City",)),
    )
    seen_twice(newsroom, 12, own, own, first=3)
    assert [] == newsroom.told()
    event = newsroom.steps()[0].comparison.events[0]
    assert "The same change on 3 of 15 pages of this site." == event.reason


def test_an_authors_box_needs_no_share_of_the_site(newsroom):
    box = "Anna Berg has reported from the harbour since 2019."
    new_box = "Anna Berg has reported from the harbour since 2019. She leads the desk."
    fields = {"author": (author("Anna Berg"),)}
    seen_twice(newsroom, 3, lambda n: own(n, box, **fields), lambda n: own(n, new_box, **fields))
    seen_twice(newsroom, 9, own, own, first=3)
    assert [] == newsroom.told()


def test_a_section_that_a_few_of_its_articles_leave_is_an_edit_of_each(newsroom):
    def placed(name):
        return lambda n: own(n, article_section=(name,))

    seen_twice(newsroom, 3, placed("News"), placed("Opinion"))
    seen_twice(newsroom, 1, placed("News"), placed("News"), first=3)
    assert 3 * [["section_changed"]] == newsroom.told()


def test_a_note_on_an_author_is_news_on_all_pages_of_the_author(newsroom):
    note = "Anna Berg, who wrote this article, made up its witnesses and has left this paper."
    fields = {"author": (author("Anna Berg"),)}
    seen_twice(newsroom, 3, lambda n: own(n, **fields), lambda n: own(n, note, **fields))
    seen_twice(newsroom, 9, own, own, first=3)
    assert 3 * [["block_added"]] == newsroom.told()


def test_a_note_beside_a_box_that_changes_is_news(newsroom):
    box = "Anna Berg has reported from the harbour since 2019."
    note = "Anna Berg, who wrote this article, made up its witnesses and has left this paper."
    fields = {"author": (author("Anna Berg"),)}
    new = (f"{box} She led the desk.", note)
    seen_twice(newsroom, 3, lambda n: own(n, box, **fields), lambda n: own(n, *new, **fields))
    assert all("block_added" in one for one in newsroom.told())
    assert 3 == len(newsroom.told())


def test_a_note_in_the_place_of_a_box_is_news(newsroom):
    box = "Anna Berg has reported from the harbour since 2019."
    note = "Anna Berg made up what her witnesses had said, and has left this paper."
    fields = {"author": (author("Anna Berg"),)}
    seen_twice(newsroom, 3, lambda n: own(n, box, **fields), lambda n: own(n, note, **fields))
    assert 3 == len(newsroom.told())


def test_a_box_that_stays_on_the_authors_other_pages_is_an_edit_where_it_changed(newsroom):
    box = "Anna Berg has reported from the harbour since 2019."
    new_box = "Anna Berg has reported from the harbour since 2019. She leads the desk."
    fields = {"author": (author("Anna Berg"),)}

    def with_box(number):
        return own(number, box, **fields)

    seen_twice(newsroom, 3, with_box, lambda n: own(n, new_box, **fields))
    seen_twice(newsroom, 2, with_box, with_box, first=3)
    assert 3 == len(newsroom.told())


def test_a_name_taken_off_some_articles_is_an_edit(newsroom):
    signed = {"author": (author("Jo Doe"),), "byline": "By Jo Doe"}
    seen_twice(newsroom, 4, lambda n: own(n, **signed), own)
    seen_twice(newsroom, 9, own, own, first=4)
    assert 4 * [["byline_changed", "author_changed"]] == newsroom.told()


def test_an_authors_box_taken_off_with_the_name_is_an_edit(newsroom):
    box = "Jo Doe has reported from the harbour since 2019."
    signed = {"author": (author("Jo Doe"),)}
    seen_twice(newsroom, 4, lambda n: own(n, box, **signed), own)
    seen_twice(newsroom, 9, own, own, first=4)
    assert 4 * [["author_changed", "block_removed"]] == newsroom.told()


def test_articles_seen_for_the_first_time_were_not_compared(newsroom):
    seen_twice(newsroom, MANY, with_line, with_new_line)
    for number in range(MANY, MANY + 9):
        newsroom.read(at(2), own(number), f"report-{number}")
        newsroom.read(at(8), own(number), f"report-{number}")
    assert [] == newsroom.told()
    reason = newsroom.steps()[0].comparison.events[0].reason
    assert "The same change on 10 of 10 pages of this site." == reason


def test_articles_whose_amp_pages_alone_were_seen_again_were_not_compared(newsroom):
    seen_twice(newsroom, MANY - 1, with_line, with_new_line)
    newsroom.read(at(1), own(99), "report-99")
    newsroom.read(at(2), own(99), url=f"{url_of('report-99')}/amp")
    assert MANY - 1 == len(newsroom.told())


def test_what_is_learned_before_the_time_asked_for_counts(newsroom):
    seen_twice(newsroom, MANY, with_line, with_new_line)
    seen_twice(newsroom, 1, with_line, with_new_line, first=MANY, day=5)
    (step,) = newsroom.steps(Asked(marked=True, has_time=lambda moment: moment > at(5)))
    assert "noise" == step.comparison.events[0].mark.kind


def test_a_correction_notice_is_news_on_however_many_pages(newsroom):
    notice = Block(type="correction", text="Correction: 17 people were hurt, not 15.")

    def corrected(number):
        found = own(number)
        body = type(found.body)(blocks=(*found.body.blocks, notice))
        return article(body=body)

    seen_twice(newsroom, 5, own, corrected)
    assert 5 == sum("correction_added" in one for one in newsroom.told())


def test_an_image_changed_on_every_page_is_noise(newsroom):
    def shown(file):
        image = Image(id="img-1", content_url=f"https://courier.example/{file}", caption="A badge")
        return lambda number: own(number, image=(image,))

    seen_twice(newsroom, MANY, shown("spring.png"), shown("summer.png"))
    assert [] == newsroom.told()


def test_what_is_said_of_a_step_does_not_depend_on_what_is_asked(newsroom):
    seen_twice(newsroom, MANY, with_line, with_new_line)
    asked = Asked(marked=True, has_site=lambda url: url.endswith("report-3"))
    (step,) = newsroom.steps(asked)
    (same,) = [one for one in newsroom.steps() if one.comparison.url.endswith("report-3")]
    assert same == step


def test_beyond_the_bound_texts_of_a_single_article_are_forgotten():
    changes = Changes(most=3)
    for number in range(4):
        changes.bound()
        came = {Item("body", LINE), Item("body", f"Text {number}")}
        changes.add(str(number), at(1), set(), set(), came)
    assert 3 >= len(changes.texts)
    assert [4] == [len(each) for each in candidates(changes).values()]


def noise_in(newsroom, among):
    """Marks of an article's one step, and whether its notes say that noise was not looked for."""
    seen_twice(newsroom, MANY, with_line, with_new_line)
    article_id = newsroom.collection.find_article(url_of("report-0"))
    (step,) = steps_of(newsroom.collection, article_id, among=among)
    marks = [event.mark and event.mark.kind for event in step.comparison.events]
    return marks, NOISE_NOT_SOUGHT in step.comparison.notes


def test_one_article_is_judged_by_its_site(newsroom):
    assert (["noise"], False) == noise_in(newsroom, None)


def test_one_article_among_few_that_changed_is_judged_by_its_site(newsroom):
    assert (["noise"], False) == noise_in(newsroom, MANY)


def test_one_article_among_too_many_that_changed_is_judged_by_itself_and_says_so(newsroom):
    assert ([None], True) == noise_in(newsroom, MANY - 1)
