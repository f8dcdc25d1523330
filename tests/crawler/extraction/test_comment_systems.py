"""Readers' comments in the markups of many systems: two comments, the second a reply where it can be.

Each page says the same: Ann wrote two lines on 21 May 2024, Bob one on 22 May.
"""

from __future__ import annotations

import pytest

from crawler.extraction.comments import CommentsRead, read_comments
from crawler.extraction.document import parse
from crawler.extraction.page import page_of

URL = "https://paper.example/news/2024/bridge"
STORY = "<article><h1>Old bridge closed</h1><p>The old bridge was closed on Monday.</p></article>"

DRUPAL_7 = """
<div id="comments" class="comment-wrapper"><h2 class="title">Comments</h2>
<a id="comment-11"></a><div class="comment comment-by-anonymous odd first" about="/comment/11"
 typeof="sioc:Post sioct:Comment"><h3 property="dc:title"><a class="permalink">A subject</a></h3>
 <div class="submitted"><span property="dc:date dc:created" content="2024-05-21T10:00:00+00:00">
 Submitted by <span class="username" typeof="sioc:UserAccount">Ann</span> on Tue, 05/21/2024</span>
 </div><div class="content"><div class="field field-name-comment-body"><div class="field-items">
 <div class="field-item even" property="content:encoded"><p>First.</p><p>Really.</p></div></div>
 </div></div><ul class="links inline"><li><a>reply</a></li></ul></div>
<div class="indented"><a id="comment-12"></a><div class="comment even" typeof="sioc:Post"><div
 class="submitted">Submitted by <span class="username">Bob</span> on Wed, 05/22/2024</div><div
 class="content"><div class="field field-name-comment-body"><p>Second.</p></div></div></div></div>
</div>"""

DRUPAL_8 = """
<section id="comments" class="comments"><h2>Comments</h2>
<article data-comment-user-id="0" id="comment-11" class="comment js-comment"><footer
 class="comment__meta"><p class="comment__author"><span>Ann</span></p><p class="comment__time">Tue,
 05/21/2024 - 10:00</p><p class="comment__permalink"><a rel="bookmark">Permalink</a></p></footer>
 <div class="comment__content"><div class="clearfix text-formatted field field--name-comment-body">
 <p>First.</p><p>Really.</p></div><ul class="links"><li><a>Reply</a></li></ul></div></article>
<div class="indented"><article data-comment-user-id="0" id="comment-12" class="comment js-comment">
 <footer class="comment__meta"><p class="comment__author">Bob</p><p class="comment__time">Wed,
 05/22/2024</p></footer><div class="comment__content"><div class="field--name-comment-body">
 <p>Second.</p></div></div></article></div></section>"""

DISQUS_COPY = """
<div id="disqus_thread"><div id="dsq-content"><ul id="dsq-comments">
<li class="comment even thread-even depth-1" id="dsq-comment-11"><div id="dsq-comment-header-11"
 class="dsq-comment-header"><cite id="dsq-cite-11"><span id="dsq-author-user-11">Ann</span></cite>
 </div><div id="dsq-comment-body-11" class="dsq-comment-body"><div id="dsq-comment-message-11"
 class="dsq-comment-message"><p>First.</p><p>Really.</p></div></div><ul class="children">
 <li class="comment odd depth-2" id="dsq-comment-12"><div class="dsq-comment-header"><cite><span>
 Bob</span></cite></div><div class="dsq-comment-body"><div class="dsq-comment-message">
 <p>Second.</p></div></div></li></ul></li></ul></div></div>"""

