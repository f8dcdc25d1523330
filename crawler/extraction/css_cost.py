"""Which CSS selectors are answered in a time that grows with the page, and not with its square.

An archived page is hostile, and a selector in parentheses is tried anew for every node: a chain in
there is looked through again and again. `.a:has(.b .c)` and `:not(.a .b .c)` take the cube of the
depth, `.a:has(~ .b ~ .c)` that of the number of siblings: hours on a page of a megabyte.
"""

from __future__ import annotations

import re

_VALUE = re.compile(r"""\\.|"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'""", re.DOTALL)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_CALL = re.compile(r":([\w-]+)\(([^()]*)\)")
_SIGN = re.compile(r"[>+~]|(?<=[^\s>+~])\s+(?![\s>+~])")
_OF_SELECTORS = frozenset({"has", "is", "not", "where", "matches"})
_COUNTING = re.compile(r":nth-|-of-type\b")
_OF = re.compile(r"\sof\s")
_MOST_CALLS = 100


def too_dear(selector: str) -> str | None:
    """Why a CSS selector is not asked of a page; None where it is answered in linear time."""
    bare = _BRACKETS.sub("[]", _VALUE.sub("x", selector)).lower()
    if ":lexbor-contains" in bare:
        return "is not asked for texts; `xpath:` has contains()"
    for _ in range(_MOST_CALLS):
        call = _CALL.search(bare)
        if call is None:
            return None
        why = _of_call(call[1], call[2])
        if why is not None:
            return why
        # what a call holds has been seen; what is dear stays named, for the call around it
        dear = "".join(each for each in (":has", ":nth-", "-of-type") if each in call[2])
        bare = f"{bare[: call.start()]}:{call[1]}{dear}{bare[call.end() :]}"
    return "has too many parentheses"


def _of_call(name: str, inside: str) -> str | None:
    if name.startswith("nth-"):
        return f":{name}(… of …) counts every sibling anew" if _OF.search(inside) else None
    if name not in _OF_SELECTORS:
        return None
    for part in (each.strip() for each in inside.split(",")):
        signs = set(_SIGN.findall(part))
        if signs - {">", "+"}:
            return f"a chain of blanks or ~ in :{name}(…) is tried anew for every node"
        if (name == "has" or signs) and (":has" in part or _COUNTING.search(part)):
            return f"what counts or looks inside, in :{name}(…), is tried anew for every node"
    return None


def counts_siblings(selector: str) -> bool:
    """Whether a selector counts siblings: dear where an element has very many children."""
    return _COUNTING.search(selector.lower()) is not None
