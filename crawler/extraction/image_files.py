"""The files that an image element offers, and whether they can be a photo at all.

Files are offered by src, srcset, the sources of a `<picture>`, attributes of lazy loading (any
`data-…` that holds the URL of an image), and an `<img>` in the `<noscript>` beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.records import ImageCandidate
from crawler.extraction.document import Document, Node, attribute, inside
from crawler.extraction.srcset import parse_srcset
from crawler.extraction.text import words

MOST_CANDIDATES = 80
_IMAGE_URL = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)(?:[?#&;/!:]|$)", re.IGNORECASE)
_HOLDER = re.compile(r"^(?:https?:)?/?/|^\.{0,2}/", re.IGNORECASE)
_LAZY = re.compile(
    r"src|image|img|original|large|full|hi-?res|zoom|lazy|orig|url|default", re.IGNORECASE
)
_NOT_LAZY = re.compile(r"placeholder|blur|thumb|tiny|low|fallback-?icon|avatar|logo", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"(?:^|[/_.\-])(?:placeholder|blank|spacer|transparent|pixel|dummy|1x1|loading|loader|lazy[-_]?load"
    r"|no[-_]?image|default[-_]image|fallback[-_]image|grey|gray)(?:[/_.\-]|$)",
    re.IGNORECASE,
)
_DECORATION = re.compile(
    r"logos?(?:[/_.\-@]|\d|$)|(?:^|[/_.\-=])(?:newsletter|icons?|ico|avatars?|sprites?|emojis?|smil(?:ey|ies)|badges?|buttons?|btn"
    r"|favicon|gravatar|beacon|tracking|tracker|captcha|spinner|arrow|flags?|rss|facebook|twitter"
    r"|whatsapp|telegram|linkedin|pinterest|app[-_]?store|google[-_]?play|qr[-_]?code)(?:[/_.\-@]|\d|$)",
    re.IGNORECASE,
)
_TRACKERS = re.compile(
    r"//(?:[\w.-]*\.)?(?:doubleclick\.net|scorecardresearch\.com|facebook\.com/tr|google-analytics"
    r"|pixel\.|b\.scorecard|counter\.|stats?\.|adservice|googlesyndication|gravatar\.com|hotlog\.ru"
    r"|liveinternet\.ru|mc\.yandex|quantserve|chartbeat|vgwort\.de|met\.vgwort)",
    re.IGNORECASE,
)
SMALLEST_SIDE = 90


def candidates_of(document: Document, image: Node) -> list[ImageCandidate]:
    """Every file offered for an `<img>`, `<amp-img>` or `<picture>`, absolute, each URL once."""
    offered: dict[str, ImageCandidate] = {}
    for candidate in _offered(document, image):
        known = offered.get(candidate.url)
        if known is None or (known.width is None and candidate.width is not None):
            offered[candidate.url] = candidate
    found = [each for each in offered.values() if not _is_placeholder(each.url)]
    return found[:MOST_CANDIDATES]


def _offered(document: Document, image: Node) -> Iterator[ImageCandidate]:
    picture = image if image.tag == "picture" else image.parent
    if picture is not None and picture.tag == "picture":
        for source in inside(picture, _SOURCE):
            yield from _of_source(document, source)
        for inner in inside(picture, _IMG):
            yield from _of_image(document, inner)
    if image.tag != "picture":
        yield from _of_image(document, image)
    for inner in _noscript_images(image):
        yield from _of_image(document, inner)


def image_of(node: Node) -> Node | None:
    """The `<img>` of a `<picture>`, None where it has none; any other node itself."""
    return next(inside(node, _IMG), None) if node.tag == "picture" else node


_IMG, _SOURCE, _NOSCRIPT = words("img"), words("source"), words("noscript")


def _of_source(document: Document, source: Node) -> Iterator[ImageCandidate]:
    media, kind = attribute(source, "media"), attribute(source, "type")
    for name, value in source.attributes.items():
        if value and name.endswith("srcset"):
            yield from _of_srcset(document, value, media, kind)


def _of_image(document: Document, image: Node) -> Iterator[ImageCandidate]:
    """The files of one element, `src` last where lazy loading names another; never in the order of
    its attributes, which may differ from one answer to the next."""
    for name, value in sorted(image.attributes.items(), key=_by_name):
        if not value:
            continue
        if name.endswith("srcset"):
            yield from _of_srcset(document, value, None, None)
        elif name == "src" or _is_lazy(name, value):
            url = document.absolute(value)
            if url is not None:
                yield ImageCandidate(url=url)


def _by_name(item: tuple[str, str | None]) -> tuple[bool, str]:
    return item[0] == "src", item[0]


def _of_srcset(
    document: Document, value: str, media: str | None, kind: str | None
) -> Iterator[ImageCandidate]:
    for entry in parse_srcset(value):
        url = document.absolute(entry.url)
        if url is not None:
            yield ImageCandidate(
                url=url, width=entry.width, density=entry.density, media=media, type=kind
            )


def _is_lazy(name: str, value: str) -> bool:
    if not name.startswith(("data-", "original", "lowsrc", "rel:")) or len(value) > 2000:
        return False
    if "{" in value or " " in value.strip() or _NOT_LAZY.search(name):
        return False
    named = bool(_LAZY.search(name)) and bool(_HOLDER.match(value))
    return bool(_IMAGE_URL.search(value)) and (named or value.startswith("http"))


def _noscript_images(image: Node) -> Iterator[Node]:
    """The images of a `<noscript>` right beside an image or its picture."""
    box = image.parent if image.parent is not None and image.parent.tag == "picture" else image
    if box.tag == "picture":
        for hidden in inside(box, _NOSCRIPT):
            yield from inside(hidden, _IMG)
    for beside in (_beside(box, forward=True), _beside(box, forward=False)):
        if beside is not None and beside.tag == "noscript":
            yield from beside.css("img")[:2]


def _beside(node: Node, *, forward: bool) -> Node | None:
    following = node.next if forward else node.prev
    while following is not None and not following.is_element_node:
        following = following.next if forward else following.prev
    return following


def _is_placeholder(url: str) -> bool:
    path = url.partition("?")[0]
    return bool(_PLACEHOLDER.search(path.rpartition("/")[2]))


def is_decoration(image: Node, candidates: list[ImageCandidate]) -> bool:
    """Whether an image is an icon, a logo, an avatar or a counter by its files and its size."""
    if not candidates:
        return True
    attributes = image.attributes
    sides = [pixels(attributes.get(name)) for name in ("width", "height")]
    if not _is_ratio(sides) and any(side is not None and side < SMALLEST_SIDE for side in sides):
        return True
    widest = max((each.width or 0 for each in candidates), default=0)
    if 0 < widest < SMALLEST_SIDE:
        return True
    return all(_is_decoration_url(each.url) for each in candidates)


def _is_ratio(sides: list[int | None]) -> bool:
    """Whether width and height are no sizes but a ratio, such as 16 and 9."""
    width, height = sides
    return width is not None and height is not None and 2 < height < width <= 21


def _is_decoration_url(url: str) -> bool:
    path = url.partition("?")[0]
    name = path.rpartition("/")[2]
    return path.endswith(".svg") or bool(_TRACKERS.search(url) or _DECORATION.search(name))


def pixels(value: str | None) -> int | None:
    """A width or height attribute in CSS pixels; None for percentages and what is no number."""
    digits = (value or "").strip().removesuffix("px")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else None