TYPEPAD = """
<div id="comments" class="comments"><h3 class="comments-header">Comments</h3><div
 class="comments-content">
<div class="comment font-entrybody" id="comment-6a00d83451b19169e2015392a1b2c3970b"><div
 class="comment-content"><span id="comment-6a00d83451b19169e2015392a1b2c3970b-content"><p>First.</p>
 <p>Really.</p></span></div><p class="comment-footer font-entryfooter">Posted by: <a
 href="https://ann.example">Ann</a> | <a class="permalink">May 21, 2024 at 10:00 AM</a></p></div>
<div class="comment font-entrybody" id="comment-6a00d83451b19169e2015392a1b2c4970b"><div
 class="comment-content"><p>Second.</p></div><p class="comment-footer">Posted by: Bob | <a
 class="permalink">May 22, 2024 at 10:00 AM</a></p></div></div></div>"""

MOVABLE_TYPE = """
<div id="comments" class="comments"><h2 class="comments-header">2 Comments</h2><div
 class="comments-content">
<div class="comment" id="comment-11"><div class="inner"><div class="comment-header"><div
 class="asset-meta"><span class="byline"><span class="vcard author">Ann</span> on <a
 href="#comment-11"><abbr class="published" title="2024-05-21T10:00:00Z">May 21, 2024</abbr></a>
 </span></div></div><div class="comment-content"><p>First.</p><p>Really.</p></div></div></div>
<div class="comment" id="comment-12"><div class="inner"><div class="comment-header"><span
 class="vcard author">Bob</span> replied to <a href="#comment-11">comment from Ann</a> | <abbr
 class="published" title="2024-05-22T10:00:00Z">May 22</abbr></div><div class="comment-content">
 <p>Second.</p></div></div></div></div></div>"""

JCOMMENTS = """
<div id="jc"><div id="comments"><h4>Comments</h4><div id="comments-list" class="comments-list">
<div class="even" id="comment-item-11"><div class="rbox"><div class="comment-box"><span
 class="comments-vote"><span id="comment-vote-holder-11"><span class="vote-good">+5</span></span>
 </span><a class="comment-anchor" href="#comment-11" id="comment-11">#1</a> <span
 class="comment-author">Ann</span> <span class="comment-date">2024-05-21 10:00</span><div
 class="comment-body" id="comment-body-11">First.<br>Really.</div><span class="comments-buttons"><a
 href="#">Quote</a></span></div></div></div>
<div class="odd" id="comment-item-12"><div class="rbox"><div class="comment-box"><a
 class="comment-anchor" href="#comment-12" id="comment-12">#2</a> <span class="comment-author">Bob
 </span> <span class="comment-date">2024-05-22 10:00</span><div class="comment-body"
 id="comment-body-12">Second.</div></div></div></div></div></div></div>"""

K2 = """
<div class="itemComments"><h3 class="itemCommentsCounter"><span>2</span> comments</h3>
<ul class="itemCommentsList">
<li class="even"><span class="commentLink"><a href="#comment11" name="comment11" id="comment11">
 Comment Link</a></span><img src="/a.png" alt="Ann"><span class="commentDate">Tuesday, 21 May 2024
 10:00</span><span class="commentAuthorName">posted by Ann</span><p>First.<br>Really.</p></li>
<li class="odd"><span class="commentLink"><a href="#comment12" id="comment12">Comment Link</a></span>
 <span class="commentDate">Wednesday, 22 May 2024 10:00</span><span class="commentAuthorName">
 posted by Bob</span><p>Second.</p></li></ul>
<div class="itemCommentsForm"><h3>Leave a comment</h3><form><p class="itemCommentsFormNotes">Make
 sure you enter the required information.</p><textarea></textarea></form></div></div>"""

DLE = """
<div id="dle-comments-list"><ol class="comments-tree-list">
<li id="comments-tree-item-11" class="comments-tree-item"><div id="comment-id-11"><div
 class="comment"><div class="com_info"><b class="name">Ann</b> <span class="date">21 мая 2024
 10:00</span></div><div class="com_content"><div id="comm-id-11">First.<br>Really.</div></div>
 <div class="com_tools"><a>Ответить</a></div></div></div><ol class="comments-tree-list"><li
 id="comments-tree-item-12" class="comments-tree-item"><div id="comment-id-12"><div class="comment">
 <div class="com_info"><b class="name">Bob</b> <span class="date">22 мая 2024</span></div><div
 class="com_content"><div id="comm-id-12">Second.</div></div></div></div></li></ol></li></ol></div>
"""

