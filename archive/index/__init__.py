"""SQLite over the truth: lookups and full text. Derived: it can be deleted and built anew."""

from archive.index.store import Index

__all__ = ["Index"]
