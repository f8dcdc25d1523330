"""One peer reads the pages of the corpora: run by bench/extraction.py in the peers' environment.

    python bench/extraction_peers.py PEER FOLDER PRED.jsonl EVERY

Writes a line a page as score.py takes it, of every EVERY-th page, and prints the seconds of CPU
that reading took. Each peer is asked for all it can give, the way its own documentation asks it.
Nothing of this project is imported.
"""

from __future__ import annotations

import sys

sys.path.pop(0)  # bench/newspaper.py is not the peer of that name
import gc
import gzip
import json
import re
import time
from pathlib import Path


def _decoded(body):
    """The text of a page, for peers that take no bytes."""
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    return bytes_to_str(body, detect_encoding(body))


def trafilatura(body, url, captured):
    from trafilatura import bare_extraction

    dates = {"original_date": True, "extensive_search": True, "max_date": captured}
    found = bare_extraction(
        body, url=url, with_metadata=True, include_images=True, date_extraction_params=dates
    )
    if found is None:
        return {}
    graphics = found.body.iter("graphic") if found.body is not None else ()
    return {
        "title": found.title,
        "authors": (found.author or "").split("; "),
        "date_published": found.date,
        "body": re.sub(r"!\[[^\]]*\]\([^)]*\)", "", found.text or "").split("\n"),
        "images": [
            {"url": each.get("src"), "caption": each.get("alt") or each.get("title")}
            for each in graphics
        ],
        "comments_text": found.comments or "",
    }


def newspaper4k(body, url, captured):
    from newspaper import Article

    article = Article(url or "http://page.invalid/", fetch_images=False)
    article.download(input_html=_decoded(body))
    article.parse()
    return {
        "title": article.title,
        "authors": article.authors,
        "date_published": str(article.publish_date or ""),
        "body": article.text.split("\n"),
        "images": [{"url": article.top_image}] if article.top_image else [],
    }


def readability(body, url, captured):
    from lxml.html import fromstring
    from readability import Document

    document = Document(body)
    tree = fromstring(document.summary())
    kinds = ("p", "h2", "h3", "h4", "li", "blockquote", "pre", "td")
    blocks = [
        each for each in tree.iter(*kinds) if next(each.iterdescendants(*kinds), None) is None
    ]
    texts = [" ".join(block.text_content().split()) for block in blocks]
    return {"title": document.short_title(), "body": texts or [tree.text_content()]}


def resiliparse(body, url, captured):
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(_decoded(body))
    return {"title": tree.title, "body": extract_plain_text(tree, main_content=True).split("\n")}


def json_ld(body, url, captured):
    for article in _linked_data(_decoded(body)):
        authors = article.get("author") or []
        authors = authors if isinstance(authors, list) else [authors]
        images = article.get("image") or []
        images = images if isinstance(images, list) else [images]
        return {
            "title": article.get("headline"),
            "authors": [each.get("name") if isinstance(each, dict) else each for each in authors],
            "date_published": article.get("datePublished"),
            "body": str(article.get("articleBody") or "").split("\n"),
            "images": [
                {"url": each.get("url"), "caption": each.get("caption")}
                if isinstance(each, dict)
                else {"url": each}
                for each in images
            ],
        }
    return {}


def _linked_data(text):
    for script in re.findall(r"<script[^>]*ld\+json[^>]*>(.*?)</script>", text, re.S | re.I):
        try:
            told = json.loads(script, strict=False)
        except ValueError:
            continue
        waiting = [told]
        while waiting:
            each = waiting.pop()
            if isinstance(each, list):
                waiting += each
            elif isinstance(each, dict):
                if "headline" in each and re.search("Article|Posting", str(each.get("@type"))):
                    yield each
                waiting += [each.get("@graph")]


def figcaption(body, url, captured):
    """The plain rule: an img in a figure, its figcaption, what is classed as credit in it."""
    from lxml.html import fromstring

    images = []
    for figure in fromstring(body).iter("figure"):
        files = [img.get("src") for img in figure.iter("img") if img.get("src")]
        if not files:
            continue
        caption, credit = "", None
        for each in figure.iter("figcaption"):
            for part in each.xpath(
                ".//*[contains(@class, 'redit') or contains(@class, 'opyright')]"
            ):
                credit = " ".join(part.text_content().split()) or credit
            caption = " ".join(each.text_content().split())
            if credit:
                caption = caption.replace(credit, "").strip()
        images.append({"url": files[0], "caption": caption or None, "credit": credit})
    return {"images": images}


PEERS = {
    each.__name__: each
    for each in (trafilatura, newspaper4k, readability, resiliparse, json_ld, figcaption)
}


def main():
    name, folder, out, every = sys.argv[1:5]
    peer, spent = PEERS[name], 0.0
    warm_up(peer)
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # as bench/extraction.py sets it for the reader
    with Path(out).open("w", encoding="utf-8") as lines:
        for path in sorted((Path(folder) / "pages").glob("*/*.html.gz"))[:: int(every)]:
            gold = json.loads(path.with_name(path.name.replace(".html.gz", ".json")).read_bytes())
            body = gzip.decompress(path.read_bytes())
            begun = time.process_time()
            try:
                captured = (gold.get("crawl_date") or "")[:10] or None
                found = peer(body, gold.get("url"), captured)
            except Exception as error:  # noqa: BLE001 - a peer that fails has read nothing
                print(f"{name} failed on {path.name}: {error!r:.200}", file=sys.stderr)
                found = {}
            spent += time.process_time() - begun
            line = {"dataset": path.parent.name, "id": path.name.removesuffix(".html.gz")}
            print(json.dumps({**line, **found}, default=str), file=lines)
    print(spent)


def warm_up(peer):
    """Import what the peer needs; raises where it is not installed."""
    peer(b"<html><title>t</title><body><article><p>Some words of a page.</p></article>", None, None)


if __name__ == "__main__":
    main()
