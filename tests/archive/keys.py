"""Keys that openssl makes: each test has one of its own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def openssl(*arguments: object) -> bytes:
    """Stdout of openssl; skips the test where there is none."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not here")
    command = [program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=True).stdout


def private(directory: Path, name: str = "key") -> Path:
    """A private key, made as the error messages say."""
    path = directory / f"{name}.pem"
    if not path.exists():
        openssl("ecparam", "-name", "secp384r1", "-genkey", "-noout", "-out", path)
    return path


def public(directory: Path, name: str = "key") -> Path:
    """The public key of `private`."""
    path = directory / f"{name}-public.pem"
    if not path.exists():
        openssl("ec", "-in", private(directory, name), "-pubout", "-out", path)
    return path