UCOZ = """
<div class="comm-holder"><h3>Всего комментариев: 2</h3><div id="allEntries"><ul class="comEnts">
<li id="comEnt11" class="comEnt"><div class="cBlock1"><div class="cTop"><a class="uName"><b>Ann</b>
 </a> <span class="cDate">21.05.2024</span></div><div class="cMessage">First.<br>Really.</div></div>
</li><li id="comEnt12" class="comEnt"><div class="cBlock2"><div class="cTop"><b>Bob</b> <span
 class="cDate">22.05.2024</span></div><div class="cMessage">Second.</div></div></li></ul></div></div>
"""

BITRIX = """
<div class="blog-comments"><a name="comments"></a>
<div id="blg-comment-11" class="blog-comment"><div class="blog-comment-cont"><div
 class="blog-comment-info"><div class="blog-author"><a>Ann</a></div> <div class="blog-comment-date">
 21.05.2024 10:00</div></div><div class="blog-comment-content"><div class="blog-comment-post-text">
 First.<br>Really.</div></div><div class="blog-comment-meta"><span><a>Ответить</a></span></div></div>
</div>
<div id="blg-comment-12" class="blog-comment"><div class="blog-comment-info"><div
 class="blog-author">Bob</div><div class="blog-comment-date">22.05.2024</div></div><div
 class="blog-comment-content"><div class="blog-comment-post-text">Second.</div></div></div></div>"""

PLONE = """
<div class="discussion">
<div class="comment replyTreeLevel0 state-published" id="1716285600000011"><div
 class="documentByLine"><span class="commentAuthor">Ann says:</span> <span class="commentDate">May
 21, 2024 10:00 AM</span></div><div class="commentBody"><p>First.</p><p>Really.</p></div></div>
<div class="comment replyTreeLevel1" id="1716285600000012"><div class="documentByLine"><span
 class="commentAuthor">Bob says:</span> <span class="commentDate">May 22, 2024</span></div><div
 class="commentBody"><p>Second.</p></div></div></div>"""

SERENDIPITY = """
<div id="comments" class="serendipity_comments"><h3>Comments</h3>
<div id="c11" class="serendipity_comment serendipity_comment_author_ann"><div
 class="serendipity_commentBody">First.<br>Really.</div><div class="serendipity_comment_source"><a
 href="#c11">#1</a> <span class="comment_source_author">Ann</span> on <span
 class="comment_source_date">2024-05-21 10:00</span> (<a>Reply</a>)</div></div>
<div id="c12" class="serendipity_comment"><div class="serendipity_commentBody">Second.</div><div
 class="serendipity_comment_source"><span class="comment_source_author">Bob</span> on <span
 class="comment_source_date">2024-05-22</span></div></div></div>"""

SPIP = """
<div id="forum"><h2>Vos commentaires</h2><ul class="forum">
<li class="forum-fil" id="forum11"><div class="forum-message"><div class="forum-chapo"><p
 class="forum-meta"><small>Le <abbr class="dtreviewed" title="2024-05-21T10:00:00Z">21 mai à
 10:00</abbr>, par <span class="author">Ann</span></small></p></div><div class="forum-texte">
 <p>First.</p><p>Really.</p><p class="forum-repondre"><a>Répondre</a></p></div></div><ul><li
 class="forum-fil" id="forum12"><div class="forum-message"><div class="forum-chapo"><small>Le <abbr
 class="dtreviewed" title="2024-05-22T10:00:00Z">22 mai</abbr>, par <span class="author">Bob</span>
 </small></div><div class="forum-texte"><p>Second.</p></div></div></li></ul></li></ul></div>"""

