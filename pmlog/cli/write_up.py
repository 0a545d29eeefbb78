"""A field, an improvement or a task, into the log and said."""

from __future__ import annotations

import typer

from pmlog.actions import lifecycle
from pmlog.actions.record import Receipt
from pmlog.cli.output import confirm
from pmlog.cli.session import Session, as_typed, session_of, text_kept, time_typed
from pmlog.event_times import time_of
from pmlog.incident.event import Entry
from pmlog.store import current
from pmlog.store.log import Log
from pmlog.text.terminal import storable


def log_entry(
    context: typer.Context,
    entry: Entry,
    again: list[str],
    incident: str | None,
    db: str | None,
    json_: bool,
    at: str | None = None,
) -> None:
    """Log an entry of the write-up, and say so; again is the command that repeats it."""
    session = session_of(context)
    again += as_typed({"-i": incident, "--db": session.db_typed(db)})
    with text_kept(again, entry.text), session.existing_log(db) as log:
        receipt = _record(session, log, entry, session.incident(log, incident), at)
    confirm(receipt, json_)


def _record(
    session: Session, log: Log, entry: Entry, incident: str, at: str | None
) -> Receipt:
    about = current.incident(log, incident)
    reading = time_typed(
        at, session, about.zone, near=time_of(about), start_us=about.start_us
    )
    if reading:
        entry = entry._replace(
            at_us=reading.at_us, approx=reading.approx, as_typed=storable(reading.as_typed)
        )
    return lifecycle.write_up(log, session.responder(), entry, incident)
