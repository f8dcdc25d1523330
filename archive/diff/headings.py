"""The words that all renderers share: what an event is called and where it stands."""

from __future__ import annotations

from archive.diff.events import Comparison, Event, Interval, Side
from archive.printable import one_line
from archive.urls import article_key

_PLACES = {
    "headline": "Headline",
    "alternative_headline": "Standfirst",
    "byline": "Byline",
    "author": "Authors",
    "source_organization": "Agencies",
    "dateline": "Dateline",
    "date_published": "Date published",
    "date_modified": "Date modified",
    "article_section": "Section",
    "keywords": "Keywords",
    "canonical_url": "Canonical address",
    "work_translation": "Translations",
    "in_language": "Language",
    "is_accessible_for_free": "Access",
    "body": "Block",
    "image": "Image",
    "live_blog_update": "Post",
    "comments": "Comment",
    "correction": "Correction notice",
    "": "Article",
}
_LEAVES = {"caption": "caption", "credit_text": "credit", "alt": "description"}
BESIDE = frozenset(
    {"number_changed", "name_changed", "quote_changed", "negation_changed", "link_changed"}
)
"""Event types that stand beside the one of the block, with its path."""


def place(event: Event) -> str:
    """Where an event stands, for a reader: `Headline`, `Block 3`, `Image 1, caption`."""
    if event.type in ("correction_added", "correction_removed"):
        return "Correction notice"
    parts = event.path.strip("/").split("/")
    name = _PLACES.get(parts[0], parts[0])
    number = _number(event)
    leaf = _LEAVES.get(parts[-1])
    return " ".join(part for part in (name, number) if part) + (f", {leaf}" if leaf else "")


def named(path: str) -> str:
    """What a field is called, by its path: `Standfirst`."""
    name = path.strip("/").partition("/")[0]
    return _PLACES.get(name, name)


def _number(event: Event) -> str:
    before, after = event.position_from, event.position_to
    if before is None and after is None:
        return ""
    if event.type == "block_moved" and before is not None and after is not None:
        return f"{before + 1} → {after + 1}"
    at = after if after is not None else before
    return str((at or 0) + 1)


def title(event: Event) -> str:
    """What happened: `edited`, `moved`, `number changed`."""
    kind = event.type.removesuffix("_changed")
    last = event.type.rpartition("_")[2]
    if event.type in BESIDE or event.type == "typographic_changed":
        return f"{kind} changed"
    return {"down": "taken down"}.get(last, last)


def way(event: Event) -> str:
    """From where to where a block moved: `down from place 2 to place 7`."""
    before, after = event.position_from, event.position_to
    if before is None or after is None:
        return ""
    return f"{'down' if after > before else 'up'} from place {before + 1} to place {after + 1}"


def address(url: str, canonical_url: str | None) -> str:
    """The address to show to people: the canonical one where it names the same article, else the
    one that was asked, which may carry a feed's or a reader's parameters."""
    if canonical_url is None:
        return url
    try:
        return canonical_url if article_key(canonical_url) == article_key(url) else url
    except ValueError:  # a canonical address without a host, or none at all
        return url


def state(side: Side) -> str:
    """`revision 2, captured 2026-11-22 10:00:00 UTC`; `the file old.html`."""
    if side.file is not None:
        return f"the file {one_line(side.file)}"
    name = f"revision {side.number}" if side.number is not None else "no revision"
    return f"{name}, captured {moment(side.capture.fetched_at)}" if side.capture else name


def ends(comparison: Comparison) -> tuple[str, str]:
    """Both sides as `state`; those of two articles with their addresses."""
    old, new = comparison.from_side, comparison.to_side
    if old.file is not None or new.file is not None or _is_one(old.url, new.url):
        return state(old), state(new)
    return (
        f"{state(old)}, of {one_line(old.url or '')}",
        f"{state(new)}, of {one_line(new.url or '')}",
    )


def _is_one(url: str | None, other: str | None) -> bool:
    """Whether two addresses are of one article, as far as can be told from them."""
    if url is None or other is None or url == other:
        return True
    try:
        return article_key(url) == article_key(other)
    except ValueError:  # no address of the web
        return True


def moment(text: str | None) -> str:
    """A time for reading, to the second: `2026-11-22 10:00:00 UTC`."""
    if text is None:
        return "an unknown time"
    date, _, clock = text.partition("T")
    return f"{date} {clock[:8]} UTC" if clock else date


def observed(interval: Interval) -> str:
    """The sentence every rendering has: between which two moments the change was observed."""
    if interval.after is None and interval.before is None:
        return "When anything was changed is not known."
    return f"Observed between {moment(interval.after)} and {moment(interval.before)}."


def evidence(side: Side) -> str:
    """The WARC record a side was read from: file, offset and record id."""
    capture = side.capture
    if capture is None:
        return f"the file {side.file}, no capture" if side.file else "no capture"
    return f"{capture.warc_filename} @ {capture.warc_offset} {capture.warc_record_id}"


def count(comparison: Comparison) -> str:
    """`1 difference, silent`, `7 differences, 3 of them silent`, `No differences`."""
    total = len(comparison.events)
    if not total:
        return "No differences"
    silent = sum(1 for event in comparison.events if event.silent)
    said = f", {silent} of them silent" if silent and total > 1 else ", silent" if silent else ""
    return f"{total} difference{'' if total == 1 else 's'}{said}"
