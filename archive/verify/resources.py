"""The named resources of a WACZ package: datapackage.json, the hash of each, and whose signature it is
under (WACZ 1.1.1, sections 5.2 and 5.3)."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from archive.verify.findings import Problem
from archive.verify.signature import verify_signed
from archive.verify.zipped import BROKEN, PIECE, bomb

_MAX_JSON = 64 << 20
_DATAPACKAGE = "datapackage.json"
_DIGEST = "datapackage-digest.json"
_WEAK = frozenset({"md5", "sha1"})


def verify_resources(
    package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], trusted: bytes | None
) -> list[Problem]:
    """What is wrong with the description of the entries; see archive.verify.wacz."""
    problems = list(_described(package, entries, trusted))
    if any(problem.rule == "wacz-signed" for problem in problems):
        unlisted = [problem.message for problem in problems if problem.rule == "wacz-unlisted"]
        problems += [Problem("wacz-signature", f"{text}: it is not signed") for text in unlisted]
        weak = _weak(_json(package, _DATAPACKAGE).get("resources"))
        if weak:
            text = f"{', '.join(sorted(weak))}: other bytes of the same hash can be made"
            problems.append(Problem("wacz-weak", f"what is signed has hashes of {text}"))
    return problems


def _weak(resources: object) -> set[str]:
    """The weak algorithms of a description."""
    listed = resources if isinstance(resources, list) else []
    return {_said_hash(one)[0] for one in listed if isinstance(one, dict)} & _WEAK


def _json(package: zipfile.ZipFile, name: str) -> Any:
    """Raises ValueError where it is no JSON object of reasonable size."""
    try:
        with package.open(name) as file:
            raw = file.read(_MAX_JSON + 1)
    except BROKEN as error:
        raise ValueError(f"cannot be read: {error}") from error
    if len(raw) > _MAX_JSON:
        raise ValueError(f"larger than {_MAX_JSON} bytes")
    try:
        found = json.loads(raw)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(found, dict):
        raise ValueError("no JSON object")
    return found


def _described(
    package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], trusted: bytes | None
) -> Iterator[Problem]:
    if _DATAPACKAGE not in entries:
        yield Problem("wacz-datapackage", "there is no datapackage.json")
        return
    try:
        resources = _json(package, _DATAPACKAGE).get("resources")
    except ValueError as error:
        yield Problem("wacz-datapackage", f"datapackage.json: {error}")
        return
    listed: set[str] = set()
    for resource in resources if isinstance(resources, list) else []:
        name = resource.get("path") if isinstance(resource, dict) else None
        if isinstance(name, str) and name in listed:
            yield Problem("wacz-datapackage", f"datapackage.json names {name} more than once")
        elif isinstance(name, str):
            listed.add(name)
            yield from _resource(package, entries, name, resource)
    if not listed:
        yield Problem("wacz-datapackage", "datapackage.json names no resource")
    for name in sorted(set(entries) - listed - {_DATAPACKAGE, _DIGEST}):
        yield Problem("wacz-unlisted", f"{name} is not in datapackage.json")
    yield from _digest(package, entries, trusted)


def _resource(
    package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], name: str, said: dict[str, Any]
) -> Iterator[Problem]:
    if name not in entries:
        yield Problem("wacz-hash", f"{name} is named in datapackage.json and is not there")
        return
    size = entries[name].file_size
    length = said.get("bytes", _older(said).get("bytes", size))
    if length != size:
        yield Problem("wacz-hash", f"{name} has {size} bytes, not {length}")
        return
    if fault := bomb(entries[name]):
        yield Problem("wacz-zip", fault)
        return
    algorithm, wanted = _said_hash(said)
    if algorithm not in hashlib.algorithms_guaranteed or algorithm.startswith("shake"):
        yield Problem("wacz-hash", f"{name} has no hash that can be computed")
        return
    try:
        _, found = _hashed(package, name, algorithm)
    except BROKEN as error:
        yield Problem("wacz-hash", f"{name} cannot be read: {error}")
        return
    if found != wanted:
        yield Problem("wacz-hash", f"{name} has {algorithm}:{found}, not {algorithm}:{wanted}")


def _said_hash(resource: dict[str, Any]) -> tuple[str, str]:
    """Algorithm and value; packages before 1.1 keep them apart, in `hashing` and `stats`."""
    text = str(resource.get("hash") or "")
    if ":" not in text:
        text = f"{resource.get('hashing', 'md5')}:{text or _older(resource).get('hash', '')}"
    algorithm, _, value = text.partition(":")
    return algorithm.lower().replace("-", ""), value.lower()


def _older(resource: dict[str, Any]) -> dict[str, Any]:
    stats = resource.get("stats")
    return stats if isinstance(stats, dict) else {}


def _hashed(package: zipfile.ZipFile, name: str, algorithm: str) -> tuple[int, str]:
    hasher, size = hashlib.new(algorithm, usedforsecurity=False), 0
    with package.open(name) as file:
        while piece := file.read(PIECE):
            hasher.update(piece)
            size += len(piece)
    return size, hasher.hexdigest()


def _digest(
    package: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], trusted: bytes | None
) -> Iterator[Problem]:
    if _DIGEST not in entries:
        yield Problem("wacz-digest", "there is no datapackage-digest.json")
        yield from verify_signed(None, "", trusted)
        return
    try:
        said = _json(package, _DIGEST)
    except ValueError as error:
        yield Problem("wacz-hash", f"datapackage-digest.json: {error}")
        return
    found = f"sha256:{_hashed(package, _DATAPACKAGE, 'sha256')[1]}"
    if said.get("hash") != found:
        yield Problem("wacz-hash", f"datapackage.json has {found}, not {said.get('hash')}")
    yield from verify_signed(said.get("signedData"), found, trusted)
