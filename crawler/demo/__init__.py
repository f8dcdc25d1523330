"""The Velmora Courier: an invented news outlet, served on loopback, in two editions.

It is what `microfiche demo` crawls and what the tests crawl. README.md beside this file says
what stands where; CHANGES says what the second edition changes. It is imported by the command line
and by tests, and imports nothing of Scrapy.
"""

from crawler.demo.changes import CHANGES, Change, changed_slugs, events_of
from crawler.demo.outlet import LogEntry, Outlet

__all__ = ["CHANGES", "Change", "LogEntry", "Outlet", "changed_slugs", "events_of"]
