"""An article for reading, with where each of its fields was found and how it was observed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from starlette.requests import Request

from archive.collection import Collection, Revision
from archive.records import Article, Capture, Comment, Image, Observation, Provenance
from archive.times import from_timestamp14, timestamp14
from archive.web.desk import desk_of
from archive.web.pages import image_path, of_the_web, raw_path, view_path
from archive.web.replay.address import IMAGE
from archive.web.replay.choosing import choose, is_good
from archive.web.room.shown import Shown, revision_asked
from archive.web.room.timeline import article_timeline

_DEEPEST = 8


def article(request: Request) -> Shown:
    """`show`'s JSON with the revisions and observations beside. Raises NotInCollection."""
    with desk_of(request).collection() as collection:
        article_id = collection.find_article(request.path_params["article_id"])
        revisions = collection.revisions(article_id)
        which = revision_asked(request.query_params.get("revision"))
        revision = collection.revision(article_id, which)
        observations = collection.observations(article_id)
        is_latest = revision.number == len(revisions)
        at = None if is_latest else revision.last_observed
        comments = collection.comments(article_id, at)
        pictures = _pictures(collection, revision)
        summary = collection.summary(article_id)
        origins = {one.number: collection.origin(one.capture.warc_filename) for one in revisions}
    document = {
        "article": revision.article,
        "comments": comments,
        "revision": _numbered(revision) | origins[revision.number].told,
        "revisions": [
            _numbered(one) | {"changed": one.changed} | origins[one.number].told
            for one in revisions
        ],
        "observations": observations,
    }
    values = _values(revision.article, revisions, observations, comments, pictures)
    return Shown(
        "article.html",
        document,
        values
        | {"revision": revision, "is_latest": is_latest, "summary": summary, "origins": origins},
    )


def _numbered(revision: Revision) -> dict[str, object]:
    return {
        "number": revision.number,
        "revision_id": revision.revision_id,
        "first_observed": revision.first_observed,
        "last_observed": revision.last_observed,
    }


def _values(
    shown: Article,
    revisions: Sequence[Revision],
    observations: Sequence[Observation],
    comments: Sequence[Comment],
    pictures: Mapping[str, str],
) -> dict[str, object]:
    return {
        "article": shown,
        "revisions": revisions,
        "visits": [(one, look(one.capture)) for one in reversed(observations)],
        "timeline": article_timeline(revisions, observations),
        "comments": [(one, min(one.depth, _DEEPEST)) for one in comments],
        "pictures": pictures,
        "apart": pictures_apart(shown),
        "images": {image.id: image for image in shown.image},
        "sources": sources(shown.provenance),
        "look": look,
        "raw": raw,
    }


def look(capture: Capture | None) -> str | None:
    """The page that frames a capture."""
    return view_path(timestamp14(capture.fetched_at), capture.url) if capture else None


def raw(capture: Capture | None) -> str | None:
    """The bytes of a capture, on the replay port."""
    return raw_path(timestamp14(capture.fetched_at), capture.url) if capture else None


def pictures_apart(shown: Article) -> list[Image]:
    """The images that no block of the body holds a place for."""
    placed = {block.ref for block in shown.body.blocks if block.type == "image"}
    return [image for image in shown.image if image.id not in placed]


def _pictures(collection: Collection, revision: Revision) -> dict[str, str]:
    """Image id to the replay path of its archived file; absent where it was not captured."""
    timestamp = timestamp14(revision.capture.fetched_at)
    found: dict[str, str] = {}
    for image in revision.article.image:
        path = _captured(collection, _addresses(image), timestamp)
        if path is not None:
            found[image.id] = path
    return found


def _addresses(image: Image) -> Iterable[str]:
    yield image.content_url
    yield from (candidate.url for candidate in image.candidates)


def _captured(collection: Collection, urls: Iterable[str], timestamp: str) -> str | None:
    for url in urls:
        rows = [row for row in collection.captures(url) if is_good(row)]
        row = choose(rows, from_timestamp14(timestamp), IMAGE)
        if row is not None and of_the_web(row.url):
            return image_path(row.timestamp, row.url)
    return None


def sources(provenance: Mapping[str, Provenance]) -> list[tuple[str, Provenance]]:
    """Where each field was found, by its JSON pointer."""
    return sorted(provenance.items())
