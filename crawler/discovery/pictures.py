"""The file of a picture that a desktop browser would load (HTML standard, 4.8.4.3).

Of `<picture><source media type srcset sizes>`, `img srcset sizes` and `img src`; where scripts load
pictures late, of the `data-` attributes that they read. A player that leaves `srcset` to the browser
asks for just this file, and the widest one does not help it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from crawler.extraction.document import Node, attribute
from crawler.extraction.image_files import pixels
from crawler.extraction.srcset import parse_srcset


@dataclass(frozen=True, slots=True)
class Screen:
    """The window that a picture is chosen for, in CSS pixels."""

    ratio: float = 1.0
    """The screen's pixels to a CSS pixel."""
    width: int = 1440
    height: int = 900

    def feature(self, name: str) -> float:
        """The value of a media feature that is a number."""
        return {"width": self.width, "height": self.height}.get(name, self.ratio)


SCREENS = (Screen(1.0), Screen(2.0))
"""A desktop window between the common ones (1280 to 1920 wide), on a plain and on a fine screen."""

LAZY_SOURCES = ("data-src", "data-original", "data-lazy-src", "data-lazy")
_LAZY_SETS = ("data-srcset", "data-lazy-srcset")
_LAZY_SIZES = ("data-sizes", "data-lazy-sizes")
_SHOWN = frozenset(
    f"image/{each}"
    for each in (
        "apng",
        "avif",
        "bmp",
        "gif",
        "jpeg",
        "jpg",
        "jxl",
        "png",
        "svg+xml",
        "webp",
        "x-icon",
    )
)
_LONGEST = 2000
"""Characters of `sizes` or `media` that are read."""
_MOST_TERMS = 40

_IN_PIXELS = {"": 1.0, "px": 1.0, "em": 16.0, "rem": 16.0, "dpi": 1 / 96, "dppx": 1.0, "x": 1.0}
_NUMBER = r"(\d{1,6}(?:\.\d{0,6})?|\.\d{1,6})"
_LENGTH = re.compile(rf"{_NUMBER}(px|em|rem|vw|vh|)")
_BOUND = re.compile(
    r"\(\s*(?:-webkit-)?(min|max)-(width|height|resolution|device-pixel-ratio)\s*:\s*"
    rf"{_NUMBER}(px|em|rem|dpi|dppx|x|)\s*\)"
)
_RANGE = re.compile(
    rf"\(\s*(width|height|resolution)\s*([<>]=?)\s*{_NUMBER}(px|em|rem|dpi|dppx|x|)\s*\)"
)
_TRUE = re.compile(
    r"(?:only\s+)?(?:all|screen)|\(\s*(?:orientation\s*:\s*landscape|prefers-color-scheme\s*:\s*light)\s*\)"
)
_COMMA = re.compile(r"(?:[^,()]++|\((?:[^()]++|\((?:[^()]++|\([^()]*+\))*+\))*+\))++")
"""What stands between commas that are in no parentheses, three deep."""
_SIZE = re.compile(r"(?:^|(?<=[\s)]))([^\s()]+)$")


def asked_for(image: Node, screen: Screen) -> str | None:
    """The URL as written that a browser would load for an `img`; None where it offers none."""
    for source in _sources(image):
        offered = _offered(source, screen)
        if offered:
            return _suited(offered, screen.ratio)
    return None


def _sources(image: Node) -> Iterator[Node]:
    """The elements that may offer the file, the first that does so counts: `source`, then `img`."""
    picture = image.parent
    if picture is not None and picture.tag == "picture":
        for each in picture.iter():
            if each.mem_id == image.mem_id:
                break
            if each.tag == "source":
                yield each
    yield image


