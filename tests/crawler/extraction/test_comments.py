"""Readers' comments in the markups of many systems, and none where there are none."""

from __future__ import annotations

import pytest

from crawler.extraction.comments import CommentsRead, declared_in, read_comments
from crawler.extraction.document import parse
from crawler.extraction.page import page_of
from crawler.items import CommentItem

URL = "https://paper.example/news/2024/bridge"
STORY = "<article><h1>Old bridge closed</h1><p>The old bridge was closed on Monday.</p></article>"


def read(markup: str, head: str = "") -> CommentsRead:
    html = f"<html><head>{head}</head><body>{STORY}{markup}</body></html>"
    return read_comments(page_of(parse(html.encode(), URL)))


def said(item: CommentItem) -> tuple[str | None, str | None, str]:
    return item.author_name, item.date_created, item.text


WORDPRESS = """
<div id="comments" class="comments-area"><h2 class="comments-title">2 thoughts on Bridge</h2>
<ol class="comment-list">
<li id="comment-11" class="comment even thread-even depth-1"><article id="div-comment-11"
 class="comment-body"><footer class="comment-meta"><div class="comment-author vcard"><img
 class="avatar" src="/a.png"><b class="fn">Ann</b> <span class="says">says:</span></div>
 <div class="comment-metadata"><a href="#comment-11"><time datetime="2024-05-21T10:00:00+00:00">May
 21</time></a></div></footer><div class="comment-content"><p>First.</p><p>Really.</p></div>
 <div class="reply"><a class="comment-reply-link" href="#">Reply</a></div></article>
 <ol class="children"><li id="comment-12" class="comment odd depth-2"><article id="div-comment-12"
 class="comment-body"><footer class="comment-meta"><b class="fn">Bob</b>
 <time datetime="2024-05-22T10:00:00+00:00">May 22</time></footer>
 <div class="comment-content"><p>Second.</p></div></article></li></ol></li></ol>
<div id="respond" class="comment-respond"><h3>Leave a Reply</h3><form id="commentform"><p
 class="comment-notes">Your email address will not be published.</p><textarea></textarea></form>
</div></div>"""

WPDISCUZ = """
<div id="comments" class="comments-area"><div id="wpdcom"><div class="wpd-thread-list">
<div id="wpd-comm-11_0" class="comment wpd-comment wpd_comment_level-1"><div
 class="wpd-comment-wrap"><div id="comment-11" class="wpd-comment-right"><div
 class="wpd-comment-header"><div class="wpd-comment-author">Ann</div><div class="wpd-comment-date"
 title="May 21, 2024 10:00 am">2 years ago</div></div><div class="wpd-comment-text"><p>First.</p>
 <p>Really.</p></div><div class="wpd-comment-footer"><div class="wpd-vote-result">0</div></div>
</div></div></div>
<div id="wpd-comm-12_11" class="comment wpd-comment wpd-reply wpd_comment_level-2"><div
 class="wpd-comment-author">Bob</div><div class="wpd-comment-date" title="May 22, 2024 10:00 am">
 2 years ago</div><div class="wpd-comment-text"><p>Second.</p></div></div></div></div></div>"""

BLOGGER = """
<div class="comments" id="comments"><h4>2 comments:</h4><div class="comments-content"><ol>
<li class="comment" id="c7704569152969066600"><div class="comment-block"><div
 class="comment-header"><cite class="user"><a href="https://ann.example/">Ann</a></cite><span
 class="datetime secondary-text"><a href="#">May 21, 2024 at 10:00 AM</a></span></div><p
 class="comment-content">First.<br>Really.</p><span class="comment-actions"><a>Reply</a></span>
</div><div class="comment-replies"><ol><li class="comment" id="c7704569152969066601"><div
 class="comment-block"><div class="comment-header"><cite class="user">Bob</cite><span
 class="datetime secondary-text">May 22, 2024</span></div><p class="comment-content">Second.</p>
</div></li></ol></div></li></ol></div></div>"""

