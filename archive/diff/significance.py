"""How much an event matters, by a table, and in a sentence why.

Rules
- A weight is 0 to 1 and orders events for a reader; it is a rule, not a measurement.
- `material` says whether an undeclared event of that type is a silent edit: what the outlet says
  of the world, not dates, layout, links or what readers write.
- An edited text weighs more the more of it changed; where only punctuation changed, or only the
  form of the block, it is not material. Signs ("$", "%", the minus of a figure), question marks and
  quotation marks are no mere punctuation: without a word they change what is said.
- A paragraph that was moved, split or merged is material where words of it changed too, and weighs
  what that edit weighs. A sentence carried into another paragraph weighs like a move
  (archive.diff.carried).
- The reason says the kind, how many of the words changed, and whether figures, names, quoted words
  or a negation are among them; `rules_table` prints the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.diff.events import EventType


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
REGROUPED: frozenset[EventType] = frozenset({"block_moved", "block_split", "block_merged"})
"""Material only where words changed too."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How many words a change touches: of the earlier text, of the later, the more of both stretch
    by stretch; the words of both with what stayed counted once; whether punctuation changed, and how
    many marks among it say something of their own (archive.diff.telling)."""

    old: int
    new: int
    changed: int
    total: int
    marks: bool
    telling: int = 0

    @property
    def is_edit(self) -> bool:
        """Whether what the text says may be another."""
        return self.changed > 0 or self.telling > 0


def weigh(kind: EventType, extent: Extent | None = None, detail: str | None = None) -> Weight:
    """The weight of an event of this extent; `detail` says more after the rule's sentence."""
    rule = RULES[kind]
    if rule.least == rule.most or extent is None:
        return Weight(rule.least, _sentence(rule, detail), rule.material)
    said = "; ".join(part for part in (_said(extent), detail) if part)
    if not extent.is_edit and (extent.marks or kind not in REGROUPED):
        return Weight(_PUNCTUATION_ONLY, _sentence(rule, said), False)
    weight = _scaled(rule, extent, kind)
    if kind in REGROUPED and extent.is_edit:
        edited = _scaled(RULES["block_edited"], extent, kind)
        return Weight(max(weight, edited), _sentence(rule, said), True)
    return Weight(weight, _sentence(rule, said), rule.material)


def _scaled(rule: Rule, extent: Extent, kind: EventType) -> float:
    return round(rule.least + (rule.most - rule.least) * _share(extent, kind), 3)


def _share(extent: Extent, kind: EventType) -> float:
    if kind in ("block_added", "block_removed"):
        return min(1.0, max(extent.old, extent.new) / _LONG_TEXT)
    return min(1.0, (extent.changed or extent.telling) / max(extent.total, 1))


def _said(extent: Extent) -> str | None:
    if not extent.changed:
        if extent.telling:
            return "no word, but signs or marks that tell"
        return "only punctuation" if extent.marks else None
    if extent.changed < extent.total or (extent.old and extent.new):
        return f"{extent.changed} of {extent.total} words"
    return f"{extent.changed} {'word' if extent.changed == 1 else 'words'}"


def _sentence(rule: Rule, detail: str | None) -> str:
    said = f"{rule.sentence}: {detail}" if detail else rule.sentence
    return said if said.endswith(".") else f"{said}."


def rules_table() -> str:
    """The rules as a table in Markdown: for people who ask what an event's weight rests on."""
    rows = [
        f"| `{kind}` | {_range(rule)} | {'yes' if rule.material else 'no'} | {rule.sentence} |"
        for kind, rule in RULES.items()
    ]
    head = (
        "| event | weight | silent if undeclared | its reason begins |\n| --- | --- | --- | --- |\n"
    )
    return head + "\n".join(rows) + "\n"


def _range(rule: Rule) -> str:
    """`0.2 to 0.6` where the weight grows with the share of the words that changed."""
    return f"{rule.least}" if rule.least == rule.most else f"{rule.least} to {rule.most}"
