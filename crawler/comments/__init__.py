"""Where a page's comments come from: providers, and the thread as one record.

A provider says whether a page uses it (`detect`), which requests would fetch its thread
(`first_requests`) and what an answer says (`parse`): values in, values out, so that a thread is
read alike from the wire and from a WARC. Providers that are not fetched are detected all the same,
so that the record says where the comments are.

    base        what a provider is, and the values that pass
    walking     a thread from its first request to its end
    gathering   its comments as they come in
    kept        the same from the answers that an archive holds
    providers   all of them; wordpress and the others are a module each
"""

from crawler.comments.base import (
    Answer,
    Capabilities,
    CommentProvider,
    Stop,
    ThreadRead,
    ThreadRef,
    ThreadRequest,
)
from crawler.comments.kept import KeptAnswer, KeptThread, next_place, read_kept
from crawler.comments.providers import BY_NAME, FETCHED, beside, detect, sought, thread_of
from crawler.comments.walking import Walk

__all__ = [
    "BY_NAME",
    "FETCHED",
    "Answer",
    "Capabilities",
    "CommentProvider",
    "KeptAnswer",
    "KeptThread",
    "Stop",
    "ThreadRead",
    "ThreadRef",
    "ThreadRequest",
    "Walk",
    "beside",
    "detect",
    "next_place",
    "read_kept",
    "sought",
    "thread_of",
]
