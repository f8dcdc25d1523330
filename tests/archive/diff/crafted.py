"""Articles made of a few texts, to compare."""

from __future__ import annotations

import dataclasses

from archive.diff import Comparison, Event, compare
from archive.records import Article, Block, Body, Capture, Comment, CommentAuthor, ReadBy

READ = ReadBy(reader="1", layout="generic")


def capture(day: int) -> Capture:
    return Capture(
        request_url="https://courier.example/news/harbour",
        url="https://courier.example/news/harbour",
        fetched_at=f"2026-03-{day:02}T08:00:00.000000Z",
        status=200,
        warc_filename=f"crawl-{day}.warc.gz",
        warc_offset=1000 * day,
        warc_record_id=f"<urn:uuid:00000000-0000-4000-8000-{day:012}>",
        payload_digest=None,
    )


def article(*texts: str | Block, day: int = 1, **fields: object) -> Article:
    blocks = tuple(
        Block(type="paragraph", text=one) if isinstance(one, str) else one for one in texts
    )
    whole = Article(
        article_id="a" * 24,
        revision_id=f"{day:024}",
        reading=READ,
        url="https://courier.example/news/harbour",
        in_language="en",
        headline="Harbour reopens",
        article_body="\n\n".join(block.text or "" for block in blocks),
        body=Body(blocks=blocks),
        capture=capture(day),
    )
    return dataclasses.replace(whole, **fields)  # type: ignore[arg-type]


def comment(key: str, text: str, *, day: int = 1, **fields: object) -> Comment:
    whole = Comment(
        comment_id=key,
        article_id="a" * 24,
        provider="inline",
        identity="platform",
        author=CommentAuthor(name="Reader"),
        text=text,
        capture=capture(day),
    )
    return dataclasses.replace(whole, **fields)  # type: ignore[arg-type]


def compared(old: list[str | Block], new: list[str | Block], language: str = "en") -> Comparison:
    return compare(
        article(*old, day=1, in_language=language), article(*new, day=2, in_language=language)
    )


def kinds(found: list[Event] | tuple[Event, ...]) -> list[str]:
    return [event.type for event in found]


def between(old: list[str | Block], new: list[str | Block], language: str = "en") -> list[Event]:
    """The events between two bodies given as lists of paragraphs or blocks."""
    return list(compared(old, new, language).events)


def only(found: list[Event] | tuple[Event, ...], kind: str) -> Event:
    """The one event of this type."""
    (event,) = [one for one in found if one.type == kind]
    return event


HARBOUR: list[str | Block] = [
    "The harbour of Lindenau reopened on Monday after two weeks of repairs, the port said.",
    "About 1,500 people came to watch the first ferry leave, according to Mayor Anna Berg.",
    "“We did not expect so many,” she said. The town had planned for a small ceremony.",
    "The repairs cost 2.5 million euros and were paid by the state.",
    "Critics say that the work came too late. They had warned of cracks in the quay for years. "
    "Nobody listened to them, the group wrote in March.",
    "The ferry line runs four times a day in winter.",
]
HAFEN: list[str | Block] = [
    "Der Hafen von Lindenau ist am Montag wieder geöffnet worden, sagte Bürgermeisterin Anna Berg.",
    "Rund 1.500 Menschen kamen zur ersten Fähre. „Wir haben nicht damit gerechnet“, sagte sie.",
    "Die Arbeiten kosteten 2,5 Mio. Euro. Kritiker hatten seit Jahren vor Rissen gewarnt.",
]
GAVAN: list[str | Block] = [
    "Порт Линденау открылся в понедельник, сообщила журналистам мэр города Анна Берг.",
    "Первый паром провожали около 1 500 человек. «Мы не ожидали столько», — сказала она.",
    "Ремонт обошёлся в 2,5 млн рублей. О трещинах в причале критики предупреждали много лет.",
]


def changed_in(texts: list[str | Block], place: int, old: str, new: str) -> list[str | Block]:
    """The texts with a part of one replaced."""
    text = texts[place]
    assert isinstance(text, str)
    assert old in text
    return [*texts[:place], text.replace(old, new), *texts[place + 1 :]]
