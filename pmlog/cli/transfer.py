"""export, import: the log as lines of JSON."""

from __future__ import annotations

from typing import Annotated

import typer

from pmlog import exchange
from pmlog.cli import options
from pmlog.cli.door import door_of, standard_input
from pmlog.errors import NotFound, PmlogError, UsageError
from pmlog.terminal import say, say_all

FORMATS = ("jsonl",)


def export(
    context: typer.Context,
    format_: Annotated[
        str, typer.Option("--format", metavar="|".join(FORMATS), help="The format.")
    ] = "jsonl",
    db: options.Db = None,
) -> None:
    """Print every event of the log, one JSON object a line."""
    if format_ not in FORMATS:
        raise UsageError(f"no format {format_!r}; it is one of: {', '.join(FORMATS)}")
    with door_of(context).existing_log(db) as log:
        say_all(exchange.export_lines(log))


def import_(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="- reads standard input.")],
    db: options.Db = None,
) -> None:
    """Add what another log exported.

    Events that are there already are left as they are; all are added or none.
    """
    # Read first: what is no export makes no log.
    events = exchange.read_lines(_text(file).split("\n"))
    with door_of(context).log_to_write(db) as log:
        new = exchange.import_events(log, events)
    say(f"{new} events imported, {len(events) - new} were there already")


def _text(file: str) -> str:
    try:
        if file == "-":
            return standard_input().decode("utf-8-sig")
        with open(file, encoding="utf-8-sig") as opened:
            return opened.read()
    except FileNotFoundError as error:
        raise NotFound(f"no file {file}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise PmlogError(f"{file} cannot be read: {error}") from error
