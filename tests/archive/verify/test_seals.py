"""Seals: what was there when one was made cannot be changed or taken away unseen."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive import signing
from archive.collection import Collection
from archive.collection.layout import Layout
from archive.collection.sealing import Sign, append_seal
from archive.verify import Finding, verify_collection
from archive.verify.fixity import verify_fixity
from tests.archive.keys import openssl, private, public
from tests.archive.verify import conftest
from tests.commands import microfiche


def signer(path: Path) -> Sign:
    key = signing.load_private_key(path)
    public_key = signing.encoded(signing.public_key(key))
    return lambda text: (public_key, signing.encoded(signing.sign(key, text)))


def found(path: Path, **wanted: Any) -> list[Finding]:
    return list(verify_fixity(path, **wanted))


def rules(path: Path, **wanted: Any) -> list[str]:
    return [one.rule for one in found(path, **wanted)]


def line_of(path: Path, kind: str) -> tuple[Path, bytes]:
    """The manifest and the line of a kind."""
    for manifest in sorted(path.glob("fixity/*")):
        for raw in manifest.read_bytes().splitlines():
            if json.loads(raw)["type"] == kind:
                return manifest, raw
    raise AssertionError(kind)


def crawled_again(path: Path) -> None:
    with Collection.create_or_open(path) as opened, opened.writer() as writer:
        capture = conftest.fetch(writer, conftest.QUAY, b"The quay is gone.", conftest.SECOND)
        conftest.read(writer, capture, "The quay is gone.")


def test_a_sealed_collection_has_no_finding(collection: Path) -> None:
    name = append_seal(Layout(collection))
    assert [] == found(collection)
    assert [] == found(collection, seal=name)
    assert [] == list(verify_collection(collection))


def test_a_seal_is_called_by_the_digest_of_its_line(collection: Path) -> None:
    name = append_seal(Layout(collection))
    assert hashlib.sha256(line_of(collection, "seal")[1]).hexdigest() == name


def test_a_seal_that_is_asked_for_and_not_there_is_an_error(collection: Path) -> None:
    append_seal(Layout(collection))
    assert ["fixity-seal"] == rules(collection, seal="0" * 64)


def test_a_manifest_that_is_taken_away_whole_breaks_the_seal(collection: Path) -> None:
    gone = sorted(collection.glob("fixity/*"))[0]
    append_seal(Layout(collection))
    raw = gone.read_text()
    gone.unlink()
    for line in raw.splitlines():
        (collection / json.loads(line)["file"]).unlink()
    (one,) = found(collection)
    assert ("fixity-seal", True) == (one.rule, gone.name in one.message)
    assert "fixity-seal" in {one.rule for one in verify_collection(collection)}


def test_a_manifest_that_was_cut_short_breaks_the_seal(collection: Path) -> None:
    manifest = sorted(collection.glob("fixity/*"))[0]
    append_seal(Layout(collection))
    lines = manifest.read_bytes().splitlines(keepends=True)
    manifest.write_bytes(b"".join(lines[:-1]))
    assert ["fixity-gone", "fixity-seal"] == sorted(rules(collection))


def test_a_manifest_whose_chain_was_made_anew_breaks_the_seal(collection: Path) -> None:
    """As many lines as before, each following the other; only the seal knows better."""
    manifest = sorted(collection.glob("fixity/*"))[0]
    append_seal(Layout(collection))
    previous = None
    forged = []
    for raw in manifest.read_bytes().splitlines():
        line = json.loads(raw) | {"previous": previous, "hashed_at": "2020-01-01T00:00:00Z"}
        forged.append(json.dumps(line).encode())
        previous = hashlib.sha256(forged[-1]).hexdigest()
    manifest.write_bytes(b"\n".join(forged) + b"\n")
    (one,) = found(collection)
    assert ("fixity-seal", True) == (one.rule, "is not the one that was sealed" in one.message)


def test_a_manifest_that_was_made_anew_breaks_the_seal(collection: Path) -> None:
    """The forger adjusts every line and the whole chain; the seal, which is kept elsewhere, not."""
    name = append_seal(Layout(collection))
    forged = shutil.copytree(collection, collection.parent / "forged")
    target = sorted(forged.glob("warc/*.gz"))[0]
    target.write_bytes(target.read_bytes()[:-1] + b"x")
    shutil.rmtree(forged / "fixity")
    assert 0 == microfiche("fixity", "--seal", "--collection", forged).status
    assert {"fixity-late"} == set(rules(forged))
    assert {"fixity-late", "fixity-seal"} == set(rules(forged, seal=name))


def test_what_came_after_a_seal_is_told_until_the_next(collection: Path) -> None:
    first = append_seal(Layout(collection))
    crawled_again(collection)
    (one,) = found(collection, seal=first)
    assert ("fixity-unsealed", "info") == (one.rule, one.severity)
    second = append_seal(Layout(collection))
    assert ["fixity-unsealed"] == rules(collection, seal=first)  # it covers no more than it did
    assert [] == found(collection, seal=second)


def test_a_seal_names_only_what_has_grown_and_the_seal_before(collection: Path) -> None:
    first = append_seal(Layout(collection))
    crawled_again(collection)
    append_seal(Layout(collection))
    raw = b"".join(each.read_bytes() for each in collection.glob("fixity/*"))
    lines = [json.loads(line) for line in raw.splitlines()]
    seals = [line for line in lines if line["type"] == "seal"]
    later = next(seal for seal in seals if seal["after"] == first)
    crawls = {line["writer"] for line in lines if line["type"] == "fixity"}
    assert 1 == sum(f"manifest-{writer}.jsonl" in later["heads"] for writer in crawls)


def test_a_seal_before_that_is_gone_is_found(collection: Path) -> None:
    append_seal(Layout(collection))
    first, _ = line_of(collection, "seal")
    crawled_again(collection)
    append_seal(Layout(collection))
    first.unlink()
    errors = [one for one in found(collection) if one.severity == "error"]
    assert {"fixity-seal"} == {one.rule for one in errors}
    assert any("the seal before it" in one.message for one in errors)


def test_a_signature_is_told_with_the_fingerprint_of_its_key(
    collection: Path, tmp_path: Path
) -> None:
    name = append_seal(Layout(collection), signer(private(tmp_path)))
    spki = signing.load_public_key(public(tmp_path))
    (one,) = found(collection, trusted=spki, seal=name)
    assert ("fixity-signed", "info") == (one.rule, one.severity)
    assert signing.fingerprint(spki) in one.message


def test_a_key_that_signed_nothing_is_an_error(collection: Path, tmp_path: Path) -> None:
    append_seal(Layout(collection), signer(private(tmp_path)))
    other = signing.load_public_key(public(tmp_path, "other"))
    assert ["fixity-signature", "fixity-signed"] == sorted(rules(collection, trusted=other))


def _another(line: dict[str, Any]) -> None:
    line["signature"] = base64.b64encode(b"0\x06\x02\x01\x01\x02\x01\x01").decode()


@pytest.mark.parametrize(
    "change",
    [
        _another,
        lambda line: line.update(signature="no base64"),
        lambda line: line.update(public_key=base64.b64encode(b"no key").decode()),
        lambda line: line.update(seal="0" * 64),
    ],
)
def test_a_signature_that_does_not_hold_is_an_error(
    collection: Path, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    append_seal(Layout(collection), signer(private(tmp_path)))
    manifest, raw = line_of(collection, "signature")
    line = json.loads(raw)
    change(line)
    manifest.write_bytes(
        manifest.read_bytes().replace(raw, json.dumps(line, separators=(",", ":")).encode())
    )
    assert ["fixity-signature"] == rules(collection)
    spki = signing.load_public_key(public(tmp_path))
    assert ["fixity-signature", "fixity-signature"] == rules(collection, trusted=spki)


def test_openssl_alone_can_check_a_seal(collection: Path, tmp_path: Path) -> None:
    """As docs/fixity.md shows it: nothing of ours is needed."""
    name = append_seal(Layout(collection), signer(private(tmp_path)))
    line = json.loads(line_of(collection, "signature")[1])
    (tmp_path / "signature").write_bytes(base64.b64decode(line["signature"]))
    (tmp_path / "seal").write_text(f"sha256:{name}")
    check = ("dgst", "-sha256", "-verify", public(tmp_path), "-signature", tmp_path / "signature")
    assert b"Verified OK\n" == openssl(*check, tmp_path / "seal")


def test_the_commands_seal_sign_and_check(collection: Path, tmp_path: Path) -> None:
    options = ("--collection", collection)
    done = microfiche("fixity", "--sign", private(tmp_path), "--json", *options)
    seal = done.json["seal"]
    wanted = ("verify", "--fixity", "--seal", seal, "--key", public(tmp_path), *options)
    assert 0 == microfiche(*wanted).status
    assert 1 == microfiche("verify", "--fixity", "--seal", "0" * 64, *options).status
    other = public(tmp_path, "other")
    assert 1 == microfiche("verify", "--fixity", "--key", other, *options).status
    assert 2 == microfiche("verify", "--seal", seal, *options).status
    assert 2 == microfiche("fixity", "--sign", tmp_path / "missing.pem", *options).status
    secret = private(tmp_path).read_bytes().splitlines()[1]
    assert not any(secret in each.read_bytes() for each in collection.rglob("*") if each.is_file())


def forged(path: Path, file: str, why: str) -> None:
    """Change a file, and add a manifest that says so: what anybody can do who may write here."""
    target = path / file
    known = [
        json.loads(raw)
        for manifest in path.glob("fixity/*")
        for raw in manifest.read_bytes().splitlines()
    ]
    [was] = [line for line in known if line.get("file") == file]
    target.write_bytes(target.read_bytes()[:-100])
    line = {
        **was,
        "bytes": target.stat().st_size,
        "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
        "why": why,
        "replaces": was["sha256"],
        "previous": None,
    }
    raw = json.dumps(line).encode()
    (path / "fixity" / "manifest-20270101000000abcdef.jsonl").write_bytes(raw + b"\n")


@pytest.mark.parametrize("why", ["closed", "purged"])
@pytest.mark.parametrize("sealed_again", [False, True])
def test_a_forged_line_after_a_seal_does_not_pass_for_what_was_sealed(
    collection: Path, tmp_path: Path, why: str, sealed_again: bool
) -> None:
    key = private(tmp_path)
    name = append_seal(Layout(collection), signer(key))
    forged(collection, next(f"warc/{each.name}" for each in collection.glob("warc/*")), why)
    if sealed_again:
        append_seal(Layout(collection))
    spki = signing.load_public_key(public(tmp_path))
    for wanted in ({"seal": name}, {"trusted": spki}):
        errors = [one for one in found(collection, **wanted) if one.severity == "error"]
        assert "fixity-seal" in [one.rule for one in errors]


def test_a_purge_that_is_sealed_by_the_same_key_is_accepted(
    collection: Path, tmp_path: Path
) -> None:
    key = private(tmp_path)
    append_seal(Layout(collection), signer(key))
    forged(collection, next(f"warc/{each.name}" for each in collection.glob("warc/*")), "purged")
    append_seal(Layout(collection), signer(key))
    spki = signing.load_public_key(public(tmp_path))
    errors = [one for one in found(collection, trusted=spki) if one.severity == "error"]
    assert [] == errors
