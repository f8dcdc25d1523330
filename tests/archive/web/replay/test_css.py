import pytest

from archive.web.replay.css import rewrite_css


def _marked(url: str) -> str:
    return url if url.startswith("#") else f"/R/{url}"


@pytest.mark.parametrize(
    ("expected", "sheet"),
    [
        ('a{b:url("/R/x.png")}', "a{b:url(x.png)}"),
        ('a{b:url("/R/x y.png")}', "a{b:url( 'x y.png' )}"),
        ('a{b:url("/R/x.png")}', "a{b:URL(x.png)}"),
        ('@import "/R/a.css" screen;', "@import 'a.css' screen;"),
        ('@import url("/R/a.css");', "@import url(a.css);"),
        ('a{b:image-set("/R/a.png" 1x, url("/R/b.png") 2x)}',
         'a{b:image-set("a.png" 1x, url(b.png) 2x)}'),
        ('a{b:url("/R/Ab.png")}', r"a{b:url(\41 b.png)}"),
    ],
)  # fmt: skip
def test_a_url_is_rewritten_wherever_css_has_one(expected: str, sheet: str) -> None:
    assert expected == rewrite_css(sheet, _marked)


@pytest.mark.parametrize(
    "sheet",
    [
        "/* url(x.png) */",
        'a{content:"url(x.png)"}',
        "@namespace svg url(http://www.w3.org/2000/svg);",
        "a{filter:url(#blur)}",
        "a{b:curl(x.png)}",
        "a{b:url(x.png",
        'a{content:"never closed',
        "/* never closed url(x.png)",
    ],
)
def test_what_is_no_url_stays_as_it_is(sheet: str) -> None:
    assert sheet == rewrite_css(sheet, _marked)


def test_a_string_that_is_not_closed_ends_with_its_line() -> None:
    assert 'a{b:"x\n;c:url("/R/y")}' == rewrite_css('a{b:"x\n;c:url(y)}', _marked)


def test_a_rewritten_url_cannot_end_its_string_or_a_style_element() -> None:
    expected = 'a{b:url("/R/%22%3C/style>")}'
    assert expected == rewrite_css("a{b:url('\"</style>')}", _marked)


@pytest.mark.parametrize(
    "piece", ["url(", "url( ", 'url("', "/*", '"\\', "(", "-", "url(\\", "@import '", "\\", "url(a"]
)
def test_hostile_repetition_takes_linear_time(piece: str) -> None:
    # a quadratic tokenizer would not come back from this within the test run's time limit
    sheet = piece * 80_000
    assert len(rewrite_css(sheet, _marked)) >= len(sheet)
