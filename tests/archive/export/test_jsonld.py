"""JSON-LD documents: their shape by schema.org, and the way back to the WARC record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.collection import Collection
from archive.export.jsonld import export_jsonld
from archive.warc.reader import record_at


def names(text: str) -> set[str]:
    return set(text.split())


ARTICLE = names(
    "identifier version url mainEntityOfPage headline alternativeHeadline description articleBody "
    "locationCreated datePublished dateModified inLanguage articleSection keywords "
    "isAccessibleForFree author sourceOrganization publisher image video audio correction "
    "workTranslation commentCount comment isBasedOn archivedAt"
)
COMMENT = names(
    "identifier parentItem author text dateCreated datePublished upvoteCount downvoteCount"
)
PROPERTIES = {
    "NewsArticle": ARTICLE | {"dateline"},
    "OpinionNewsArticle": ARTICLE | {"dateline"},
    "LiveBlogPosting": ARTICLE | {"liveBlogUpdate"},
    "BlogPosting": ARTICLE,
    "Comment": COMMENT,
    "CorrectionComment": COMMENT,
    "Person": {"name", "url", "jobTitle"},
    "Organization": {"name", "url"},
    "Place": {"name"},
    "ImageObject": {"contentUrl", "caption", "creditText", "description", "width", "height"},
    "QuantitativeValue": {"value", "unitCode"},
    "PropertyValue": {"propertyID", "value"},
    "WebPage": {"url", "dateCreated", "identifier", "encoding"},
    "MediaObject": {"contentUrl", "encodingFormat"},
}
"""The properties that schema.org gives each type (of those that may be written)."""


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


@pytest.fixture
def documents(opened: Collection, tmp_path: Path) -> list[dict[str, Any]]:
    export_jsonld(opened, tmp_path / "a.jsonl")
    return lines(tmp_path / "a.jsonl")


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every node of a document, outermost first."""
    if isinstance(value, list):
        for one in value:
            yield from nodes(one)
    elif isinstance(value, dict):
        yield value
        for one in value.values():
            yield from nodes(one)


def test_every_article_has_one_document(documents: list[dict[str, Any]]) -> None:
    assert ["NewsArticle", "LiveBlogPosting"] == [one["@type"] for one in documents]


def test_all_revisions_are_there_where_they_are_asked_for(
    opened: Collection, tmp_path: Path
) -> None:
    export_jsonld(opened, tmp_path / "a.jsonl", all_revisions=True)
    assert [1, 2, 1] == [one["version"] for one in lines(tmp_path / "a.jsonl")]


def test_an_older_revision_has_the_comments_of_its_time(opened: Collection, tmp_path: Path) -> None:
    export_jsonld(opened, tmp_path / "a.jsonl", all_revisions=True)
    told = [comment["identifier"] for comment in lines(tmp_path / "a.jsonl")[0]["comment"]]
    assert ["c1", "c2"] == told


def test_only_comments_that_are_shown_are_there(documents: list[dict[str, Any]]) -> None:
    assert ["c1", "c3"] == [comment["identifier"] for comment in documents[0]["comment"]]


def test_an_answer_names_its_parent(documents: list[dict[str, Any]]) -> None:
    assert {"@type": "Comment", "identifier": "c1"} == documents[0]["comment"][1]["parentItem"]


def test_every_property_is_one_of_its_type(documents: list[dict[str, Any]]) -> None:
    strange = [
        (node["@type"], name)
        for document in documents
        for node in nodes(document)
        for name in node.keys() - {"@context", "@type"} - PROPERTIES[node["@type"]]
    ]
    assert [] == strange


def test_nothing_empty_is_written(documents: list[dict[str, Any]]) -> None:
    values = [value for one in documents for node in nodes(one) for value in node.values()]
    assert [] == [value for value in values if value in (None, "", [], {})]


def test_persons_and_agencies_are_apart(documents: list[dict[str, Any]]) -> None:
    expected = (
        [{"@type": "Person", "name": "Ann Berg", "jobTitle": "Port correspondent"}],
        [{"@type": "Organization", "name": "LNS"}],
    )
    assert expected == (documents[0]["author"], documents[0]["sourceOrganization"])


def test_an_image_has_caption_and_credit(documents: list[dict[str, Any]]) -> None:
    (image,) = documents[0]["image"]
    assert ("-1 metre at the quay", "Jo Lund / LNS") == (image["caption"], image["creditText"])


def test_a_correction_is_told(documents: list[dict[str, Any]]) -> None:
    expected = [{"@type": "CorrectionComment", "text": "An earlier version misnamed the quay."}]
    assert expected == documents[0]["correction"]


def test_a_live_blogs_posts_are_told(documents: list[dict[str, Any]]) -> None:
    (post,) = documents[1]["liveBlogUpdate"]
    assert ("BlogPosting", "All ferries are in port.") == (post["@type"], post["articleBody"])


def test_a_date_without_a_time_stays_one(documents: list[dict[str, Any]]) -> None:
    assert "2026-03-01" == documents[0]["datePublished"]


def test_false_is_a_value(documents: list[dict[str, Any]]) -> None:
    assert documents[0]["isAccessibleForFree"] is False


def test_a_document_leads_to_its_warc_record(
    documents: list[dict[str, Any]], opened: Collection
) -> None:
    archived = documents[0]["archivedAt"]
    said = {each["propertyID"]: each["value"] for each in archived["identifier"]}
    path = opened.path / archived["encoding"]["contentUrl"]
    with record_at(path, int(said["microfiche:warc_offset"])) as record:
        assert f"<{documents[0]['isBasedOn']}>" == record.field("WARC-Record-ID")


def test_markup_cannot_end_a_script_element(opened: Collection, tmp_path: Path) -> None:
    export_jsonld(opened, tmp_path / "a.jsonl")
    assert b"<" not in (tmp_path / "a.jsonl").read_bytes()


def test_markup_is_the_same_text_when_read(documents: list[dict[str, Any]]) -> None:
    assert documents[0]["description"].endswith("</script><script>alert(1)</script>")
