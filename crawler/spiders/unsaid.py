"""Keeps what the user gives for comment systems out of every log of the process, Scrapy's own too.

Scrapy's lines name requests by the URL as it is sent, which holds the key.
"""

from __future__ import annotations

import logging

from crawler.comment_settings import CommentSettings

_FORMATTER = logging.Formatter()


class Unsaid(logging.Filter):
    """On a handler: lets every line through, without the user's keys."""

    def __init__(self, settings: CommentSettings) -> None:
        super().__init__()
        self._settings = settings
        self._handlers: list[logging.Handler] = []

    def hold(self) -> None:
        """Stand before every handler that there is."""
        if not self._settings.given:
            return
        self._handlers = list(logging.getLogger().handlers)
        for handler in self._handlers:
            handler.addFilter(self)

    def release(self) -> None:
        """Leave the handlers as they were."""
        for handler in self._handlers:
            handler.removeFilter(self)
        self._handlers = []

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the line as it may be written; it is always written."""
        try:
            record.msg, record.args = self._settings.without_secrets(record.getMessage()), None
        except (TypeError, ValueError, KeyError):
            record.msg, record.args = "(a line that could not be put together)", None
        if record.exc_info:  # a formatter takes what is there
            trace = record.exc_text or _FORMATTER.formatException(record.exc_info)
            record.exc_text = self._settings.without_secrets(trace)
        return True
