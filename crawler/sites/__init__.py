"""Sites: what is known of one outlet, as data with types. One file a site.

A site file defines exactly one `Site` at its top level. No site file is needed for an ordinary
site: the generic reader serves any news page and stands behind every layout, field by field. Old
layouts are never deleted: the archive still holds their pages.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from archive.digest import content_digest
from crawler.errors import BadSite
from crawler.extraction.document import Document
from crawler.extraction.ftr import Line
from crawler.extraction.layout import Layout, layout_for
from crawler.extraction.page import Page
from crawler.extraction.selectors import Selectors, picked
from crawler.items import ArticleItem
from crawler.sites import _ftr

__all__ = [
    "ArticleItem",
    "Layout",
    "Page",
    "Site",
    "all_sites",
    "ftr_directory",
    "ftr_files",
    "named",
    "site_for",
]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_LONGEST_NAME = 41
_DOMAIN = re.compile(r"[^\sA-Z/:@?#]+")


@dataclass(frozen=True, kw_only=True)
class Site:
    """One outlet. Override a method where a site is odd."""

    name: str
    """Lower case, as in `crawl NAME`; the file's name."""
    domains: tuple[str, ...]
    """Hosts without `www.`; a host below one of them belongs to the site too."""
    sources: tuple[str, ...] = ()
    """URLs to begin at: feeds, sitemaps, sections; where there are none, the home page."""
    time_zone: str | None = None
    """IANA name of the zone of dates printed without one; None where it is not known."""
    layouts: tuple[Layout, ...] = ()
    article_url: str | None = None
    """A regular expression that the path of every article's URL has, and no other's."""
    version: int = 0
    """Raised when a method of the site reads the same page otherwise: another reading."""
    comment_settings: Mapping[str, str] = field(default_factory=dict)
    """What its provider needs and a page does not say (docs/comments.md): no secret stands here."""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise BadSite(f"site name {self.name!r} is not lower-case letters, digits and _")
        if not self.domains:
            raise BadSite(f"site {self.name} has no domain")
        try:
            re.compile(self.article_url or "")
            ZoneInfo(self.time_zone or "UTC")
            self._check()
        except (re.error, KeyError, ValueError) as error:
            raise BadSite(f"site {self.name}: {error}") from error

    def _check(self) -> None:
        """Raise ValueError where data is of another shape than a site file must have."""
        for name in ("domains", "sources", "layouts"):
            if not isinstance(getattr(self, name), tuple):
                raise ValueError(f"{name} is no tuple: a comma is missing")
        for domain in self.domains:
            if not _DOMAIN.fullmatch(domain) or domain.startswith("www."):
                raise ValueError(f"{domain!r} is no host in lower case without `www.`")
        names = [layout.name for layout in self.layouts]
        if len(names) != len(set(names)):
            raise ValueError(f"two layouts have one name: {', '.join(names)}")
        for layout in self.layouts:
            layout.check()

    @cached_property
    def article_pattern(self) -> re.Pattern[str] | None:
        """`article_url` compiled."""
        return re.compile(self.article_url) if self.article_url else None

    def article_patterns(self) -> tuple[re.Pattern[str], ...]:
        """What the paths of article URLs look like; empty where that is not known."""
        return (self.article_pattern,) if self.article_pattern else ()

    def owns(self, url: str) -> bool:
        """Whether a URL is of this site."""
        return self.domain_of(url) is not None

    def domain_of(self, url: str) -> str | None:
        """The most exact of its domains that a URL's host is or lies below; None where none is."""
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        fitting = (each for each in self.domains if host == each or host.endswith("." + each))
        return max(fitting, key=len, default=None)

    def layout(self, document: Document, fetched_at: str | None) -> Layout | None:
        """The layout of a page: by fingerprint, then by the day of the capture."""
        return layout_for(self.layouts, document, fetched_at)

    def layout_id(self, layout: Layout | None) -> str:
        """`SITE/LAYOUT@DIGEST`, or `generic`; then `[ZONE]` and `+VERSION` where it has them.

        Whatever of a site makes another record of the same page stands in it.
        """
        read_by = f"{self.name}/{layout.name}@{layout.digest}" if layout else "generic"
        zone = f"[{self.time_zone}]" if self.time_zone else ""
        return read_by + zone + (f"+{self.version}" if self.version else "")

    def amend(self, item: ArticleItem, page: Page) -> None:
        """Change in place what was read of an article, where no selector can say it.

        What it changes it notes in `item.provenance`. Nothing is changed by default.
        """


