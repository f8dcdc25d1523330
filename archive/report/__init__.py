"""Figures about edits as pictures, and the page that shows them."""

from archive.report.page import Figures, report

__all__ = ["Figures", "report"]
