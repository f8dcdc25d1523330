"""Furniture: what stands around an article on its page and is not of it.

A box is furniture by its tag, its role, being hidden, or the words in its class and id. Words are
compared whole (`article-share` has the word `share`, `shareholder` has not). Pages misuse words, so
`outline` lets no box be furniture that holds most of the page's prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from crawler.extraction.text import words

TAGS = words("aside nav footer form button select menu dialog fieldset label noscript template")
ROLES = words(
    "navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar "
    "tablist tooltip alert form"
)
WORDS = words(
    """
    nav navbar navigation navi menu menus submenu breadcrumb breadcrumbs footer foot colophon
    sidebar siderail rail aside toolbar pagination pager paging paginator prevnext
    share shares sharing sharer sharebar sharetools addthis addtoany social socials socialmedia
    socialbar followus follow facebook twitter whatsapp telegram pinterest flipboard
    related relateds relatedarticles relatedposts relatedlinks recommended recommend recommendation
    recommendations readmore readnext readalso seealso also morefrom moreon morestories
    trending popular mostread mostpopular mostviewed latest toplist topstories headlines
    newsletter newsletters subscribe subscription subscriptions signup optin mailchimp
    paywall regwall piano register login signin loginbox
    promo promos promotion promobox teaser teasers cta upsell
    ad ads adv advert adverts advertisement advertising advertorial adbox adslot adunit adsbygoogle
    dfp gpt banner banners sponsor sponsored sponsors outbrain taboola plista zergnet revcontent
    mgid adblock affiliate affiliates
    tags tag taglist tagcloud topics keywords categories
    cookie cookies consent gdpr onetrust didomi privacy
    modal popup lightbox overlay tooltip dropdown drawer offcanvas
    poll polls vote voting quiz survey rating ratings reactions emoji likes
    printer printonly copyright copyrights disclaimer legal imprint
    invisible sr sronly screenreader visuallyhidden
    skip skiplink toplink backtotop
    authorbio authorbox aboutauthor authorinfo bio biography
    timestamp datetime pubdate postmeta entrymeta articlemeta
    toc tableofcontents jumplinks
    app apps appstore download downloads
    clock count counter counters views viewcount hits
    widget-area
    """
)
COMMENT_WORDS = words(
    "comment comments disqus respond replies livefyre viafoura coral "
    "spotim openweb hyvor vuukle kommentare kommentar commentaires comentarios reacties"
)
PHRASES = re.compile(
    r"sr-only|visually-?hidden|screen-reader|read-?more|see-?also|read-?also|more-?from|more-?on"
    r"|most-?(?:read|popular|viewed|recent)|follow-?us|sign-?up|log-?in|table-of-contents"
    r"|(?:author|writer)s?[-_]{0,2}(?:bio|box|card|info|about|profile|desc)|about-?(?:the-?)?author"
    r"|(?:post|entry|article|story|content)[-_]{1,2}(?:meta|info|date|byline|tags|footer|tools|nav)"
    r"|up-?next|next-?(?:post|article|story)|you-?(?:may|might)|infobox-?ad|ad-?(?:slot|unit|wrap)"
    r"|news-?letter|(?:^|\s)widget_[a-z]|jp-?relatedposts|a2a_|addthis|google-?auto-?placed|inline-?related|in-?article-?(?:link|rel)"
)

_COMMENT_WORD = re.compile(
    r"comments?(?:list|links|area|thread|body|text|box|section|wrap|form|s)$"
)
_FOR_SCREEN_READERS = re.compile(r"sr-only|visually-?hidden|screen-reader|assistive|offscreen")
# Names that do not say what a box is: `print:hidden` and `hidden-xs` say on which screens it shows,
# `has-sidebar` what stands beside it, `category-politics` and `tag-law` under what it is filed,
# `views-field` and `panels-views` that Drupal's Views made it
_PASSED_OVER = re.compile(
    r"(?:has|no|with|without|hidden|hide|visible|show|d|category|tag|post_tag"
    r"|author|format|type|status|postid|label|term)[-_]\S"
)
_PASSED_OVER_INSIDE = re.compile(
    r"sidebar[-_](?:right|left|none)|(?<![^-_])views[-_](?:field|row|element|panes?|view|content)"
)
_WHOLE = words("hidden hide print is-hidden print-only d-none")
_HEADINGS = words("h1 h2 h3 h4 h5 h6")
_NAMED_BY_CONTENT = words("blockquote figure")
"""What is named by whom it quotes and how it opens: `twitter-tweet`, `lightbox`."""
_SPLIT = re.compile(r"[^a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONGEST_CLASS = 400


class Said(NamedTuple):
    """What one name among a box's class and id says."""

    furniture: bool
    comments: bool


