"""Every URL of an edition: path to page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Final

from crawler.demo.charsets import CHARSETS
from crawler.demo.edition import Edition
from crawler.demo.lists import list_pages
from crawler.demo.page import Page, Visit, fixed
from crawler.demo.pictures import landscape
from crawler.demo.render import OLD_LINK, Renderer
from crawler.demo.story import Language, Story
from crawler.demo.words import SECTIONS

_HTML = "text/html; charset=utf-8"

STATIC: Final[dict[str, str]] = {
    "site.css": "text/css; charset=utf-8",
    "comments.css": "text/css",
    "print.css": "text/css",
    "site.js": "text/javascript; charset=utf-8",
}
"""Files below static/, and their types."""

PICTURES: Final[dict[int, tuple[int, int]]] = {
    32: (32, 32),
    160: (160, 90),
    320: (320, 180),
    640: (640, 360),
    900: (900, 506),
}
"""The number in a picture's URL, and its width and height."""

_PICTURE = re.compile(r"/images/([a-z-]{1,60})-(\d{2,3})\.png$")

_painted = cache(landscape)


def pages(edition: Edition) -> dict[str, Page]:
    """Path to page, for all but pictures."""
    renderer = Renderer(edition)
    return {
        **_static_pages(edition),
        **list_pages(edition),
        **_front_pages(renderer),
        **_section_pages(renderer),
        **_moved_pages(edition),
        **{s.path(edition.now): _article_page(s, edition, renderer) for s in edition.stories},
        **{s.path(edition.now): _gone() for s in edition.withdrawn},
        **_amp_pages(edition, renderer),
    }


def picture(path: str, names: frozenset[str]) -> Page | None:
    """The picture at a path, painted when it is first asked for; None where there is none."""
    match = _PICTURE.match(path)
    if match is None or match[1] not in names or int(match[2]) not in PICTURES:
        return None
    body = _painted(match[1], *PICTURES[int(match[2])])
    # Large pictures come without a validator, as from many image servers: always 200, always equal.
    etag = None if match[2] == "900" else _etag(body)
    return Page(render=fixed(body), content_type="image/png", etag=etag)


def picture_names(edition: Edition) -> frozenset[str]:
    """The pictures that the outlet has: of its stories and of its own."""
    photos = (photo.name for story in edition.stories for photo in story.photos)
    gone = (photo.name for story in edition.withdrawn for photo in story.photos)
    return frozenset((*photos, *gone, "masthead", "icon"))


def _static_pages(edition: Edition) -> dict[str, Page]:
    folder = files("crawler.demo") / "static"
    bodies = {name: (folder / name).read_bytes() for name in STATIC}
    return {
        f"/static/{name}": Page(
            render=fixed(body),
            content_type=STATIC[name],
            etag=_etag(body),
            last_modified=min(story.published(edition.now) for story in edition.stories),
            gzip=name == "site.css",
        )
        for name, body in bodies.items()
    }


def _front_pages(renderer: Renderer) -> dict[str, Page]:
    paths: dict[str, Language] = {"/": "en", "/ru/": "ru"}
    return {path: _list_page(renderer.front, language) for path, language in paths.items()}


def _list_page(make: Callable[[Language, Visit], str], language: Language) -> Page:
    return Page(
        render=lambda visit: make(language, visit).encode("utf-8"),
        content_type=_HTML,
        headers=(("Cache-Control", "no-cache"),),
        gzip=True,
    )


def _section_pages(renderer: Renderer) -> dict[str, Page]:
    named = [(language, name) for language, names in SECTIONS.items() for name in names]
    return {
        f"/{language}/section/{name}": _list_page(_section(renderer, name), language)
        for language, name in named
    }


def _section(renderer: Renderer, name: str) -> Callable[[Language, Visit], str]:
    return lambda language, visit: renderer.section(language, name, visit)


def _moved_pages(edition: Edition) -> dict[str, Page]:
    ferry = edition.named("ferry-fire-inquiry").path(edition.now)
    drafts = b"<!doctype html><title>Drafts</title><p>Nobody should read this yet.</p>"
    return {
        OLD_LINK[0]: _redirect(ferry),
        "/en/": _redirect("/"),
        "/private/drafts": Page(render=fixed(drafts), content_type=_HTML),
        "/search": Page(render=fixed(b"<p>No results.</p>"), content_type=_HTML),
    }


def _redirect(location: str) -> Page:
    body = f'<p>Moved to <a href="{location}">{location}</a>.</p>'.encode()
    headers = (("Location", location),)
    return Page(render=fixed(body), content_type=_HTML, status=301, headers=headers)


def _article_page(story: Story, edition: Edition, renderer: Renderer) -> Page:
    """Modern pages have both validators, bare ones a date, microdata pages none."""
    declared = CHARSETS[story.charset]
    modern = story.markup in ("json_ld", "live")
    validator = _etag(repr((story, edition.url(story))).encode("utf-8"))
    return Page(
        render=lambda visit: renderer.article(story, visit).encode(declared.encoding),
        content_type=declared.content_type,
        etag=f"W/{validator}" if modern else None,
        last_modified=None if story.markup == "microdata" else edition.last_modified(story),
        gzip=modern,
        chunked=story.markup == "live",
    )


def _amp_pages(edition: Edition, renderer: Renderer) -> dict[str, Page]:
    return {
        f"{story.path(edition.now)}/amp": _list_page(_amp(renderer, story), story.language)
        for story in edition.stories
        if story.amp
    }


def _amp(renderer: Renderer, story: Story) -> Callable[[Language, Visit], str]:
    return lambda _, visit: renderer.amp(story, visit)


def _gone() -> Page:
    body = b"<!doctype html><title>Gone</title><h1>This article is no longer available</h1>"
    return Page(render=fixed(body), content_type=_HTML, status=410)


def _etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:20]}"'