MICRODATA = """
<section class="discussion"><h3>Discussion (2)</h3>
<div itemscope itemtype="https://schema.org/Comment" data-id="11"><span itemprop="author">Ann</span>
 <time itemprop="dateCreated" datetime="2024-05-21T10:00Z">21 May</time><div itemprop="text"
 class="text"><p>First.</p><p>Really.</p></div></div>
<div itemscope itemtype="https://schema.org/Comment" data-id="12" data-parent="11"><span
 itemprop="author">Bob</span> <time itemprop="dateCreated" datetime="2024-05-22T10:00Z">22
 May</time><div itemprop="text" class="text"><p>Second.</p></div></div></section>"""

OWN = """
<section id="kommentare"><h2>Kommentare (2)</h2>
<div class="kommentar-item"><div class="kommentar-info"><div class="benutzer">Ann</div><div
 class="datum">21.05.2024, 10.00 Uhr</div></div><div class="kommentar-text">First.<br>Really.</div>
</div><div class="replies"><div class="kommentar-item"><div class="benutzer">Bob</div><div
 class="datum">22.05.2024</div><div class="kommentar-text">Second.</div></div></div></section>"""

SYSTEMS = {
    "wordpress": WORDPRESS,
    "wpdiscuz": WPDISCUZ,
    "blogger": BLOGGER,
    "microdata": MICRODATA,
    "own": OWN,
}
systems = pytest.mark.parametrize("markup", SYSTEMS.values(), ids=SYSTEMS)


@systems
def test_texts_are_read_without_names_dates_and_controls(markup: str) -> None:
    assert ["First.\nReally.", "Second."] == [item.text for item in read(markup).items]


@systems
def test_authors_are_read(markup: str) -> None:
    assert ["Ann", "Bob"] == [item.author_name for item in read(markup).items]


@systems
def test_every_comment_has_its_date_as_printed(markup: str) -> None:
    assert all("21" in (item.date_created or "") for item in read(markup).items[:1])


@systems
def test_a_reply_names_what_it_answers(markup: str) -> None:
    found = [(item.parent, item.depth, item.position) for item in read(markup).items]
    assert [(None, 0, 0), (0, 1, 1)] == found


@systems
def test_a_thread_with_as_many_as_declared_is_complete(markup: str) -> None:
    thread = read(markup).thread
    assert thread is not None
    assert (2, True, "end") == (thread.captured_count, thread.complete, thread.stop_reason)


def test_a_platforms_ids_are_kept() -> None:
    assert ["comment-11", "comment-12"] == [item.id for item in read(WORDPRESS).items]


def test_comments_of_a_plain_list_are_read_without_names() -> None:
    found = read(
        "<section class=comments id=comments><h3>2 Comment(s)</h3><form class=comments__form><p>"
        "<a href=/policy>Comment Policy</a> <span>1500 / 1500</span></p><textarea></textarea>"
        "</form>"
        "<ul class=comments__list><li class=comment><div class=comment__body><p>First.</p></div>"
        "<a class=comment__reply href=#>Reply</a></li><li class=comment><div class=comment__body>"
        "<p>Second.</p></div><a class=comment__reply href=#>Reply</a></li></ul></section>"
    )
    assert [(None, None, "First."), (None, None, "Second.")] == [said(each) for each in found.items]
    expected = 2
    assert expected == found.declared_count


def test_a_box_around_all_comments_is_none_of_them() -> None:
    found = read(
        "<div id=comments><div class=all-comments><div class=comment><div class=comment-body>First "
        "of all.</div></div><div class=comment><div class=comment-body>Second.</div></div>"
        "</div></div>"
    )
    assert ["First of all.", "Second."] == [item.text for item in found.items]


def test_a_text_in_a_box_called_info_is_a_text() -> None:
    found = read(
        "<ul class=comment-items><li id=comment-7><div class=comment-info><p>First.</p></div></li>"
        "</ul>"
    )
    assert ["First."] == [item.text for item in found.items]


