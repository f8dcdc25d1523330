"""A comparison as one self-contained HTML page: no scripts, nothing fetched, light and dark.

Archived text only ever enters through Jinja's autoescape. The page's Content-Security-Policy allows
its own style sheet, by digest, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from archive.diff import headings
from archive.diff.events import Comparison
from archive.records import Capture

CaptureLink = Callable[[Capture], str | None]
"""The address at which a capture can be looked at; None where there is none."""


def page(comparison: Comparison, link: CaptureLink | None = None) -> str:
    """The whole page. `link` gives the replay address of a capture, for a reading room."""
    css = style()
    digest = base64.b64encode(hashlib.sha256(css.encode("utf-8")).digest()).decode("ascii")
    return _render("page.html", comparison, link, style=Markup(css), style_digest=digest)


def fragment(comparison: Comparison, link: CaptureLink | None = None) -> Markup:
    """The comparison without page and style, to stand in a page that has `style()`."""
    return Markup(_render("comparison.html", comparison, link))


def style() -> str:
    """The style sheet of page and fragment."""
    source, _, _ = _loader().get_source(Environment(autoescape=True), "comparison.css")
    return source


def _loader() -> PackageLoader:
    return PackageLoader("archive.diff", "templates")


def _render(name: str, comparison: Comparison, link: CaptureLink | None, **more: object) -> str:
    environment = Environment(
        loader=_loader(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name).render(
        comparison=comparison, words=headings, link=link or _no_link, **more
    )


def _no_link(_: Capture) -> str | None:
    return None
