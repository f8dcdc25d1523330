"""`--ftr DIR`: rules of ftr-site-config for the sites that have no site file of ours."""

from __future__ import annotations

import os
from pathlib import Path

import click

_VARIABLE = "MICROFICHE_FTR"


def _use(context: click.Context, option: click.Parameter, path: Path | None) -> None:
    """Name the checkout to this process, and to those that it starts: all of them read alike."""
    if path is not None:
        os.environ[_VARIABLE] = str(path.resolve())


ftr_option = click.option(
    "--ftr",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    callback=_use,
    expose_value=False,
    help=f"A checkout of ftr-site-config: rules for sites without a site file [${_VARIABLE}].",
)
