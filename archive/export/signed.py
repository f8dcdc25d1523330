"""The signature of a WACZ package, over the hash of its datapackage.json.

WACZ Signing and Verification 0.1.0: signed with a key of one's own ("anonymous": the key's owner must
be known from elsewhere), or by a signing server that speaks for a domain (authsign: POST of hash and
time, the answer is the signature with both certificate chains).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

import archive
from archive import signing
from archive.errors import ArchiveError, BadInput

Sign = Callable[[str, str], Mapping[str, Any]]
"""Gives `signedData` for the hash of datapackage.json and the time in it."""

VERSION = "0.1.0"
_LONGEST_ANSWER = 1 << 20
_SECONDS = 60
_OF_A_DOMAIN = ("signature", "domain", "domainCert", "timeSignature", "timestampCert")


def by_key(key: EllipticCurvePrivateKey) -> Sign:
    """Signs with a key of one's own; raw, as browsers verify it."""

    def sign(digest: str, created: str) -> Mapping[str, Any]:
        return {
            "hash": digest,
            "created": created,
            "software": f"microfiche {archive.__version__}",
            "version": VERSION,
            "signature": signing.encoded(signing.sign_raw(key, digest)),
            "publicKey": signing.encoded(signing.public_key(key)),
        }

    return sign


def by_server(url: str, token: str | None) -> Sign:
    """Has a signing server sign. Raises BadInput for a URL that would show the token to others."""
    parts = urlsplit(url)
    is_here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_here):
        raise BadInput(f"{url}: a signing server is asked over https only")

    def sign(digest: str, created: str) -> Mapping[str, Any]:
        answer = _asked(url, token, {"hash": digest, "created": created})
        missing = [name for name in _OF_A_DOMAIN if not answer.get(name)]
        if missing or answer.get("hash") != digest:
            fault = f"no {', '.join(missing)}" if missing else f"it signed {answer.get('hash')}"
            raise ArchiveError(f"{url}: did not sign {digest}: {fault}")
        # the server may write the time in another way; readers compare it with datapackage.json's
        return {name: value for name, value in answer.items() if value} | {"created": created}

    return sign


def _asked(url: str, token: str | None, asked: Mapping[str, str]) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if token:
        headers["Authorization"] = f"bearer {token}"
    request = Request(url, json.dumps(asked).encode(), headers)
    try:
        with build_opener(_NoRedirect).open(request, timeout=_SECONDS) as answer:
            found = json.loads(answer.read(_LONGEST_ANSWER))
    except HTTPError as error:
        with error:
            said = error.read(200).decode("utf-8", "replace")
        raise ArchiveError(f"{url}: answered {error.code}: {said}; nothing was exported") from error
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{url}: gave no signature: {error}; nothing was exported") from error
    if not isinstance(found, dict):
        raise ArchiveError(f"{url}: gave no signature: not a JSON object; nothing was exported")
    return found


class _NoRedirect(HTTPRedirectHandler):
    """The token is for this server alone."""

    def redirect_request(self, *arguments: Any) -> None:
        return None