@pytest.mark.parametrize(
    "markup",
    [
        "<div id=comment-7 class=comment><strong><a href=/ann>Ann</a></strong><p>First.</p></div>",
        "<div id=comment-7 class=comment><p><span>Ann</span> <span class=comment-date>21.05.2024"
        "</span></p><p>First.</p></div>",
        "<div id=comment-7 class=comment><p class=info><span>Ann</span> wrote: <time>May 21</time>"
        "</p><div class=comment><p>First.</p></div></div>",
    ],
)
def test_a_name_that_nothing_names_is_told_by_its_place(markup: str) -> None:
    (item,) = read(f"<div id=comments>{markup}</div>").items
    assert ("Ann", "First.") == (item.author_name, item.text)


def test_comments_are_claimed() -> None:
    page = page_of(parse(f"<body>{STORY}{WORDPRESS}</body>".encode(), URL))
    read_comments(page)
    node = page.document.first(".comment-content p")
    assert node is not None
    expected = "comment"
    assert expected == page.document.claims.owner(node)


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<div id=comments class=comments-area><div id=respond class=comment-respond><h3>Leave a "
        "Reply</h3><form class=comment-form><p class=comment-notes>Required fields are marked</p>"
        "<p class=comment-form-comment><textarea></textarea></p></form></div></div>",
        "<div id=comments><p class=no-comments>Comments are closed.</p></div>",
        "<div class=comments><div class=comment-login>Log in to comment on this story</div></div>",
        "<div class=comments><div class=comment>Be the first to comment.</div></div>",
        "<a class=comments-link href=#respond>0 Comments</a>",
        "<div class='preview__comments'>7</div><div class='preview__comments'>33</div>",
        "<div id=disqus_thread></div><div class='fb-comments' data-href=/x></div>",
        "<ul class=children><li>Sports</li><li>Politics</li></ul>",
        "<section class=opinion><div class=opinion><h2>Opinion</h2><a href=/x>A column</a></div>"
        "</section>",
        "<div class=comments-policy><p>We moderate comments. Read our community standards before "
        "you write one, and be kind to one another when you do.</p></div>",
        "<div class='comment-modal'><div class='modal-comment'><p>Do you want to delete the "
        "comment?</p><button>Yes</button></div></div>",
    ],
)
def test_no_comment_is_invented(markup: str) -> None:
    assert read(markup).items == []


def test_a_page_without_a_place_for_comments_has_no_thread() -> None:
    assert read("").thread is None


def test_an_empty_thread_is_a_thread() -> None:
    thread = read("<div id=comments><h3>0 Comments</h3></div>").thread
    assert thread is not None
    assert (0, 0, True) == (thread.declared_count, thread.captured_count, thread.complete)


def test_a_thread_with_fewer_than_declared_is_not_complete() -> None:
    thread = read(WORDPRESS.replace("2 thoughts", "9 thoughts")).thread
    assert thread is not None
    assert (9, 2, False) == (thread.declared_count, thread.captured_count, thread.complete)


def test_a_thread_with_a_further_page_says_so() -> None:
    pager = '<nav class="comment-navigation"><a href="?cpage=1">Older</a></nav>'
    thread = read(WORDPRESS.replace("2 thoughts", "9 thoughts") + pager).thread
    assert thread is not None
    assert (False, "limit") == (thread.complete, thread.stop_reason)


def test_what_the_page_calls_deleted_is_deleted() -> None:
    found = read(WORDPRESS.replace("<p>Second.</p>", "<p>[This comment was deleted]</p>"))
    assert [False, True] == [item.deleted for item in found.items]


def test_a_comment_that_speaks_of_deleting_is_not_deleted() -> None:
    found = read(WORDPRESS.replace("Second.", "My comment was deleted, why? I was polite."))
    assert [False, False] == [item.deleted for item in found.items]


def test_votes_are_read() -> None:
    votes = '<span class="like-count">7</span><span class="dislike-count">2</span></article>'
    found = read(WORDPRESS.replace("</article>", votes, 1))
    assert (7, 2) == (found.items[0].upvote_count, found.items[0].downvote_count)


def test_trackbacks_are_no_readers_comments() -> None:
    ping = '<li id="comment-13" class="pingback"><div class=comment-body>Pingback: X</div></li>'
    expected = 2
    assert expected == len(
        read(WORDPRESS.replace("</ol></li></ol>", f"</ol></li>{ping}</ol>")).items
    )


