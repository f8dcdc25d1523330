"""Answers as the reader gets them: built from a few lines of markup."""

from __future__ import annotations

from archive.records import Article, PageRecords
from archive.warc.exchange import Exchange
from crawler.reading import Reading, normalize, read

URL = "https://paper.example/news/2024/bridge-closed"
AT = "2024-05-14T10:00:00Z"
PROSE = (
    "The old bridge over the river was closed on Monday after engineers found cracks in two of its "
    "pillars, the town hall said in a statement."
)
MORE = (
    "Drivers will have to take the road past the mill until the repairs are done, which may take "
    "until the end of the year, according to the town's chief engineer."
)


def answer(
    body: str | bytes,
    *,
    url: str = URL,
    content_type: str = "text/html; charset=utf-8",
    fetched_at: str | None = AT,
    status: int = 200,
    undecoded: str | None = None,
) -> Exchange:
    """An exchange with this body."""
    return Exchange(
        request_url=url,
        url=url,
        fetched_at=fetched_at,
        status=status,
        headers=(("Content-Type", content_type),),
        body=body.encode() if isinstance(body, str) else body,
        undecoded=undecoded,
    )


def page(body: str, head: str = "", lang: str = "en") -> str:
    """A page with this in its head and body."""
    return f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


def story(inside: str, head: str = "", lang: str = "en") -> str:
    """An article page: a headline, this, and two paragraphs."""
    text = f"<p>{PROSE}</p><p>{MORE}</p>"
    return page(f"<article><h1>Old bridge closed</h1>{inside}{text}</article>", head, lang)


def reading_of(body: str | bytes, **answered: object) -> Reading:
    return read(answer(body, **answered), None)  # type: ignore[arg-type]


def records_of(body: str | bytes, **answered: object) -> PageRecords:
    exchange = answer(body, **answered)  # type: ignore[arg-type]
    return normalize(read(exchange, None), exchange, None, None)


def article_of(body: str | bytes, **answered: object) -> Article:
    article = records_of(body, **answered).article
    assert article is not None
    return article
