"""The JSON-LD of the outlet's modern pages: schema.org NewsArticle and LiveBlogPosting."""

from __future__ import annotations

import json

from crawler.demo.edition import Edition
from crawler.demo.story import Post, Story, before
from crawler.demo.words import NAMES, SECTIONS

_SCRIPT_SAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def json_ld(story: Story, edition: Edition) -> str | None:
    """The text of the script element, or None for markups without one."""
    make = {"json_ld": _news_article, "live": _live_blog}.get(story.markup)
    if make is None:
        return None
    document = {"@context": "https://schema.org", **make(story, edition)}
    return json.dumps(document, ensure_ascii=False, indent=1).translate(_SCRIPT_SAFE)


def _news_article(story: Story, edition: Edition) -> dict[str, object]:
    corrections = [block.text for block in story.blocks() if block.kind == "correction"]
    return {
        "@type": "NewsArticle",
        **_creative_work(story, edition),
        **({"correction": corrections[0]} if corrections else {}),
    }


def _live_blog(story: Story, edition: Edition) -> dict[str, object]:
    url = edition.url(story)
    return {
        "@type": "LiveBlogPosting",
        **_creative_work(story, edition),
        "coverageStartTime": story.published(edition.now).isoformat(),
        "liveBlogUpdate": [_post(post, url, edition) for post in story.posts],
    }


def _post(post: Post, url: str, edition: Edition) -> dict[str, object]:
    return {
        "@type": "BlogPosting",
        "@id": f"{url}#post-{post.id}",
        "url": f"{url}#post-{post.id}",
        "headline": post.title,
        "articleBody": post.text,
        "datePublished": before(edition.now, minutes=post.minutes).isoformat(),
    }


def _creative_work(story: Story, edition: Edition) -> dict[str, object]:
    outlet = {
        "@type": "NewsMediaOrganization",
        "name": NAMES[story.language],
        "url": edition.base_url,
    }
    agencies = [{"@type": "Organization", "name": name} for name in story.agencies]
    return {
        "headline": story.headline,
        "description": story.standfirst,
        "url": edition.url(story),
        "mainEntityOfPage": edition.url(story),
        "datePublished": story.published(edition.now).isoformat(),
        "dateModified": story.modified(edition.now).isoformat(),
        "inLanguage": story.language,
        "articleSection": SECTIONS[story.language][story.section],
        "keywords": list(story.keywords),
        "isAccessibleForFree": True,
        "author": [{"@type": "Person", "name": name} for name in story.authors],
        **({"sourceOrganization": agencies} if agencies else {}),
        "publisher": outlet,
        "image": [f"{edition.base_url}/images/{photo.name}-900.png" for photo in story.photos],
    }
