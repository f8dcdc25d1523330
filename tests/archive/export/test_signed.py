"""Signed WACZ packages: what is signed, by whom, and what no longer is."""

from __future__ import annotations

import datetime
import hashlib
import json
import ssl
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    load_der_private_key,
    load_pem_private_key,
)

from archive import signing
from archive.collection import Collection
from archive.errors import ArchiveError, BadInput
from archive.export.signed import by_key, by_server
from archive.export.wacz import export_wacz
from archive.verify import Finding, verify_wacz
from tests.archive.keys import openssl, private, public
from tests.commands import microfiche

WARCS = Path(__file__).parents[4] / "shared" / "corpora" / "warcs"


@pytest.fixture
def package(opened: Collection, tmp_path: Path) -> Path:
    sign = by_key(signing.load_private_key(private(tmp_path)))
    export_wacz(opened, tmp_path / "ledger.wacz", sign=sign)
    return tmp_path / "ledger.wacz"


def digest(package: Path) -> dict[str, Any]:
    with zipfile.ZipFile(package) as opened:
        found: dict[str, Any] = json.loads(opened.read("datapackage-digest.json"))
    return found


def rewritten(package: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The package with other entries."""
    with zipfile.ZipFile(package) as opened:
        entries = {name: opened.read(name) for name in opened.namelist()}
    change(entries)
    other = package.with_name("other.wacz")
    with zipfile.ZipFile(other, "w") as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return other


def with_signature(package: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    def changed(entries: dict[str, bytes]) -> None:
        said = json.loads(entries["datapackage-digest.json"])
        change(said["signedData"])
        entries["datapackage-digest.json"] = json.dumps(said).encode()

    return rewritten(package, changed)


def said(package: Path, trusted: bytes | None = None) -> list[Finding]:
    return [one for one in verify_wacz(package, trusted) if "-sign" in one.rule]


def test_a_package_is_signed_as_the_specification_has_it(package: Path, tmp_path: Path) -> None:
    found = digest(package)
    signed = found["signedData"]
    assert {"hash", "created", "software", "version", "signature", "publicKey"} == set(signed)
    assert found["hash"] == signed["hash"]
    with zipfile.ZipFile(package) as opened:
        created = json.loads(opened.read("datapackage.json"))["created"]
    assert created == signed["created"]  # py-wacz wants them equal
    spki = signing.load_public_key(public(tmp_path))
    assert signing.encoded(spki) == signed["publicKey"]


def test_the_signature_is_raw_as_browsers_take_it(package: Path) -> None:
    """WebCrypto takes r and s of 48 bytes each; openssl takes the same numbers in DER."""
    assert 96 == len(signing.decoded(digest(package)["signedData"]["signature"]))


def test_a_signed_package_is_told_with_the_fingerprint_of_its_key(
    package: Path, tmp_path: Path
) -> None:
    spki = signing.load_public_key(public(tmp_path))
    (one,) = verify_wacz(package)
    assert ("wacz-signed", "info") == (one.rule, one.severity)
    assert signing.fingerprint(spki) in one.message


def test_the_key_that_is_asked_for_is_found(package: Path, tmp_path: Path) -> None:
    (one,) = said(package, signing.load_public_key(public(tmp_path)))
    assert "the key that was asked for" in one.message


def test_another_key_is_an_error(package: Path, tmp_path: Path) -> None:
    (one,) = said(package, signing.load_public_key(public(tmp_path, "other")))
    assert ("wacz-signature", "error") == (one.rule, one.severity)


def test_a_package_without_a_signature_is_an_error_only_where_one_is_asked_for(
    opened: Collection, tmp_path: Path
) -> None:
    export_wacz(opened, tmp_path / "plain.wacz")
    assert [] == said(tmp_path / "plain.wacz")
    (one,) = said(tmp_path / "plain.wacz", signing.load_public_key(public(tmp_path)))
    assert "wacz-signature" == one.rule


def _other_key(signed: dict[str, Any]) -> None:
    other = openssl("ecparam", "-name", "secp384r1", "-genkey", "-noout", "-outform", "DER")
    signed["publicKey"] = signing.encoded(signing.public_key(load_der_private_key(other, None)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        _other_key,
        lambda signed: signed.update(signature=signing.encoded(b"\1" * 96)),
        lambda signed: signed.update(signature="no base64"),
        lambda signed: signed.update(signature=None),
        lambda signed: signed.update(publicKey=signing.encoded(b"no key")),
        lambda signed: signed.update(publicKey=["a"]),
        lambda signed: signed.update(hash="sha256:" + "0" * 64),
        lambda signed: signed.update(publicKey=None),
        lambda signed: signed.update(publicKey=None, domainCert="no certificate", domain="x"),
    ],
)
def test_a_signature_that_does_not_hold_is_an_error(
    package: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    assert ["wacz-signature"] == [one.rule for one in said(with_signature(package, change))]


@pytest.mark.parametrize("signed", ["text", [], 3])
def test_a_signature_of_another_form_is_an_error(package: Path, signed: object) -> None:
    def changed(entries: dict[str, bytes]) -> None:
        found = json.loads(entries["datapackage-digest.json"]) | {"signedData": signed}
        entries["datapackage-digest.json"] = json.dumps(found).encode()

    assert ["wacz-signature"] == [one.rule for one in said(rewritten(package, changed))]


def test_a_changed_datapackage_no_longer_is_what_was_signed(package: Path) -> None:
    def changed(entries: dict[str, bytes]) -> None:
        entries["datapackage.json"] += b"\n"

    rules = {one.rule for one in verify_wacz(rewritten(package, changed))}
    assert {"wacz-hash", "wacz-signature"} <= rules


def test_a_file_that_was_put_into_a_signed_package_is_an_error(package: Path) -> None:
    def changed(entries: dict[str, bytes]) -> None:
        entries["archive/forged.warc.gz"] = next(
            content for name, content in entries.items() if name.endswith(".warc.gz")
        )

    rules = [one.rule for one in said(rewritten(package, changed))]
    assert ["wacz-signature", "wacz-signed"] == sorted(rules)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_an_error(package: Path) -> None:
    with zipfile.ZipFile(package, "a") as opened:
        opened.writestr("pages/pages.jsonl", b'{"format": "json-pages-1.0"}\n')
    assert "wacz-zip" in {one.rule for one in verify_wacz(package)}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (
            "replayweb.page/example.wacz",
            "0df677b63ae382bfb785701dd4c3374a61c4e3035252cc1ee89d68087ae2e5b5",
        ),
        (
            "replayweb.page/iframetest.wacz",
            "9db4b67c364537d6d9a8d619824848956a7207454adc52fe351d151bb96772ce",
        ),
        (
            "py-wacz/valid_signed_example_1.wacz",
            "786b6f7a9420f912379fdc490f1cfe08cf36ead21b7753f9c4ab3d5ad8b0a1c8",
        ),
    ],
)
def test_what_archiveweb_page_and_authsign_signed_holds(
    name: str, key: str, tmp_path: Path
) -> None:
    if not WARCS.is_dir():
        pytest.skip("../shared/corpora is not beside this checkout")
    (one,) = said(WARCS / name)
    assert ("wacz-signed", True) == (one.rule, key in one.message)
    broken = with_signature(WARCS / name, lambda signed: signed.update(signature="MAYCAQECAQE="))
    renamed = broken.rename(tmp_path / "broken.wacz")
    assert ["wacz-signature"] == [one.rule for one in said(renamed)]


def certificate(key_type: trustme.KeyType = trustme.KeyType.ECDSA) -> tuple[bytes, str]:
    """The private key of archive.example and its certificate chain, root last."""
    authority = trustme.CA(key_type=key_type)
    issued = authority.issue_cert("archive.example", key_type=key_type)
    chain = [*issued.cert_chain_pems, authority.cert_pem]
    return issued.private_key_pem.bytes(), "".join(pem.bytes().decode() for pem in chain)


def signed_for_a_domain(package: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The package as a signing server would have signed it, then changed."""
    raw, chain = certificate()
    key = load_pem_private_key(raw, None)
    assert isinstance(key, EllipticCurvePrivateKey)

    def changed(signed: dict[str, Any]) -> None:
        del signed["publicKey"]
        signed["signature"] = signing.encoded(signing.sign(key, signed["hash"]))
        signed |= {"domain": "archive.example", "domainCert": chain}
        signed |= {"timeSignature": "", "timestampCert": chain}
        change(signed)

    return with_signature(package, changed)


def test_a_signature_for_a_domain_holds_and_what_was_not_checked_is_said(package: Path) -> None:
    (one,) = said(signed_for_a_domain(package, lambda signed: None))
    assert ("wacz-signed", True) == (one.rule, "not checked" in one.message)
    assert "only claimed: the domain archive.example and the date 20" in one.message
    assert "its own issuer" not in one.message
    assert "trustme" in one.message  # where the chain ends


def test_of_a_certificate_that_issued_itself_it_is_said_that_it_proves_nothing(
    package: Path,
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "archive.example")])
    day = datetime.timedelta(days=1)
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - day, now + day)
    pem = made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()

    def changed(signed: dict[str, Any]) -> None:
        signed["signature"] = signing.encoded(signing.sign(key, signed["hash"]))
        signed["domainCert"] = pem

    (one,) = said(signed_for_a_domain(package, changed))
    assert ("wacz-signed", True) == (one.rule, "is its own issuer" in one.message)


