"""`microfiche new-site`: a site file with a proposed layout, a case of one of its pages, and a test
that fails until a person has confirmed what the case expects.

Nothing that exists is ever written over: either all files are new, or none is written.
"""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from string import Template
from urllib.parse import urljoin, urlsplit

import click

from archive.cli.named import File
from archive.cli.options import collection_option, err, out
from archive.collection import Collection
from archive.errors import BadInput, CollectionMissing, NotInCollection
from archive.urls import fetchable, is_front_page
from archive.warc.exchange import MAX_BODY, Exchange
from archive.warc.leading import location_in
from crawler.cli.cases import PLACE, case_files, case_name, checkout, write_new
from crawler.cli.contact import contact_for
from crawler.errors import BadSite
from crawler.extraction.layout import FIELDS, Layout, Selectors

_TAKEN = frozenset({"news"})
"""Names of spiders that are no sites."""
_MOST_REDIRECTS = 10


@click.command("new-site")
@click.argument("name")
@click.argument("url")
@click.option(
    "--file",
    type=File(),
    help="The page of URL as saved; without it, its latest capture in the collection, or, where "
    "it has none, the page as it is fetched into the collection now.",
)
@click.option(
    "--into",
    metavar="CHECKOUT",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The checkout to write to; without it, the one that this command runs from.",
)
@click.option(
    "--anyway",
    is_flag=True,
    help="Begin though the page is read as no article: where that is what the site file will mend.",
)
@click.option("--contact", help="As for crawl.")
@collection_option
def command(
    name: str,
    url: str,
    file: Path | None,
    into: Path | None,
    anyway: bool,
    contact: str | None,
    collection_dir: Path,
) -> None:
    """Begin a site file, a case and its test.

    The case is the article at URL, or where URL leads; the test fails until you have confirmed what
    it expects.
    NAME is the site's name in commands: lower-case letters, digits and _.
    """
    from crawler.proposing import proposed

    address = _article_url(url)
    domain = _domain_of(name, address)
    root = checkout(into)
    exchange = _from_file(file, address) if file else _captured(collection_dir, address, contact)
    if exchange.url != address:
        err().print(f"{address} leads to {exchange.url}", markup=False)
        address = _article_url(exchange.url)
        domain = _domain_of(name, address)
    if not anyway:
        _refuse_unread(exchange)
    layout = proposed(exchange, name, domain)
    texts = {
        "name": name,
        "domain": domain,
        "home": urljoin(address, "/"),
        "layouts": _layouts(layout),
        "imports": "Layout, Site" if layout else "Site",
        "title": "".join(word.title() for word in name.split("_")),
    }
    case = PLACE / name / case_name(address)
    files = {
        Path("crawler/sites") / f"{name}.py": _filled("site.py.tmpl", texts),
        Path("tests/crawler/sites") / f"test_{name}.py": _filled("test_site.py.tmpl", texts),
        **case_files(case, exchange, None),
    }
    write_new(root, files)
    _say_what_next(root, name, files, case)


def _article_url(url: str) -> str:
    try:
        address = fetchable(url)
    except ValueError as error:
        raise BadInput(f"{url}: {error}") from error
    if is_front_page(address):
        raise BadInput(f"{url}: a front page; name one of the site's articles")
    return address


def _refuse_unread(exchange: Exchange) -> None:
    """Raise BadInput for a page that is read as no article, with the reader's reason."""
    from crawler.reading import read

    reading = read(exchange, None)
    if reading.article is None:
        raise BadInput(
            f"{exchange.url}: no article ({reading.page_type}: {reading.reason}); nothing was "
            "written. Where it is one all the same, --anyway begins its site file"
        )


def _domain_of(name: str, url: str) -> str:
    """The host without `www.`; raises BadSite for a name or a host that is taken or unusable."""
    from crawler.sites import Site, all_sites

    domain = (urlsplit(url).hostname or "").removeprefix("www.")
    Site(name=name, domains=(domain,))  # refuses what cannot be a site's name
    if keyword.iskeyword(name) or name in _TAKEN or name in {site.name for site in all_sites()}:
        raise BadSite(f"the name {name!r} is taken; `microfiche sites` lists the sites")
    owner = next((site for site in all_sites() if site.owns(url)), None)
    if owner is not None:
        raise BadSite(f"{url}: belongs to the site {owner.name!r} already")
    return domain


