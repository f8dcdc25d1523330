"""Players and posts of other sites in a page: iframes, media elements, AMP's and light stand-ins.

`embed_of` gives provider and URL of one that stands in the body; `told_media` the videos and audio
files that JSON-LD says the article has. An unknown frame is none: it is more often an
advertisement or a widget.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from crawler.extraction.document import Document, Node, attribute
from crawler.extraction.json_ld import JsonNode, LinkedData, listed, plain_text, types_of
from crawler.extraction.outline import Box
from crawler.items import BlockItem, MediaItem

_PROVIDERS = {
    "youtube": "youtube",
    "youtu.be": "youtube",
    "vimeo": "vimeo",
    "twitter": "x",
    "x.com": "x",
    "facebook": "facebook",
    "instagram": "instagram",
    "tiktok": "tiktok",
    "dailymotion": "dailymotion",
    "soundcloud": "soundcloud",
    "spotify": "spotify",
    "telegram": "telegram",
    "t.me": "telegram",
    "datawrapper": "datawrapper",
    "flourish": "flourish",
    "infogram": "infogram",
    "google.com/maps": "google_maps",
    "brightcove": "brightcove",
    "jwplayer": "jwplayer",
    "bsky": "bluesky",
    "reddit": "reddit",
    "streamable": "streamable",
    "rumble.com": "rumble",
    "vk.com": "vk",
    "rutube": "rutube",
    "podcasts.apple": "apple_podcasts",
    "megaphone": "megaphone",
    "acast": "acast",
    "omny": "omny",
}
_VIDEO = frozenset(
    {"youtube", "vimeo", "dailymotion", "brightcove", "jwplayer", "tiktok", "rutube"}
)
_AUDIO = frozenset({"soundcloud", "spotify", "apple_podcasts", "megaphone", "acast", "omny"})
_VIDEO_FILE = re.compile(r"\.(?:mp4|webm|m3u8|mov)(?:$|[?#])", re.IGNORECASE)
_AUDIO_FILE = re.compile(r"\.(?:mp3|m4a|ogg|opus|wav)(?:$|[?#])", re.IGNORECASE)
_ADVERT_HOSTS = re.compile(
    r"doubleclick|googlesyndication|adservice|googletagmanager|adnxs|criteo|amazon-ads"
)
_BY_ID = {
    "amp-youtube": ("data-videoid", "https://www.youtube.com/watch?v={}"),
    "lite-youtube": ("videoid", "https://www.youtube.com/watch?v={}"),
    "amp-vimeo": ("data-videoid", "https://vimeo.com/{}"),
    "amp-dailymotion": ("data-videoid", "https://www.dailymotion.com/video/{}"),
    "amp-twitter": ("data-tweetid", "https://twitter.com/i/status/{}"),
    "amp-instagram": ("data-shortcode", "https://www.instagram.com/p/{}/"),
    "amp-soundcloud": ("data-trackid", "https://api.soundcloud.com/tracks/{}"),
}
"""Elements that name what they show by an id alone."""
_SOURCES = ("src", "data-src", "data-lazy-src", "data-href", "data")
_FRAMES = ("iframe", "object", "embed", "amp-iframe")
_ID = re.compile(r"[\w-]{3,64}")
_STATUS = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/[^/\s]+/status/\d+")
_MOST = 20
_LONGEST_URL = 2000


def embed_of(document: Document, node: Node) -> tuple[str | None, str] | None:
    """Provider (None where it is the site's own file) and URL of a player."""
    url = document.absolute(_by_id(node) or _source(node))
    if url is None or _ADVERT_HOSTS.search(url):
        return None
    provider = _provider(url)
    return None if provider is None and node.tag in _FRAMES else (provider, url)


def post_of(document: Document, box: Box) -> tuple[str, str] | None:
    """Provider and URL of the post of another site that a quotation shows (X, Instagram, TikTok)."""
    given = box.attributes.get("data-instgrm-permalink")
    if given is None and "tiktok-embed" in box.names:
        given = box.attributes.get("cite")
    if given is None and "twitter-tweet" in box.names:
        hrefs = (attribute(link, "href") or "" for link in box.node.css("a")[-3:])
        given = next((href for href in hrefs if _STATUS.match(href)), None)
    url = document.absolute(given) if given else None
    provider = _provider(url) if url else None
    return (provider, url.partition("?")[0]) if provider and url else None


def _provider(url: str) -> str | None:
    return next((name for part, name in _PROVIDERS.items() if part in url), None)


def _by_id(node: Node) -> str | None:
    name, form = _BY_ID.get(node.tag or "", ("", ""))
    value = attribute(node, name) if name else None
    return form.format(value) if value and _ID.fullmatch(value) else None


def _source(node: Node) -> str | None:
    given = next((value for name in _SOURCES if (value := attribute(node, name))), None)
    return given or attribute(node.css_first("source[src]"), "src")


def media_of(blocks: Iterable[BlockItem]) -> tuple[list[MediaItem], list[MediaItem]]:
    """The videos and the audio files among the embeds of a body, in order, each once."""
    players = [MediaItem(url=each.url, provider=each.provider) for each in blocks if each.url]
    each_once = list({player.url: player for player in players}.values())
    videos = [each for each in each_once if each.provider in _VIDEO or _VIDEO_FILE.search(each.url)]
    audios = [each for each in each_once if each.provider in _AUDIO or _AUDIO_FILE.search(each.url)]
    return videos, audios


def told_media(
    document: Document,
    linked: LinkedData,
    article: JsonNode | None,
    kind: Literal["Video", "Audio"],
) -> list[MediaItem]:
    """The videos or audio files that JSON-LD says an article has, in its order, each once."""
    found: dict[str, MediaItem] = {}
    for node in _objects(linked, article or {}, kind):
        urls = (node.get(name) for name in ("contentUrl", "embedUrl", "url"))
        given = next((value for value in urls if isinstance(value, str)), None)
        url = document.absolute(given[:_LONGEST_URL]) if given else None
        if url is not None and len(found) < _MOST:
            caption = plain_text(node.get("name")) or plain_text(node.get("caption"))
            found.setdefault(url, MediaItem(url=url, provider=_provider(url), caption=caption))
    return list(found.values())


def _objects(linked: LinkedData, article: JsonNode, kind: str) -> Iterator[JsonNode]:
    for name in (kind.lower(), "associatedMedia", "hasPart"):
        for each in listed(article.get(name))[:_MOST]:
            node = linked.resolved(each)
            if isinstance(node, dict) and f"{kind}Object" in types_of(node):
                yield node
