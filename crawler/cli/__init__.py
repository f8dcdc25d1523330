"""The `microfiche` command: a table of commands, each imported only when it is called.

Exit status: 0 done; 1 done with failures; 2 the call was wrong; 3 could not start or had to stop.
"""

from __future__ import annotations

import importlib
import sys

import click

import archive
from archive.cli.pages import PageReader
from archive.errors import ArchiveError
from crawler.cli.pages import read_page
from crawler.errors import CrawlerError

COMMANDS: dict[str, str] = {
    "demo": "crawler.cli.demo:command",
    "crawl": "crawler.cli.crawl:command",
    "watch": "crawler.cli.watch:command",
    "sites": "crawler.cli.sites:command",
    "new-site": "crawler.cli.new_site:command",
    "extract": "crawler.cli.extract:command",
    "articles": "archive.cli.articles:command",
    "show": "archive.cli.show:command",
    "revisions": "archive.cli.revisions:command",
    "search": "archive.cli.search:command",
    "diff": "archive.cli.diff:command",
    "edits": "archive.cli.edits:command",
    "stats": "archive.cli.stats:command",
    "serve": "archive.cli.serve:command",
    "drift": "archive.cli.drift:command",
    "verify": "archive.cli.verify:command",
    "fixity": "archive.cli.fixity:command",
    "repair": "crawler.cli.repair:command",
    "rebuild": "archive.cli.rebuild:command",
    "reextract": "crawler.cli.reextract:command",
    "import": "crawler.cli.import_:command",
    "export": "archive.cli.export:command",
    "withdraw": "archive.cli.withdraw:command",
}
"""Name to `module:attribute`. The first sentence of the command's docstring is its line in --help."""


class Commands(click.Group):
    """A group whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(archive.__version__, prog_name="microfiche")
@click.pass_context
def cli(context: click.Context) -> None:
    """Crawl news sites, keep every exchange as it crossed the wire, and show what editors changed."""
    context.obj = PageReader(read_page)


def main() -> None:
    """Run the command line; a known error becomes one line on stderr and an exit status."""
    try:
        status = cli.main(standalone_mode=False)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (ArchiveError, CrawlerError) as error:
        click.echo(f"microfiche: {error}", err=True)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    sys.exit(status if isinstance(status, int) else 0)
