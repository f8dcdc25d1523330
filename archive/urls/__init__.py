"""URLs: the key of the index, the key of an article, where a site ends, and what may be fetched.

    surt.py       the CDXJ urlkey, the same as everybody else's index
    identity.py   which URLs are one and the same article
    below.py      the host that is asked for, and those below it
    hosts.py      registrable domains, scope, private addresses
    fetching.py   the absolute form in which a URL is asked for, and front pages
    telling.py    the form in which a URL may be told, without its secrets

All pure: no network (the public-suffix list is the snapshot that its library bundles) and no files.
"""

from archive.urls.below import host_named, is_below
from archive.urls.fetching import fetchable, is_front_page
from archive.urls.hosts import is_private_address, registrable_domain, same_site, scope_key
from archive.urls.identity import (
    article_id,
    article_key,
    first_page,
    is_variant,
    key_of,
    page_number,
    without_tracking,
)
from archive.urls.surt import surt
from archive.urls.telling import redacted, without_userinfo

__all__ = [
    "article_id",
    "article_key",
    "fetchable",
    "first_page",
    "host_named",
    "is_below",
    "is_front_page",
    "is_private_address",
    "is_variant",
    "key_of",
    "page_number",
    "redacted",
    "registrable_domain",
    "same_site",
    "scope_key",
    "surt",
    "without_tracking",
    "without_userinfo",
]