SPIP_3 = """
<div class="comments" id="comments"><h2>2 commentaires</h2><ul class="comments-ul">
<li class="comment-li comment hreview"><div class="comment-message" id="comment11"><p
 class="comment-meta"><strong class="permalink"><a href="#comment11">1.</a></strong> <abbr
 class="dtreviewed" title="2024-05-21T10:00:00Z">21 mai</abbr>, <span class="author">par Ann</span>
 </p><div class="comment-content"><p>First.</p><p>Really.</p></div></div><ul class="comments-ul
 comments-reply"><li class="comment-li comment-reply"><div class="comment-message" id="comment12">
 <p class="comment-meta"><abbr class="dtreviewed" title="2024-05-22T10:00:00Z">22 mai</abbr>, <span
 class="author">par Bob</span></p><div class="comment-content"><p>Second.</p></div></div></li></ul>
</li></ul></div>"""

XENFORO = """
<section class="block-body js-replyNewMessageContainer comments">
<article class="message message--comment js-post" data-author="Ann" data-content="post-11"
 id="js-post-11"><div class="message-inner"><div class="message-cell message-cell--user"><h4
 class="message-name"><span class="username">Ann</span></h4><h5 class="userTitle">Member</h5></div>
 <div class="message-cell message-cell--main"><header class="message-attribution"><time
 class="u-dt" datetime="2024-05-21T10:00:00+0000">May 21, 2024</time></header><article
 class="message-body js-selectToQuote"><div class="bbWrapper">First.<br>Really.</div></article>
 <footer class="message-footer"><a>Like</a></footer></div></div></article>
<article class="message message--comment js-post" data-author="Bob" data-content="post-12"
 id="js-post-12"><div class="message-cell message-cell--user"><span class="username">Bob</span>
 </div><div class="message-cell message-cell--main"><time class="u-dt"
 datetime="2024-05-22T10:00:00+0000">May 22</time><div class="bbWrapper">Second.</div></div>
</article></section>"""

INTENSE_DEBATE = """
<div id="idc-container"><div id="idc-commentlist"><h3>Comments (2)</h3>
<div class="idc-thread" id="IDThread11"><div class="idc-c" id="IDComment11"><div class="idc-c-h"><div
 class="idc-c-h-inner"><p class="idc-i"><a class="idc-a">Ann</a> <span class="idc-time">· 21 May
 2024</span></p></div></div><div class="idc-c-t" id="IDCommentText11"><p>First.</p><p>Really.</p>
 </div></div></div>
<div class="idc-thread" id="IDThread12"><div class="idc-c" id="IDComment12"><div class="idc-c-h"><p
 class="idc-i"><a class="idc-a">Bob</a> <span class="idc-time">· 22 May 2024</span></p></div><div
 class="idc-c-t" id="IDCommentText12"><p>Second.</p></div></div></div></div></div>"""

HEADER_BESIDE = """
<div id="sf_comment_list"><div class="borde"><div class="sf_comment" id="sf_comment_11"><p
 class="sf_comment_info"><span class="sf_comment_author">Ann</span> <span class="date">21 mayo
 2024</span></p></div><div class="sf_comment_text"><p>First.</p><p>Really.</p></div></div>
<div class="borde"><div class="sf_comment" id="sf_comment_12"><p class="sf_comment_info"><span
 class="sf_comment_author">Bob</span> <span class="date">22 mayo 2024</span></p></div><div
 class="sf_comment_text"><p>Second.</p></div></div></div>"""

UNKNOWN = """
<div class="even sect sect_x"><h2><a name="x"><span>Leserkommentare</span></a></h2><ul
 class="sectbody"><li class="member" id="bb_11"><a class="person" href="/ku1"><h4>Ann</h4></a><time
 datetime="2024-05-21T10:00:00+02:00">21. 05. 2024, 10:00</time><div class="objlink"><p>First.<br>
 Really.</p></div></li><li class="member" id="bb_12"><a class="person" href="/ku2"><h4>Bob</h4></a>
 <time datetime="2024-05-22T10:00:00+02:00">22. 05. 2024</time><div class="objlink"><p>Second.</p>
 </div></li></ul></div>"""

