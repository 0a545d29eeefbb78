"""set, improve, task: the parts of the document that the timeline does not hold."""

from __future__ import annotations

import difflib
from typing import Annotated

import typer

from pmlog import clock
from pmlog.actions import record
from pmlog.actions.receipt import Receipt
from pmlog.cli import arguments
from pmlog.cli.commands.event import confirm
from pmlog.cli.session import Session, as_typed, session_of, text_kept, text_of, time_typed
from pmlog.errors import TimeRefused, UsageError
from pmlog.incident import kinds
from pmlog.incident.entry import Entry
from pmlog.postmortem import fields
from pmlog.store import current
from pmlog.store.log import Log
from pmlog.text.terminal import storable

FIELDS = tuple(kind.replace("_", "-") for kind in kinds.FIELD_KINDS)


def set_(
    context: typer.Context,
    field: Annotated[str, typer.Argument(metavar="FIELD", help=", ".join(FIELDS))],
    words: arguments.Words = None,
    at: arguments.At = None,
    incident: arguments.Incident = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Set a field of the write-up, such as the root cause.

    The last one wins, and the history is kept.
    """
    kind = _field(field)
    text = text_of(words).strip()
    if not text:
        raise UsageError(f'{field} needs a text: pmlog set {field} "..."')
    again = ["set", field, *as_typed({"--at": at_later(at, session_of(context))})]
    _write(context, fields.field_entry(kind, text), again, incident, db, json_, at)


def improve(
    context: typer.Context,
    words: arguments.Words = None,
    incident: arguments.Incident = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Add something that can be improved, broadly."""
    text = text_of(words).strip()
    if not text:
        raise UsageError('say what can be improved: pmlog improve "load test each release"')
    entry = Entry(text=text, kind=kinds.IMPROVEMENT)
    _write(context, entry, ["improve"], incident, db, json_)


def add_task(
    context: typer.Context,
    words: arguments.Words = None,
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="NAME", help="Who does it.")
    ] = None,
    due: Annotated[
        str | None,
        typer.Option("--due", metavar="DATE", help="By when: 2026-12-01, fri."),
    ] = None,
    type_: Annotated[
        str | None,
        typer.Option(
            "--type",
            metavar="|".join(fields.TASK_TYPES),
            help="What it would do.",
        ),
    ] = None,
    ticket: Annotated[
        str | None, typer.Option("--ticket", metavar="TICKET", help="Where it is tracked.")
    ] = None,
    incident: arguments.Incident = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Add a specific task, such as "alert on connection pool use above 80 %"."""
    text = text_of(words).strip()
    if not text:
        raise UsageError('say what is to be done: pmlog task add "patch nginx"')
    data = task_data(session_of(context), owner, due, type_, ticket)
    given = {"--owner": owner, "--due": due, "--type": type_, "--ticket": ticket}
    again = ["task", "add", *as_typed(given)]
    _write(context, fields.task_entry(text, data), again, incident, db, json_)


def task_data(
    session: Session,
    owner: str | None,
    due: str | None,
    type_: str | None,
    ticket: str | None,
) -> dict[str, str | None]:
    """Return the particulars of a task as they are stored; None what was not given."""
    date = due and _due(session, due)
    return fields.task_data(owner=owner, due=date, type_=type_, ticket=ticket)


def _write(
    context: typer.Context,
    entry: Entry,
    again: list[str],
    incident: str | None,
    db: str | None,
    json_: bool,
    at: str | None = None,
) -> None:
    session = session_of(context)
    again += as_typed({"-i": incident, "--db": session.db_typed(db)})
    with text_kept(again, entry.text), session.existing_log(db) as log:
        receipt = _write_to(session, log, entry, session.incident(log, incident), at)
    confirm(receipt, json_)


def _write_to(
    session: Session, log: Log, entry: Entry, incident: str, at: str | None
) -> Receipt:
    reading = time_typed(at, session, current.incident(log, incident).zone)
    if reading:
        entry = entry._replace(
            at_us=reading.at_us, approx=reading.approx, said=storable(reading.said)
        )
    return record.write_up(log, session.responder(), entry, incident)


def at_later(typed: str | None, session: Session) -> str | None:
    """Return a typed time as it will still be understood later."""
    try:
        reading = time_typed(typed, session, session.responder().zone)
    except TimeRefused:  # whoever reads it in the incident's zone will say why
        return typed
    return reading and clock.rfc3339(reading.at_us)


def _due(session: Session, typed: str) -> str:
    from pmlog import when

    return when.read_date(typed, now_us=session.now_us, zone=session.responder().zone)


def _field(typed: str) -> str:
    """Return the kind of a field; its start will do."""
    wanted = typed.strip().lower().replace("-", "_")
    if wanted in kinds.FIELD_KINDS:
        return wanted
    matches = [kind for kind in kinds.FIELD_KINDS if wanted and kind.startswith(wanted)]
    if len(matches) == 1:
        return matches[0]
    near = difflib.get_close_matches(wanted.replace("_", "-"), FIELDS, n=1)
    hint = f"did you mean {near[0]}?" if near else f"it is one of: {', '.join(FIELDS)}"
    raise UsageError(f"no field {typed!r}; {hint}")
