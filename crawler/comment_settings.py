"""What a user gives for comment systems: keys and ids that we do not ship, and other places.

As JSON, in the setting or environment variable MICROFICHE_COMMENTS:

    {"disqus": {"api_key": "…"}, "coral": {"query_id": "…"}}

A name that is an origin (`"https://disqus.com": "https://mirror.example"`) says where what is asked of
it is asked instead. A value is put into a request when it is sent, and nowhere else: not into a
warcinfo, a log or a message (`without_secrets`). The WARC holds the request as it was sent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus, urlencode, urlsplit

import msgspec

_UNTOLD = "(not told)"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentSettings:
    """Provider to name to value."""

    given: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def url_of(
        self,
        provider: str,
        url: str,
        needs: Iterable[tuple[str, str]] = (),
        site: Mapping[str, str] | None = None,
    ) -> str | None:
        """Where a request is sent, with what the user gives for it; None where that is not given.

        `needs`: names of parameters of the query, and of the settings that give them. `site` is what
        the site's own file gives.
        """
        known = {**(site or {}), **self.given.get(provider, {})}
        values = {name: known.get(setting) for name, setting in needs}
        if not all(values.values()):
            return None
        url = _moved(url, known)
        if not values:
            return url
        return f"{url}{'&' if '?' in url else '?'}{urlencode(values)}"

    def lent(self, provider: str, url: str) -> str | None:
        """The place that the user names for what is asked of a provider at a URL."""
        given = self.given.get(provider, {})
        moved = (place for origin, place in given.items() if _is_below(url, origin))
        return next(moved, None)

    @property
    def origins(self) -> tuple[str, ...]:
        """The places that the user names."""
        return tuple(
            value
            for names in self.given.values()
            for name, value in names.items()
            if _is_origin(name)
        )

    def without_secrets(self, text: str) -> str:
        """A text for people, in which no key stands."""
        for names in self.given.values():
            for name, value in names.items():
                if _is_origin(name) or not value:
                    continue
                for written in (value, quote_plus(value), quote(value), quote(value, safe="")):
                    text = text.replace(written, _UNTOLD)
        return text


def settings_in(text: str, asked: Mapping[str, Collection[str]]) -> CommentSettings:
    """The settings in a JSON text; `asked`: provider to the names that it asks for.

    Raises ValueError with a sentence that never quotes a value.
    """
    try:
        given = msgspec.json.decode(text or "{}", type=dict[str, dict[str, str]])
    except msgspec.DecodeError:
        raise ValueError("is no JSON object of provider to name to text") from None
    for provider, names in given.items():
        if provider not in asked:
            known = ", ".join(sorted(asked))
            raise ValueError(f"names {provider!r}; the providers are: {known}")
        for name, value in names.items():
            _check(provider, name, value, asked[provider])
    return CommentSettings(given=given)


def _check(provider: str, name: str, value: str, wanted: Collection[str]) -> None:
    if _is_origin(name):
        if not _is_origin(value) or urlsplit(value).path.strip("/"):
            raise ValueError(f"{provider}: {name} must be an origin, as https://host:port")
    elif name not in wanted:
        known = ", ".join(sorted(wanted)) or "nothing but origins"
        raise ValueError(f"{provider}: {name!r} is not asked for; known is: {known}")


def _is_origin(name: str) -> bool:
    try:
        parts = urlsplit(name)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _is_below(url: str, origin: str) -> bool:
    return _is_origin(origin) and url.startswith(f"{origin.rstrip('/')}/")


def _moved(url: str, known: Mapping[str, str]) -> str:
    for origin, instead in known.items():
        if _is_below(url, origin):
            return instead.rstrip("/") + url[len(origin.rstrip("/")) :]
    return url
