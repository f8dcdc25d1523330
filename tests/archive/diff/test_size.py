import pytest

from archive.diff import compare
from archive.diff.size import Size, size_of
from archive.records import Block, Image
from tests.archive.diff.crafted import HARBOUR, article, changed_in, comment


def between(old, new, *comments):
    return size_of(compare(old, new, *comments).events)


PHOTO = Image(id="img-1", content_url="https://a.example/quay.jpg", caption="The quay.")
OTHER = Image(id="img-1", content_url="https://a.example/pier.jpg", caption="The old quay.")
HELD = Block(type="image", ref="img-1")


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (article(*changed_in(HARBOUR, 1, "1,500", "1,800")), Size(added=1, removed=1)),
        (article(*HARBOUR, "Three more words."), Size(added=3, removed=0)),
        (article(*HARBOUR[:3], *HARBOUR[4:]), Size(added=0, removed=12)),
        (article(*HARBOUR[1:], HARBOUR[0]), Size(added=0, removed=0)),
        (article(*HARBOUR, headline="Harbour is open"), Size(added=2, removed=1)),
        (article(*HARBOUR, keywords=("a", "b"), date_modified="2026-03-02"), Size(0, 0)),
    ],
)
def test_the_words_of_what_the_article_says_are_counted(new, expected):
    assert expected == between(article(*HARBOUR), new)


def test_of_an_image_its_caption_is_counted_and_not_its_address():
    old, new = article(HELD, image=(PHOTO,)), article(HELD, image=(OTHER,))
    assert Size(added=1, removed=0) == between(old, new)


def test_what_readers_write_is_not_counted():
    page = article(*HARBOUR)
    assert Size(0, 0) == between(page, page, [], [comment("a", "Many words of a reader")])
