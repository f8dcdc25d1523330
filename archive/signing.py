"""Signatures: ECDSA over P-384 with SHA-256, the form that WACZ packages are signed in.

What is signed is a short ASCII text, `sha256:` and 64 digits. A signature is made in DER (RFC 3279,
2.2.3), as openssl and authsign have it, or raw (r and s, as WebCrypto has it), and both are
understood. Keys are named by the SHA-256 of their SubjectPublicKeyInfo (RFC 5280, 4.1).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from archive.errors import BadInput

_HOW_PRIVATE = (
    "`openssl ecparam -name secp384r1 -genkey -noout -out FILE` makes one; keep it outside of the "
    "collection"
)
_HOW_PUBLIC = "`openssl ec -in FILE -pubout -out PUBFILE` makes one from a private key"
_ALGORITHM = ec.ECDSA(hashes.SHA256())
_LONGEST = 1 << 16


def load_private_key(path: Path, passphrase: str | None = None) -> ec.EllipticCurvePrivateKey:
    """The P-384 key of a PEM file. Raises BadInput, which says how to make one, and never shows it."""

    def load(raw: bytes) -> Any:
        secret = passphrase.encode() if passphrase else None
        return serialization.load_pem_private_key(raw, secret)

    key = _loaded(path, load, "private", _HOW_PRIVATE)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp384r1":
        raise BadInput(f"{path}: is no EC key on the curve P-384; {_HOW_PRIVATE}")
    return key


def load_public_key(path: Path) -> bytes:
    """The SubjectPublicKeyInfo of a PEM file. Raises BadInput."""
    key = _loaded(path, serialization.load_pem_public_key, "public", _HOW_PUBLIC)
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise BadInput(f"{path}: is no EC key; {_HOW_PUBLIC}")
    return _spki(key)


def _loaded(path: Path, load: Callable[[bytes], Any], kind: str, how: str) -> Any:
    try:
        return load(path.read_bytes()[:_LONGEST])
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror})") from error
    except TypeError as error:  # a passphrase where none is needed, or none where one is
        raise BadInput(
            f"{path}: is encrypted, or is not; its passphrase is taken from "
            "$MICROFICHE_KEY_PASSPHRASE"
        ) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadInput(
            f"{path}: is no {kind} key in PEM, or not of this passphrase; {how}"
        ) from error


def public_key(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The SubjectPublicKeyInfo, DER."""
    return _spki(key.public_key())


def _spki(key: ec.EllipticCurvePublicKey) -> bytes:
    encoding = serialization.Encoding.DER
    return key.public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)


def fingerprint(spki: bytes) -> str:
    """What a key is called: SHA-256 of its SubjectPublicKeyInfo, 64 hexadecimal digits."""
    return hashlib.sha256(spki).hexdigest()


def sign(key: ec.EllipticCurvePrivateKey, text: str) -> bytes:
    """A signature in DER."""
    return key.sign(text.encode("ascii"), _ALGORITHM)


def sign_raw(key: ec.EllipticCurvePrivateKey, text: str) -> bytes:
    """A signature as r and s, each as long as the curve's order (IEEE P1363)."""
    r, s = decode_dss_signature(sign(key, text))
    size = (key.curve.key_size + 7) // 8
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def is_signed(spki: bytes, signature: bytes, text: str) -> bool:
    """Whether a signature, in either form, is of the text by the key. Raises ValueError for what is
    no EC key."""
    try:
        key = serialization.load_der_public_key(spki)
    except UnsupportedAlgorithm as error:
        raise ValueError("a key of an unknown kind") from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise ValueError("no EC key")
    return any(_fits(key, each, text) for each in _forms(key, signature))


def _forms(key: ec.EllipticCurvePublicKey, signature: bytes) -> list[bytes]:
    half = (key.curve.key_size + 7) // 8
    if len(signature) != 2 * half:
        return [signature]
    r, s = (int.from_bytes(part, "big") for part in (signature[:half], signature[half:]))
    return [encode_dss_signature(r, s), signature]


def _fits(key: ec.EllipticCurvePublicKey, signature: bytes, text: str) -> bool:
    try:
        key.verify(signature, text.encode("utf-8", "surrogatepass"), _ALGORITHM)
    except InvalidSignature:
        return False
    return True


def encoded(raw: bytes) -> str:
    """Base64."""
    return base64.b64encode(raw).decode("ascii")


def decoded(text: object) -> bytes:
    """The bytes of base64. Raises ValueError for anything else."""
    if not isinstance(text, str):
        raise ValueError("no text")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(f"no base64: {error}") from error