def named_furniture(names: str) -> bool:
    """Whether the words of a class and id are those of furniture."""
    return any(map(_of_furniture, map(_said_by, names.split())))


def named_comments(names: str) -> bool:
    """Whether the words of a class and id are those of readers' comments."""
    return any(map(_of_comments, map(_said_by, names.split())))


_of_furniture: Callable[[Said], bool] = attrgetter("furniture")
_of_comments: Callable[[Said], bool] = attrgetter("comments")
_NOTHING = Said(furniture=False, comments=False)


@lru_cache(maxsize=16384)
def _said_by(name: str) -> Said:
    """What a name says. Pages put the same names together in ever other ways: each is kept alone."""
    lower = name.lower()
    if _PASSED_OVER.match(lower) or ":" in lower or "[" in lower:
        return _NOTHING
    if ("sidebar" in lower or "views" in lower) and _PASSED_OVER_INSIDE.search(lower):
        return _NOTHING
    parts = _SPLIT.split(lower if lower == name else _CAMEL.sub("-", name).lower())
    furniture = lower in _WHOLE or not WORDS.isdisjoint(parts) or bool(PHRASES.search(lower))
    comments = not COMMENT_WORDS.isdisjoint(parts)
    if not comments and "comment" in lower:
        comments = any(map(_COMMENT_WORD.match, parts))
    return Said(furniture, comments)


def names_of(attributes: dict[str, str | None]) -> str:
    """Class and id of a node as one text, bounded, case kept."""
    return f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:_LONGEST_CLASS]


def is_hidden(attributes: dict[str, str | None]) -> bool:
    """Whether the markup itself hides a node."""
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    return bool(style) and "display:none" in (style or "").replace(" ", "").lower()


def is_unseen(attributes: dict[str, str | None]) -> bool:
    """Whether a piece of a line is hidden or for screen readers only."""
    if not attributes:
        return False
    called = attributes.get("class")
    return is_hidden(attributes) or (called is not None and _is_called_unseen(called))


@lru_cache(maxsize=8192)
def _is_called_unseen(names: str) -> bool:
    return bool(_FOR_SCREEN_READERS.search(names))


class Verdict(NamedTuple):
    """What a box's tag and attributes say of it."""

    names: str
    """Its class and id (`names_of`)."""
    furniture: bool
    comments: bool


def verdict_on(tag: str, attributes: dict[str, str | None]) -> Verdict:
    """What a box is by its tag and attributes: pages make hundreds of boxes of a few kinds."""
    if not attributes:
        return _verdict(tag, None, None, None, None, False)
    told = attributes.get
    hidden = "hidden" in attributes
    return _verdict(tag, told("class"), told("id"), told("role"), told("style"), hidden)


@lru_cache(maxsize=8192)
def _verdict(
    tag: str,
    called: str | None,
    name: str | None,
    role: str | None,
    style: str | None,
    hidden: bool,
) -> Verdict:
    attributes = {"class": called, "id": name, "role": role, "style": style}
    if hidden:
        attributes["hidden"] = None
    names = names_of(attributes)
    is_open = tag in ("body", "main")
    furniture = not is_open and is_furniture(tag, attributes, names)
    return Verdict(names, furniture, tag != "body" and named_comments(names))


def is_furniture(tag: str, attributes: dict[str, str | None], names: str) -> bool:
    """Whether a box is furniture by its tag, its role, being hidden or its names."""
    if tag in TAGS:
        return True
    if not attributes:
        return False
    if (attributes.get("role") or "").lower() in ROLES:
        return True
    if is_hidden(attributes):
        return True
    if tag in _NAMED_BY_CONTENT:
        return False
    # a heading's id is made of its words: `social-media-in-numbers`
    called = (attributes.get("class") or "")[:_LONGEST_CLASS] if tag in _HEADINGS else names
    return named_furniture(called)
