"""The text of bytes, whatever is said of them."""

from __future__ import annotations

import pytest

from crawler.extraction.charset import codec_of, decode

RUSSIAN = "<p>Мост закрыли в понедельник: инженеры нашли трещины в двух опорах, сообщила мэрия.</p>"
GERMAN = (
    "<p>Die alte Brücke über den Fluß wurde für den Verkehr gesperrt, während geprüft wird.</p>"
)
JAPANESE = "<p>橋は月曜日に閉鎖されました。技術者が柱に亀裂を見つけたためだと市役所が発表した。</p>"


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (RUSSIAN, "utf-8", "iso-8859-1"),
        (RUSSIAN, "cp1251", "utf-8"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "cp1251", "iso-8859-1"),
        (RUSSIAN, "cp1251", None),
        (RUSSIAN, "koi8-r", None),
        (GERMAN, "utf-8", None),
        (GERMAN, "cp1252", "iso-8859-1"),
        (GERMAN, "cp1252", "utf-8"),
        (GERMAN, "cp1252", None),
        (JAPANESE, "cp932", "shift_jis"),
        (JAPANESE, "euc-jp", "EUC-JP"),
        (JAPANESE, "cp932", None),
        (JAPANESE, "iso-2022-jp", "iso-2022-jp"),
    ],
)
def test_a_text_is_read_whatever_is_declared(
    text: str, encoding: str, declared: str | None
) -> None:
    assert text == decode(text.encode(encoding), declared).text


def test_the_pages_own_meta_is_believed_where_no_header_says_otherwise() -> None:
    body = b"<meta charset=windows-1251>" + RUSSIAN.encode("cp1251")
    assert "windows-1251" == decode(body, None).encoding


def test_a_byte_order_mark_is_believed_first() -> None:
    assert GERMAN == decode(b"\xff\xfe" + GERMAN.encode("utf-16-le"), "utf-8").text


def test_a_lie_is_told_of() -> None:
    assert ("declared utf-8, but the bytes are not",) == decode(
        RUSSIAN.encode("cp1251"), "utf-8"
    ).warnings


def test_a_few_broken_bytes_do_not_cost_a_page_its_encoding() -> None:
    body = (RUSSIAN * 20).encode() + b"\xff\xfe" + RUSSIAN.encode()
    assert "utf-8" == decode(body, "utf-8").encoding


@pytest.mark.parametrize("declared", ["iso-8859-1", None])
def test_a_few_broken_bytes_are_told_of_whatever_is_declared(declared: str | None) -> None:
    found = decode((GERMAN * 20).encode() + b"<p>\xe4</p>" + GERMAN.encode(), declared)
    assert ("utf-8", True) == (found.encoding, found.text.startswith(GERMAN))
    assert "1 sequences of bytes are not UTF-8, as the others are" == found.warnings[-1]


def test_replacement_characters_that_were_sent_are_not_broken_bytes() -> None:
    body = (GERMAN * 20 + "\ufffd").encode()
    assert ("utf-8", ()) == (decode(body, None).encoding, decode(body, None).warnings)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_page_in_utf_16_needs_no_mark(encoding: str) -> None:
    assert RUSSIAN == decode(RUSSIAN.encode(encoding), None).text


def test_what_was_encoded_twice_is_put_right_and_told_of() -> None:
    text = GERMAN + "<p>„Wir prüfen“, sagte sie – später.</p>"
    whole = decode(_twice(text), "utf-8")
    assert text == whole.text
    assert ("text that was encoded twice was put right in 11 places",) == whole.warnings
    assert () == decode(text.encode(), "utf-8").warnings


def test_a_run_that_has_whole_signs_as_well_is_left_alone() -> None:
    mixed = "<p>Der Fluß heißt hier Ã¼ber</p>"
    found = decode(_twice(GERMAN * 2) + mixed.encode(), "utf-8")
    assert GERMAN * 2 + mixed == found.text


@pytest.mark.parametrize("text", ["São Ã© é", "“Ã”", "ÂÃ ÐÑ", "NÃO Â© NÃO É", "Ã© Ã©"])
def test_few_or_single_signs_are_no_proof(text: str) -> None:
    assert (text, ()) == (decode(text.encode(), "utf-8").text, decode(text.encode(), None).warnings)


def _twice(text: str) -> bytes:
    """UTF-8 that a program took for Windows-1252 and encoded again."""
    signs = (bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())
    return "".join(signs).encode()


def test_a_character_cut_at_the_end_is_no_lie() -> None:
    assert () == decode(RUSSIAN.encode()[:-5], "utf-8").warnings


@pytest.mark.parametrize("label", ["utf-7", "base64", "rot13", "idna", "", None, "x" * 1000])
def test_labels_of_no_text_encoding_mean_nothing(label: str | None) -> None:
    assert codec_of(label) is None
