"""Where that stood on the page which is put together from many places: body, posts, players.

A field of one value has its provenance from the choice among its candidates (`candidates`); these
have the box that holds them, and JSON-LD's own text as the witness.
"""

from __future__ import annotations

from archive.records import Provenance, Rejected
from crawler.extraction.candidates import LONGEST_REJECTED, confidence, folded
from crawler.extraction.document import css_path
from crawler.extraction.outline import Box
from crawler.extraction.page import Page
from crawler.extraction.rules import Rules
from crawler.items import ArticleItem, BlockItem

_PLACE = "$.articleBody"
_MOST_ASKED = 8
_LONGEST_ASKED = 60
_LEAST_ASKED = 40
_MOST_BODY = 200_000
_ENOUGH = 0.75
_SHORT, _LONG = 0.7, 1.4
_SURE = 0.9


def note_origins(page: Page, rules: Rules, root: Box | None, item: ArticleItem) -> None:
    """Add to `item.provenance` what no choice among candidates has given."""
    if item.blocks and root is not None and "/body" not in item.provenance:
        item.provenance["/body"] = _body(page, rules, root, item.blocks)
    notice = next((each for each in item.blocks if each.type == "correction"), None)
    if notice is not None:
        item.provenance["/correction"] = _at(notice.locator)
    for pointer, players in (("/video", item.video), ("/audio", item.audio)):
        urls = {player.url for player in players}
        shown = (each.locator for each in item.blocks if each.url in urls)
        if urls:
            item.provenance[pointer] = _at(next(shown, _TOLD[pointer]))
    _note_posts(item)
    if item.work_translation:
        is_ruled = bool(rules.selectors("translations")) and "translations" not in rules.missed
        item.provenance["/work_translation"] = Provenance(
            source="layout" if is_ruled else "dom",
            locator=rules.selectors("translations")[0] if is_ruled else _HREFLANG,
            confidence=_SURE,
        )


def _note_posts(item: ArticleItem) -> None:
    """Where the posts stand; those that only JSON-LD tells have a pointer of their own, where others
    stand in the page."""
    posts = item.live_blog_update or []
    shown = next((post for post in posts if not post.locator.startswith("$")), None)
    for post in posts[:1]:
        item.provenance["/live_blog_update"] = _at((shown or post).locator)
    for place, post in enumerate(posts if shown is not None else ()):
        if post.locator.startswith("$"):
            item.provenance[f"/live_blog_update/{place}"] = _at(post.locator)


_TOLD = {"/video": "$..VideoObject", "/audio": "$..AudioObject"}
"""Where a player stands that no block of the body shows."""
_HREFLANG = "link[rel=alternate][hreflang]"


def _at(locator: str) -> Provenance:
    source = "json_ld" if locator.startswith("$") else "dom"
    return Provenance(source=source, locator=locator, confidence=_SURE)  # type: ignore[arg-type]


def _body(page: Page, rules: Rules, root: Box, blocks: list[BlockItem]) -> Provenance:
    """The body's box, and whether JSON-LD's articleBody says the same."""
    is_ruled = bool(rules.selectors("body")) and "body" not in rules.missed
    source = "layout" if is_ruled else "dom"
    told = (page.article or {}).get("articleBody")
    agree, rejected = _heard(told, blocks) if isinstance(told, str) and told.strip() else ((), ())
    return Provenance(
        source=source,  # type: ignore[arg-type]
        locator=css_path(root.node),
        agree=agree,
        rejected=rejected,
        confidence=confidence(source, len(agree), len(rejected)),  # type: ignore[arg-type]
    )


def _heard(told: str, blocks: list[BlockItem]) -> tuple[tuple[str, ...], tuple[Rejected, ...]]:
    """(who agrees, who is rejected): whether most paragraphs begin somewhere in a text as here."""
    paragraphs = [each.text for each in blocks if each.type == "paragraph" and each.text]
    texts = [text for text in paragraphs if len(text) >= _LEAST_ASKED]
    whole = folded(told[:_MOST_BODY])
    asked = [folded(text[:_LONGEST_ASKED]) for text in texts[:: max(1, len(texts) // _MOST_ASKED)]]
    found = sum(text in whole for text in asked)
    share = len(told) / max(1, sum(map(len, texts)))
    if asked and found >= _ENOUGH * len(asked) and _SHORT <= share <= _LONG:
        return (f"json_ld:{_PLACE}",), ()
    why = "shorter" if share < _SHORT else "longer" if share > _LONG else "another text"
    return (), (Rejected(source="json_ld", value=told[:LONGEST_REJECTED], why=why),)