def test_weak_hashes_of_what_is_signed_are_told(package: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())

    def changed(entries: dict[str, bytes]) -> None:
        described = json.loads(entries["datapackage.json"])
        for one in described["resources"]:
            one["hash"] = f"md5:{hashlib.md5(entries[one['path']]).hexdigest()}"
        entries["datapackage.json"] = raw = json.dumps(described).encode()
        whole = json.loads(entries["datapackage-digest.json"])
        whole["hash"] = found = f"sha256:{hashlib.sha256(raw).hexdigest()}"
        whole["signedData"] |= {
            "hash": found,
            "signature": signing.encoded(signing.sign(key, found)),
            "publicKey": signing.encoded(signing.public_key(key)),
        }
        entries["datapackage-digest.json"] = json.dumps(whole).encode()

    found = {one.rule: one for one in verify_wacz(rewritten(package, changed))}
    assert {"wacz-signed", "wacz-weak"} == set(found)
    assert "md5" in found["wacz-weak"].message


_FOREIGN = certificate()[1]
_END = "-----END CERTIFICATE-----\n"


def patched(old: bytes, new: bytes) -> str:
    """A certificate with other bytes in one place: version 7, or an extension for the second time."""
    raw = ssl.PEM_cert_to_DER_cert(_FOREIGN.split(_END)[0] + _END)
    assert old in raw
    return ssl.DER_cert_to_PEM_cert(raw.replace(old, new, 1))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"domain": "another.example"}, "not of another.example"),
        ({"created": "1999-01-18T19:00:12Z"}, "was not valid on 1999"),
        ({"created": None}, "cannot be checked"),
        ({"domainCert": _FOREIGN}, "the signature is not by the key"),
        ({"timestampCert": "no certificate"}, "cannot be checked"),
        ({"timestampCert": _FOREIGN.split(_END)[0] + _END + certificate()[1]}, "not issued by"),
        ({"domainCert": certificate(trustme.KeyType.RSA)[1]}, "cannot be checked: no EC key"),
        ({"domainCert": patched(b"\x02\x01\x02", b"\x02\x01\x07")}, "cannot be checked: 7 is"),
        ({"domainCert": patched(b"\x55\x1d\x23", b"\x55\x1d\x11")}, "cannot be checked: Duplicate"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_a_certificate_that_does_not_fit_is_an_error(
    package: Path, change: dict[str, Any], fault: str
) -> None:
    found = said(signed_for_a_domain(package, lambda signed: signed.update(change)))
    assert fault in next(one.message for one in found if one.rule == "wacz-signature")


# -- a signing server ------------------------------------------------------------------------------


class _Server(HTTPServer):
    answer: dict[str, Any] | bytes
    status = 200
    asked: list[tuple[dict[str, Any], str | None]]


class _Handler(BaseHTTPRequestHandler):
    """Speaks authsign's protocol: POST /sign with hash and created, the answer is signedData."""

    server: _Server

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((asked, self.headers["Authorization"]))
        answer = self.server.answer
        if isinstance(answer, dict):
            answer = json.dumps(asked | {"created": "another form"} | answer).encode()
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(answer)

    def do_GET(self) -> None:
        """Where a redirect would lead."""
        self.server.asked.append(({}, self.headers["Authorization"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def server() -> Iterator[_Server]:
    running = _Server(("127.0.0.1", 0), _Handler)
    running.asked = []
    names = ("signature", "domain", "domainCert", "timeSignature", "timestampCert")
    running.answer = {name: name for name in names} | {"crossSignedCert": None}
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


def url_of(server: _Server) -> str:
    return f"http://127.0.0.1:{server.server_port}/sign"


def test_a_server_is_asked_with_the_token_and_its_answer_is_kept(
    server: _Server, opened: Collection, tmp_path: Path
) -> None:
    path = tmp_path / "ledger.wacz"
    export_wacz(opened, path, sign=by_server(url_of(server), "herring"))
    found = digest(path)
    signed = found["signedData"]
    assert [({"hash": found["hash"], "created": signed["created"]}, "bearer herring")] == (
        server.asked
    )
    assert "domainCert" == signed["domainCert"]
    assert "crossSignedCert" not in signed
    with zipfile.ZipFile(path) as package:
        assert json.loads(package.read("datapackage.json"))["created"] == signed["created"]


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (403, b'{"detail": "Invalid auth token"}'),
        (302, b""),
        (200, b"<html>"),
        (200, b"[]"),
        (200, {"hash": "sha256:another"}),
        (200, {"domainCert": None}),
    ],
)
def test_what_a_server_does_not_sign_is_not_exported(
    server: _Server,
    opened: Collection,
    tmp_path: Path,
    status: int,
    answer: bytes | dict[str, Any],
) -> None:
    server.status = status
    server.answer = server.answer | answer if isinstance(answer, dict) else answer  # type: ignore[operator]
    with pytest.raises(ArchiveError, match="/sign: "):
        export_wacz(opened, tmp_path / "ledger.wacz", sign=by_server(url_of(server), "herring"))
    assert [] == list(tmp_path.iterdir())
    assert 1 == len(server.asked)


@pytest.mark.parametrize("url", ["http://sign.example/sign", "ftp://127.0.0.1/", "sign"])
def test_a_token_is_never_sent_in_the_open(url: str) -> None:
    with pytest.raises(BadInput, match="https only"):
        by_server(url, "herring")


# -- the commands ----------------------------------------------------------------------------------


def test_the_commands_sign_and_check(crawled: Path, tmp_path: Path) -> None:
    path = tmp_path / "ledger.wacz"
    options = ("--collection", crawled, "--output", path, "--sign", private(tmp_path))
    assert 0 == microfiche("export", "wacz", *options).status
    done = microfiche("verify", path, "--key", public(tmp_path))
    assert (0, True) == (done.status, "the key that was asked for" in done.out)
    assert 1 == microfiche("verify", path, "--key", public(tmp_path, "other")).status
    secret = private(tmp_path).read_bytes().splitlines()[1]
    everything = [each for each in crawled.rglob("*") if each.is_file()]
    assert not any(secret in each.read_bytes() for each in [path, *everything])


def test_a_wrong_key_file_is_a_wrong_call_and_exports_nothing(
    crawled: Path, tmp_path: Path
) -> None:
    options = ("--collection", crawled, "--output", tmp_path / "x.wacz")
    done = microfiche("export", "wacz", *options, "--sign", tmp_path / "missing.pem")
    assert (2, False) == (done.status, (tmp_path / "x.wacz").exists())
    both = ("--sign", private(tmp_path), "--signing-url", "https://sign.example/sign")
    assert 2 == microfiche("export", "wacz", *options, *both).status
    assert 2 == microfiche("verify", "--key", public(tmp_path)).status
    (tmp_path / "x.warc").write_bytes(b"WARC/1.0\r\n")
    assert 2 == microfiche("verify", tmp_path / "x.warc", "--key", public(tmp_path)).status
