"""history: who logged and changed what, when and why."""

from __future__ import annotations

from typing import Annotated

import typer

from pmlog.actions import correct, lookup
from pmlog.cli import arguments
from pmlog.cli.session import Session, session_of
from pmlog.errors import UsageError
from pmlog.exchange import export
from pmlog.incident import history
from pmlog.incident.history import Change
from pmlog.render.changes import line
from pmlog.store import current, queries
from pmlog.store.log import Log
from pmlog.text.terminal import say_all


def history_(
    context: typer.Context,
    event: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="An event; without it, the incident."),
    ] = None,
    incident: arguments.Incident = None,
    all_: Annotated[
        bool, typer.Option("--all", help="All incidents, also those taken back.")
    ] = False,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Show who logged and changed what, when and why.

    The last change comes last. With an ID it is all that concerns that event.
    """
    if (event is not None) + (incident is not None) + all_ > 1:
        raise UsageError("ID, --incident and --all exclude each other; give one of them")
    session = session_of(context)
    with session.existing_log(db) as log:
        zone, changes = _changes(session, log, event, incident, all_)
    if json_:
        say_all(export.line(history.plain(change)) for change in changes)
    else:
        say_all(line(change, zone) for change in changes)


def _changes(
    session: Session, log: Log, event: str | None, incident: str | None, all_: bool
) -> tuple[str, list[Change]]:
    """Return the zone that times are shown in, and the changes that were asked for."""
    if event is not None:
        about = correct.subject(
            log, lookup.find_event(log, event, session.responder().author)
        )
        return about.zone, list(history.changes([about.fact, *about.corrections]))
    if all_:
        return session.responder().zone, list(history.changes(queries.all_events(log)))
    chosen = session.incident(log, incident)
    return current.incident(log, chosen).zone, list(
        history.changes(current.whole(log, chosen).events)
    )
