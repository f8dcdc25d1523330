"""Figures about edits as pictures, and the page that shows them."""

from archive.report.page import report

__all__ = ["report"]
