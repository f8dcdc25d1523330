"""Checks of our own: no validator is enough, and each sees what others pass over.

    findings.py    the findings and the table of rules, each with its section
    window.py      reading forward with a look ahead
    walk.py        a WARC file's structure, record by record
    blocks.py      a block read once: digests, head, framing
    fields.py      rules for named fields
    contents.py    rules for digests and HTTP messages
    links.py       rules for the records of a file together
    arc.py         ARC files
    wacz.py        WACZ packages
    collection.py  a collection: CDXJ and JSONL against WARC, the index against both

Checks return findings; a broken file never raises.
"""

from archive.verify.findings import RULES, Finding, Rule, Severity
from archive.verify.warc import verify_warc

__all__ = ["RULES", "Finding", "Rule", "Severity", "verify_warc"]
