"""XPath 1.0 on a page's own tree: what site rules of other programs are written in.

The subset that such rules use: all location paths but the axes `following`, `preceding` and
`namespace`, predicates, unions, comparisons, and the functions of `functions`. What is a plain
path of names and attributes is asked as CSS (`css`), which costs a hundredth.
"""

from crawler.extraction.xpath.css import css_of
from crawler.extraction.xpath.evaluation import Attribute, Budget, evaluate
from crawler.extraction.xpath.syntax import BadXPath, Expression, is_absolute, parsed

__all__ = [
    "Attribute",
    "BadXPath",
    "Budget",
    "Expression",
    "css_of",
    "evaluate",
    "is_absolute",
    "parsed",
]
