"""Asahi Shimbun (asahi.com), in Japanese.

Classes are made anew with every release (`y_Qv3`, `nfyQp`); what stays are a few ids and the order
of boxes: headline, the reporter's name and the time in one box, then sharing, then the text, which
the first advertisement (`kijinaka_rect`) marks. The outlet names itself among the keywords of every
page. Times are Japan's.
"""

from __future__ import annotations

from crawler.sites import ArticleItem, Layout, Page, Site

_HOUSE = frozenset({"朝日新聞", "朝日新聞デジタル", "朝日新聞社", "asahi.com", "ニュース", "新聞"})
"""What the keywords of every page have: the outlet's names, and that it is a newspaper."""


class Asahi(Site):
    """A site whose keywords no selector can part."""

    def amend(self, item: ArticleItem, page: Page) -> None:
        """Leave out the keywords that say whose page it is, and not what it is about."""
        item.keywords = [each for each in item.keywords if each not in _HOUSE]


_TEXT = "#main div:has(#kijinaka_rect)"

SITE = Asahi(
    name="asahi",
    domains=("asahi.com",),
    sources=("https://www.asahi.com/rss/asahi/newsheadlines.rdf",),
    time_zone="Asia/Tokyo",
    article_url=r"/articles/[A-Z0-9]+\.html",
    version=1,
    layouts=(
        Layout(
            name="2025",
            fingerprint=("#main h1", "#gsm_above_SnsUtilityArea", "#kijinaka_rect"),
            headline=("#main h1",),
            byline=("#main h1 + div > span:first-child:not(:has(time))",),
            date_published=("#main h1 + div time",),
            body=(f"{_TEXT} > p, {_TEXT} > h2",),
            exclude=(".notPrint",),
            image=("#main figure:has(img[srcset])",),
        ),
    ),
)
