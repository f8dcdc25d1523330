"""Options that name a key's file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from archive.cli.named import File

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_F = TypeVar("_F", bound=Callable[..., Any])


def key_option(name: str, says: str) -> Callable[[_F], _F]:
    """An option that names a PEM file, as `key_file`."""
    return click.option(name, "key_file", metavar="KEYFILE", type=File(), help=says)


def private_key(path: Path) -> EllipticCurvePrivateKey:
    """The key; the passphrase of an encrypted one is taken from the environment, never asked for."""
    from archive.signing import load_private_key

    return load_private_key(path, os.environ.get("MICROFICHE_KEY_PASSPHRASE"))


def trusted_key(path: Path | None) -> bytes | None:
    """The SubjectPublicKeyInfo of the key that has to have signed."""
    from archive.signing import load_public_key

    return load_public_key(path) if path is not None else None
