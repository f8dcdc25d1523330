"""The names under which `<meta>` tells when an article was published and changed."""

from __future__ import annotations


def _in_order(names: str) -> tuple[str, ...]:
    return tuple(names.split())


PUBLISHED = _in_order(
    """
    article:published_time article:published og:published_time
    datepublished date.published parsely-pub-date cxenseparse:recs:publishtime
    sailthru.date publishdate publish-date publish_date publication_date publication-date pubdate
    article.published published_date dc.date.issued dcterms.issued originalpublicationdate
    article_date_original rnews:datepublished vr:published_time citation_publication_date
    citation_online_date bt:pubdate article:post_date ptime og:pubdate cxenseparse:publishtime
    """
)
"""Names that say publication and nothing else, most trusted first."""
DATED = _in_order(
    """
    og:article:published_time dc.date dc.date.created dc.created dcterms.created dcterms.date date
    pdate published article.created article:created_time content_create_date displaydate created
    last-published release_date creation_date datecreated citation_date dcterms.available
    search_date article_publication_date cdate
    """
)
"""Names that many systems fill with the last change, or with the moment of the answer."""
MODIFIED = _in_order(
    """
    article:modified_time og:updated_time article:modified article:updated_time
    datemodified article.updated dcterms.modified dc.date.modified last-modified lastmod
    last_modified modified updated revision_date rnews:datemodified og:article:modified_time
    article:modified_date cxenseparse:modifiedtime
    """
)
