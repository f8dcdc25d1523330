"""What a failed fetch is called: for people in a sentence, in the WARC by a reason."""

from __future__ import annotations

import re

from scrapy.exceptions import (
    DownloadCancelledError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from twisted.internet import error

from archive.warc.exchange import Truncated
from crawler.errors import AddressRefused

_TWISTED_FAILURE = re.compile(r"\[?<twisted\.python\.failure\.Failure [\w.]+: (.*?)>\]?")
_SENTENCES = {
    "CannotResolveHostError": "the host's name cannot be resolved",
    "DownloadConnectionRefusedError": "the connection was refused",
    "DownloadTimeoutError": "no answer in time",
    "ResponseDataLossError": "the answer broke off before its end",
    "DownloadCancelledError": "the answer is larger than is kept",
    "DownloadFailedError": "no answer that is HTTP",
}


def told(failure: BaseException | None) -> str:
    """A failed fetch in one line for people."""
    if isinstance(failure, (AddressRefused, IgnoreRequest)):
        return str(failure)
    if "certificate verify failed" in str(failure):
        return "the server's TLS certificate cannot be verified"
    name = type(failure).__name__
    text = " ".join(_TWISTED_FAILURE.sub(r"\1", str(failure or "")).split())
    return f"{_SENTENCES.get(name, name)}{f': {text}' if text else ''}"


def truncation(failure: Exception) -> Truncated:
    """Why an answer ends early, in the words of WARC-Truncated (WARC/1.1 section 5.15)."""
    if isinstance(failure, DownloadTimeoutError):
        return "time"
    if isinstance(failure, DownloadCancelledError):
        return "length"
    return (
        "disconnect"
        if isinstance(failure, ResponseDataLossError) or _is_lost(failure)
        else ("unspecified")
    )


def _is_lost(failure: Exception) -> bool:
    """Whether the connection ended, rather than that Twisted could not go on with what came."""
    reasons = getattr(failure.__cause__, "reasons", ())
    return any(each.check(error.ConnectionDone, error.ConnectionLost) for each in reasons)
