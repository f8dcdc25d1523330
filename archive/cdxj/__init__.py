"""CDXJ: the index that web archives share, one line for each record that can be replayed.

lines.py     a line: formatted, parsed; a sorted file of lines: written, searched
listing.py   the lines of a WARC or ARC, as cdxj-indexer has them
plain.py     the same of a record as most are, without a general parser
"""

from archive.cdxj.lines import CdxjLine, find, format_line, parse_line, write
from archive.cdxj.listing import lines_of, readable_lines

__all__ = [
    "CdxjLine",
    "find",
    "format_line",
    "lines_of",
    "parse_line",
    "readable_lines",
    "write",
]
