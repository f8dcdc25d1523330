"""A side of a comparison that stands in a file: a page's HTML, or records as JSON.

JSON is what `extract` and `show --json` print, or one line of an archive's articles. `-` is stdin.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from archive.cli.named import no_such
from archive.cli.pages import PageReader
from archive.diff.state import State
from archive.errors import BadInput, NotInCollection
from archive.printable import one_line
from archive.records import Article, Comment
from archive.warc.exchange import MAX_BODY


def state_of_file(name: str, url: str, context: click.Context) -> State:
    """The article in a file; the links of an HTML page count from `url`.

    Raises BadInput, and NotInCollection where the page is no article.
    """
    body = _bytes_of(name)
    if body.lstrip()[:1] == b"{":
        return _of_json(name, body)
    reader = context.find_object(PageReader)
    if reader is None:
        raise BadInput(
            f"{name}: HTML is read by the crawler, which this command runs without; give records "
            "as JSON, which `microfiche extract` makes of a page"
        )
    records = reader.read(body, url)
    if records.article is None:
        raise NotInCollection(f"{name}: no article was found in it ({one_line(records.reason)})")
    return State(records.article, records.comments)


def _bytes_of(name: str) -> bytes:
    try:
        if name == "-":
            body = sys.stdin.buffer.read(MAX_BODY + 1)
        else:
            with Path(name).open("rb") as stream:
                body = stream.read(MAX_BODY + 1)
    except FileNotFoundError as error:
        raise BadInput(no_such(name)) from error
    except OSError as error:
        raise BadInput(f"{name}: {error.strerror}") from error
    if len(body) > MAX_BODY:
        raise BadInput(f"{name}: larger than {MAX_BODY >> 20} MiB, which no page is")
    return body


def _of_json(name: str, body: bytes) -> State:
    try:
        found: Any = msgspec.json.decode(body)
        article = found.get("article", found)
        if article is None:
            reason = one_line(str(found.get("reason") or found.get("page_type")))
            raise NotInCollection(f"{name}: it holds no article ({reason})")
        comments = found.get("comments") or []
        return State(
            msgspec.convert(article, Article),
            tuple(msgspec.convert(comment, Comment) for comment in comments),
        )
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, TypeError) as error:
        raise BadInput(f"{name}: no article's record as JSON: {one_line(str(error))}") from error
