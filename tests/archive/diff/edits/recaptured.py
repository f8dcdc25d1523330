"""The same page as another visit would get it: other bytes, the same article.

White space between tags and inside paragraphs, the order of attributes, the spelling of characters
as entities, tokens, and boxes that rotate outside the article.
"""

from __future__ import annotations

import dataclasses
import random
import re

from archive.warc.exchange import Exchange

_KEPT = re.compile(
    rb"<(script|style|pre|textarea|noscript|title|svg|template)\b.*?</\1\s*>|<!--.*?-->|<![^>]*>",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(
    rb"<([a-zA-Z][\w:-]*)((?:\s+[\w:@.-]+(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))?)+)\s*(/?)>"
)
_ATTRIBUTE = re.compile(rb"[\w:@.-]+(?:\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))?")
_TEXT = re.compile(
    rb"(?<=>)[^<>]+(?=</?(?:p|li|h[1-6]|figcaption|blockquote|a|em|strong|b|i|span)\b)"
)
_BETWEEN = re.compile(
    rb"(</(?:p|li|div|section|h[1-6]|ul|ol|figure)>)\s*(?=<(?:p|li|div|section|h[1-6])\b)"
)
_ADDRESS = re.compile(rb"((?:src|href)=\"[^\"?]*\.(?:js|css))(?:\?[^\"]*)?\"")


def recaptured(page: Exchange, seed: int) -> Exchange:
    """The page with other bytes."""
    chance = random.Random(seed)
    body = page.body
    assert body is not None
    pieces, at = [], 0
    for match in _KEPT.finditer(body):
        pieces += [_rewritten(chance, body[at : match.start()]), match.group()]
        at = match.end()
    pieces.append(_rewritten(chance, body[at:]))
    return dataclasses.replace(page, body=_with_boxes(chance, b"".join(pieces)))


def _rewritten(chance: random.Random, markup: bytes) -> bytes:
    markup = _TAG.sub(lambda match: _other_order(chance, match), markup)
    markup = _ADDRESS.sub(rb'\1?v=%d"' % chance.randrange(10**6), markup)
    markup = _TEXT.sub(lambda match: _spelled(chance, match.group()), markup)
    return _BETWEEN.sub(lambda match: match[1] + chance.choice([b"\n", b"\n\n  ", b" "]), markup)


def _other_order(chance: random.Random, match: re.Match[bytes]) -> bytes:
    attributes = _ATTRIBUTE.findall(match[2])
    names = [one.partition(b"=")[0].strip().lower() for one in attributes]
    if len(set(names)) < len(names):
        return match.group()
    chance.shuffle(attributes)
    return b"<" + match[1] + b" " + b" ".join(attributes) + (b" /" if match[3] else b"") + b">"


def _spelled(chance: random.Random, text: bytes) -> bytes:
    """Blanks as line ends, letters and marks as entities."""
    if not text.strip():
        return text
    text = re.sub(rb"(?<=\w) (?=\w)", lambda _: chance.choice([b" ", b" ", b"\n  "]), text)
    text = text.replace(b"&amp;", b"&#38;").replace(b"'", b"&#39;")
    letters = [at for at in range(1, len(text) - 1) if text[at - 1 : at + 2].isalpha()
               and b"&" not in text[max(at - 12, 0) : at]]  # fmt: skip
    for place in sorted(chance.sample(letters, min(2, len(letters))), reverse=True):
        text = text[:place] + b"&#x%x;" % text[place] + text[place + 1 :]
    return text


def _with_boxes(chance: random.Random, body: bytes) -> bytes:
    number = chance.randrange(10**9)
    top = (
        b'<meta name="csrf-token" content="%x">' % number
        + b"<script>window.visit = {id: %d};</script>" % number
    )
    bottom = (
        b'<div class="ad-slot" id="ad-%d"><a href="https://ads.example/%d">Buy now</a></div>'
        % (number, number)
        + b'<input type="hidden" name="nonce" value="%x">' % number
    )
    body = re.sub(rb"(?i)</head>", lambda match: top + match.group(), body, count=1)
    return re.sub(rb"(?i)</body>", lambda match: bottom + match.group(), body, count=1)
