"""Keys and signatures, held against openssl."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from archive import signing
from archive.errors import BadInput
from tests.archive.keys import openssl, private, public

TEXT = "sha256:" + "0" * 64


def test_a_key_that_openssl_made_signs_in_both_forms(tmp_path: Path) -> None:
    key = signing.load_private_key(private(tmp_path))
    spki = signing.load_public_key(public(tmp_path))
    assert spki == signing.public_key(key)
    for signature in (signing.sign(key, TEXT), signing.sign_raw(key, TEXT)):
        assert signing.is_signed(spki, signature, TEXT)
        assert not signing.is_signed(spki, signature, TEXT[:-1] + "1")
        assert not signing.is_signed(spki, signature[:-1] + b"\0\0", TEXT)
    assert 96 == len(signing.sign_raw(key, TEXT))


def test_openssl_accepts_a_signature(tmp_path: Path) -> None:
    key = signing.load_private_key(private(tmp_path))
    (tmp_path / "text").write_text(TEXT)
    (tmp_path / "signature").write_bytes(signing.sign(key, TEXT))
    check = ("dgst", "-sha256", "-verify", public(tmp_path), "-signature", tmp_path / "signature")
    assert b"Verified OK\n" == openssl(*check, tmp_path / "text")


def test_a_key_is_called_as_openssl_would_call_it(tmp_path: Path) -> None:
    private(tmp_path)
    der = openssl("pkey", "-pubin", "-in", public(tmp_path), "-outform", "DER")
    (tmp_path / "spki").write_bytes(der)
    program = shutil.which("sha256sum")
    assert program is not None
    done = subprocess.run([program, tmp_path / "spki"], capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == signing.fingerprint(signing.load_public_key(public(tmp_path)))


def test_an_encrypted_key_wants_its_passphrase(tmp_path: Path) -> None:
    secret = tmp_path / "secret.pem"
    openssl("pkcs8", "-topk8", "-in", private(tmp_path), "-passout", "pass:herring", "-out", secret)
    plain = signing.public_key(signing.load_private_key(private(tmp_path)))
    assert plain == signing.public_key(signing.load_private_key(secret, "herring"))
    for passphrase in (None, "salmon"):
        with pytest.raises(BadInput, match="passphrase"):
            signing.load_private_key(secret, passphrase)


def test_what_is_no_key_is_refused_and_how_to_make_one_is_said(tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", other)
    (tmp_path / "text.pem").write_text("no key")
    for path in (other, tmp_path / "text.pem"):
        with pytest.raises(BadInput, match="openssl ecparam -name secp384r1"):
            signing.load_private_key(path)
    with pytest.raises(BadInput, match=r"missing\.pem: cannot be read"):
        signing.load_private_key(tmp_path / "missing.pem")
    with pytest.raises(BadInput, match="openssl ec -in"):
        signing.load_public_key(private(tmp_path))


@pytest.mark.parametrize("text", [None, 1, "é", "a", "====", "AAA"])
def test_what_is_no_base64_is_a_value_error(text: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # partly the library's own words
        signing.decoded(text)


def test_what_is_no_key_raises_nothing_but_a_value_error(tmp_path: Path) -> None:
    openssl("genpkey", "-algorithm", "ed25519", "-out", tmp_path / "ed.pem")
    der = openssl("pkey", "-in", tmp_path / "ed.pem", "-pubout", "-outform", "DER")
    for spki in (b"", b"\x30\x00", der):
        with pytest.raises(ValueError):  # noqa: PT011  # the library's own words
            signing.is_signed(spki, b"", TEXT)
