"""Runs a crawl in this process: Scrapy's process, its log in a file, progress on a terminal."""

from __future__ import annotations

import gc
import json
import logging
import os
import re
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

# before our own modules: what it deprecates looks through every module loaded so far (0.3 s)
import scrapy.core.downloader.contextfactory  # noqa: F401
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import SETTINGS_PRIORITIES, Settings

from archive.cli.options import err
from archive.collection.failures import keep_trace
from archive.collection.layout import Layout
from archive.errors import ArchiveError, CollectionError
from archive.times import utc_now, warc_date
from crawler.errors import CrawlerError, CrawlFailed
from crawler.options import CrawlOptions
from crawler.session import Session
from crawler.spiders.opening import session_for, with_settings
from crawler.webhook import Deliveries, Webhook


def crawl(
    options: CrawlOptions,
    settings: dict[str, str] | None = None,
    webhook: Webhook | None = None,
) -> Session:
    """Crawl to the end, or until a signal; the session then is closed and tells its summary.

    Raises BadTarget and CollectionError before anything is fetched. First SIGINT or SIGTERM: what
    is in flight is finished and recorded; the second ends the process with status 130.
    """
    try:
        known = _settings(settings or {})
        session = session_for(with_settings(options, known))
        try:
            _run(session, known, webhook)
        finally:
            _close(session)
    except (ArchiveError, CrawlerError):
        raise
    except Exception as error:
        raise CrawlFailed(_fault(options, error)) from error
    return session


def _fault(options: CrawlOptions, error: Exception) -> str:
    """What to say of a fault that nobody foresaw; its trace is kept."""
    kept = keep_trace(Layout(options.collection), "crawl", error)
    trace = (
        f"{options.collection}/logs/failures.jsonl has the trace" if kept else "no trace is kept"
    )
    return f"the crawl could not go on: {error} (a setting given with -s?); {trace}"


def _close(session: Session) -> None:
    try:
        session.close()
    except CollectionError as error:
        session.stop_for(error)


def _settings(said: dict[str, str]) -> Settings:
    """Scrapy's settings: ours, then what the user said with -s."""
    known = Settings()
    known.setmodule("crawler.settings", priority="project")
    known.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")
    for name, value in said.items():
        known.set(name, value, priority="cmdline")
    return known


def _run(session: Session, known: Settings, webhook: Webhook | None) -> None:
    from crawler.spiders.news import NewsSpider

    process: Any = AsyncCrawlerProcess(known)
    with ExitStack() as stack:
        stack.enter_context(
            _logging(
                session.collection.layout.logs,
                _level_of(known),
                session.options.comment_settings.without_secrets,
            )
        )
        _warn(session.summary.warnings)
        if webhook is not None:
            stack.enter_context(_telling(session, webhook))
        crawling = process.crawl(NewsSpider, session=session)
        _on_signals(session)
        _show_progress(session, stack)
        gc.freeze()  # what is loaded by now stays: it need not be looked through for every page
        gc.set_threshold(50_000, 20, 20)  # nor cycles sought as often: few answers are in one
        process.start(install_signal_handlers=False)
        _warn_of(session, session.clocks.warnings())
        _check_ended(crawling)


@contextmanager
def _telling(session: Session, webhook: Webhook) -> Iterator[None]:
    """Edits are told meanwhile; what stays to be told is among the warnings."""
    telling = Deliveries(session.options.collection, webhook)
    try:
        with telling:
            _warn_of(session, telling.warnings)
            yield
    finally:
        _warn_of(session, telling.left())


def _warn_of(session: Session, lines: list[str]) -> None:
    """Warn, and say it again in the summary."""
    session.summary.warnings += lines
    _warn(lines)


def _warn(warnings: Iterable[str]) -> None:
    """On stderr, and in the log."""
    for line in warnings:
        err().print(f"warning: {line}", style="yellow", markup=False)
        logging.getLogger(__name__).warning(line)


