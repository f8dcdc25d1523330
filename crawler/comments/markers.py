"""How a page shows whose comments it would load: by elements and scripts that only one system has.

Markers are those that the providers' own embedding instructions ask for: the host of the script,
the element that is filled, the names of its attributes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.comments.base import ThreadRef
from crawler.extraction.document import attribute
from crawler.extraction.marks import Marks
from crawler.extraction.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """How a page shows that it uses a provider."""

    provider: str
    selector: str
    """Elements that only this provider has."""
    script: tuple[str, ...] = ()
    """Texts of which one stands in the URL of a script, or in one that stands in the page."""
    site: tuple[str, ...] = ()
    """Patterns with one group, for the site's name in the page's scripts."""
    site_attributes: tuple[str, ...] = ()
    thread_attributes: tuple[str, ...] = ()
    prints: bool = False
    """Its pages print the comments themselves: those in the markup are its own."""


MARKERS: tuple[Marker, ...] = (
    Marker(
        provider="disqus",
        selector="#disqus_thread, [data-disqus-identifier], [data-disqus-shortname]",
        script=(".disqus.com/embed.js", ".disqus.com/count.js", "disqus_shortname"),
        site=(
            r"disqus_shortname\s*[=:]\s*[\"']([\w-]+)",
            r"//([\w-]{1,100})\.disqus\.com/(?:embed|count)\.js",
        ),
        site_attributes=("data-disqus-shortname",),
        thread_attributes=("data-disqus-identifier", "data-disqus-url"),
    ),
    Marker(
        provider="viafoura",
        selector="vf-conversations, vf-conversations-count, .viafoura, [data-platform=viafoura]",
        script=("cdn.viafoura.net",),
        thread_attributes=("vf-container-id", "data-vf-container-id"),
    ),
    Marker(
        provider="openweb",
        selector="[data-spot-id], [data-spotim-module], .spot-im-frame-inpage, #spotim-config",
        script=(".spot.im/",),
        site=(r"launcher\.spot\.im/spot/([\w-]+)",),
        site_attributes=("data-spot-id",),
        thread_attributes=("data-post-id",),
    ),
    Marker(
        provider="coral",
        selector="#coral_thread, #coral-talk-stream, coral-embed, [data-coral-url]",
        script=(".coral.coralproject.net/", "Coral.createStreamEmbed"),
        site=(r"rootURL\s*:\s*[\"']([^\"']+)",),
        thread_attributes=("data-coral-id", "data-story-id", "data-coral-url"),
    ),
    Marker(
        provider="hyvor",
        selector="hyvor-talk-comments, #hyvor-talk-view",
        script=("talk.hyvor.com/",),
        site=(r"HYVOR_TALK_WEBSITE\s*=\s*(\d+)",),
        site_attributes=("website-id",),
        thread_attributes=("page-id",),
    ),
    Marker(
        provider="facebook",
        selector=".fb-comments, fb\\:comments",
        site_attributes=("data-app-id",),
        thread_attributes=("data-href", "href"),
    ),
    Marker(
        provider="vuukle",
        selector="#vuukle-comments, #vuukle_div, .vuukle-comments",
        script=("cdn.vuukle.com",),
    ),
    Marker(provider="livefyre", selector="#livefyre-comments, [data-lf-article-id]"),
    Marker(
        provider="hypercomments",
        selector="#hypercomments_widget",
        script=("widget.hypercomments.com",),
        site=(r"widget_id\s*[\"']?\s*[:=]\s*(\d+)",),
    ),
    Marker(provider="cackle", selector="#mc-container", script=("cackle.me/widget",)),
    Marker(provider="vk", selector="#vk_comments", script=("VK.Widgets.Comments",)),
    Marker(
        provider="remark42",
        selector="#remark42",
        script=("remark_config",),
        site=(r"site_id\s*:\s*[\"']([\w.-]+)",),
    ),
    Marker(provider="giscus", selector=".giscus, giscus-widget", script=("giscus.app/client.js",)),
    Marker(provider="utterances", selector=".utterances", script=("utteranc.es/client.js",)),
    Marker(provider="commento", selector="#commento", script=("cdn.commento.io",)),
    Marker(provider="insticator", selector="[id^=insticator-commenting]"),
    Marker(
        provider="wpdiscuz",
        selector="#wpdcom, #wpcomm, .wpd-load-more-submit, .wc-load-more-submit",
        thread_attributes=("data-post-id",),
        prints=True,
    ),
    Marker(
        provider="jetpack",
        selector="#jetpack_remote_comment, iframe.jetpack_remote_comment",
        prints=True,
    ),
)
"""In the order in which one is believed where a page has marks of several."""


def _possible(selectors: list[str]) -> Marks:
    """What may be one of these elements: ids and classes are looked for as a part of the value."""
    kinds = {"#": "id", ".": "class"}
    named = {each: _NAME.search(each) for each in selectors}
    parts = [f"[{kinds[match[1]]}*='{match[2]}' i]" for match in named.values() if match]
    others = [each for each, match in named.items() if match is None]
    return Marks(", ".join(parts), ", ".join(others))


_NAME = re.compile(r"^(?:[a-z]+)?([#.])([\w-]+)$")


_POSSIBLE = _possible([each for marker in MARKERS for each in marker.selector.split(", ")])


def is_marked(page: Page) -> bool:
    """Whether the page has an element that may be one of the table's: asked before each is sought."""
    return bool(_POSSIBLE.of(page.document))


def ref_by(page: Page, marker: Marker) -> ThreadRef | None:
    """The thread that the page's marks name; None where the page does not have them."""
    node = page.document.first(marker.selector) if is_marked(page) else None
    named = any(text in page.scripts for text in marker.script)
    if node is None and not named:
        return None
    found = [attribute(node, name) for name in marker.thread_attributes]
    site = [attribute(node, name) for name in marker.site_attributes]
    site += [match[1] for each in marker.site if (match := re.search(each, page.scripts))]
    return ThreadRef(
        provider=marker.provider,
        site=next((each for each in site if each), None),
        thread=next((each for each in found if each), None),
    )


def marker_of(provider: str) -> Marker:
    """The marks of a provider."""
    return next(each for each in MARKERS if each.provider == provider)
