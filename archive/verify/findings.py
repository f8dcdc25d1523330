"""What a check finds, and the table of rules: how bad each one is and where it is written down.

A section without a name is one of WARC/1.1 (ISO 28500:2017). `error`: the file does not keep what
the standard demands, or what it holds cannot be trusted. `warning`: what should be, or what other
programs stumble over. `info`: worth knowing. What is advised holds for every finding of the rule: a
command is named only where it mends them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "info"]


Progress = Callable[[Path, int], None]
"""Called with the file that is read and how many of its bytes were."""


def silent(file: Path, read: int) -> None:
    """For who waits without looking."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in one file."""

    file: str
    offset: int | None
    """Of the record in the file; of a line in a JSONL segment, in uncompressed bytes."""
    record_id: str | None
    rule: str
    severity: Severity
    message: str
    url: str | None = None
    """Of the record, where it has one."""
    count: int = 1
    """Findings that it stands for: above one where a file has very many of a rule."""


_MOST = 1000
"""Findings of one rule in one file that are told one by one."""

_WRITER = "Nothing mends it; tell the authors of the program that wrote the file."
_COPY = "What was there is lost here: take the file from a copy. The other records can be read."
_REPAIR = "`microfiche repair` for an .open file of a collection; any other: take it from a copy."
_REPACK = "The records are whole: `warcio recompress` writes them anew, a member each."
_SERVER = (
    "Nothing to do: a server may have sent it so; if all answers have it, the writer is at fault."
)
_NOTHING = "Nothing to do."
_CLOCK = "Nothing mends it; where most servers disagree, the clock of who captured was wrong."
_NOTED = "`microfiche fixity` notes the files as they are now; what they were, nothing tells then."
_PACKAGE = "Pack it again, from the WARC files inside."
_REBUILD = "`microfiche rebuild` makes it anew from warc/ and records/."
_TRUTH = (
    "No command mends it: warc/ and records/ are what all else is made from. Take it from a copy."
)


class Problem(NamedTuple):
    """A finding before it is known in which file."""

    rule: str
    message: str
    offset: int | None = None
    record_id: str | None = None
    url: str | None = None


class Rule(NamedTuple):
    severity: Severity
    section: str
    says: str
    """What is so where nothing is wrong."""
    advice: str = _WRITER
    """What can be done about it."""


def finding(file: str, problem: Problem) -> Finding:
    """The finding of a problem in a file."""
    rule, message, offset, record_id, url = problem
    return Finding(file, offset, record_id, rule, RULES[rule].severity, message, url or None)


