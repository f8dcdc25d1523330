"""Every field that was read says where it stood: no value without its source."""

from __future__ import annotations

import json

import pytest

from archive.records import Article, as_json

from .pages import MORE, PROSE, article_of, page, story

WITHIN = {
    "article_body": "/body",
    "date_published_raw": "/date_published",
    "date_published_precision": "/date_published",
    "date_published_zone": "/date_published",
    "date_modified_raw": "/date_modified",
    "date_modified_precision": "/date_modified",
    "date_modified_zone": "/date_modified",
    "location_created": "/dateline",
}
"""Fields that are read from another field's place."""

NOT_READ = {
    "schema", "type", "article_id", "revision_id", "reading", "digests", "supersedes", "url",
    "capture", "extraction", "provenance", "comment_thread",
}  # fmt: skip
"""Fields that no place of the page says."""

LINKED = {
    "@type": "NewsArticle",
    "headline": "Old bridge closed",
    "author": {"@type": "Person", "name": "Ada Moor"},
    "datePublished": "2024-05-14T08:00:00+02:00",
    "dateModified": "2024-05-14T09:00:00+02:00",
    "articleSection": "Town",
    "keywords": ["bridge", "river"],
    "isAccessibleForFree": True,
    "articleBody": f"BRIGHTWATER (Harbour Press) — {PROSE}\n{MORE}",
    "publisher": {"@type": "Organization", "name": "The Paper"},
}
FULL = page(
    f"""<article><p class="kicker">Town</p><h1>Old bridge closed</h1>
<p class="standfirst">Cracks were found in two pillars, and nobody knows since when.</p>
<p class="byline">By Ada Moor and Harbour Press</p>
<figure><img src="/bridge.jpg" width="900" height="600" alt="The bridge">
<figcaption>The bridge on Monday. Photo: Ivo Lind</figcaption></figure>
<p>BRIGHTWATER (Harbour Press) — {PROSE}</p><p>{MORE}</p>
<iframe src="https://www.youtube.com/embed/abc"></iframe>
<p class="correction">Correction: an earlier version of this article named another river.</p>
</article>""",
    '<meta name="description" content="A bridge is closed."><link rel="canonical" href="/bridge">'
    '<link rel="alternate" hreflang="de" href="/de/bridge">'
    f'<script type="application/ld+json">{json.dumps(LINKED)}</script>',
)


EMPTY = (None, [], (), "", {"blocks": ()}, {"blocks": []})


def _filled(article: Article) -> set[str]:
    """The fields of the article that have a value, those that no page says apart."""
    told = {name for name, value in as_json(article).items() if value not in EMPTY}
    return told - NOT_READ


def unsourced(article: Article) -> set[str]:
    """The fields that have a value and no provenance."""
    pointers = article.provenance
    return {
        name
        for name in _filled(article)
        if WITHIN.get(name) not in pointers
        and f"/{name}" not in pointers
        and not any(each.startswith(f"/{name}/") for each in pointers)
    }


def test_no_field_of_a_full_page_is_without_its_source() -> None:
    article = article_of(FULL)
    expected = {"kicker", "alternative_headline", "dateline", "image", "video", "correction"}
    assert expected <= _filled(article)
    assert unsourced(article) == set()


def test_the_body_says_its_box_and_that_json_ld_agrees() -> None:
    body = article_of(FULL).provenance["/body"]
    assert (body.source, body.locator) == ("dom", "html > body > article")
    assert body.agree == ("json_ld:$.articleBody",)


def test_a_body_that_json_ld_tells_otherwise_keeps_what_it_says_as_rejected() -> None:
    told = json.dumps(LINKED | {"articleBody": "Three words only."})
    body = article_of(FULL.replace(json.dumps(LINKED), told)).provenance["/body"]
    assert [(each.value, each.why) for each in body.rejected] == [("Three words only.", "shorter")]


@pytest.mark.parametrize("field", ["content_url", "caption", "credit_text"])
def test_a_photo_says_where_its_parts_stood(field: str) -> None:
    article = article_of(FULL)
    found = article.provenance[f"/image/0/{field}"]
    assert getattr(article.image[0], field) is not None
    assert found.source == "dom"
    assert "article" in found.locator


def test_a_dateline_says_its_paragraph() -> None:
    found = article_of(FULL).provenance["/dateline"]
    assert found.raw == "BRIGHTWATER (Harbour Press)"
    assert found.locator.endswith("article > p")


def test_a_date_that_nobody_can_read_says_where_its_text_stood() -> None:
    article = article_of(story('<meta itemprop="datePublished" content="the day after the fair">'))
    assert (article.date_published, article.date_published_raw) == (None, "the day after the fair")
    told = article.provenance["/date_published_raw"]
    assert (told.source, told.confidence) == ("microdata", 0.0)
