"""Taking something back: an article or URL, or one comment, is withdrawn, and may be restored.

A withdrawal is a line of records/withdrawals-*, and so is its restoration; what it hides is decided
in archive.index.withheld. `archive.collection.purging` removes the content itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from archive.collection import Collection, withheld
from archive.collection.identity import known_article
from archive.digest import short_id
from archive.errors import BadInput, NotInCollection
from archive.index.withheld import Withheld, page_of
from archive.records import Article, Withdrawal, decode
from archive.times import utc_now, warc_date
from archive.urls import first_page, key_of, page_number
from archive.warc.rows import CaptureRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How much of the collection a withdrawal withholds, and what it leaves."""

    articles: int
    revisions: int
    observations: int
    comments: int
    captures: int
    leading: int
    """How many pages of other URLs are among those captures only because they lead there."""
    leading_urls: tuple[str, ...]
    pictures: tuple[str, ...]
    """Captured pictures of the article, which have URLs of their own and are still shown."""
    same_bytes: tuple[str, ...]
    """Other URLs under which the very same bytes were captured, and are still shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a wish to withdraw or restore."""

    withdrawal: Withdrawal
    is_new: bool
    """False where it stood so already."""
    reach: Reach


def withdraw(collection: Collection, what: str, reason: str, article: str | None = None) -> Outcome:
    """Withhold a URL with the article it is, or a comment; durable when this returns.

    `article` says under which article a comment stands, where several have one of that id. A URL
    that is not in the collection is withdrawn in advance. Raises NotInCollection for what is
    neither a URL nor a comment here, BadInput for an empty reason or a comment of several articles.
    """
    if not reason.strip():
        raise BadInput("a withdrawal needs its reason: --reason TEXT")
    subject = subject_of(collection, what, article)
    known = latest(collection, subject.withdrawal_id) or _purged(collection, subject)
    if known is not None and known.state != "restored":
        return Outcome(withdrawal=known, is_new=False, reach=reach_of(collection, known))
    now = warc_date(utc_now())
    made = replace(subject, reason=reason.strip(), withdrawn_at=now, recorded_at=now)
    record(collection, made)
    return Outcome(withdrawal=made, is_new=True, reach=reach_of(collection, made))


def restore(collection: Collection, what: str, article: str | None = None) -> Outcome:
    """Show again what was withdrawn and not purged. Raises NotInCollection, BadInput."""
    known = find(collection, what, article)
    if known.state in ("purging", "purged"):
        raise BadInput(
            f"{what}: was purged on {known.recorded_at[:10]}; there is nothing to restore"
        )
    is_new = known.state != "restored"
    reach = reach_of(collection, known)
    if is_new:
        known = replace(known, state="restored", recorded_at=warc_date(utc_now()))
        record(collection, known)
    return Outcome(withdrawal=known, is_new=is_new, reach=reach)


def record(collection: Collection, withdrawal: Withdrawal) -> None:
    """Append the line of a withdrawal; durable and in force when this returns."""
    with collection.writer() as writer:
        writer.append_line("withdrawals", withdrawal)


def withdrawals(collection: Collection) -> list[Withdrawal]:
    """Every withdrawal in its last state, the oldest first."""
    query = "SELECT record FROM withdrawals ORDER BY recorded_at, segment, offset"
    found: dict[str, Withdrawal] = {}
    for row in collection.index.rows(query):
        one = decode(row["record"], Withdrawal)
        found[one.withdrawal_id] = one
    return list(found.values())


def latest(collection: Collection, withdrawal_id: str) -> Withdrawal | None:
    """A withdrawal in its last state."""
    return next((w for w in withdrawals(collection) if w.withdrawal_id == withdrawal_id), None)


def _purged(collection: Collection, subject: Withdrawal) -> Withdrawal | None:
    """The purged withdrawal of a URL, of which nothing says any more what article it was."""
    urls = [one for one in withdrawals(collection) if one.subject == subject.subject == "url"]
    here = (w for w in urls if w.state == "purged" and _is_url_of(subject.url or "", w))
    return next(here, None)


def find(collection: Collection, what: str, article: str | None = None) -> Withdrawal:
    """The withdrawal of a URL, an article's id, a comment or by its own id. Raises NotInCollection."""
    for one in withdrawals(collection):
        is_url = one.subject == "url" and (what == one.article_id or _is_url_of(what, one))
        is_comment = what == one.comment_id and article in (None, one.url, one.article_id)
        if what == one.withdrawal_id or is_url or is_comment:
            return one
    raise NotInCollection(f"{what}: is not withdrawn; `microfiche withdraw --list` says what is")


