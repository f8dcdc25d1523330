"""Where a page's comments come from: providers, and the thread as one record.

A provider says whether a page uses it (`detect`), which requests would fetch its thread
(`first_requests`) and what an answer says (`parse`): values in, values out, so that a thread is
read alike from the wire and from a WARC. Providers that are not fetched yet are detected all the
same, so that the record says where the comments are.
"""

from crawler.comments.providers import (
    Answer,
    CommentProvider,
    ThreadRef,
    ThreadRequest,
    detect,
    thread_of,
)

__all__ = ["Answer", "CommentProvider", "ThreadRef", "ThreadRequest", "detect", "thread_of"]
