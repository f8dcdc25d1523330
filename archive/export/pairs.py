"""Revision pairs aligned by sentence, a line each: a collection as a data set of news edits.

A line is one step of an article's history, from a revision to the next, with both captures it rests
on. docs/exports.md describes the format.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from archive.collection import Collection, Revision
from archive.diff.sentences import LABELS, Aligned, Alignment, Sentence, aligned
from archive.export.filters import EVERYTHING, Filters
from archive.export.target import Advance, Exported, File, new_file, silent
from archive.history import observed_interval
from archive.records import as_json

SCHEMA = "microfiche/revision_pair/1"


def export_pairs(
    collection: Collection,
    path: Path,
    advance: Advance = silent,
    filters: Filters = EVERYTHING,
) -> Exported:
    """Write a line for each pair of revisions that follow each other.

    Of a range of time: the pairs whose later revision was first seen in it. Raises BadInput where
    `path` exists.
    """
    count = 0
    with new_file(path) as temporary:
        with temporary.open("wb") as file:
            for document in documents(collection, advance, filters):
                file.write(msgspec.json.encode(document) + b"\n")
                count += 1
        size = temporary.stat().st_size
    return Exported(
        format="pairs", path=path, files=(File(path=path.name, bytes=size, rows=count),)
    )


def documents(
    collection: Collection, advance: Advance = silent, filters: Filters = EVERYTHING
) -> Iterator[dict[str, Any]]:
    """The pairs of a collection, the article seen first at first, then by revision."""
    found = list(filters.article_ids(collection))
    for done, article_id in enumerate(found, start=1):
        for old, new in pairwise(collection.revisions(article_id)):
            if filters.has_time(new.first_observed):
                interval = as_json(observed_interval(old, new))
                yield document_of(old, new) | {"observed": interval}
        advance(done, len(found))


def document_of(old: Revision, new: Revision) -> dict[str, Any]:
    """Two revisions of an article, sentence by sentence."""
    language = new.article.in_language or old.article.in_language
    pair = aligned(old.article.body.blocks, new.article.body.blocks, language)
    return {
        "schema": SCHEMA,
        "article_id": new.article_id,
        "url": new.article.url,
        "in_language": language,
        "from": _side(old, pair.old),
        "to": _side(new, pair.new),
        "same_reading": old.article.reading == new.article.reading,
        "alignment": [_alignment(one) for one in pair.alignments],
        "labels": _counted(pair),
    }


def _side(revision: Revision, sentences: tuple[Sentence, ...]) -> dict[str, Any]:
    return {
        "number": revision.number,
        "revision_id": revision.revision_id,
        "first_observed": revision.first_observed,
        "last_observed": revision.last_observed,
        "capture": as_json(revision.capture),
        "reading": as_json(revision.article.reading),
        "headline": revision.article.headline,
        "sentences": [{"block": one.block, "text": one.text} for one in sentences],
    }


def _alignment(one: Alignment) -> dict[str, Any]:
    return {
        "label": one.label,
        "from": one.old,
        "to": one.new,
        "similarity": one.similarity,
        "edited": one.edited,
    }


def _counted(pair: Aligned) -> dict[str, int]:
    counts = Counter(one.label for one in pair.alignments)
    return {label: counts[label] for label in LABELS}
