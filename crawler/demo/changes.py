"""What the second edition changes: a table that both makes the edition and says what it is.

The second edition is the first one with every row of CHANGES applied, so the table cannot be wrong
about it. `events` are the event types of `microfiche diff` that a row must lead to, and no more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from crawler.demo.story import Comment, Post, Story

Kind = Literal[
    "headline",
    "byline",
    "paragraph_edited",
    "paragraph_moved",
    "paragraph_added",
    "caption",
    "date",
    "comment_added",
    "comment_gone",
    "post_added",
    "taken_down",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that the editors (or readers) did between the editions."""

    slug: str
    kind: Kind
    events: tuple[str, ...]
    what: str
    """A sentence for people."""
    old: str | None = None
    """The whole text before: of the headline, byline, paragraph, caption or comment."""
    new: str | None = None
    """The whole text after."""
    after: str | None = None
    """The paragraph that it stands behind, where a paragraph was added or moved."""
    authors: tuple[str, ...] = ()
    comment: Comment | None = None
    post: Post | None = None


_TOLLS = "harbour-bridge-tolls"
_BARRIER = "flood-barrier-contract"
_FERRY = "ferry-fire-inquiry"
_TEACHERS = "teachers-pay-deal"
_FROST = "orchard-frost"
_KEEPER = "last-lighthouse-keeper"
_TRAM = "tram-line-night-service"
_MAYOR = "deputy-mayor-flat"
_LIVE = "council-vote-live"

_MOVED = (
    "The company that runs the ferry, Murra Lines, said that it had passed every inspection in the "
    "past six years and would publish the reports."
)
_SISTER_SHIP = (
    "A final report is expected before the summer timetable begins. Until then the ferry's sister "
    "ship, the Calla, runs with half its usual number of cars."
)
_INCREASE = (
    "The first increase, of four per cent, will be paid from January and the second in September."
)
_LESSONS = (
    "Lessons that were cancelled during the two days of strikes will not be made up, the "
    "ministry said."
)
_SET_ASIDE = (
    "The council has set aside {} million crowns for the first stage, which covers the gates "
    "themselves and the pumping station behind them."
)
_COUNTED = (
    "Nineteen in favour, seventeen against, three abstentions. The tolls end on the first of "
    "March. There is applause from the gallery and silence on the left-hand benches."
)
_TALKS = (
    "In a short statement the port authority says it will carry out the decision and asks the "
    "council to meet it before the end of the year about the cost of painting the bridge."
)
_ADDED = (
    "Assistants in nursery schools are not part of the agreement. Their union, which has some 900 "
    "members in the province, will begin talks of its own next month."
)
_CORRECTION = (
    "Correction: An earlier version of this article said that the agreement covered all staff of "
    "public schools. It covers teachers only."
)

CHANGES: tuple[Change, ...] = (
    Change(
        slug=_TOLLS,
        kind="headline",
        events=("headline_changed",),
        what="The headline is reworded: a decision became a quarrel.",
        old="Port Anselm to scrap harbour bridge tolls from March",
        new="Port Anselm council splits over end of harbour bridge tolls",
    ),
    Change(
        slug=_BARRIER,
        kind="paragraph_edited",
        events=("block_edited", "number_changed"),
        what="A figure is changed without a word about it: 41 million crowns became 47 million.",
        old=_SET_ASIDE.format(41),
        new=_SET_ASIDE.format(47),
    ),
    Change(
        slug=_FERRY,
        kind="paragraph_moved",
        events=("block_moved",),
        what="The company's defence moved from the top of the article to its end.",
        old=_MOVED,
        new=_MOVED,
        after=_SISTER_SHIP,
    ),
    Change(
        slug=_FERRY,
        kind="comment_added",
        events=("comment_added",),
        what="A reader answered another.",
        new="They are checked twice a year. I used to sign for it.",
        comment=Comment(
            id=5127,
            parent=5119,
            author="Former deckhand",
            minutes=4,
            text="They are checked twice a year. I used to sign for it.",
            up=2,
        ),
    ),
    Change(
        slug=_FERRY,
        kind="comment_added",
        events=("comment_added",),
        what="A reader began a new thread.",
        new="Will season tickets be refunded for the days without a boat?",
        comment=Comment(
            id=5128,
            author="Mirel D.",
            minutes=2,
            text="Will season tickets be refunded for the days without a boat?",
        ),
    ),
    Change(
        slug=_FERRY,
        kind="comment_gone",
        events=("comment_removed",),
        what="A comment that named a crew member is no longer shown.",
        old="Ask the second engineer where he was that evening. Everybody at the quay knows.",
    ),
    Change(
        slug=_TEACHERS,
        kind="paragraph_added",
        events=("block_added",),
        what="A paragraph says who is left out of the agreement.",
        new=_ADDED,
        after=_INCREASE,
    ),
    Change(
        slug=_TEACHERS,
        kind="paragraph_added",
        events=("correction_added",),
        what="A correction notice declares the change.",
        new=_CORRECTION,
        after=_LESSONS,
    ),
    Change(
        slug=_TEACHERS,
        kind="date",
        events=("date_changed",),
        what="With the correction the page declares a new time of modification.",
    ),
    Change(
        slug=_FROST,
        kind="caption",
        events=("caption_changed", "name_changed"),
        what="The caption of the photo names another valley.",
        old="Growers lit straw fires between the rows in the Isken valley before dawn.",
        new="Growers lit straw fires between the rows in the Upper Tarnel valley before dawn.",
    ),
    Change(
        slug=_KEEPER,
        kind="byline",
        events=("byline_changed", "author_changed"),
        what="A second author appears in the byline.",
        old="By Marta Quillon",
        new="By Marta Quillon and Daven Morrow",
        authors=("Marta Quillon", "Daven Morrow"),
    ),
    Change(
        slug=_TRAM,
        kind="comment_added",
        events=("comment_added",),
        what="A reader added a comment under the article with the flat list.",
        new="Now please do the same for the number 4 bus. It stops at nine.",
        comment=Comment(
            id=0,
            author="Pavla from Eastgate",
            minutes=3,
            text="Now please do the same for the number 4 bus. It stops at nine.",
        ),
    ),
    Change(
        slug=_TRAM,
        kind="comment_gone",
        events=("comment_removed",),
        what="A comment is no longer shown.",
        old="First! And the trams are still dirty.",
    ),
    Change(
        slug=_LIVE,
        kind="post_added",
        events=("live_post_added",),
        what="The live-blog goes on: the vote is counted.",
        new="The count is in",
        post=Post(
            id=6,
            minutes=6,
            title="The count is in",
            text=_COUNTED,
        ),
    ),
    Change(
        slug=_LIVE,
        kind="post_added",
        events=("live_post_added",),
        what="The live-blog goes on: a reaction.",
        new="Port authority asks for talks",
        post=Post(
            id=7,
            minutes=1,
            title="Port authority asks for talks",
            text=_TALKS,
        ),
    ),
    Change(
        slug=_LIVE,
        kind="date",
        events=("date_changed",),
        what="With its posts the live-blog declares a new time of modification.",
    ),
    Change(
        slug=_MAYOR,
        kind="taken_down",
        events=("article_taken_down",),
        what="The article is gone: its page answers 410, and no list names it.",
    ),
)
"""Every difference between the first and the second edition. What is not here did not change."""