def guarded(file: str, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings of a file; where its check itself fails, that is one, and the others go on."""
    try:
        yield from found
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever hostile bytes bring about in a decoder
        text = f"the check itself failed: {type(error).__name__}: {error}"
        yield finding(file, Problem("unreadable", text))


def bounded(found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, at most so many of one rule in one file; of the others, at the end, the number.

    They are held in memory, and passed between processes, until their file is done.
    """
    counts: dict[tuple[str, str], int] = {}
    for one in found:
        key = one.file, one.rule
        counts[key] = counts.get(key, 0) + one.count
        if counts[key] <= _MOST or one.count > 1:
            yield one
            counts[key] -= one.count if one.count > 1 else 0
    for (file, rule), count in counts.items():
        if count > _MOST:
            more = count - _MOST
            text = f"and {more:,} more findings of this rule in the file"
            yield replace(finding(file, Problem(rule, text)), count=more)


RULES: Mapping[str, Rule] = {
    # -- the file ---------------------------------------------------------------------------------
    "unreadable": Rule("error", "", "the file can be opened and is a WARC, ARC or WACZ", _COPY),
    "no-records": Rule("error", "4", "a WARC file has one record or more", _COPY),
    "torn": Rule("error", "4", "the last record is whole", _REPAIR),
    "member-broken": Rule("error", "Annex D.2", "every member can be decompressed", _COPY),
    "one-record-per-member": Rule(
        "error", "Annex D.2", "each record is a member of its own", _REPACK
    ),
    "one-member-file": Rule("error", "Annex D.2", "the file is not compressed as a whole", _REPACK),
    "stray-bytes": Rule("error", "Annex D.2", "nothing stands between the members", _COPY),
    # -- the record -------------------------------------------------------------------------------
    "version-line": Rule("error", "4", "a record begins with WARC/1.0 or WARC/1.1"),
    "header-line": Rule("error", "4", "a header line is `name: value` in UTF-8, ended by CRLF"),
    "record-end": Rule("error", "4", "a record ends with two CRLFs and nothing else", _COPY),
    "content-length": Rule(
        "error", "5.3", "Content-Length is the number of bytes in the block", _COPY
    ),
    "mandatory-field": Rule("error", "5.2 to 5.5", "id, length, date and type are given"),
    "repeated-field": Rule("error", "5.1", "a field is given once"),
    "record-id": Rule("error", "5.2", "WARC-Record-ID is a URI in angle brackets"),
    "duplicate-id": Rule("error", "5.2", "no two records have the same id"),
    "date": Rule("error", "5.4", "WARC-Date is UTC with Z"),
    "date-future": Rule(
        "warning", "5.4", "WARC-Date, when capture began, is not of the future", _CLOCK
    ),
    "date-apart": Rule(
        "info",
        "5.4; RFC 9110, 6.6.1",
        "the Date of answers is within 5 minutes of their WARC-Date",
        _CLOCK,
    ),
    "record-type": Rule("info", "5.5", "WARC-Type is one that the standard knows", _NOTHING),
    "content-type": Rule("warning", "5.6", "a record with a block says its Content-Type", _NOTHING),
    "concurrent-to": Rule(
        "warning", "5.7", "WARC-Concurrent-To names a record of the file", _NOTHING
    ),
    "links-unasked": Rule(
        "info", "5.7", "it was looked up whether the file has what each record names", _NOTHING
    ),
    "block-digest": Rule("error", "5.8", "WARC-Block-Digest is the block's", _COPY),
    "payload-digest": Rule("error", "5.9", "WARC-Payload-Digest is the payload's", _COPY),
    "own-digest": Rule(
        "error", "5.8, 5.9", "a record that this software wrote has its digests", _COPY
    ),
    "payload-digest-framed": Rule(
        "warning", "5.9", "WARC-Payload-Digest is taken without the transfer-encoding", _NOTHING
    ),
    "payload-digest-bounded": Rule(
        "info",
        "5.9; RFC 9112, 6.3",
        "WARC-Payload-Digest is over the body as it stands, not up to Content-Length",
        _NOTHING,
    ),
    "digest-unknown": Rule("info", "5.8", "a digest is one that can be computed here", _NOTHING),
    "ip-address": Rule("warning", "5.10", "WARC-IP-Address is an IP address", _NOTHING),
    "target-uri": Rule("error", "5.14", "WARC-Target-URI is given, escaped, without blanks"),
    "target-uri-brackets": Rule(
        "warning",
        "5.14",
        "WARC-Target-URI stands bare (the grammar of WARC/1.0 misled wget)",
        _NOTHING,
    ),
    "field-place": Rule("error", "5.7 to 5.22", "a field stands where its type may have it"),
    "payload-field": Rule(
        "info", "5.9, 5.19", "a record without payload says nothing of one", _NOTHING
    ),
    "truncated": Rule(
        "info", "5.15", "WARC-Truncated is length, time, disconnect or unspecified", _NOTHING
    ),
    "identified-type": Rule(
        "warning", "5.19", "WARC-Identified-Payload-Type is a media type", _NOTHING
    ),
    "segment": Rule("error", "5.20 to 5.22, 7", "segments are numbered, and add up"),
    "segmented": Rule(
        "info",
        "7",
        "a record is in one piece",
        "Nothing is read from it here; put it together with another program to look at it.",
    ),
    "warcinfo-type": Rule("info", "6.2", "a warcinfo is application/warc-fields", _NOTHING),
    "http-type": Rule("warning", "6.3.2, 6.5.2", "an HTTP message is application/http", _NOTHING),
    "warcinfo-first": Rule("warning", "6.2", "a file begins with a warcinfo", _NOTHING),
    "warcinfo-id": Rule(
        "warning", "5.16", "WARC-Warcinfo-ID names a warcinfo of the file", _NOTHING
    ),
    "filename": Rule("warning", "5.17", "WARC-Filename is the file's name", _NOTHING),
    "filename-open": Rule("error", "5.17", "WARC-Filename does not end in .open"),
    # -- revisits ---------------------------------------------------------------------------------
    "profile": Rule("error", "5.18", "a revisit has a profile, of the record's version"),
    "profile-unknown": Rule("warning", "6.7.4", "a profile is one that readers know", _NOTHING),
    "refers-to": Rule("warning", "6.7.2", "a revisit says the original's URI and date", _NOTHING),
    "revisit-empty": Rule("warning", "6.7.2", "a revisit is not of an empty payload", _NOTHING),
    "revisit-truncated": Rule(
        "info",
        "6.7.2",
        "a revisit that leaves out its payload says WARC-Truncated: length",
        _NOTHING,
    ),
    "revisit-unresolved": Rule(
        "error",
        "6.7.2",
        "a revisit's original is in the collection",
        "Import the WARC that holds the original; nothing else brings it back.",
    ),
    "revisit-digest": Rule(
        "error", "6.7.2", "a revisit's digests are those of what it refers to", _COPY
    ),
    "revisit-ambiguous": Rule(
        "warning",
        "6.7.2",
        "what a revisit names is one record; here the one that has its digest is taken",
        _NOTHING,
    ),
    # -- HTTP -------------------------------------------------------------------------------------
    "http2": Rule(
        "warning",
        "6.3.2",
        "a status line is HTTP/1.x: readers such as pywb replay another as 503",
        _SERVER,
    ),
    "http-head": Rule(
        "warning", "6.3.2", "a response has a status line and a whole header", _SERVER
    ),
    "transfer-encoding": Rule(
        "warning", "6.3.2", "a body that is said to be chunked is chunked", _SERVER
    ),
    "chunks-removed": Rule(
        "error", "6.3.2", "of several bodies that are said to be chunked one is, or more"
    ),
    "chunks-cut": Rule(
        "warning", "5.15", "a chunked body that breaks off is marked truncated", _SERVER
    ),
    "chunks-behind": Rule(
        "warning", "6.3.2", "nothing stands behind the last chunk of a body", _SERVER
    ),
    "content-encoding": Rule(
        "warning", "6.3.2", "a body that is said to be encoded can be decoded", _SERVER
    ),
    "content-decoded": Rule(
        "error", "6.3.2", "a body stands as it was received, not decoded under Content-Encoding"
    ),
    "http-length": Rule(
        "warning", "5.15", "a body has the promised length, or is marked truncated", _SERVER
    ),
    "request-target": Rule("error", "6.5.2", "a request asks for WARC-Target-URI"),
    "request-host": Rule("warning", "6.5.2", "a request's Host is WARC-Target-URI's", _SERVER),
    "unanswered": Rule(
        "warning", "6.5.2", "a request has an answer, or a metadata record with the error", _SERVER
    ),
    # -- ARC --------------------------------------------------------------------------------------
    "arc-version": Rule("warning", "ARC/1.0", "an ARC file begins with a version block", _NOTHING),
    "arc-header": Rule("error", "ARC/1.0", "a record begins with a URL record", _COPY),
    "arc-length": Rule("error", "ARC/1.0", "a record has as many bytes as it says", _COPY),
    # -- WACZ -------------------------------------------------------------------------------------
    "wacz-zip": Rule("error", "WACZ 1.1.1, 3", "the ZIP can be read", _PACKAGE),
    "wacz-datapackage": Rule(
        "error", "WACZ 1.1.1, 5.2", "datapackage.json names the resources", _PACKAGE
    ),
    "wacz-digest": Rule("warning", "WACZ 1.1.1, 5.3", "datapackage-digest.json is there", _PACKAGE),
    "wacz-hash": Rule(
        "error", "WACZ 1.1.1, 5.2.1", "every resource is there, with its hash", _PACKAGE
    ),
    "wacz-unlisted": Rule(
        "warning", "WACZ 1.1.1, 5.2.1", "every file is a named resource", _PACKAGE
    ),
    "wacz-stored": Rule(
        "warning", "WACZ 1.1.1, 5.1.1", "WARC files are stored, not compressed", _PACKAGE
    ),
    "wacz-archive": Rule("error", "WACZ 1.1.1, 5.1.1", "archive/ has a WARC file", _PACKAGE),
    "wacz-unchecked": Rule(
        "warning", "WACZ 1.1.1, 5.1.1", "archive/ has nothing but WARC files", _PACKAGE
    ),
    "wacz-pages": Rule("error", "WACZ 1.1.1, 5.1.3", "pages/pages.jsonl lists pages", _PACKAGE),
    "wacz-index": Rule(
        "error",
        "WACZ 1.1.1, 5.1.2",
        "an index's lines name records, with their URL, time, digest, status, type, length",
        _PACKAGE,
    ),
    "wacz-unindexed": Rule(
        "warning", "WACZ 1.1.1, 5.1.2", "every answer has a line in an index", _PACKAGE
    ),
    "wacz-key": Rule(
        "warning", "WACZ 1.1.1, 5.1.2", "the key of an index's line is its URL's, as SURT", _PACKAGE
    ),
    "wacz-page": Rule(
        "warning",
        "WACZ 1.1.1, 5.1.3",
        "a page's URL is a record's: else it cannot be shown",
        _PACKAGE,
    ),
    "wacz-page-time": Rule(
        "info", "WACZ 1.1.1, 5.1.3", "a page's time is that of a record of its URL", _NOTHING
    ),
    "wacz-revisit": Rule(
        "warning",
        "WACZ 1.1.1, 5.1.1",
        "a revisit's original is in the package",
        "Pack it with the WARC that holds the original: alone it shows nothing.",
    ),
    "wacz-outside": Rule(
        "warning",
        "APPNOTE 4.3",
        "the ZIP holds nothing but its entries: no hash is of more",
        _PACKAGE,
    ),
    "wacz-weak": Rule(
        "warning", "WACZ Signing 0.1.0", "what is signed has hashes of SHA-256", _PACKAGE
    ),
    "wacz-signature": Rule(
        "error",
        "WACZ Signing 0.1.0",
        "a signature is of datapackage.json's hash",
        "It is not what was signed: take it from who made it.",
    ),
    "wacz-signed": Rule(
        "info", "WACZ Signing 0.1.0", "it is known here whose key signed", _NOTHING
    ),
    # -- the collection ---------------------------------------------------------------------------
    "shared-id": Rule("warning", "5.2", "no two files have a record of the same id", _NOTHING),
    "cdxj": Rule("error", "", "a CDXJ file has exactly the lines of its WARC, sorted", _REBUILD),
    "cdxj-missing": Rule("warning", "", "every closed WARC has its CDXJ", _REBUILD),
    "jsonl-line": Rule("error", "", "every line of records/ is a record", _TRUTH),
    "jsonl-torn": Rule(
        "warning",
        "",
        "a segment ends with a whole line",
        "`microfiche repair` cuts it off, and keeps what it cuts.",
    ),
    "jsonl-duplicate": Rule("error", "", "no record stands there twice", _TRUTH),
    "capture": Rule(
        "error", "", "a record's capture is in the WARC, with id, date, status and digest", _TRUTH
    ),
    "digests": Rule("error", "", "a revision's digests are those of its content", _TRUTH),
    "revision-id": Rule(
        "error", "", "a revision's id follows from article, capture and digests", _TRUTH
    ),
    "article-id": Rule(
        "error", "", "an article's id is the hash of the key of one of its URLs", _TRUTH
    ),
    "alias-key": Rule(
        "warning",
        "",
        "an alias has the key of its URL",
        "Nothing to do where the rules for keys have changed since it was written.",
    ),
    "reference": Rule("error", "", "an observation's revision is in records/", _TRUTH),
    "index": Rule("error", "", "the index says what the files say", _REBUILD),
    "left-open": Rule(
        "warning", "", "no dead writer left an .open file", "`microfiche repair` closes it."
    ),
    "cut-aside": Rule(
        "info",
        "",
        "bytes cut off a torn file are kept",
        "Look at it, or delete it: nothing reads it.",
    ),
    "purged": Rule("info", "", "nothing was removed; here `withdraw --purge` did", _NOTHING),
    "purged-forged": Rule("error", "", "a withdrawal says that it removed what is gone", _TRUTH),
    "purge-unfinished": Rule(
        "warning", "", "a purge that was begun has ended", "`microfiche repair` finishes it."
    ),
    # -- the manifest of the collection's files --------------------------------------------------
    "fixity-missing": Rule("error", "", "a file that is in the manifest is there", _TRUTH),
    "fixity-changed": Rule("error", "", "a file has the size and SHA-256 of the manifest", _TRUTH),
    "fixity-line": Rule(
        "error", "", "every line of the manifest can be read, and they agree", _TRUTH
    ),
    "fixity-chain": Rule("error", "", "no line of the manifest was changed or taken out", _TRUTH),
    "fixity-seal": Rule("error", "", "the manifest holds all that was sealed", _TRUTH),
    "fixity-signature": Rule("error", "", "a signature is of its seal", _TRUTH),
    "fixity-gone": Rule(
        "error",
        "",
        "every writer's manifest is there, with the lines of the files that are named after it",
        f"{_TRUTH} {_NOTED}",
    ),
    "fixity-late": Rule(
        "warning", "", "a file was noted by who closed or imported it, not later", _NOTHING
    ),
    "fixity-older": Rule("info", "", "no file is older than the manifest", _NOTHING),
    "fixity-signed": Rule("info", "", "it is known here whose key signed", _NOTHING),
    "fixity-unsealed": Rule(
        "info", "", "every line of the manifest is sealed", "`microfiche fixity --seal` seals it."
    ),
    "fixity-unlisted": Rule("warning", "", "every closed file is in the manifest", _NOTED),
    "fixity-purged": Rule("info", "", "a file is as it was when it was closed", _NOTHING),
}
