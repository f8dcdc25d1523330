"""How much an event matters, by a table, and in a sentence why.

Rules
- A weight is 0 to 1 and orders events for a reader; it is a rule, not a measurement.
- `material` says whether an undeclared event of that type is a silent edit: what the outlet says
  of the world, not dates, layout, links or what readers write.
- An edited text weighs more the more of it changed; where only punctuation changed it is not
  material.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.diff.events import EventType, Span
from archive.diff.words import is_word, word_count, words_of


@dataclass(frozen=True, slots=True)
class Rule:
    """An event type's weight at least and at most, whether it is material, its sentence."""

    least: float
    most: float
    material: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Weight:
    significance: float
    reason: str
    material: bool


RULES: Mapping[EventType, Rule] = {
    "headline_changed": Rule(0.6, 0.9, True, "The headline was changed"),
    "standfirst_changed": Rule(0.4, 0.7, True, "The standfirst was changed"),
    "byline_changed": Rule(0.4, 0.4, True, "The byline was changed"),
    "author_changed": Rule(0.5, 0.5, True, "Other authors are named"),
    "agency_changed": Rule(0.4, 0.4, True, "Other agencies are named"),
    "dateline_changed": Rule(0.4, 0.4, True, "The dateline was changed"),
    "date_changed": Rule(0.1, 0.1, False, "A date was changed"),
    "section_changed": Rule(0.15, 0.15, False, "The article stands in another section"),
    "keywords_changed": Rule(0.05, 0.05, False, "The keywords were changed"),
    "canonical_changed": Rule(0.05, 0.05, False, "The page names another canonical address"),
    "translation_changed": Rule(0.05, 0.05, False, "Other translations are named"),
    "language_changed": Rule(0.2, 0.2, False, "The page declares another language"),
    "paywall_changed": Rule(0.2, 0.2, False, "Who may read the article was changed"),
    "block_added": Rule(0.3, 0.6, True, "Text was added"),
    "block_removed": Rule(0.4, 0.8, True, "Text is no longer shown"),
    "block_edited": Rule(0.2, 0.6, True, "The text was edited"),
    "block_rewritten": Rule(0.5, 0.8, True, "Most of the text was rewritten"),
    "block_moved": Rule(0.15, 0.5, False, "The text stands in another place"),
    "block_split": Rule(0.1, 0.5, False, "The paragraph was split"),
    "block_merged": Rule(0.1, 0.5, False, "Paragraphs were merged"),
    "number_changed": Rule(0.8, 0.8, True, "A figure was changed"),
    "name_changed": Rule(0.7, 0.7, True, "A name was changed"),
    "quote_changed": Rule(0.8, 0.8, True, "Words in quotation marks were changed"),
    "negation_changed": Rule(0.9, 0.9, True, "A negation was added or taken away"),
    "link_changed": Rule(0.15, 0.15, False, "A link leads elsewhere"),
    "typographic_changed": Rule(0.02, 0.02, False, "Only spacing or the style of marks differs"),
    "image_added": Rule(0.3, 0.3, False, "An image was added"),
    "image_removed": Rule(0.4, 0.4, True, "An image is no longer shown"),
    "image_replaced": Rule(0.5, 0.5, True, "Another image stands in its place"),
    "caption_changed": Rule(0.3, 0.6, True, "A caption was changed"),
    "credit_changed": Rule(0.3, 0.3, True, "A photo credit was changed"),
    "alt_changed": Rule(0.1, 0.2, False, "An image's description was changed"),
    "correction_added": Rule(0.9, 0.9, False, "A correction notice was added"),
    "correction_removed": Rule(0.9, 0.9, True, "A correction notice is no longer shown"),
    "live_post_added": Rule(0.2, 0.2, False, "A post was added"),
    "live_post_edited": Rule(0.3, 0.6, True, "A post was edited"),
    "live_post_removed": Rule(0.5, 0.5, True, "A post is no longer shown"),
    "comment_added": Rule(0.05, 0.05, False, "A comment was added"),
    "comment_edited": Rule(0.1, 0.1, False, "A comment was edited"),
    "comment_removed": Rule(0.3, 0.3, False, "A comment is no longer shown"),
    "article_taken_down": Rule(1.0, 1.0, False, "The page is no longer there"),
    "article_returned": Rule(0.8, 0.8, False, "The page is there again"),
}

_LONG_TEXT = 60
"""Words from which on an added or removed text has the most weight."""
_PUNCTUATION_ONLY = 0.1


def weigh(kind: EventType, spans: Sequence[Span] = (), detail: str | None = None) -> Weight:
    """The weight of an event with these spans; `detail` says more after the rule's sentence."""
    rule = RULES[kind]
    if rule.least == rule.most:
        return Weight(rule.least, _sentence(rule, detail), rule.material)
    counted = _counted(spans)
    if counted.changed == 0 and counted.marks:
        return Weight(_PUNCTUATION_ONLY, f"{rule.sentence}: only punctuation.", False)
    share = _share(counted, kind)
    weight = round(rule.least + (rule.most - rule.least) * share, 3)
    return Weight(weight, _sentence(rule, detail or _extent(counted)), rule.material)


@dataclass(frozen=True, slots=True)
class _Counted:
    old: int
    new: int
    changed: int
    total: int
    marks: bool


def _counted(spans: Sequence[Span]) -> _Counted:
    old = new = changed = 0
    marks = False
    for span in spans:
        was, is_now = words_of(span.old).keys, words_of(span.new).keys
        old, new = old + word_count(was), new + word_count(is_now)
        if span.op != "equal":
            changed += max(word_count(was), word_count(is_now))
            marks = marks or _has_marks(was) or _has_marks(is_now)
    kept = sum(word_count(words_of(span.old).keys) for span in spans if span.op == "equal")
    return _Counted(old, new, changed, kept + changed, marks)


def _has_marks(keys: Sequence[str]) -> bool:
    return any(not is_word(key) for key in keys)


def _share(counted: _Counted, kind: EventType) -> float:
    if kind in ("block_added", "block_removed"):
        return min(1.0, max(counted.old, counted.new) / _LONG_TEXT)
    return counted.changed / max(counted.total, 1)


def _extent(counted: _Counted) -> str | None:
    if not counted.changed:
        return None
    if counted.old and counted.new:
        return f"{counted.changed} of {counted.total} words"
    return f"{counted.changed} {'word' if counted.changed == 1 else 'words'}"


def _sentence(rule: Rule, detail: str | None) -> str:
    said = f"{rule.sentence}: {detail}" if detail else rule.sentence
    return said if said.endswith(".") else f"{said}."
