"""write: answers what the document still misses.

What asks is imported by the function: every command imports this file.
"""

from __future__ import annotations

from typing import Annotated

import typer

from pmlog.cli import arguments
from pmlog.cli.log_check import check_log
from pmlog.cli.session import session_of


def write(
    context: typer.Context,
    incident: arguments.IncidentArgument = None,
    list_: Annotated[
        bool, typer.Option("--list", help="Ask nothing; print what is missing.")
    ] = False,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Answer, one by one, what the document still misses.

    Each answer is stored at once. Without a terminal, and with --list or --json, print what
    is missing; exit 1 if anything is.
    """
    from pmlog.cli.terminal import keyboard

    session = session_of(context)
    if list_ or json_ or not keyboard.is_there():
        raise typer.Exit(check_log(session, incident, db, as_json=json_))
    from pmlog.cli.interview.incident_log import WriteSession
    from pmlog.cli.interview.interview import Interview

    with session.existing_log(db) as log:
        asked = WriteSession(session, db, session.incident(log, incident))
    raise typer.Exit(Interview(asked, is_named=bool(incident)).run())