def _offered(element: Node, screen: Screen) -> dict[float, str]:
    """Density to URL of what an element offers on a screen; of equal densities the first."""
    is_source = element.tag == "source"
    if is_source and not _is_fit(element, screen):
        return {}
    late = _first(element, _LAZY_SETS)
    entries = parse_srcset(late or attribute(element, "srcset") or "")
    size = _size(element, _first(element, _LAZY_SIZES), screen)
    found: dict[float, str] = {}
    for entry in entries:
        density = 1.0 if entry.density is None else entry.density
        if entry.width is not None:
            density = entry.width / size if size else inf
        found.setdefault(density, entry.url)
    is_by_width = any(entry.width is not None for entry in entries)
    plain = None if is_source or is_by_width else _plain(element, is_late=not entries or bool(late))
    if plain:
        found.setdefault(1.0, plain)
    return found


def _plain(image: Node, *, is_late: bool) -> str | None:
    """The file of density 1 that an `img` names without a set."""
    return (_first(image, LAZY_SOURCES) if is_late else None) or attribute(image, "src")


def _first(element: Node, names: Sequence[str]) -> str | None:
    return next((value for name in names if (value := attribute(element, name))), None)


def _is_fit(source: Node, screen: Screen) -> bool:
    """Whether a `source` is for this screen, and in a format that browsers show."""
    kind = (attribute(source, "type") or "image/png").partition(";")[0].strip().lower()
    return kind in _SHOWN and is_matching(attribute(source, "media") or "all", screen)


def _suited(offered: dict[float, str], ratio: float) -> str:
    """The URL of the least density that is enough, or else of the greatest.

    The standard leaves the choice to the browser; this is Chromium's (156), which a test asks.
    """
    enough = [density for density in offered if density >= ratio]
    return offered[min(enough) if enough else max(offered)]


def _size(element: Node, late: str | None, screen: Screen) -> float:
    """The width in CSS pixels at which `sizes` says that the picture is shown.

    The whole window's where it does not say so, or by a calculation. `auto` is known to the browser
    alone: the rest of the list counts, or else the element's `width`.
    """
    said = (late or attribute(element, "sizes") or "").lower()[:_LONGEST]
    for entry in _COMMA.findall(said)[:_MOST_TERMS]:
        condition, length = _divided(entry.strip())
        if length == "auto" or (condition and not is_matching(condition, screen)):
            continue
        return _length(length, screen)
    width = pixels(attribute(element, "width")) if said.startswith("auto") else None
    return width or screen.width


def _divided(entry: str) -> tuple[str, str]:
    """The media condition of an entry of `sizes`, and its length."""
    if entry.endswith(")"):  # a calculation
        start = re.search(r"(?:^|(?<=[\s)]))[a-z-]+\(", entry)
        at = start.start() if start is not None else 0
    else:
        found = _SIZE.search(entry)
        at = found.start() if found is not None else 0
    return entry[:at].strip(), entry[at:]


def _length(text: str, screen: Screen) -> float:
    match = _LENGTH.fullmatch(text)
    if match is None:
        return screen.width
    per_unit = {"vw": screen.width / 100, "vh": screen.height / 100, **_IN_PIXELS}
    return float(match[1]) * per_unit[match[2]]


def is_matching(media: str, screen: Screen) -> bool:
    """Whether a media query list is true of a desktop screen (Media Queries 4, section 3).

    `and`, `or`, commas, bounds of width, height and resolution: what else it says is not true.
    """
    queries = re.split(r",|\bor\b", media.lower()[:_LONGEST])[:_MOST_TERMS]
    return any(all(_is_true(term.strip(), screen) for term in _terms(each)) for each in queries)


def _terms(query: str) -> list[str]:
    return re.split(r"\band\b", query)


def _is_true(term: str, screen: Screen) -> bool:
    if bound := _BOUND.fullmatch(term):
        limit = float(bound[3]) * _IN_PIXELS[bound[4]]
        value = screen.feature(bound[2])
        return value >= limit if bound[1] == "min" else value <= limit
    if bound := _RANGE.fullmatch(term):
        limit = float(bound[3]) * _IN_PIXELS[bound[4]]
        value = screen.feature(bound[1])
        if value == limit:
            return bound[2].endswith("=")
        return value > limit if bound[2].startswith(">") else value < limit
    return _TRUE.fullmatch(term) is not None
