"""No text of a page is told twice: body, captions with credits, comments and related links share none.

Every text node of a page is given a mark of its own after its first word; the record must have each
mark in one of these fields at most. What is in none of them is boilerplate, or another field's.
"""

from __future__ import annotations

import gzip
import itertools
import os
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from archive.records import Article, PageRecords
from tests.crawler.reading.pages import MORE, PROSE, page, records_of

PAGES = Path(os.environ.get("MICROFICHE_CORPORA", Path(__file__).parents[4] / "shared/corpora"))
MARK = re.compile(r"xq\d+qx")
_UNSEEN = re.compile(rb"<(script|style|title|textarea|noscript)\b.*?</\1\s*>", re.DOTALL | re.I)
_TEXT = re.compile(rb">(\s*[^<>\s&]+)(\s+[^<>]{8,})<")
_SAMPLE = 40

PHOTO = "<img src='/{n}.jpg' width=800>"
PARTS = (
    "<p>{prose}</p>",
    "<h2>What the town will do</h2>",
    f"<figure>{PHOTO}<figcaption>The bridge {{n}}. <span class='credit'>Photo: Ann Lee of the paper"
    "</span></figcaption></figure>",
    f"<div class='image'>{PHOTO}<p>{{prose}} (Photo: Ann Lee)</p></div>",
    f"<div class='media'>{PHOTO}<div class='caption'>The bridge on Monday {{n}}</div>{{prose}}</div>",
    "<blockquote><p>{prose}</p><cite>Ann Lee, engineer of the town</cite></blockquote>",
    f"<blockquote><figure>{PHOTO}<figcaption>Lee, {{n}}</figcaption></figure>{{prose}}</blockquote>",
    "<ul><li>{prose}</li><li>And the second point of {n}</li></ul>",
    "<table><tr><th>Year of repair</th><td>{prose}</td></tr></table>",
    f"<table><tr><td>{PHOTO}</td></tr><tr><td>The bridge from above, {{n}}</td></tr></table>",
    "<div class='comments'><div class='comment' id='comment-{n}'><b class='author'>Reader {n}</b>"
    "<time datetime='2024-05-13T10:00Z'>13 May</time><p class='comment-text'>{prose}</p></div></div>",
    "<div class='correction'><p>Correction: {prose}</p></div>",
    "<aside class='related'><h3><a href='/r{n}'>Mill road {n} is wider</a></h3><p>{prose}</p></aside>",
    "<div>{prose}<br><br>{prose}<br>and a last line</div>",
    "<div class='live-post' id='post-{n}'><h3>The post {n}</h3><p>{prose}</p></div>",
    f"<div>{PHOTO}<figure><img src='/g{{n}}.jpg'><figcaption>{{prose}}</figcaption></figure></div>",
)


def marked(body: bytes) -> bytes:
    """A page with a mark after the first word of every text of some length."""
    number = itertools.count()
    unseen = [match.span() for match in _UNSEEN.finditer(body)]

    def insert(match: re.Match[bytes]) -> bytes:
        if any(start <= match.start() < end for start, end in unseen):
            return match.group()
        return b">%s xq%dqx%s<" % (match[1], next(number), match[2])

    return _TEXT.sub(insert, body)


def told_twice(records: PageRecords) -> dict[str, list[str]]:
    """The marks that several fields have, and which."""
    if records.article is None:
        return {}
    fields: dict[str, list[str]] = {}
    for name, texts in _fields(records.article, records):
        for mark in set(MARK.findall("\n".join(texts))):
            fields.setdefault(mark, []).append(name)
    return {mark: names for mark, names in fields.items() if len(names) > 1}


def _fields(article: Article, records: PageRecords) -> Iterator[tuple[str, Iterable[str]]]:
    posts = article.live_blog_update or ()
    yield "body", [*_body(article), *(post.text for post in posts)]
    yield "captions", [f"{image.caption}\n{image.credit_text}" for image in article.image]
    yield "comments", [comment.text for comment in records.comments]
    yield "related", [link.text for link in article.related_link]


def _body(article: Article) -> Iterator[str]:
    for block in article.body.blocks:
        yield from filter(None, (block.text, block.cite))
        yield from (cell for row in block.rows or () for cell in row)


def invented(seed: int) -> bytes:
    """A page of parts in an order that is drawn by chance."""
    draw = random.Random(seed)
    parts = [
        draw.choice(PARTS).format(n=n, prose=f"{draw.choice((PROSE, MORE))} Point {n}.")
        for n in range(draw.randint(3, 14))
    ]
    body = (
        f"<article><h1>Old bridge closed</h1><p>{PROSE}</p>{''.join(parts)}<p>{MORE}</p></article>"
    )
    live = "<div itemscope itemtype='https://schema.org/LiveBlogPosting'></div>"
    return page(body + (live if draw.random() < 0.2 else "")).encode()


@pytest.mark.parametrize("block", range(4))
def test_no_text_of_an_invented_page_is_told_twice(block: int) -> None:
    found = {
        seed: twice
        for seed in range(block * 60, block * 60 + 60)
        if (twice := told_twice(records_of(marked(invented(seed)))))
    }
    assert {} == found


def test_invented_pages_have_every_field() -> None:
    names = {
        name
        for seed in range(40)
        if (records := records_of(marked(invented(seed)))).article is not None
        for name, texts in _fields(records.article, records)
        if MARK.search("\n".join(texts))
    }
    assert {"body", "captions", "comments", "related"} == names


def test_no_text_of_a_real_page_is_told_twice() -> None:
    files = sorted((PAGES / "pages").glob("*/*.html.gz"))
    if not files:
        pytest.skip(f"no corpora at {PAGES}")
    sample = random.Random(4).sample(files, min(_SAMPLE, len(files)))
    found = {}
    for file in sample:
        records = records_of(marked(gzip.decompress(file.read_bytes())))
        found |= {file.name: twice} if (twice := told_twice(records)) else {}
    assert {} == found
