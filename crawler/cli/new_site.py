"""`microfiche new-site`: a site file, a case of one of its pages, and a test that fails until a
person has confirmed what the case expects.

Nothing that exists is ever written over: either all files are new, or none is written.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from string import Template
from urllib.parse import urljoin, urlsplit

import click
import msgspec

from archive.cli.named import File
from archive.cli.options import collection_option, out
from archive.collection import Collection
from archive.errors import BadInput, CollectionMissing, NotInCollection
from archive.records import as_json
from archive.urls import fetchable, is_front_page
from archive.warc.exchange import MAX_BODY, Exchange
from crawler.errors import BadSite

_TAKEN = frozenset({"news"})
"""Names of spiders that are no sites."""

_OF_THE_CAPTURE = frozenset(
    {"schema", "article_id", "revision_id", "reading", "digests", "supersedes"}
    | {"capture", "extraction", "provenance"}
)
"""Fields of an article's record that are not read from its page."""

_UNREAD: Mapping[str, object] = {"headline": None, "byline": None, "article_body": ""}
"""What a case begins with where the reader does not take the page for an article."""


@click.command("new-site")
@click.argument("name")
@click.argument("url")
@click.option(
    "--file",
    type=File(),
    help="The page of URL as saved; without it, its latest capture in the collection.",
)
@click.option(
    "--into",
    metavar="CHECKOUT",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The checkout to write to; without it, the one that this command runs from.",
)
@collection_option
def command(
    name: str, url: str, file: Path | None, into: Path | None, collection_dir: Path
) -> None:
    """Begin a site file, a case and its test.

    The case is the article at URL; the test fails until you have confirmed what it expects.
    NAME is the site's name in commands: lower-case letters, digits and _.
    """
    address = _article_url(url)
    domain = _domain_of(name, address)
    root = _checkout(into)
    exchange = _from_file(file, address) if file else _from_collection(collection_dir, address)
    texts = {"name": name, "domain": domain, "home": urljoin(address, "/")}
    case = Path("tests/crawler/sites/cases") / name / _case_name(address)
    files = {
        Path("crawler/sites") / f"{name}.py": _filled("site.py.tmpl", texts),
        Path("tests/crawler/sites") / f"test_{name}.py": _filled("test_site.py.tmpl", texts),
        case / "page.html": exchange.body,
        case / "exchange.json": _json(_answer(exchange)),
        case / "expected.json": _json(_expectation(exchange)),
    }
    _write_all(root, files)
    _say_what_next(root, name, files, case)


def _article_url(url: str) -> str:
    try:
        address = fetchable(url)
    except ValueError as error:
        raise BadInput(f"{url}: {error}") from error
    if is_front_page(address):
        raise BadInput(f"{url}: a front page; name one of the site's articles")
    return address


def _domain_of(name: str, url: str) -> str:
    """The host without `www.`; raises BadSite for a name or a host that is taken or unusable."""
    from crawler.sites import Site, all_sites, site_for

    domain = (urlsplit(url).hostname or "").removeprefix("www.")
    Site(name=name, domains=(domain,))  # refuses what cannot be a site's name
    if keyword.iskeyword(name) or name in _TAKEN or name in {site.name for site in all_sites()}:
        raise BadSite(f"the name {name!r} is taken; `microfiche sites` lists the sites")
    owner = site_for(url)
    if owner is not None:
        raise BadSite(f"{url}: belongs to the site {owner.name!r} already")
    return domain


def _checkout(into: Path | None) -> Path:
    """The directory that holds crawler/sites and tests; BadSite where there is none."""
    root = into or Path(__file__).resolve().parents[2]
    if not (root / "crawler/sites").is_dir() or not (root / "tests").is_dir():
        raise BadSite(
            f"{root}: not a checkout of microfiche (no crawler/sites and tests in it); "
            "clone it and `pip install -e .`, or name a checkout with --into"
        )
    return root


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


def _from_collection(path: Path, url: str) -> Exchange:
    """The latest good capture of the URL. Raises NotInCollection, saying how to get one."""
    how = f"`microfiche crawl {url}` fetches it, or give the page with --file"
    try:
        with Collection.open(path) as collection:
            good = [row for row in collection.captures(url) if row.status == 200]
            if good:
                return collection.load(good[-1])
    except CollectionMissing as error:
        raise NotInCollection(f"{error}; {how}") from error
    raise NotInCollection(f"{url}: has no capture with status 200 in {path}; {how}")


def _case_name(url: str) -> str:
    """The last words of the URL's path as a directory's name."""
    words = re.findall(r"[a-z0-9]+", urlsplit(url).path.lower())
    return "-".join(words[-8:])[-60:].strip("-") or "article"


def _filled(template: str, texts: Mapping[str, str]) -> bytes:
    source = resources.files("crawler.cli") / "templates" / template
    return Template(source.read_text("utf-8")).substitute(texts).encode()


def _answer(exchange: Exchange) -> dict[str, object]:
    """What the reader needs of an answer beside its body."""
    kept = [(name, value) for name, value in exchange.headers if name.lower() == "content-type"]
    return {
        "url": exchange.url,
        "fetched_at": exchange.fetched_at,
        "status": exchange.status,
        "headers": kept,
    }


def _expectation(exchange: Exchange) -> dict[str, object]:
    """What the generic reader reads today: the beginning of what a person then confirms."""
    from crawler.reading import normalize, read

    records = normalize(read(exchange, None), exchange, None, None)
    article = as_json(records.article) if records.article else _UNREAD
    fields = {name: value for name, value in article.items() if name not in _OF_THE_CAPTURE}
    page_type = records.page_type if records.article else "article"
    return {"confirmed": False, "page_type": page_type, "article": fields}


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def _write_all(root: Path, files: Mapping[Path, bytes]) -> None:
    taken = [str(path) for path in files if (root / path).exists()]
    if taken:
        raise BadSite(f"{', '.join(taken)}: exists already; nothing was written")
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        with (root / path).open("xb") as stream:
            stream.write(content)


def _say_what_next(root: Path, name: str, files: Mapping[Path, bytes], case: Path) -> None:
    console = out()
    for path in files:
        console.print(f"wrote {root / path}", markup=False)
    steps = (
        f"open {case}/page.html and correct {case}/expected.json until it says what the page says",
        'set "confirmed" to true in it',
        f"run: pytest tests/crawler/sites/test_{name}.py",
        f"where a field differs, add a layout to crawler/sites/{name}.py",
    )
    for number, step in enumerate(steps, 1):
        console.print(f"{number}. {step}", markup=False)
