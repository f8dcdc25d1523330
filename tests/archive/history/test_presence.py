"""What is a disappearance and what is none."""

import pytest

from tests.archive.history.newsroom import at, url_of

FRONT = "https://courier.example/"


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_answers_that_it_is_gone_was_taken_down(newsroom, status):
    newsroom.read(at(1))
    newsroom.answer(at(2), status)
    assert [["article_taken_down"]] == newsroom.told()


def test_a_page_that_is_read_again_returned(newsroom):
    newsroom.read(at(1))
    newsroom.answer(at(2), 404)
    newsroom.read(at(3))
    assert [["article_taken_down"], ["article_returned"]] == newsroom.told()


def test_both_records_of_a_disappearance_are_named(newsroom):
    newsroom.read(at(1))
    newsroom.read(at(2))
    newsroom.answer(at(3), 404)
    found = newsroom.steps()[0].comparison
    sides = (found.from_side.capture.fetched_at, found.to_side.capture.fetched_at)
    assert (at(2), at(3)) == sides == (found.observed.after, found.observed.before)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (500, "error"),
        (503, "error"),
        (429, "error"),
        (403, "error"),
        (451, "error"),
        (200, "error"),
        (200, "not_article"),
        (200, "extraction_failed"),
    ],
)
def test_an_answer_without_an_article_takes_nothing_down(newsroom, status, outcome):
    newsroom.read(at(1))
    newsroom.answer(at(2), status, outcome)
    newsroom.read(at(3))
    assert [] == newsroom.told()


def test_a_redirect_to_the_front_page_takes_nothing_down(newsroom):
    newsroom.read(at(1))
    newsroom.answer(at(2), 200, "not_article", url=FRONT, asked=url_of("harbour"))
    assert [] == newsroom.told()


def test_a_redirect_to_a_page_that_answers_404_takes_it_down(newsroom):
    newsroom.read(at(1))
    newsroom.answer(at(2), 404, url=f"{FRONT}not-found", asked=url_of("harbour"))
    assert [["article_taken_down"]] == newsroom.told()


def test_an_amp_page_that_is_gone_takes_nothing_down(newsroom):
    newsroom.read(at(1))
    newsroom.answer(at(2), 404, url=f"{url_of('harbour')}/amp")
    newsroom.read(at(3))
    assert [] == newsroom.told()


def test_an_error_between_two_404s_is_no_return(newsroom):
    newsroom.read(at(1))
    newsroom.answer(at(2), 404)
    newsroom.answer(at(3), 500)
    newsroom.answer(at(4), 404)
    assert [["article_taken_down"]] == newsroom.told()


def test_a_page_that_was_never_read_was_not_taken_down(newsroom):
    newsroom.answer(at(1), 404)
    newsroom.read(at(2))
    assert [] == newsroom.told()


def test_a_page_that_comes_and_goes_by_the_hour_is_told_once(newsroom):
    for hour in range(1, 9, 2):
        newsroom.read(at(1, hour))
        newsroom.answer(at(1, hour + 1), 404)
    assert [["article_taken_down"], ["article_returned"]] == newsroom.told()
    assert 7 == len(newsroom.steps())


def test_an_address_that_the_article_moved_away_from_takes_nothing_down(newsroom):
    newsroom.read(at(1))
    newsroom.read(at(2), url=url_of("moved"), asked=url_of("harbour"))
    newsroom.read(at(3), url=url_of("moved"))
    newsroom.answer(at(4), 404)
    assert 4 == len(
        newsroom.collection.observations(newsroom.collection.find_article(url_of("moved")))
    )
    assert [] == newsroom.told()