def _from_file(file: Path, url: str) -> Exchange:
    try:
        with file.open("rb") as stream:
            body = stream.read(MAX_BODY)
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from error
    headers = (("Content-Type", "text/html"),)
    return Exchange(
        request_url=url, url=url, fetched_at=None, status=200, headers=headers, body=body
    )


def _captured(path: Path, url: str, contact: str | None) -> Exchange:
    """The latest good capture of the URL; where there is none, the one that a crawl of it makes."""
    return _in_collection(path, url) or _fetched(path, url, contact)


def _in_collection(path: Path, url: str) -> Exchange | None:
    """The latest good capture of the URL, or of what its captures lead to."""
    try:
        with Collection.open(path) as collection:
            for _ in range(_MOST_REDIRECTS):
                rows = list(collection.captures(url))
                good = [row for row in rows if row.status == 200]
                if good:
                    return collection.load(good[-1])
                led = _led_to(collection.load(rows[-1]), url) if rows else None
                if led is None:
                    return None
                url = led
    except CollectionMissing:  # a site can be begun without one
        return None
    return None


def _led_to(exchange: Exchange, url: str) -> str | None:
    """Where an answer leads; None where it is no redirect to a page."""
    status = exchange.status or 0
    location = location_in(exchange.headers) if 300 <= status < 400 else None
    try:
        return fetchable(urljoin(url, location)) if location else None
    except ValueError:
        return None


def _fetched(path: Path, url: str, contact: str | None) -> Exchange:
    """The page by way of a crawl: robots.txt obeyed, every byte in the collection's WARC."""
    from crawler.cli.running import crawl
    from crawler.options import CrawlOptions

    err().print(f"fetching {url} into {path}", markup=False)
    options = CrawlOptions(
        collection=path,
        targets=(url,),
        contact=contact_for(contact),
        max_articles=1,
        requisites=False,
        comments=False,
    )
    session = crawl(options)
    if session.stopping is not None:
        raise session.stopping
    found = _in_collection(path, url)
    if found is None:
        why = {**session.summary.skipped, **session.summary.failed}.get(url, "not captured")
        raise NotInCollection(f"{url}: {why}; save the page and name it with --file")
    return found


def _layouts(layout: Layout | None) -> str:
    """The proposed layout as it stands in a site file."""
    if layout is None:
        return "()"
    rules = {"fingerprint": layout.fingerprint, **{each: layout.selectors(each) for each in FIELDS}}
    lines = [f'            name="{layout.name}",']
    lines += [f"            {name}={_written(rule)}," for name, rule in rules.items() if rule]
    inner = "\n".join(lines)
    return f"(\n        Layout(\n{inner}\n        ),\n    )"


def _written(selectors: Selectors) -> str:
    """Selectors as a formatter writes them; they are quoted with single quotes inside."""
    quoted = ", ".join(f'"{each}"' for each in selectors)
    return f"({quoted},)" if len(selectors) == 1 else f"({quoted})"


def _filled(template: str, texts: Mapping[str, str]) -> bytes:
    source = resources.files("crawler.cli") / "templates" / template
    return Template(source.read_text("utf-8")).substitute(texts).encode()


def _say_what_next(root: Path, name: str, files: Mapping[Path, bytes], case: Path) -> None:
    console = out()
    console.print(f"in {root}:", markup=False)
    for path in files:
        console.print(f"wrote {path}", markup=False)
    steps = (
        f"open {case}/page.html and correct {case}/expected.json until it says what the page says",
        'set "confirmed" to true in it',
        f"run: pytest tests/crawler/sites/test_{name}.py",
        f"where a field differs, correct the layout in crawler/sites/{name}.py",
    )
    for number, step in enumerate(steps, 1):
        console.print(f"{number}. {step}", markup=False)
