"""Checks the seals of the manifests, and who signed them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive import signing
from archive.collection.layout import Layout
from archive.collection.manifest import Entry, Manifest, SealSignature
from archive.collection.sealing import Sealed, seal_text, seals, signatures
from archive.verify.findings import Finding, Problem, finding


def verify_seals(manifest: Manifest) -> Iterator[Finding]:
    """Whether the manifests hold all that was sealed, and whether each signature is of its seal."""
    lines: dict[str, list[Entry]] = {}
    for entry in manifest.entries:
        lines.setdefault(entry.manifest.name, []).append(entry)
    known = {each.name: each for each in seals(manifest)}
    for each in known.values():
        faults = [*_faults(each, lines), *_follows(each, known)]
        for fault in faults:
            yield _found(each.entry, "fixity-seal", f"the seal {each.name}: {fault}")
    for entry, signature in signatures(manifest):
        yield _signature(entry, signature, known)


def _found(entry: Entry, rule: str, message: str) -> Finding:
    return finding(str(entry.manifest), Problem(rule, message, entry.offset))


def _faults(sealed: Sealed, lines: dict[str, list[Entry]]) -> Iterator[str]:
    for name, head in sorted(sealed.seal.heads.items()):
        here = lines.get(name, [])
        if not here:
            yield f"{name} is gone, or no line of it can be read; it had {head.lines}"
        elif head.lines > len(here):
            yield f"{name} has {len(here)} lines, it had {head.lines}"
        elif head.lines < 1 or here[head.lines - 1].digest != head.sha256:
            yield f"line {head.lines} of {name} is not the one that was sealed, {head.sha256}"


def _follows(sealed: Sealed, known: dict[str, Sealed]) -> Iterator[str]:
    after = sealed.seal.after
    if after is not None and after not in known:
        yield f"the seal before it, {after}, is gone or was changed"


def _signature(entry: Entry, signature: SealSignature, known: dict[str, Sealed]) -> Finding:
    if signature.seal not in known:
        return _found(entry, "fixity-signature", f"its seal {signature.seal} is not here")
    fault = signature_fault(signature)
    if fault is not None:
        return _found(entry, "fixity-signature", f"of the seal {signature.seal}: {fault}")
    name = signing.fingerprint(signing.decoded(signature.public_key))
    seal = known[signature.seal].seal
    text = f"the seal {signature.seal} of {seal.sealed_at} is signed by the key {name}"
    return _found(entry, "fixity-signed", text)


def signature_fault(line: SealSignature) -> str | None:
    """Why a signature does not hold; None where it does."""
    try:
        spki = signing.decoded(line.public_key)
        if signing.is_signed(spki, signing.decoded(line.signature), seal_text(line.seal)):
            return None
    except ValueError as error:
        return f"the signature cannot be checked: {error}"
    return f"the signature is not by the key {signing.fingerprint(spki)}"


def demanded(
    layout: Layout, manifest: Manifest, seal: str | None, trusted: bytes | None
) -> Iterator[Finding]:
    """Whether a seal that was kept elsewhere is here, and one that a certain key has signed."""
    names = {each.name for each in seals(manifest)}
    if seal is not None and seal.lower() not in names:
        yield _missing(layout.fixity, "fixity-seal", f"there is no seal {seal}")
    if trusted is not None and not _signed_by(manifest, trusted):
        text = f"no seal is signed by the key {signing.fingerprint(trusted)}"
        yield _missing(layout.fixity, "fixity-signature", text)


def trusted_seals(manifest: Manifest, seal: str | None, trusted: bytes | None) -> list[str]:
    """The seal that was kept elsewhere, and those that the key has signed."""
    signed = _signed_by(manifest, trusted) if trusted is not None else []
    return [*signed, *([seal.lower()] if seal else [])]


def _signed_by(manifest: Manifest, trusted: bytes) -> list[str]:
    names = {each.name for each in seals(manifest)}
    key = signing.encoded(trusted)
    return [
        line.seal
        for _, line in signatures(manifest)
        if line.public_key == key and line.seal in names and signature_fault(line) is None
    ]


def _missing(path: Path, rule: str, message: str) -> Finding:
    return finding(str(path), Problem(rule, message))
