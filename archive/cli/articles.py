"""`microfiche articles`: every article of the collection."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from archive.cli.options import collection_option, json_option, out, print_json_lines
from archive.cli.tables import print_table, when
from archive.collection import ArticleSummary, Collection
from archive.diff.headings import address
from archive.urls import is_variant

_COLUMNS = ("last seen (UTC)", "rev.", "visits", "state", "headline", "URL")


@click.command("articles")
@json_option
@collection_option
def command(as_json: bool, collection_dir: Path) -> None:
    """List the articles of the collection, the one seen last first."""
    with Collection.open(collection_dir) as collection:
        articles = collection.articles()
        urls = {} if as_json else {one.article_id: _address(collection, one) for one in articles}
    if as_json:
        print_json_lines(asdict(article) for article in articles)
    elif not articles:
        click.echo("No articles yet.", err=True)
    else:
        rows = (_row(article, urls[article.article_id]) for article in articles)
        print_table(out(), _COLUMNS, rows)


def _address(collection: Collection, article: ArticleSummary) -> str:
    """The address to show. The record is read only where the URL may not be the canonical one."""
    if not article.revisions or not ("?" in article.url or is_variant(article.url)):
        return article.url
    return address(article.url, collection.revision(article.article_id).article.canonical_url)


def _row(article: ArticleSummary, url: str) -> tuple[str, ...]:
    return (
        when(article.last_observed),
        str(article.revisions),
        str(article.observations),
        article.state.replace("_", " "),
        article.headline or "-",
        url,
    )
