"""Checks the signature of a WACZ package: WACZ Signing and Verification 0.1.0, "Verification".

Step by step as far as it can be told from the package alone. What is not checked is said each time:
who holds a key, whether a certificate chain ends in a root that is trusted, the time stamp. The domain
and the date are what the signer says of itself: nothing in the package proves them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization

from archive import signing
from archive.times import parse_warc_date
from archive.verify.findings import Problem

_MAX_CHAIN = 10
_UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
_WRONG = "wacz-signature"


def verify_signed(said: object, digest: str, trusted: bytes | None) -> Iterator[Problem]:
    """What the `signedData` of datapackage-digest.json gives; None where there is none.

    `digest` is the hash that datapackage.json has; `trusted` is the SubjectPublicKeyInfo of the key
    that has to have signed it.
    """
    if said is None:
        if trusted is not None:
            wanted = signing.fingerprint(trusted)
            yield Problem(_WRONG, f"the package is not signed; the key {wanted} was asked for")
        return
    if not isinstance(said, dict):
        yield Problem(_WRONG, "signedData is no JSON object")
        return
    if said.get("hash") != digest:
        yield Problem(_WRONG, f"{said.get('hash')} was signed, datapackage.json has {digest}")
        return
    try:
        yield from _anonymous(said, trusted) if said.get("publicKey") else _domain(said, trusted)
    except _UNREADABLE as error:
        yield Problem(_WRONG, f"the signature cannot be checked: {error}")


def _anonymous(said: Mapping[str, Any], trusted: bytes | None) -> Iterator[Problem]:
    spki = signing.decoded(said["publicKey"])
    unchecked = "the time stamp was not checked" if said.get("timeSignature") else ""
    yield from _signed_by(spki, said, trusted, "", unchecked)


def _domain(said: Mapping[str, Any], trusted: bytes | None) -> Iterator[Problem]:
    chain = _chain(said.get("domainCert"))
    first = chain[0]
    names = _names(first)
    faults = [*_broken(chain, "domainCert")]
    if said.get("domain") not in names:
        named = ", ".join(names) or "nothing"
        faults.append(f"the certificate is of {named}, not of {said.get('domain')}")
    created = parse_warc_date(str(said.get("created")))
    if not first.not_valid_before_utc <= created <= first.not_valid_after_utc:
        faults.append(f"the certificate was not valid on {said.get('created')}")
    faults += _broken(_chain(said.get("timestampCert"), is_wanted=False), "timestampCert")
    yield from (Problem(_WRONG, fault) for fault in faults)
    spki = first.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    root = chain[-1].issuer.rfc4514_string()
    unchecked = (
        f"not checked: whether {root}, where the certificates end, is to be trusted, whether one was "
        "revoked, and the time stamp (RFC 3161)"
    )
    if _issued_itself(first):
        unchecked = "the certificate is its own issuer, so anybody can have made it; " + unchecked
    yield from _signed_by(spki, said, trusted, f" of {said.get('domain')}", unchecked)


def _signed_by(
    spki: bytes, said: Mapping[str, Any], trusted: bytes | None, whose: str, unchecked: str
) -> Iterator[Problem]:
    name = signing.fingerprint(spki)
    if not signing.is_signed(spki, signing.decoded(said.get("signature")), str(said["hash"])):
        yield Problem(_WRONG, f"the signature is not by the key {name}{whose}")
    elif trusted is not None and spki != trusted:
        wanted = signing.fingerprint(trusted)
        yield Problem(_WRONG, f"signed by the key {name}{whose}; {wanted} was asked for")
    else:
        known = (
            "the key that was asked for" if trusted else "who holds it is not told by the package"
        )
        claims = [f"the date {said.get('created')}"]
        if whose:
            claims.insert(0, f"the domain {said.get('domain')}")
        text = f"proved: the key {name} signed it; {known}; only claimed: {' and '.join(claims)}"
        yield Problem("wacz-signed", "; ".join(part for part in (text, unchecked) if part))


def _chain(pem: object, *, is_wanted: bool = True) -> list[x509.Certificate]:
    """The certificates of a PEM text. Raises ValueError where there is none and one is wanted."""
    if not isinstance(pem, str) or not pem:
        if is_wanted:
            raise ValueError("neither a public key nor a certificate is given")
        return []
    found = x509.load_pem_x509_certificates(pem.encode())
    if len(found) > _MAX_CHAIN:
        raise ValueError(f"a chain of {len(found)} certificates")
    return found


def _issued_itself(certificate: x509.Certificate) -> bool:
    if certificate.issuer != certificate.subject:
        return False
    try:
        certificate.verify_directly_issued_by(certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _broken(chain: list[x509.Certificate], name: str) -> Iterator[str]:
    """Where a certificate was not issued by the one behind it."""
    for number, (issued, issuer) in enumerate(pairwise(chain), 1):
        try:
            issued.verify_directly_issued_by(issuer)
        except (ValueError, TypeError, InvalidSignature):
            yield f"{name}: certificate {number} was not issued by the one behind it"


def _names(certificate: x509.Certificate) -> list[str]:
    """The hosts that a certificate is of: common name, then alternative names."""
    common = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    names = [str(each.value) for each in common]
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except x509.ExtensionNotFound:
        return names
    return names + found.value.get_values_for_type(x509.DNSName)
