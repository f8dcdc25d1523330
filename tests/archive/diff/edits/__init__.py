"""Labelled edits on articles: what a comparison must find, and what it must not.

A `Case` is an article, its edited state, and labels: which blocks are which, and the events that
the edits make. The same seed gives the same cases. The generator has its own notion of words,
quotations and negations (language.py), so that it does not repeat the faults of what it tests. What
its notion leaves out is not measured: negators beyond its list, words beside figures and names, posts,
paywalls, values that change cells, names in inflecting languages. The scores are of what is planted.

Rules
- Nothing ambiguous is planted: no edit of a text that stands twice, no move that two blocks could
  have made, no changed word that might be a name, a figure, a negation or quoted unless that is the
  edit.
- Whatever is found and not planted counts against precision. `may` holds the few facts that a
  rewrite takes along (a figure in the words that went); they count neither way.
"""

from tests.archive.diff.edits.cases import Case, Label, cases_of
from tests.archive.diff.edits.scoring import Scores, found_pairs, score, strangers

__all__ = ["Case", "Label", "Scores", "cases_of", "found_pairs", "score", "strangers"]