@cache
def all_sites() -> tuple[Site, ...]:
    """Every site, by name. Raises BadSite for a file that does not define one."""
    return tuple(sorted(_defined(), key=lambda site: site.name))


def site_for(url: str) -> Site | None:
    """The site whose domain fits a URL most closely; None where the generic reader serves alone.

    Where no site file is for it, the rules of the checkout of ftr-site-config that is named.
    """
    try:
        owners = [site for site in all_sites() if site.owns(url)]
        own = max(owners, key=lambda site: len(site.domain_of(url) or ""), default=None)
        return own or _by_ftr(url)
    except ValueError:
        return None


def _by_ftr(url: str) -> Site | None:
    file = _ftr.file_for(url)
    if file is None or file.rules.layout is None:
        return None
    return ftr_site(file.host, file.rules.layout, file.rules.next_page)


@dataclass(frozen=True, kw_only=True)
class FtrSite(Site):
    """A site of ftr-site-config."""

    next_page: Selectors = ()
    """What leads to the article's further pages, which are not read."""

    def amend(self, item: ArticleItem, page: Page) -> None:
        """Tell of an article that goes on elsewhere."""
        if any(list(picked(page.document, each)) for each in self.next_page):
            item.warnings.append("ftr: the article has further pages, which are not read")


@cache
def ftr_site(host: str, layout: Layout, next_page: Selectors = ()) -> Site:
    """A site from rules of ftr-site-config: `ftr_` and its host, in which `-` is `__`."""
    name = f"ftr_{host.replace('_', '___').replace('-', '__').replace('.', '_')}"
    if len(name) > _LONGEST_NAME:
        mark = content_digest({"host": host}).removeprefix("sha256:")[:8]
        name = f"{name[: _LONGEST_NAME - 9]}_{mark}"
    return FtrSite(name=name, domains=(host,), layouts=(layout,), next_page=next_page)


def ftr_directory() -> Path | None:
    """The checkout of ftr-site-config that is named. Raises BadSite where it is not there."""
    return _ftr.directory()


def ftr_files(checkout: Path) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """The files of a checkout of ftr-site-config, and what becomes of each of their lines."""
    for file in _ftr.every_file(checkout):
        yield file.name, file.rules.lines


def named(name: str) -> Site:
    """The site of a name. Raises BadSite where there is none."""
    for site in all_sites():
        if site.name == name:
            return site
    raise BadSite(f"no site is called {name!r}; `microfiche sites` lists them")


def _loaded(name: str) -> ModuleType:
    """A site file as a module. Raises BadSite, naming file and line, where Python cannot load it."""
    try:
        return importlib.import_module(f"{__name__}.{name}")
    except Exception as error:
        place = Path(__path__[0]) / f"{name}.py"
        lines = [
            at.lineno
            for at in traceback.extract_tb(error.__traceback__)
            if at.filename == str(place)
        ]
        line = error.lineno if isinstance(error, SyntaxError) else next(reversed(lines), None)
        kind = "" if isinstance(error, BadSite) else f"{type(error).__name__}: "
        at = f"{place}, line {line}" if line else str(place)
        raise BadSite(f"{at}: {kind}{error}; mend the file, or move it away") from error


def _defined() -> Iterator[Site]:
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("_"):
            continue
        loaded = _loaded(module.name)
        sites = [value for value in vars(loaded).values() if isinstance(value, Site)]
        if len(sites) != 1 or sites[0].name != module.name:
            raise BadSite(f"{module.name}.py must define one Site called {module.name!r}")
        yield sites[0]
