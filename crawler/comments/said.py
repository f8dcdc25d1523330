"""What the scripts of a page say to the system that they load: `name: "value"`, `name = "value"`."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.extraction.page import Page

_LONGEST = 500


def said(page: Page, *names: str) -> str | None:
    """The first text that a script of the page gives one of the names; None where none does."""
    for name in names:
        if name not in page.scripts:
            continue
        if match := _pattern(name).search(page.scripts):
            return match["value"].replace("\\/", "/").strip() or None
    return None


@lru_cache(maxsize=64)
def _pattern(name: str) -> re.Pattern[str]:
    """`this.page.url = '…'`, `"disqusUrl":"…"`, `site_id: '…'`; the value holds no quote."""
    return re.compile(
        rf"(?<![\w.$-]){re.escape(name)}[\"']?\s{{0,20}}[:=]\s{{0,20}}"
        rf"(?P<quote>[\"'])(?P<value>[^\"'<>\r\n\t]{{1,{_LONGEST}}})(?P=quote)"
    )
