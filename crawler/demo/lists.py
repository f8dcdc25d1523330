"""What names the outlet's articles to machines: robots.txt, feeds and sitemaps.

RSS 2.0, Atom (RFC 4287), Sitemaps 0.9 with the news extension, robots.txt (RFC 9309).
"""

from __future__ import annotations

import gzip
from email.utils import format_datetime
from html import escape

from crawler.demo.edition import Edition
from crawler.demo.page import Page, fixed
from crawler.demo.story import Story
from crawler.demo.words import NAMES

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def list_pages(edition: Edition) -> dict[str, Page]:
    """Path to page. The news sitemap names what is at most 48 hours old, the other one the rest."""
    etag = f'"edition-{edition.number}"'
    return {
        "/robots.txt": _page(_robots(edition), "text/plain; charset=utf-8"),
        "/en/rss.xml": Page(
            render=fixed(_rss(edition).encode()),
            content_type="application/rss+xml; charset=utf-8",
            etag=etag,
            gzip=True,
        ),
        "/ru/atom.xml": _page(_atom(edition), "application/atom+xml"),
        "/sitemap.xml": _page(_index(edition), "application/xml"),
        "/sitemap-news.xml": _page(_news_sitemap(edition), "application/xml"),
        "/sitemap-archive.xml.gz": Page(
            render=fixed(gzip.compress(_archive_sitemap(edition).encode(), mtime=0)),
            content_type="application/gzip",
        ),
    }


def _page(text: str, content_type: str) -> Page:
    return Page(render=fixed(text.encode("utf-8")), content_type=content_type)


def _robots(edition: Edition) -> str:
    return (
        "# Everything may be read except the drafts and the search.\n"
        "User-agent: *\nDisallow: /private/\nDisallow: /search\n\n"
        f"Sitemap: {edition.base_url}/sitemap.xml\nSitemap: {edition.base_url}/sitemap-news.xml\n"
    )


def _rss(edition: Edition) -> str:
    items = "".join(_rss_item(story, edition) for story in edition.current("en"))
    return (
        f'{_XML}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>\n'
        f"<title>{NAMES['en']}</title><link>{edition.base_url}/</link>\n"
        f"<description>News from Port Anselm</description><language>en</language>\n"
        f"<ttl>15</ttl>\n{items}</channel></rss>\n"
    )


def _rss_item(story: Story, edition: Edition) -> str:
    published = format_datetime(story.published(edition.now))
    return (
        f"<item><title>{escape(story.headline)}</title>"
        f"<link>{edition.url(story)}?utm_source=rss</link>"
        f'<guid isPermaLink="false">velmora-{story.number}</guid><pubDate>{published}</pubDate>'
        f"<dc:creator>{escape(', '.join(story.authors))}</dc:creator>"
        f"<description>{escape(story.standfirst)}</description></item>\n"
    )


def _atom(edition: Edition) -> str:
    stories = edition.current("ru")
    entries = "".join(_atom_entry(story, edition) for story in stories)
    updated = max(edition.last_modified(story) for story in stories)
    return (
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru">'
        f"<title>{NAMES['ru']}</title>\n"
        f'<id>{edition.base_url}/ru/</id><link href="{edition.base_url}/ru/"/>'
        f'<link rel="self" href="{edition.base_url}/ru/atom.xml"/>\n'
        f"<updated>{updated.isoformat()}</updated>\n{entries}</feed>\n"
    )


def _atom_entry(story: Story, edition: Edition) -> str:
    return (
        f"<entry><title>{escape(story.headline)}</title><id>{edition.url(story)}</id>"
        f'<link rel="alternate" type="text/html" href="{edition.url(story)}"/>'
        f"<published>{story.published(edition.now).isoformat()}</published>"
        f"<updated>{story.modified(edition.now).isoformat()}</updated>"
        f"<author><name>{escape(story.byline)}</name></author>"
        f"<summary>{escape(story.standfirst)}</summary></entry>\n"
    )


def _index(edition: Edition) -> str:
    names = ("sitemap-news.xml", "sitemap-archive.xml.gz")
    entries = "".join(
        f"<sitemap><loc>{edition.base_url}/{name}</loc></sitemap>\n" for name in names
    )
    return f'{_XML}<sitemapindex xmlns="{_SITEMAP}">\n{entries}</sitemapindex>\n'


def _news_sitemap(edition: Edition) -> str:
    stories = (*edition.current("en"), *edition.current("ru"))
    entries = "".join(_news_entry(story, edition) for story in stories)
    return f'{_XML}<urlset xmlns="{_SITEMAP}" xmlns:news="{_NEWS}">\n{entries}</urlset>\n'


def _news_entry(story: Story, edition: Edition) -> str:
    return (
        f"<url><loc>{edition.url(story)}</loc><news:news><news:publication>"
        f"<news:name>{NAMES[story.language]}</news:name>"
        f"<news:language>{story.language}</news:language></news:publication>"
        f"<news:publication_date>{story.published(edition.now).isoformat()}</news:publication_date>"
        f"<news:title>{escape(story.headline)}</news:title></news:news></url>\n"
    )


def _archive_sitemap(edition: Edition) -> str:
    stories = (story for story in edition.stories if story.archived)
    entries = "".join(
        f"<url><loc>{edition.url(story)}</loc>"
        f"<lastmod>{story.published(edition.now).date().isoformat()}</lastmod></url>\n"
        for story in stories
    )
    return f'{_XML}<urlset xmlns="{_SITEMAP}">\n{entries}</urlset>\n'
