"""Selectors on hostile pages: those too dear are refused, the others cost what the page does.

No time is measured: a process that may use only so much of the CPU asks large pages, and work in
Python is counted in calls.
"""

from __future__ import annotations

import gc
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.errors import BadSite
from crawler.extraction.document import Node, parse
from crawler.extraction.layout import Layout
from crawler.extraction.selectors import check, nodes_of, picked, picked_within
from crawler.reading import read
from crawler.sites import Site
from tests.crawler.reading.pages import MORE, PROSE, answer, page

ROOT = Path(__file__).parents[3]
URL = "https://paper.example/a"
DEAR = [
    ".a:has(.b .c)",
    ".a:has(~ .b)",
    ".a:has(~ .b ~ .c)",
    ".a:has(.b:has(.c))",
    ".a:has(:is(.b:has(.c)))",
    ".a:HAS(.b  .c)",
    ".a:not(.b .c)",
    "p:is(h1, .a ~ .b)",
    ".a:has(:nth-child(2))",
    ".a:has(:not(:last-of-type))",
    ":is(.a:has(.b) > .c)",
    "p:nth-child(2 of .a)",
    "p:lexbor-contains('a')",
]
LINEAR = [
    ".a .b ~ .c + .d > .e",
    "#main div:has(#x)",
    "h1 + div > span:first-child:not(:has(time))",
    ".a:has(> .b + .c)",
    ":is(.a > .b, .c)",
    "p:nth-child(2n + 1)",
    "p:not(:nth-of-type(2))",
    "[title='a (b ~ c):has(.d .e)']",
    r".a\:has\(b c\)",
    ".rare .a .a .a .b",
    ".rare div:not(.ad) div:first-child .b",
    ".rare * * * .b",
    ".rare ~ .a ~ .a, p:first-child ~ .a:not(.b)",
]
SHAPES: dict[str, Callable[[int], str]] = {
    "flat": lambda n: "<p class=a><b class=b>x</b></p>" * n,
    "siblings": lambda n: "<p class=a></p>" * 2 * n,
    "kinds": lambda n: "".join(f"<x{i} class=a></x{i}>" for i in range(2 * n)),
    "chained": lambda n: "<i class=rare></i>" + "<div class=a>" * 400 + "<b class=b></b>" * n,
    "behind": lambda n: "<i class=rare></i>" + "<p class=a></p>" * 2 * n,
    "deep": lambda n: ("<div class=a>" * 400 + "</div>" * 400) * (n // 200),
}
ASK = """
import resource, sys
from crawler.extraction.document import Node, parse
from crawler.extraction.selectors import check, nodes_of
from tests.crawler.extraction.test_selectors import LINEAR, SHAPES, URL
document = parse(SHAPES[sys.argv[1]](20_000).encode(), URL)
document.tree, document.valued
used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
resource.setrlimit(resource.RLIMIT_CPU, (int(used) + 3,) * 2)
for selector in LINEAR:
    nodes_of(document, selector)
"""


@pytest.mark.parametrize("selector", DEAR)
def test_what_is_too_dear_is_refused_by_name(selector: str) -> None:
    layout = Layout(name="a", fingerprint=("h1",), byline=(selector,))
    with pytest.raises(BadSite, match="too dear on a hostile page") as told:
        Site(name="paper", domains=("paper.example",), layouts=(layout,))
    assert repr(selector) in str(told.value)


@pytest.mark.parametrize("selector", LINEAR)
def test_what_is_linear_is_taken(selector: str) -> None:
    check(selector)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_large_page_is_asked_in_seconds(shape: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK, shape], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (0, "") == (done.returncode, done.stderr)


PIECES = ("div", "p", "*", ".a", ".b", "[title='x > y ~ z, w']", ":not(.a)", ":is(.a, .b)", r".\+")
INSIDE = (
    "<div>",
    "<div class=a>",
    "<p class=b title='x > y ~ z, w'>",
    "<div class='a b'>",
    "</div>",
)
LEAVES = ("<p class=a></p>", "a word", "<!-- > -->", "<i class='b +'></i>")


Step = tuple[str, str]
"""A piece behind its combinator."""


def is_named(node: Node, chain: list[Step], ids: dict[str, set[int]]) -> bool:
    """Whether a node is what a chain ends with, by trying every way up."""
    *before, (sign, piece) = chain
    if node.mem_id not in ids[piece]:
        return False
    return not before or any(is_named(each, before, ids) for each in reached(node, sign.strip()))


def reached(node: Node, sign: str) -> list[Node]:
    """The elements that stand where a combinator says."""
    found: list[Node] = []
    at = node.prev if sign in ("+", "~") else node.parent
    while at is not None:
        found += [at] if at.is_element_node else []
        at = at.prev if sign in ("+", "~") else at.parent
    return found[:1] if sign in (">", "+") else found


@pytest.mark.parametrize("seed", range(20))
def test_a_chain_names_what_css_says(seed: int) -> None:
    chance = random.Random(seed)
    markup = "".join(chance.choice(INSIDE + LEAVES) for _ in range(40))
    document = parse(f"<main>{markup}".encode(), URL)
    ids = {piece: {node.mem_id for node in document.tree.css(piece)} for piece in PIECES}
    for _ in range(20):
        signs = ["", *chance.choices((" ", "  ", ">", " > ", "~", " ~ ", "+", " + "), k=4)]
        chain = list(zip(signs, chance.choices(PIECES, k=5), strict=True))
        selector = "".join(map("".join, chain)) + ", .a ~ .none"
        expected = [node.mem_id for node in document.css("*") if is_named(node, chain, ids)]
        assert expected == [node.mem_id for node in nodes_of(document, selector)], selector


def test_of_very_many_siblings_none_is_counted() -> None:
    few, many = (parse(b"<p>a</p>" * n, URL) for n in (5, 6000))
    assert (1, 0) == tuple(len(nodes_of(each, "p:nth-child(2)")) for each in (few, many))


@pytest.mark.parametrize("expected", [">", "<", "=", "!="])
def test_of_two_sets_of_nodes_any_pair_counts(expected: str) -> None:
    document = parse(b"<i>1</i><i>5</i><b>3</b><b>x</b><u>5</u><s>9</s>", URL)
    true = {">": "//i > //b", "<": "//i < //b", "=": "//i = //u", "!=": "//i != //u"}
    false = {">": "//i > //s", "<": "//s < //b", "=": "//i = //b", "!=": "//u != //u"}
    said = [
        [each.value for each in picked(document, f"xpath:concat('is ', {test})")]
        for test in (true[expected], false[expected])
    ]
    assert [["is true"], ["is false"]] == said


# --- in comments' boxes -------------------------------------------------------------------------

ARTICLE = f"<article><h1>Old bridge closed</h1><p>{PROSE}</p><p>{MORE}</p></article>"


def flat(n: int) -> str:
    return ARTICLE + "".join(f"<div class=c><b>Kim {i}</b><p>Text {i}.</p></div>" for i in range(n))


def nested(n: int) -> str:
    return ARTICLE + "".join(f"<div class=c><b>Kim {i}</b><p>Text {i}.</p>" for i in range(n))


def calls_of(markup: str, **rules: tuple[str, ...]) -> int:
    """How many functions are called while a page is read by rules: the same each time."""
    layout = Layout(name="a", fingerprint=("html",), comment=(".c",), **rules)  # type: ignore[arg-type]
    site = Site(name="paper", domains=("paper.example",), layouts=(layout,))
    exchange = answer(page(markup))
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    gc.disable()
    sys.setprofile(count)
    try:
        read(exchange, site)
    finally:
        sys.setprofile(None)
        gc.enable()
    return calls


@pytest.mark.parametrize("selector", ["xpath://b[1]", "xpath:.//b[1]", "b"])
def test_comments_are_asked_in_work_that_grows_as_they_do(selector: str) -> None:
    calls_of(flat(3), comment_author=(selector,))
    once, twice = (calls_of(flat(n), comment_author=(selector,)) for n in (150, 300))
    assert twice <= 2.7 * once


@pytest.mark.parametrize("selector", ["xpath:.//b[//i = //b]", "xpath:.//b[contains(/html, 'q')]"])
def test_what_asks_the_whole_page_for_each_comment_is_bounded(selector: str) -> None:
    once, twice = (calls_of(flat(n), comment_author=(selector,)) for n in (500, 1000))
    assert twice <= 2.7 * once


def test_of_very_many_comments_each_has_what_an_absolute_path_names() -> None:
    rules = {"comment": (".c",), "comment_author": ("xpath://b[1]",)}
    layout = Layout(name="a", fingerprint=("html",), **rules)
    site = Site(name="paper", domains=("paper.example",), layouts=(layout,))
    comments = read(answer(page(flat(900))), site).comments
    assert [f"Kim {i}" for i in range(900)] == [each.author_name for each in comments]
    assert {"layout"} == {each.provenance["/author"].source for each in comments}


def test_a_text_counts_by_its_length() -> None:
    short, long = (parse((f"<p>{'x' * n}</p>" * 1000).encode(), URL) for n in (1, 1000))
    found = [len(nodes_of(each, "xpath://p[contains(/html, 'x')]")) for each in (short, long)]
    assert [1000, 0] == found


def test_a_reply_is_no_part_of_what_it_answers() -> None:
    rules = {"comment": (".c",), "comment_text": (".t",)}
    layout = Layout(name="a", fingerprint=("html",), **rules)
    site = Site(name="paper", domains=("paper.example",), layouts=(layout,))
    markup = (
        ARTICLE
        + """<div class=c><b>Ann Carter</b><div class=t>The old bridge was better.
    <div class=c><b>Tom Reed</b><div class=t>It was not.</div></div></div></div>"""
    )
    first, reply = read(answer(page(markup)), site).comments
    assert ("The old bridge was better.", "It was not.") == (first.text, reply.text)
    assert (None, '<div class="t">It was not.</div>') == (first.html, reply.html)


def test_replies_in_replies_are_each_read_once() -> None:
    once, twice = (calls_of(nested(n), comment_text=("p",)) for n in (100, 200))
    assert twice <= 2.7 * once


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("b", ["Ann", "Bob", None]),
        (".c > b", ["Ann", "Bob", None]),
        ("xpath://b[1]", ["Ann", "Bob", None]),
        ("xpath:./b", ["Ann", "Bob", None]),
        ("xpath:@data-by", ["A.", None, "C."]),
        ("xpath:substring-after(./u, 'by ')", [None, "Bob", None]),
    ],
)
def test_what_stands_in_a_reply_is_the_replys(selector: str, expected: list[str | None]) -> None:
    markup = """<div class=c data-by="A."><b>Ann</b><div class=c><b>Bob</b><b>Ben</b><u>by Bob</u>
    </div></div><div class=c data-by="C."></div><b>Nobody</b>"""
    document = parse(markup.encode(), URL)
    boxes = {box.mem_id: box for box in nodes_of(document, ".c")}
    found = picked_within(document, selector, boxes)
    assert expected == [found[box].value if box in found else None for box in boxes]
