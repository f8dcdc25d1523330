"""Rules in the format of ftr-site-config: invented files, read where they lie."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.errors import BadSite
from crawler.extraction.ftr import ftr_rules
from crawler.reading import normalize, read
from crawler.sites import ftr_directory, ftr_files, site_for
from tests.crawler.reading.pages import MORE, PROSE, answer, page

RULES = """\ufeff# an invented outlet
tidy: no
prune: no

title: //div[@class='top']/b
author://span[contains(concat(' ', normalize-space(@class), ' '), ' who ')]
author: substring-after(//p[@class='from'], 'From ')
date: //meta[@name="day"]/@content
body: //section[@id='none']
body: //div[@id='text']/p
strip: //p[contains(., 'Read more')]
strip_id_or_class: 'promo'
strip_image_src: /counters/
replace_string(<b>): <i>
next_page_link: //a[@rel='next']
strip: //p[matches(., 'x')]
strip: //p/text()[1]
invented: yes
no directive at all
test_url: https://www.paper.example/a
"""
BODY = f"""<div class="top"><b>Rule's headline</b></div><p class="from">From Ann Carter</p>
<div id="text"><p>{PROSE} So it was said on Monday evening, and nobody was surprised.</p>
<p class="promo-box">Our letter comes every week on Friday, at no cost and with much love.</p>
<p>Read more about the bridge in our weekend edition, which comes out on Saturday.</p>
<p>{MORE}</p></div>"""
PAGE = page(
    BODY, "<meta property='og:type' content='article'><meta name='day' content='2024-03-01'>"
)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "paper.example.txt").write_text(RULES, "utf-8")
    (tmp_path / ".wide.example.txt").write_text("title: //h1\n", "utf-8")
    (tmp_path / "empty.example.txt").write_text("tidy: no\n", "utf-8")
    monkeypatch.setenv("MICROFICHE_FTR", str(tmp_path))
    return tmp_path


def fates(name: str) -> list[tuple[str, str]]:
    return [(each.fate, each.value) for each in ftr_rules(RULES).lines if each.directive == name]


def test_an_article_is_read_by_the_rules_of_its_host(checkout: Path) -> None:
    exchange = answer(PAGE, url="https://www.paper.example/a/long-road-to-the-mill")
    site = site_for(exchange.url)
    article = normalize(read(exchange, site), exchange, None, site).article
    assert article is not None
    assert ("Rule's headline", "2024-03-01") == (article.headline, article.date_published)
    assert ["Ann Carter"] == [author.name for author in article.author]
    assert 2 == len(article.body.blocks)
    assert article.reading.layout.startswith("ftr_paper_example/ftr@")


def test_every_line_is_accounted_for() -> None:
    lines = ftr_rules(RULES).lines
    assert 18 == len(lines)
    assert {"served": 9, "needless": 3, "not_served": 6} == {
        fate: sum(line.fate == fate for line in lines)
        for fate in ("served", "needless", "not_served")
    }


@pytest.mark.parametrize(
    ("directive", "why"),
    [
        ("next_page_link", "an article is read from one page"),
        ("replace_string", "what was archived is not changed before it is read"),
        ("invented", "an unknown directive"),
        ("", "no directive"),
    ],
)
def test_what_is_not_served_says_why(directive: str, why: str) -> None:
    assert [why] == [each.why for each in ftr_rules(RULES).lines if each.directive == directive]


def test_an_xpath_that_cannot_be_read_is_not_served() -> None:
    assert [
        ("served", "//p[contains(., 'Read more')]"),
        ("not_served", "//p[matches(., 'x')]"),
        ("not_served", "//p/text()[1]"),
    ] == fates("strip")


def test_a_file_without_a_rule_makes_no_site(checkout: Path) -> None:
    assert site_for("https://empty.example/a") is None


@pytest.mark.parametrize(
    ("host", "is_served"),
    [
        ("paper.example", True),
        ("www.paper.example", True),
        ("sport.paper.example", False),
        ("a.wide.example", True),
        ("a.b.wide.example", True),
        ("wide.example", False),
        ("www.wide.example", False),
        ("other.example", False),
    ],
)
def test_a_file_is_for_its_host_or_for_those_below_it(
    checkout: Path, host: str, is_served: bool
) -> None:
    assert is_served == (site_for(f"https://{host}/a") is not None)


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("www.inland.example.txt", "inland.example"),
        ("www.inland.example.txt", "www.inland.example"),
        ("Inland.Example.txt", "www.inland.example"),
        ("hafen-grün.example.txt", "xn--hafen-grn-x9a.example"),
        ("hafen-grün.example.txt", "hafen-grün.example"),
        (".Inland.example.txt", "news.inland.example"),
    ],
)
def test_a_file_serves_its_host_however_its_name_is_written(
    checkout: Path, name: str, host: str
) -> None:
    (checkout / name).write_text("title: //h1\n")
    assert site_for(f"https://{host}/a") is not None
    assert name in [each for each, _ in ftr_files(checkout)]


def test_a_file_in_utf_16_is_read(checkout: Path) -> None:
    (checkout / "wide16.example.txt").write_text("title: //h1\n", "utf-16")
    assert site_for("https://wide16.example/a") is not None


def test_what_is_no_ordinary_file_is_not_opened(checkout: Path) -> None:
    os.mkfifo(checkout / "pipe.example.txt")
    (checkout / "folder.example.txt").mkdir()
    assert (None, None) == (
        site_for("https://pipe.example/a"),
        site_for("https://folder.example/a"),
    )
    assert {"pipe.example.txt", "folder.example.txt"}.isdisjoint(
        name for name, _ in ftr_files(checkout)
    )


def test_every_host_has_a_name_of_its_own(checkout: Path) -> None:
    long = f"{'a-very-long-name-of-' * 2}paper"
    hosts = ("a-b.example", "a.b.example", "a_b.example", f"{long}.example", f"{long}s.example")
    for host in hosts:
        (checkout / f"{host}.txt").write_text("title: //h1\n")
    names = {site.name for host in hosts if (site := site_for(f"https://{host}/a"))}
    assert 5 == len(names)
    assert max(map(len, names)) <= 41


FURTHER = ("ftr: the article has further pages, which are not read",)


@pytest.mark.parametrize(
    ("told", "more"), [(FURTHER, '<a rel="next" href="/2">2</a>'), ((), "<a href='/2'>2</a>")]
)
def test_an_article_of_several_pages_is_told(
    checkout: Path, told: tuple[str, ...], more: str
) -> None:
    (checkout / "pages.example.txt").write_text("body: //article\nnext_page_link: //a[@rel='next']")
    body = f"<article><h1>Old bridge closed</h1><p>{PROSE}</p><p>{MORE}</p></article>{more}"
    exchange = answer(page(body), url="https://pages.example/a")
    item = read(exchange, site_for(exchange.url)).article
    assert item is not None
    assert told == tuple(item.warnings)


def test_a_site_file_goes_before_the_checkout(checkout: Path) -> None:
    (checkout / "central.asia-news.com.txt").write_text("title: //h1\n")
    site = site_for("https://central.asia-news.com/en_GB/")
    assert site is not None
    assert "caravanserai" == site.name


def test_without_a_checkout_there_is_no_such_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MICROFICHE_FTR", raising=False)
    assert site_for("https://paper.example/a") is None


def test_a_checkout_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MICROFICHE_FTR", "/nowhere/at/all")
    with pytest.raises(BadSite, match="no directory"):
        ftr_directory()


@pytest.mark.parametrize("host", ["..", "..%2fx", "[::1]", "10.0.0.1", "a..b"])
def test_a_hosts_name_leads_nowhere_else(checkout: Path, host: str) -> None:
    (checkout.parent / "x.txt").write_text("title: //h1\n")
    assert site_for(f"https://{host}/a") is None


def _run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from crawler.cli import main; main()", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)


def test_extract_takes_the_checkout_as_an_option(checkout: Path) -> None:
    os.environ.pop("MICROFICHE_FTR")
    done = _run(
        "extract", "-", "--url", "https://paper.example/a-b", "--ftr", str(checkout), stdin=PAGE
    )
    assert "Rule's headline" == json.loads(done.stdout)["article"]["headline"]


def test_a_report_counts_what_serves(checkout: Path) -> None:
    done = _run("sites", "--ftr", str(checkout))
    assert "3 files: 10 of 16 lines serve (62 %), 4 are needless here" in done.stdout
    told = _run("sites", "--ftr", str(checkout), "--json").stdout.splitlines()
    assert 6 == len(told)
    assert "an unknown directive" == json.loads(told[-2])["why"]