THREADED = {
    "drupal 7": DRUPAL_7,
    "drupal 8": DRUPAL_8,
    "disqus copy": DISQUS_COPY,
    "dle": DLE,
    "spip": SPIP,
    "spip 3": SPIP_3,
    "plone": PLONE,
}
FLAT = {
    "typepad": TYPEPAD,
    "movable type": MOVABLE_TYPE,
    "jcomments": JCOMMENTS,
    "k2": K2,
    "ucoz": UCOZ,
    "bitrix": BITRIX,
    "serendipity": SERENDIPITY,
    "xenforo": XENFORO,
    "intense debate": INTENSE_DEBATE,
    "header beside the text": HEADER_BESIDE,
    "unknown": UNKNOWN,
}
SYSTEMS = THREADED | FLAT
systems = pytest.mark.parametrize("markup", SYSTEMS.values(), ids=SYSTEMS)


def read(markup: str) -> CommentsRead:
    html = f"<html><body>{STORY}{markup}</body></html>"
    return read_comments(page_of(parse(html.encode(), URL)))


@systems
def test_texts_are_read_without_names_dates_and_controls(markup: str) -> None:
    assert ["First.\nReally.", "Second."] == [item.text for item in read(markup).items]


@systems
def test_authors_are_read(markup: str) -> None:
    assert ["Ann", "Bob"] == [item.author_name for item in read(markup).items]


DATED = {name: markup for name, markup in SYSTEMS.items() if name != "disqus copy"}


@pytest.mark.parametrize("markup", DATED.values(), ids=DATED)
def test_dates_are_read_as_printed(markup: str) -> None:
    days = [("21" in (each.date_created or ""), "22" in (each.date_created or "")) for each in
            read(markup).items]  # fmt: skip
    assert [(True, False), (False, True)] == days


@pytest.mark.parametrize("markup", THREADED.values(), ids=THREADED)
def test_a_reply_names_what_it_answers(markup: str) -> None:
    assert [None, 0] == [item.parent for item in read(markup).items]


@pytest.mark.parametrize("markup", FLAT.values(), ids=FLAT)
def test_comments_of_a_flat_list_answer_none(markup: str) -> None:
    assert [None, None] == [item.parent for item in read(markup).items]


def test_replies_of_an_unknown_system_stand_in_what_they_answer() -> None:
    reply = "<li class=member id=bb_13><b>Cid</b> <time>23. 05. 2024</time><p>Third.</p></li>"
    markup = UNKNOWN.replace("</div></li></ul></div>", f"</div><ul>{reply}</ul></li></ul></div>")
    items = read(markup).items
    assert [("Ann", None), ("Bob", None), ("Cid", 1)] == [(i.author_name, i.parent) for i in items]
    assert "Second." == items[1].text


@pytest.mark.parametrize(
    "markup",
    [
        # a list of links to other pages
        "<h3>Comments</h3><ul><li><a href=/a>Ann on Bridge</a> <time>21 May 2024</time></li>"
        "<li><a href=/b>Bob on Mill</a> <time>22 May 2024</time></li></ul>",
        # the newest of other pages
        "<h3>Latest comments</h3><ul><li><b>Ann</b> <time>21 May 2024</time> A good text of hers</li>"
        "<li><b>Bob</b> <time>22 May 2024</time> Another text of his</li></ul>",
        # teasers
        "<h3>Opinions</h3><div><h3><a href=/a>One</a></h3><time>21 May 2024</time> A text</div>"
        "<div><h3><a href=/b>Two</a></h3><time>22 May 2024</time> A text</div>",
        # a policy
        "<h3>Comments</h3><ul><li><b>Rules</b> Be polite to others.</li><li><b>Names</b> Give "
        "yours.</li></ul>",
    ],
)
def test_a_list_that_is_no_thread_gives_no_comments(markup: str) -> None:
    assert [] == read(f"<aside>{markup}</aside>").items
