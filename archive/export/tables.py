"""The tables that csv and parquet share: articles (a row each revision), observations, comments (a
row each line of their history), images (a row each image of each revision)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from archive.export.columns import Column, Row, columns_of, values_of
from archive.export.contents import Story
from archive.records import (
    ARTICLE_SCHEMA,
    COMMENT_SCHEMA,
    OBSERVATION_SCHEMA,
    Article,
    Comment,
    Image,
    Observation,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table's columns, and its rows of one article."""

    schema: str
    columns: tuple[Column, ...]
    rows: Callable[[Story], Iterator[Row]]
    nested: frozenset[str] = frozenset()
    """Columns that a flat form leaves out."""


_IDS = tuple(Column(name, str, (name,)) for name in ("article_id", "revision_id"))
_ARTICLES = (
    *_IDS,
    Column("number", int),
    Column("is_latest", bool),
    Column("first_observed", str),
    Column("last_observed", str),
    Column("changed", tuple[str, ...]),
    *(column for column in columns_of(Article) if column not in _IDS),
)
_OBSERVATIONS = tuple(columns_of(Observation))
_COMMENTS = (Column("is_latest", bool), *columns_of(Comment))
_IMAGES = (
    *(Column(name, str) for name in ("article_id", "revision_id")),
    Column("number", int),
    Column("position", int),
    *columns_of(Image),
)


def _article_rows(story: Story) -> Iterator[Row]:
    for revision in story.revisions:
        yield {
            "number": revision.number,
            "is_latest": revision is story.revisions[-1],
            "first_observed": revision.first_observed,
            "last_observed": revision.last_observed,
            "changed": revision.changed,
            **values_of(_plain(revision.article), _ARTICLES),
        }


def _observation_rows(story: Story) -> Iterator[Row]:
    for observation in story.observations:
        yield values_of(_plain(observation), _OBSERVATIONS)


def _comment_rows(story: Story) -> Iterator[Row]:
    latest = {line.comment_id: number for number, line in enumerate(story.comments)}
    for number, line in enumerate(story.comments):
        yield {
            "is_latest": latest[line.comment_id] == number,
            **values_of(_plain(line), _COMMENTS),
        }


def _image_rows(story: Story) -> Iterator[Row]:
    for revision in story.revisions:
        for position, image in enumerate(revision.article.image, start=1):
            yield {
                "article_id": revision.article_id,
                "revision_id": revision.revision_id,
                "number": revision.number,
                "position": position,
                **values_of(_plain(image), _IMAGES),
            }


def _plain(record: object) -> dict[str, Any]:
    """Plain values with every key: a table has a cell where JSON leaves a block's key out."""
    found: dict[str, Any] = msgspec.to_builtins(record)
    return found


TABLES: Mapping[str, Table] = {
    "articles": Table(
        schema=ARTICLE_SCHEMA,
        columns=_ARTICLES,
        rows=_article_rows,
        nested=frozenset({"body_blocks", "image", "provenance"}),
    ),
    "observations": Table(schema=OBSERVATION_SCHEMA, columns=_OBSERVATIONS, rows=_observation_rows),
    "comments": Table(
        schema=COMMENT_SCHEMA,
        columns=_COMMENTS,
        rows=_comment_rows,
        nested=frozenset({"provenance"}),
    ),
    "images": Table(schema=ARTICLE_SCHEMA, columns=_IMAGES, rows=_image_rows),
}