def second_edition(first: tuple[Story, ...]) -> tuple[Story, ...]:
    """The stories after every row of CHANGES; those taken down are left out."""
    stories = {story.slug: story for story in first}
    for change in CHANGES:
        if change.kind == "taken_down":
            del stories[change.slug]
        else:
            stories[change.slug] = _EDITS[change.kind](stories[change.slug], change)
    return tuple(stories.values())


def changed_slugs() -> tuple[str, ...]:
    """The stories that the second edition changes or takes down, in the table's order."""
    return tuple(dict.fromkeys(change.slug for change in CHANGES))


def events_of(slug: str) -> tuple[str, ...]:
    """The event types that a comparison of a story's two editions must show, sorted."""
    return tuple(sorted(event for row in CHANGES if row.slug == slug for event in row.events))


def _headline(story: Story, change: Change) -> Story:
    assert story.headline == change.old, f"{story.slug}: the table does not fit the story"
    assert change.new is not None
    return replace(story, headline=change.new)


def _byline(story: Story, change: Change) -> Story:
    assert story.byline == change.old, f"{story.slug}: the table does not fit the story"
    assert change.new is not None
    return replace(story, byline=change.new, authors=change.authors)


def _paragraph_edited(story: Story, change: Change) -> Story:
    assert change.new is not None
    texts = _texts(story)
    texts[texts.index(change.old or "")] = change.new
    return replace(story, body="\n\n".join(texts))


def _paragraph_moved(story: Story, change: Change) -> Story:
    texts = _texts(story)
    texts.remove(change.old or "")
    return _paragraph_added(replace(story, body="\n\n".join(texts)), change)


def _paragraph_added(story: Story, change: Change) -> Story:
    assert change.new is not None
    mark = "!! " if "correction_added" in change.events else ""
    texts = _texts(story)
    texts.insert(texts.index(change.after or "") + 1, mark + change.new)
    return replace(story, body="\n\n".join(texts))


def _texts(story: Story) -> list[str]:
    """The body's blocks as one-line texts: the table knows nothing of the files' line breaks."""
    texts = story.body.split("\n\n")
    return [text if text.startswith(("- ", "| ")) else text.replace("\n", " ") for text in texts]


def _caption(story: Story, change: Change) -> Story:
    assert change.old in [photo.caption for photo in story.photos]
    assert change.new is not None
    photos = (
        replace(photo, caption=change.new) if photo.caption == change.old else photo
        for photo in story.photos
    )
    return replace(story, photos=tuple(photos))


def _date(story: Story, _: Change) -> Story:
    return replace(story, modified_hours=0)


def _comment_added(story: Story, change: Change) -> Story:
    assert change.comment is not None
    return replace(story, comments=(*story.comments, change.comment))


def _comment_gone(story: Story, change: Change) -> Story:
    assert change.old in [comment.text for comment in story.comments]
    kept = tuple(comment for comment in story.comments if comment.text != change.old)
    return replace(story, comments=kept)


def _post_added(story: Story, change: Change) -> Story:
    assert change.post is not None
    return replace(story, posts=(change.post, *story.posts))


_EDITS: dict[Kind, Callable[[Story, Change], Story]] = {
    "headline": _headline,
    "byline": _byline,
    "paragraph_edited": _paragraph_edited,
    "paragraph_moved": _paragraph_moved,
    "paragraph_added": _paragraph_added,
    "caption": _caption,
    "date": _date,
    "comment_added": _comment_added,
    "comment_gone": _comment_gone,
    "post_added": _post_added,
}