def _check_ended(crawling: Any) -> None:
    """Scrapy drops what ended a crawl before its first request: a setting of the wrong form, say."""
    error = crawling.exception() if crawling.done() and not crawling.cancelled() else None
    if isinstance(error, (ArchiveError, CrawlerError)):
        raise error
    if error is not None:
        raise CrawlFailed(
            f"the crawl could not run: {error} (see logs/, and settings given with -s)"
        )


def _level_of(known: Settings) -> int | str:
    """The log holds a line for every answer, unless the user wants another level."""
    is_said = (known.getpriority("LOG_LEVEL") or 0) >= SETTINGS_PRIORITIES["cmdline"]
    level = str(known.get("LOG_LEVEL")) if is_said else "DEBUG"
    return int(level) if level.isdigit() else level


_STOPPING = b"stopping: what is in flight is finished and recorded (again: at once)\n"


_ONE_SIGNAL = 0.5
"""Seconds in which a signal and its copy count as one."""


def _on_signals(session: Session) -> None:
    """The first signal stops giving out; the second ends at once."""

    begun: list[float] = []

    def first(number: int, frame: Any) -> None:
        signal.signal(signal.SIGINT, second)
        signal.signal(signal.SIGTERM, second)
        begun.append(monotonic())
        os.write(2, _STOPPING)  # a console's lock may be held by what the signal interrupted
        session.on_stop()

    def second(number: int, frame: Any) -> None:
        if monotonic() - begun[0] > _ONE_SIGNAL:  # `timeout` sends its signal twice
            os._exit(130)

    signal.signal(signal.SIGINT, first)
    signal.signal(signal.SIGTERM, first)


_SHOW_EVERY = 0.5
"""Seconds; counting a large frontier for every URL would cost more than the crawl."""


def _show_progress(session: Session, stack: ExitStack) -> None:
    """A bar on stderr, on a terminal only."""
    console = err()
    if not console.is_terminal:
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[captures]} captures, {task.fields[articles]} new articles"),
    )
    bar = stack.enter_context(Progress(*columns, console=console, transient=True))
    task = bar.add_task("crawling", total=None, captures=0, articles=0)

    shown = 0.0

    def update() -> None:
        nonlocal shown
        if monotonic() - shown < _SHOW_EVERY:
            return
        shown = monotonic()
        counts = session.frontier.counts(session.run)
        done = counts.done + counts.failed + counts.skipped
        bar.update(
            task,
            completed=done,
            total=done + counts.left,
            captures=session.summary.counts["captures"],
            articles=session.summary.counts["articles_new"],
        )

    session.on_progress = update


_USERINFO = re.compile(r"(?<=://)[^/?#\s@\"'<>]+@")


class _JsonLines(logging.Formatter):
    """A log record as one JSON object; URLs in it are without names and passwords, and nothing in
    it is a key."""

    def __init__(self, without_secrets: Callable[[str], str]) -> None:
        super().__init__()
        self._without_secrets = without_secrets

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": warc_date(datetime.fromtimestamp(record.created, UTC)),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        shown = {
            name: self._without_secrets(_USERINFO.sub("", text)) for name, text in told.items()
        }
        return json.dumps(shown, ensure_ascii=False)


class _LogFile(logging.FileHandler):
    """A log that a full device does not make louder than the error which names it."""

    def handleError(self, record: logging.LogRecord) -> None:
        """The crawl itself stops for a full device, and says so."""

    def close(self) -> None:
        with suppress(OSError):
            super().close()


@contextmanager
def _logging(
    directory: Path, lowest: int | str, without_secrets: Callable[[str], str]
) -> Iterator[None]:
    """Everything that is logged goes to the collection's crawl log, one JSON object a line."""
    name = f"crawl-{utc_now().strftime('%Y%m')}.jsonl"
    handler = _LogFile(directory / name, encoding="utf-8")
    handler.setFormatter(_JsonLines(without_secrets))
    handler.setLevel(lowest)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        handler.close()
