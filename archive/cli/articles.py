"""`microfiche articles`: every article of the collection."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from archive.cli.options import collection_option, json_option, out, print_json_lines
from archive.cli.tables import print_table, when
from archive.collection import ArticleSummary, Collection

_COLUMNS = ("last seen (UTC)", "rev.", "visits", "state", "headline", "URL")


@click.command("articles")
@json_option
@collection_option
def command(as_json: bool, collection_dir: Path) -> None:
    """List the articles of the collection, the one seen last first."""
    with Collection.open(collection_dir) as collection:
        articles = collection.articles()
    if as_json:
        print_json_lines(asdict(article) for article in articles)
    elif not articles:
        click.echo("No articles yet.", err=True)
    else:
        print_table(out(), _COLUMNS, map(_row, articles))


def _row(article: ArticleSummary) -> tuple[str, ...]:
    return (
        when(article.last_observed),
        str(article.revisions),
        str(article.observations),
        article.state.replace("_", " "),
        article.headline or "-",
        article.url,
    )
