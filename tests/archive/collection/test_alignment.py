"""Which comment of a page is which of those that were seen before."""

from __future__ import annotations

from dataclasses import replace

from archive.collection.alignment import align
from archive.records import Comment, CommentAuthor

ARTICLE = "a" * 24


def said(
    text: str, author: str | None = None, *, at: int = 0, id: str | None = None, **more: object
) -> Comment:
    comment = Comment(
        comment_id=id or f"comment-{at + 1}",
        provider="inline",
        identity="platform" if id else "derived",
        position=at,
        author=CommentAuthor(name=author) if author else None,
        text=text,
    )
    return replace(comment, **more)  # type: ignore[arg-type]


def page(*texts: str, author: str | None = None) -> list[Comment]:
    return [said(text, author, at=at) for at, text in enumerate(texts)]


def lines(
    previous: list[Comment], seen: list[Comment], *, before: bool = True, now: bool = True
) -> list[Comment]:
    return align(previous, seen, article_id=ARTICLE, previous_complete=before, seen_complete=now)


def states(found: list[Comment]) -> list[tuple[str, str]]:
    return [(line.text, line.state) for line in found]


def standing(previous: list[Comment], added: list[Comment]) -> list[Comment]:
    """The comments as they stand after lines were appended."""
    last = {comment.comment_id: comment for comment in [*previous, *added]}
    return sorted(last.values(), key=lambda comment: comment.position)


def test_comments_seen_for_the_first_time_are_all_new() -> None:
    found = lines([], page("one", "two"))
    assert [("one", "visible"), ("two", "visible")] == states(found)


def test_the_same_page_twice_gives_nothing() -> None:
    seen = page("one", "two", "two", "three")
    assert lines(lines([], seen), seen) == []


def test_a_lasting_id_does_not_depend_on_the_place() -> None:
    first = lines([], page("one", "two"))
    second = lines([], page("zero", "one", "two"))
    assert first[0].comment_id == second[1].comment_id


def test_identical_texts_stay_distinct() -> None:
    ids = [line.comment_id for line in lines([], page("yes", "yes", "yes"))]
    expected = 3
    assert expected == len(set(ids))


def test_a_third_identical_text_is_one_new_line() -> None:
    before = lines([], page("yes", "yes"))
    found = lines(before, page("yes", "yes", "yes"))
    expected = [("yes", "visible")]
    assert expected == states(found)
    assert found[0].comment_id not in {comment.comment_id for comment in before}


def test_a_comment_between_others_is_the_only_new_one() -> None:
    before = lines([], page("one", "three"))
    expected = [("two", "visible")]
    assert expected == states(lines(before, page("one", "two", "three")))


def test_a_thread_in_another_order_gives_nothing() -> None:
    before = lines([], page("one", "two", "three"))
    assert lines(before, page("three", "two", "one")) == []


def test_a_similar_text_by_the_same_author_is_edited() -> None:
    before = lines([], page("I think this is wrong.", "Other", author="Ann"))
    found = lines(before, page("I think that this is wrong!", "Other", author="Ann"))
    expected = [("I think that this is wrong!", "edited")]
    assert expected == states(found)
    assert before[0].comment_id == found[0].comment_id


def test_a_similar_text_by_another_author_is_new() -> None:
    before = lines([], page("I think this is wrong.", author="Ann"))
    found = lines(before, page("I think that this is wrong.", author="Bob"), now=False)
    expected = [("I think that this is wrong.", "visible")]
    assert expected == states(found)


def test_platform_ids_match_whatever_the_text() -> None:
    before = lines([], [said("before", id="comment-7")])
    found = lines(before, [said("something else entirely", id="comment-7")])
    expected = [("something else entirely", "edited")]
    assert expected == states(found)


def test_votes_and_place_are_no_change() -> None:
    before = lines([], [said("text", id="comment-7", upvote_count=1)])
    assert lines(before, [said("text", id="comment-7", at=4, upvote_count=9)]) == []


