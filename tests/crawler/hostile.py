"""Pages made to cost much: what grows by `n`, and what a broken or hostile page may hold.

`PAGES` are by name; each takes a number and gives a page that grows in proportion to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

PROSE = (
    "<p>The harbour was closed on Monday after a storm, the port authority said in a statement "
    "to reporters.</p>"
)
LD = "<script type='application/ld+json'>{}</script>"
FIGURE = "<figure><img src='https://e.example/{}.jpg'><figcaption>A boat. Photo: Ann Bee</figure>"
REPLY = (
    "<li class=comment id=comment-{0}><b class=author>Ann {0}</b> <time>2026-01-01</time>"
    "<p>I do not think so at all {0}.</p>"
)


def page(body: str, head: str = "") -> str:
    """A page whose article holds `body`."""
    return (
        f"<!doctype html><html lang=en><head><title>A story of the harbour</title>{head}</head>"
        f"<body><h1>A story of the harbour</h1><article>{body}</article>{PROSE * 3}</body></html>"
    )


def each(template: str, n: int) -> str:
    """The template n times, with numbers."""
    return "".join(template.replace("{0}", str(at)).replace("{}", str(at)) for at in range(n))


def _in_turn(pieces: Iterable[str]) -> Callable[[int], str]:
    told = tuple(pieces)
    return lambda n: page("".join(told[at % len(told)] for at in range(n)))


PAGES: dict[str, Callable[[int], str]] = {
    "siblings": lambda n: page("<div>word</div>" * n),
    "paragraphs": lambda n: page(PROSE * n),
    "boxes in boxes": lambda n: page("<div>" * n + PROSE),
    "boxes in boxes with text": lambda n: page(each("<div class=c{}>x<p>", n)),
    "bylines in bylines": lambda n: page("<div class=byline><p>By Ann Bee</p>" * n),
    "quotes in quotes": lambda n: page("<blockquote>He said so on Monday.</blockquote>" * n),
    "tables in tables": lambda n: page("<table><tr><td>" * n),
    "properties in properties": lambda n: page("<div itemprop=headline>x" * n),
    "notices in notices": lambda n: page("<div class=correction><p>Correction:</p>" * n),
    "bold of many kinds, unclosed": lambda n: page(each("<p><b id={}>x", n)),
    "fonts, unclosed": lambda n: page(each("<p><font color={}>x</p>", n)),
    "many classes": lambda n: page(f"<div class='{each('c{} ', n)}'>{PROSE}</div>"),
    "one class": lambda n: page(f"<div class='{'aA-_' * n}'>x</div><p id='{'comment-' * n}'>"),
    "many attributes": lambda n: page(f"<div {each(' a{}', n)}>{PROSE}</div>"),
    "many attributes with marks": lambda n: page("<p =\"'x " + each(' a{}=">"', n) + "'>x"),
    "many bodies": lambda n: page(each("<body a{}=1>", n)),
    "one text": lambda n: page(f"<p>{'word and more ' * n}</p>"),
    "one word": lambda n: page(f"<p>{'x' * n}</p>"),
    "blanks": lambda n: page(f"<p>x{' ' * n}x{chr(0xA0) * n}x{chr(10) * n}x{chr(0x200B) * n}</p>"),
    "digits": lambda n: page(f"<p>{'1' * n} {'1 ' * n} {'1.' * n}</p>"),
    "stops": lambda n: page(f"<p>{'.' * n} {'. ' * n}</p>"),
    "marks": lambda n: page(f"<p>{'([' * n}{chr(34) * n}{'“«' * n}</p>"),
    "links": lambda n: page(f"<p>{each('<a href=/x{}>word {}</a> and ', n)}</p>"),
    "JSON-LD scripts": lambda n: page(PROSE, LD.replace("{}", '{"@type":"NewsArticle"}') * n),
    "JSON-LD in JSON-LD": lambda n: page(PROSE, LD.replace("{}", '{"a":[' * n)),
    "JSON-LD quotes": lambda n: page(PROSE, LD.replace("{}", '{"a":"' + '\\"/*' * n)),
    "JSON-LD commas": lambda n: page(PROSE, LD.replace("{}", '{"a":1,' + ",/**/ " * n)),
    "srcset": lambda n: page(f"<img src=a.jpg srcset='{each('b{}.jpg {}w, ', n)}'>"),
    "srcset's brackets": lambda n: page(f"<img src=a.jpg srcset='{'a (' * n}'>"),
    "figures": lambda n: page(each(FIGURE, n)),
    "images in a paragraph": lambda n: page(f"<p>{each('<img src=/{}.jpg> text ', n)}</p>"),
    "icons": lambda n: page(f"<p>{'<img width=1 src=/i.gif>' * n}</p>"),
    "tables in tables with text": lambda n: page(PROSE * 3 + "<table><tr><td>x" * n),
    "images without scripts": lambda n: page(
        each("<div><noscript><img src=/{}.jpg></noscript>x</div>", n)
    ),
    "a credit again and again": lambda n: page(
        f"<figure><img src=/a.jpg><figcaption>{'Photo: ' * n}{'(© ' * n}</figcaption></figure>"
    ),
    "an alt": lambda n: page(f"<img src=/a.jpg alt='{'Photo: Ann / ' * n}'>"),
    "comments": lambda n: page(PROSE) + f"<ol class=comments id=comments>{each(REPLY, n)}</ol>",
    "replies to replies": lambda n: (
        page(PROSE) + "<ol id=comments>" + each(REPLY + "<ol class=children>", n)
    ),
    "microdata's comments": lambda n: (
        page(PROSE)
        + each("<div itemprop=comment itemscope itemtype=http://schema.org/Comment>hello {}", n)
        + each("<span itemprop=author>Ann {}</span>", n)
    ),
    "a long comment": lambda n: (
        page(PROSE) + f"<div id=comments><div id=comment-1>{'<p>No <b>Ann</b></p>' * n}</div></div>"
    ),
    "comments of HTML": lambda n: page("<!-- x -->" * n + "<!--" * n),
    "headlines": lambda n: page(each("<h1>A story of the harbour {}</h1>", n)),
    "a headline of parts": lambda n: page(f"<h1>{'a - b | ' * n}</h1>", f"<title>{'a - ' * n}"),
    "titles": lambda n: page(PROSE, "<title>x</title>" * n),
    "breaks": lambda n: page(f"<p>{'x<br>' * n}{'<br>' * n}</p>"),
    "bylines": lambda n: page(each("<div class=byline>By Ann Bee{}</div>", n)),
    "a byline": lambda n: page(f"<div class=byline>By {'Ann Bee, ' * n}{' and -' * n}</div>"),
    "times": lambda n: page("<time datetime=2026-01-01>day</time> " * n),
    "dates": lambda n: page("<p>Published: 1 May 2026</p>" * n),
    "a date": lambda n: page(f"<time datetime='{'1 May ' * n}'>{'1.1.' * n}</time>"),
    "metas": lambda n: page(PROSE, each("<meta name=author content='Ann Bee{}'>", n)),
    "a meta": lambda n: page(PROSE, f"<meta name=keywords content='{'a, ' * n}'>"),
    "tables": lambda n: page(f"<table>{'<tr><td>word</td><td>more</td></tr>' * n}</table>"),
    "lists": lambda n: page(f"<ul>{'<li>word and <a href=/x>link</a></li>' * n}</ul>"),
    "live posts": lambda n: page(
        each("<div itemprop=liveBlogUpdate itemscope><h2>Post {}</h2>" + PROSE + "</div>", n),
        LD.replace("{}", '{"@type":"LiveBlogPosting","headline":"x"}'),
    ),
    "posts in posts": lambda n: page(
        each("<div class=c><time datetime=2026-01-01T10:00>10:00</time>" + PROSE, n),
        LD.replace("{}", '{"@type":"LiveBlogPosting","headline":"x"}'),
    ),
    "posts of many kinds": lambda n: page(
        each(
            "<div class=a{0}><div class=b>10:00<p>So it was said on Monday morning.</div></div>", n
        ),
        "<title>LIVE: x</title>",
    ),
    "options": lambda n: page(f"<select>{'<option>x' * n}</select>"),
    "scripts in comments": lambda n: page("<script><!--<script>" * n),
    "scripts ended otherwise": lambda n: page("<script></ScRiPT><title></TITLE>" * n),
    "entities": lambda n: page(f"<p>{'&amp;&#x110000;&bogus;&#0;&lt;' * n}</p>"),
    "brackets": lambda n: page("<p>" + "< " * n + "<" * n),
    "tags in a value": lambda n: page('<p class="' + "<a " * n),
    "ends without starts": lambda n: page("</b></div></p>" * n),
    "crossed": lambda n: page("<b><p></b><a><div></a>" * n),
    "hidden": lambda n: page("<p hidden>y</p><span class=sr-only>x</span>" * n),
    "a style": lambda n: page(f"<div style='{'a:b;' * n}'>{PROSE}</div>"),
    "a base": lambda n: page("<a href=x>y</a>" * 50, f"<base href='https://e.example/{'a/' * n}'>"),
    "a canonical URL": lambda n: page("", f"<link rel=canonical href='//{'[' * n}'>"),
    "everything": _in_turn((PROSE, FIGURE, "<div>", "<h2>Word</h2>", "<b id=1>")),
}