def _is_url_of(what: str, one: Withdrawal) -> bool:
    return "/" in what and key_of(what) in {key_of(url) for url in (one.url or "", *one.urls)}


# --- what is meant --------------------------------------------------------------------------------


def subject_of(collection: Collection, what: str, article: str | None = None) -> Withdrawal:
    """The withdrawal that a URL, an article's id or a comment's id stands for, without its reason."""
    if "://" in what:
        return _of_url(collection, _checked(what))
    named = collection.index.rows(
        "SELECT url FROM main.observations WHERE article_id = ? ORDER BY fetched_at LIMIT 1",
        (what,),
    )
    return _of_url(collection, named[0]["url"]) if named else _of_comment(collection, what, article)


def _checked(url: str) -> str:
    """Raises BadInput for what no page can have as its URL."""
    try:
        parts = urlsplit(page_of(url))
        is_page = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_page = False
    if not is_page:
        raise BadInput(f"{url}: is no URL of a page; it begins with http:// or https:// and a host")
    return url


def _of_url(collection: Collection, url: str) -> Withdrawal:
    article_id = known_article(collection.index, [url])
    key = min({key_of(url), *_first_keys(collection, article_id)}) if article_id else key_of(url)
    articles, urls = _family(collection, article_id, url)
    return Withdrawal(
        withdrawal_id=short_id("withdrawal", article_id or key),
        subject="url",
        url=url,
        article_id=article_id,
        article_ids=tuple(sorted(articles)),
        urls=tuple(sorted(urls)),
        reason="",
        withdrawn_at="",
        recorded_at="",
    )


def _first_keys(collection: Collection, article_id: str) -> Iterator[str]:
    query = "SELECT key FROM aliases WHERE article_id = ? AND relation = 'first_seen'"
    for row in collection.index.rows(query, (article_id,)):
        yield row["key"]


def _family(collection: Collection, article_id: str | None, url: str) -> tuple[set[str], set[str]]:
    """The ids of an article and of its further pages, and their URLs."""
    if article_id is None:
        return set(), set()
    query = "SELECT article_id, key, url FROM aliases WHERE {} AND relation != 'redirect'"
    own = collection.index.rows(query.format("article_id = ?"), (article_id,))
    articles, urls = {article_id}, {row["url"] for row in own}
    for row in own:
        pages = collection.index.rows(
            query.format("key > ? AND key < ?"), (row["key"], row["key"] + "\U0010ffff")
        )
        further = [p for p in pages if page_number(p["url"]) > 1 and _is_part(p["url"], row["key"])]
        articles |= {page["article_id"] for page in further}
        urls |= {page["url"] for page in further}
    return articles, urls


def _is_part(url: str, key: str) -> bool:
    return key_of(first_page(url)) == key


def _of_comment(collection: Collection, comment_id: str, article: str | None) -> Withdrawal:
    query = "SELECT DISTINCT article_id FROM main.comments WHERE comment_id = ? ORDER BY article_id"
    articles = [row["article_id"] for row in collection.index.rows(query, (comment_id,))]
    if article is not None:
        wanted = known_article(collection.index, [article]) if "/" in article else article
        articles = [one for one in articles if one == wanted]
    if not articles:
        raise NotInCollection(
            f"{comment_id}: neither a URL nor a comment in {collection.path}; `microfiche show URL "
            "--json` has the ids of an article's comments"
        )
    urls = {one: _url_of(collection, one) for one in articles}
    if len(articles) > 1:
        listed = ", ".join(urls.values())
        raise BadInput(f"{comment_id}: a comment of several articles ({listed}); say --article URL")
    (article_id,) = articles
    return Withdrawal(
        withdrawal_id=short_id("withdrawal", article_id, comment_id),
        subject="comment",
        url=urls[article_id],
        comment_id=comment_id,
        article_id=article_id,
        article_ids=(article_id,),
        reason="",
        withdrawn_at="",
        recorded_at="",
    )


def _url_of(collection: Collection, article_id: str) -> str:
    query = "SELECT url FROM main.observations WHERE article_id = ? ORDER BY fetched_at LIMIT 1"
    found = collection.index.rows(query, (article_id,))
    return str(found[0]["url"]) if found else article_id


