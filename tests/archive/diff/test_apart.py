import dataclasses

import pytest

from archive.diff.apart import NOTE, compare_apart, translated
from archive.diff.headings import ends
from archive.diff.state import State
from archive.records import Translation
from tests.archive.diff.crafted import HAFEN, HARBOUR, article, changed_in, comment

HERE = "https://courier.example/news/harbour"
THERE = "https://courier.example/de/hafen"
OTHER = "https://courier.example/news/harbour-again"


def of(url, texts=HARBOUR, **fields):
    return article(*texts, url=url, article_id=url[-24:], **fields)


@pytest.mark.parametrize(
    ("old", "new", "how"),
    [
        ({}, {"in_language": "de"}, "en and de: their languages differ"),
        ({"in_language": "en-GB"}, {"in_language": "en-US"}, None),
        ({"in_language": "zh-Hans"}, {"in_language": "zh-Hant-TW"}, "zh-hans and zh-hant"),
        ({"in_language": None}, {"in_language": None}, None),
        (
            {"work_translation": (Translation(in_language="de", url=THERE),)},
            {"in_language": None},
            "en and de: one names the other as its translation",
        ),
        ({"work_translation": (Translation(in_language="en-AU", url=THERE),)}, {}, None),
    ],
)
def test_translations_are_told_from_editions(old, new, how):
    found = translated(of(HERE, **old), of(THERE, **new))
    assert found == how or (how is not None and found is not None and found.startswith(how))


def test_one_address_in_two_languages_is_no_translation():
    assert translated(of(HERE), of(HERE, HAFEN, in_language="de")) is None


def two(url):
    edited = changed_in(HARBOUR, 1, "1,500", "1,800")
    old = State(of(HERE), (comment("a", "First"),))
    return compare_apart(old, State(of(url, edited, day=2), (comment("b", "Second"),)))


def test_between_two_articles_nothing_is_silent_or_said_by_readers():
    found = two(OTHER)
    assert (["block_edited", "number_changed"], {False}) == (
        [event.type for event in found.events],
        {event.silent for event in found.events},
    )


def test_two_articles_are_said_to_be_two():
    assert (NOTE,) == two(OTHER).notes


def test_records_of_one_address_are_states_of_one_article():
    kinds = {event.type for event in two(f"{HERE}?utm_source=feed").events if event.silent}
    assert kinds == {"block_edited", "number_changed"}


def test_a_file_without_an_address_is_taken_for_the_other_state():
    page = of("file:///old.html")
    assert () == compare_apart(State(page), State(dataclasses.replace(page))).notes


def test_the_two_articles_are_named_where_the_sides_are():
    assert [True, True] == [
        url in end for url, end in zip((HERE, OTHER), ends(two(OTHER)), strict=True)
    ]


def test_of_one_article_the_address_is_not_said_twice():
    assert [False, False] == [HERE in end for end in ends(two(f"{HERE}?utm_source=feed"))]
