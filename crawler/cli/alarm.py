"""`--alarm NAME=SHARE`: the limits beyond which a crawl ends with status 1."""

from __future__ import annotations

import click

alarm_option = click.option(
    "--alarm",
    "limit_texts",
    multiple=True,
    metavar="NAME=SHARE",
    help="Status 1 where too few records of a site have a field: fill=0.9, headline=0.95; or too "
    "many are odd: disagreement=0.5, missed=0.1, unknown_layout=0.2, not_article=0.2. "
    "pages=N: from N records on (10).",
)