# --- how far it reaches ---------------------------------------------------------------------------


def reach_of(collection: Collection, withdrawal: Withdrawal) -> Reach:
    """What a withdrawal withholds."""
    rows = _rows(collection, withdrawal)
    leading = _leading(alone(collection, withdrawal), rows)
    counted = {
        table: _count(collection, table, withdrawal)
        for table in ("revisions", "observations", "comments")
    }
    return Reach(
        articles=_count(collection, "observations", withdrawal, "DISTINCT article_id"),
        captures=len(rows),
        leading=len(leading),
        leading_urls=leading,
        pictures=tuple(_pictures(collection, withdrawal)),
        same_bytes=tuple(_same_bytes(collection, rows)),
        **counted,
    )


def leading_to(
    collection: Collection, what: str, article: str | None = None, *, with_images: bool = False
) -> list[str]:
    """The URLs of the pages that are withheld with something, or would be, as they lead there.

    Raises what `withdraw` raises of a subject.
    """
    subject = subject_of(collection, what, article)
    pictures = _pictures(collection, subject) if with_images else []
    found: set[str] = set()
    for one in (subject, *(subject_of(collection, url) for url in pictures)):
        would = Withheld(collection.index.db, one.withdrawal_id)
        known = latest(collection, one.withdrawal_id) or _purged(collection, one)
        would.take(one if known is None or known.state == "restored" else known)
        found |= {*_leading(would, withheld.withheld_rows(collection.index, would))}
    return sorted(found)


def _leading(found: Withheld, rows: Iterable[CaptureRow]) -> tuple[str, ...]:
    return tuple(sorted({row.url for row in rows if found.leading(row)}))


def _count(
    collection: Collection, table: str, withdrawal: Withdrawal, what: str | None = None
) -> int:
    ids = sorted(articles_of(collection, withdrawal))
    marks = ", ".join("?" for _ in ids)
    where = f"article_id IN ({marks})"
    if withdrawal.comment_id is not None:
        if table != "comments":
            return 0
        return len(
            collection.index.rows(
                f"SELECT DISTINCT comment_id FROM main.comments WHERE {where} AND comment_id = ?",
                (*ids, withdrawal.comment_id),
            )
        )
    distinct = {
        "revisions": "DISTINCT revision_id",
        "observations": "DISTINCT observation_id",
        "comments": "DISTINCT article_id || ' ' || comment_id",
    }
    query = f"SELECT count({what or distinct[table]}) FROM main.{table} WHERE {where}"
    return int(collection.index.rows(query, ids)[0][0])


def alone(collection: Collection, withdrawal: Withdrawal) -> Withheld:
    """What this withdrawal withholds, whatever else is withdrawn."""
    found = Withheld(collection.index.db, withdrawal.withdrawal_id)
    found.load()
    return found


def articles_of(collection: Collection, withdrawal: Withdrawal) -> set[str]:
    """The ids of the articles of a withdrawal, as they are known now."""
    if withdrawal.comment_id is not None:
        return {withdrawal.article_id or ""}
    return set(withdrawal.article_ids) | alone(collection, withdrawal).articles


def _rows(collection: Collection, withdrawal: Withdrawal) -> list[CaptureRow]:
    """The captures that a withdrawal withholds, in the order of files and offsets."""
    return list(withheld.withheld_rows(collection.index, alone(collection, withdrawal)))


def _same_bytes(collection: Collection, rows: list[CaptureRow]) -> list[str]:
    """Where else the bytes of withheld answers are shown; a redirect's page is like many."""
    digests = {row.digest for row in rows if row.digest and row.status == 200}
    query = "SELECT DISTINCT url FROM captures WHERE digest = ? AND status = 200"
    found = (collection.index.rows(query, (digest,)) for digest in digests)
    return sorted({str(row["url"]) for each in found for row in each})


def _pictures(collection: Collection, withdrawal: Withdrawal) -> list[str]:
    if withdrawal.comment_id is not None:
        return []
    found: set[str] = set()
    for article_id in withdrawal.article_ids:
        query = "SELECT record FROM main.revisions WHERE article_id = ?"
        for row in collection.index.rows(query, (article_id,)):
            for image in decode(row["record"], Article).image:
                found |= {image.content_url, *(one.url for one in image.candidates)}
    return sorted(url for url in found if collection.captures(url))
