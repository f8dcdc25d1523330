"""The name of a photo's file: what tells a new photo from another rendition of one.

Rules
- Host (they are sharded), fragment, and of a photo's formats the suffix say nothing; neither do a
  size at the name's end or a directory that is a list of sizes and services (`w_800,h_450`).
- A directory that may be anything else is kept: `ap2041` is an agency's number, `2019_12` a month.
- A query says nothing but where it tells the photo: the address that a resizing service is asked
  for (`?url=`), an id (`?id=7`), and all that a script (`photo.php`) is asked, sizes apart.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

_PAIR = r"\d{2,4}x\d{2,4}|[1-9]\d{2,3}_[1-9]\d{2,3}"
"""Width and height. With a line between them only from three digits: `2019_12` is a month."""
_AT_END = re.compile(rf"[-_.@](?:{_PAIR}|\d{{2,4}}w|\dx|scaled|thumb(?:nail)?)$")
_SIZE = re.compile(
    rf"{_PAIR}|\d{{2,4}}w|[wh][_-]?\d{{2,4}}|s\d{{3,4}}|q_?\d{{2,3}}|q_auto[:a-z]*"
    r"|c_(?:crop|fill|fill_pad|fit|lfill|limit|lpad|mfit|mpad|pad|scale|thumb)"
    r"|f_(?:auto|avif|gif|jpe?g|png|webp)|g_(?:auto|center|faces?|north|south|east|west|xy_center)"
    r"|(?:ar|dpr)_[\d.:]+|dpr_auto",
    re.IGNORECASE,
)
_SERVICE = re.compile(r"[a-z]{1,3}_[\w.:-]+|[a-z]{1,2}\d+", re.IGNORECASE)
"""What stands beside a size in a directory: `b_white`, `e_sharpen:80`."""
_NUMBER_AT_END = re.compile(r"[-_.@][1-9]\d{2,3}$")
_RASTER = frozenset({"jpg", "jpeg", "jpe", "png", "webp", "avif", "gif", "jxl", "heic"})
_SCRIPTS = frozenset({"php", "ashx", "aspx", "asp", "cgi", "jsp", "do", "pl", "cfm", "dll"})

_ADDRESSES = frozenset({"url", "src", "href", "image_url", "imageurl", "img_url", "source", "u"})
_FILES = frozenset({"image", "img", "file", "filename", "path", "photo", "picture", "media"})
_IDS = _FILES | {
    "id", "imageid", "image_id", "imgid", "img_id", "photoid", "photo_id", "fileid", "file_id",
    "mediaid", "media_id", "assetid", "asset_id", "asset", "uuid", "guid", "pid", "fid", "oid",
}  # fmt: skip
_OF_RENDITIONS = frozenset({
    "w", "h", "width", "height", "wid", "hei", "mw", "mh", "size", "sizes", "s", "scale", "ratio",
    "ar", "rect", "crop", "fit", "mode", "resize", "resizing", "rs", "thumb", "dpr", "q", "quality",
    "qlt", "auto", "fm", "fmt", "format", "type", "op", "sharpen", "blur", "bg", "strip", "optimize",
    "compress", "v", "ver", "version", "t", "ts", "time", "timestamp", "token", "sig", "signature",
    "hash", "key", "itok", "expires", "cb", "cache",
})  # fmt: skip
"""What a script is asked of a rendition."""
_MOST_QUERY = 4_000
_DEEPEST = 3
"""How often an address may stand in the query of another."""


def image_file(url: str) -> str:
    """The path that tells the photo, with what its query tells.

    `/a/base_201-1200_800.jpg`, `/a/base_201-450_300.webp?w=3`, `/a/w_450,h_300/base_201.jpg` and
    `/_next/image?url=%2Fa%2Fbase_201.jpg&w=640` give one and the same name.
    """
    path, asked = _parted(_unwrapped(url))
    *directories, name = path.split("/")
    kept = [part for part in directories if part and not _is_sizes(part)]
    stem, suffix = _stem(name)
    shown = "" if suffix.lower() in _RASTER else f".{suffix}" if suffix else ""
    told = _told(asked, script=suffix.lower() in _SCRIPTS)
    return "/".join([*kept, _AT_END.sub("", stem) + shown]) + (f"?{told}" if told else "")


def is_rendition(one: str, other: str) -> bool:
    """Whether two addresses may be renditions of one photo whose files are named differently: in
    one directory, of one name, one with a width and height and one with a single number
    (`lead_720_405.jpg` and `lead_960.jpg`).

    No proof: ask for the same words beside them as well.
    """
    shorter, longer = sorted((one, other), key=lambda url: len(image_file(url)))
    file = image_file(longer)
    return (
        _AT_END.search(_stem_of(shorter)) is not None
        and _NUMBER_AT_END.search(file) is not None
        and _NUMBER_AT_END.sub("", file) == image_file(shorter)
    )


def _stem_of(url: str) -> str:
    return _stem(_parted(_unwrapped(url))[0].rpartition("/")[2])[0]


def _is_sizes(directory: str) -> bool:
    """Whether a directory's name is a size, or a list of services with a size among them."""
    parts = directory.split(",")
    sizes = [bool(_SIZE.fullmatch(part)) for part in parts]
    return any(sizes) and all(
        size or _SERVICE.fullmatch(part) for size, part in zip(sizes, parts, strict=True)
    )


def _unwrapped(url: str) -> str:
    """The address that the services around it are asked to resize."""
    for _ in range(_DEEPEST):
        inner = _asked_for(url)
        if inner is None:
            break
        url = inner
    return url


def _asked_for(url: str) -> str | None:
    """The address in an address's query: what a service is asked to resize."""
    for name, value in _query(_parted(url)[1]):
        raster = _stem(value.rpartition("/")[2])[1].lower() in _RASTER
        if (name in _ADDRESSES and (raster or "/" in value)) or (name in _FILES and raster):
            return value
    return None


def _parted(url: str) -> tuple[str, str]:
    """The path without host, and the query."""
    address, _, asked = url.partition("#")[0].partition("?")
    if "://" in address:
        return address.partition("://")[2].partition("/")[2], asked
    if address.startswith("//"):
        return address[2:].partition("/")[2], asked
    return address.lstrip("/"), asked


def _stem(name: str) -> tuple[str, str]:
    stem, _, suffix = name.rpartition(".")
    return (stem, suffix) if stem else (suffix, "")


def _query(asked: str) -> list[tuple[str, str]]:
    if not asked or "=" not in asked or len(asked) > _MOST_QUERY:
        return []
    return [(name.lower(), value) for name, value in parse_qsl(asked)]


def _told(asked: str, *, script: bool) -> str:
    """What of a query tells the photo, in the order of its names."""
    told = [
        f"{name}={value}"
        for name, value in _query(asked)
        if name in _IDS or (script and name not in _OF_RENDITIONS)
    ]
    return "&".join(sorted(told))
