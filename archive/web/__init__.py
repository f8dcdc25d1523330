"""The reading room: pages about a collection on one port, archived pages on another.

Archived markup is hostile. It is served only by the replay port, an origin of its own, sandboxed
by CSP on every answer; the room's own pages show text from archives through jinja2's escaping.
"""