def test_a_comment_that_vanished_is_no_longer_shown() -> None:
    before = lines([], page("one", "two"))
    expected = [("two", "no_longer_shown")]
    assert expected == states(lines(before, page("one")))


def test_nothing_vanishes_from_a_thread_that_is_not_complete() -> None:
    before = lines([], page("one", "two"))
    assert lines(before, page("one"), now=False) == []
    assert lines(before, page("one"), before=False) == []


def test_what_vanished_is_told_once() -> None:
    before = lines([], page("one", "two"))
    after = standing(before, lines(before, page("one")))
    assert lines(after, page("one")) == []


def test_a_comment_that_comes_back_keeps_its_id() -> None:
    before = lines([], page("one", "two"))
    gone = standing(before, lines(before, page("one")))
    found = lines(gone, page("one", "two"))
    expected = [("two", "visible")]
    assert expected == states(found)
    assert before[1].comment_id == found[0].comment_id


def test_deleted_is_said_only_where_the_page_says_so_and_the_text_is_kept() -> None:
    before = lines([], page("one", "two", author="Ann"))
    placeholder = said("This comment was deleted", at=1, state="deleted")
    found = lines(before, [said("one", "Ann"), placeholder])
    expected = [("two", "deleted")]
    assert expected == states(found)
    assert before[1].comment_id == found[0].comment_id


def test_a_placeholder_seen_again_gives_nothing() -> None:
    before = lines([], page("one", "two", author="Ann"))
    seen = [said("one", "Ann"), said("This comment was deleted", at=1, state="deleted")]
    after = standing(before, lines(before, seen))
    assert lines(after, seen) == []


def test_parents_and_roots_are_given_lasting_ids() -> None:
    seen = [
        said("question"),
        said("answer", at=1, parent_id="comment-1", root_id="comment-1", depth=1),
    ]
    question, answer = lines([], seen)
    assert (question.comment_id, question.comment_id) == (answer.parent_id, answer.root_id)


def test_a_reply_to_a_known_comment_names_its_lasting_id() -> None:
    before = lines([], page("question"))
    reply = said("answer", at=1, parent_id="comment-1", root_id="comment-1", depth=1)
    (found,) = lines(before, [said("question"), reply])
    assert before[0].comment_id == found.parent_id


def test_every_line_names_the_article() -> None:
    assert {ARTICLE} == {line.article_id for line in lines([], page("one", "two"))}


def test_a_long_thread_of_equal_texts_is_aligned() -> None:
    texts = ["yes", "no"] * 1000
    before = lines([], page(*texts))
    expected = [("maybe", "visible")]
    assert expected == states(lines(before, page(*texts, "maybe")))


def written_by(name: str | None, text: str = "one", author_id: str = "u1") -> list[Comment]:
    author = CommentAuthor(name=name, id=author_id)
    return [replace(said(text, id="c1"), author=author)]


def test_a_name_that_was_not_to_be_had_is_the_known_one_and_no_edit() -> None:
    assert lines(written_by("Ana"), written_by(None)) == []
    [edited] = lines(written_by("Ana"), written_by(None, "two"))
    assert edited.author == CommentAuthor(name="Ana", id="u1")
    assert "edited" == edited.state


def test_a_name_that_becomes_known_is_told_and_no_edit() -> None:
    [named] = lines(written_by(None), written_by("Ana"))
    assert named.author == CommentAuthor(name="Ana", id="u1")
    assert "visible" == named.state
    assert states(lines(written_by(None), written_by("Ana", "two"))) == [("two", "edited")]


def test_another_name_of_the_same_author_and_no_name_of_another_are_edits() -> None:
    assert states(lines(written_by("Ana"), written_by("Eva"))) == [("one", "edited")]
    assert states(lines(written_by("Ana"), written_by(None, author_id="u2"))) == [("one", "edited")]
