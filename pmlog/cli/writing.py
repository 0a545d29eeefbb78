"""write: answers what the document still misses.

What asks is imported by the function: every command imports this file.
"""

from __future__ import annotations

from typing import Annotated

import typer

from pmlog.cli import checking, options
from pmlog.cli.door import door_of


def write(
    context: typer.Context,
    incident: options.IncidentArgument = None,
    list_: Annotated[
        bool, typer.Option("--list", help="Ask nothing; print what is missing.")
    ] = False,
    json_: options.Json = False,
    db: options.Db = None,
) -> None:
    """Answer, one by one, what the document still misses.

    Each answer is stored at once. Without a terminal, and with --list or --json, print what
    is missing; exit 1 if anything is.
    """
    from pmlog.cli import keyboard

    door = door_of(context)
    if list_ or json_ or not keyboard.is_there():
        raise typer.Exit(checking.check_log(door, incident, db, as_json=json_))
    from pmlog.cli.book import Book
    from pmlog.cli.interview import Interview

    with door.existing_log(db) as log:
        book = Book(door, db, door.incident(log, incident))
    raise typer.Exit(Interview(book, is_named=bool(incident)).run())