def test_comments_of_json_ld_are_read_where_the_markup_has_none() -> None:
    head = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge",
    "datePublished": "2024-05-20", "commentCount": 2, "comment": [{"@type": "Comment", "@id": "#c1",
    "text": "First.", "author": {"@type": "Person", "name": "Ann"}, "dateCreated": "2024-05-21"},
    {"@type": "Comment", "text": "Second.", "parentItem": {"@id": "#c1"}, "upvoteCount": 3}]}
    </script>"""
    found = read("", head)
    expected = [("Ann", "2024-05-21", "First."), (None, None, "Second.")]
    assert expected == [said(item) for item in found.items]
    assert (0, 3) == (found.items[1].parent, found.items[1].upvote_count)


@pytest.mark.parametrize(
    ("expected", "label"),
    [
        (10, "10 Comment(s)"),
        (12, "Комментарии (12)"),
        (3, "3 Gedanken zu „Brücke“"),
        (1234, "1,234 comments"),
        (5, "Comments: 5"),
        (0, "0 Comments"),
        (1, "One thought on “Bridge”"),
        (7, "7 commentaires"),
        (4, "コメント 4"),
        (None, "Comments"),
        (None, "Comment Policy"),
        (None, "1500 / 1500"),
    ],
)
def test_the_declared_count_is_read_in_many_languages(expected: int | None, label: str) -> None:
    assert expected == declared_in(label)


def test_deep_threads_are_read_without_recursion() -> None:
    depth = 400
    opening = "".join(
        f'<li id="comment-{n}" class=comment><div class=comment-content><p>Text {n}</p></div><ol>'
        for n in range(1, depth + 1)
    )
    items = read(f"<div id=comments><ol class=comment-list>{opening}</div>").items
    assert items[-1].depth == len(items) - 1


# --- a line with name and date ------------------------------------------------------------------


def flat(*headers: str) -> CommentsRead:
    """Comments without a telling name inside: a header's line and a paragraph each."""
    boxes = [
        f"<div class='reader-comment'>{header}<p class='what'>That bridge was old.</p></div>"
        for header in headers
    ]
    return read(f"<div class='reader-comments'>{''.join(boxes)}</div>")


@pytest.mark.parametrize(
    ("date", "header"),
    [
        ("22 November 2026, 01:39", "<p class='who'><b>Ann</b>, 22 November 2026, 01:39</p>"),
        ("22 ноября 2026 г., 01:39", "<p class='who'><b>Ann</b>, 22 ноября 2026 г., 01:39</p>"),
        ("2026-11-22 01:39", "<p><strong>Ann</strong> — 2026-11-22 01:39</p>"),
        ("3 hours ago", "<div><a href='/u/ann'>Ann</a> · 3 hours ago</div>"),
        ("22.11.2026 um 01:39 Uhr", "<p><span>Ann</span> | 22.11.2026 um 01:39 Uhr</p>"),
    ],
)
def test_a_line_of_name_and_date_is_no_text(date: str, header: str) -> None:
    found = flat(header, header.replace("Ann", "Ben"))
    assert [
        ("Ann", date, "That bridge was old."),
        ("Ben", date, "That bridge was old."),
    ] == [said(item) for item in found.items]


def test_a_name_before_a_date_may_end_with_a_dot() -> None:
    [item, _] = flat(
        *["<p class='who'><b>Old Anselm, Row 2 and M.</b>, 22 November 2026</p>"] * 2
    ).items
    assert "Old Anselm, Row 2 and M." == item.author_name


def test_a_line_of_name_and_date_is_not_in_the_markup_either() -> None:
    [item, _] = flat(*["<p class='who'><b>Ann</b>, 22 November 2026</p>"] * 2).items
    assert "22 November" not in (item.html or "")


@pytest.mark.parametrize(
    "line",
    [
        "<p><b>Never</b> again, as on 22 November 2026, when nothing went right here.</p>",
        "<p><b>Ann</b> 12:30 was too late</p>",
    ],
)
def test_a_sentence_that_begins_in_bold_stays_text(line: str) -> None:
    [item, _] = flat(line, line).items
    assert 2 == len(item.text.splitlines())
