"""set, improve, task: the parts of the document that the timeline does not hold."""

from __future__ import annotations

import difflib
import json
import re
from typing import Annotated

import typer

from pmlog import details, lookup, model, record
from pmlog.cli import options
from pmlog.cli.door import Door, door_of, text_of, time_typed, zone_named
from pmlog.cli.logging import confirm
from pmlog.errors import UsageError
from pmlog.record import Entry, Receipt
from pmlog.store import Log
from pmlog.terminal import storable

FIELDS = tuple(kind.replace("_", "-") for kind in model.FIELD_KINDS)
TASK_TYPES = ("detect", "mitigate", "prevent")


def set_(
    context: typer.Context,
    field: Annotated[str, typer.Argument(metavar="FIELD", help=", ".join(FIELDS))],
    words: options.Words = None,
    at: options.At = None,
    incident: options.Incident = None,
    json_: options.Json = False,
    db: options.Db = None,
) -> None:
    """Set a field of the write-up; the last one wins, and the history is kept."""
    kind = _field(field)
    text = text_of(words).strip()
    if not text:
        raise UsageError(f'{field} needs a text: pmlog set {field} "..."')
    _write(context, field_entry(kind, text), incident, db, json_, at)


def improve(
    context: typer.Context,
    words: options.Words = None,
    incident: options.Incident = None,
    json_: options.Json = False,
    db: options.Db = None,
) -> None:
    """Add something that can be improved, broadly."""
    text = text_of(words).strip()
    if not text:
        raise UsageError('say what can be improved: pmlog improve "load test each release"')
    _write(context, Entry(text=text, kind=model.IMPROVEMENT), incident, db, json_)


def add_task(
    context: typer.Context,
    words: options.Words = None,
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="NAME", help="Who does it.")
    ] = None,
    due: Annotated[
        str | None,
        typer.Option("--due", metavar="DATE", help="By when: 2026-12-01, fri."),
    ] = None,
    type_: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help=", ".join(TASK_TYPES))
    ] = None,
    ticket: Annotated[
        str | None, typer.Option("--ticket", metavar="ID", help="Where it is tracked.")
    ] = None,
    incident: options.Incident = None,
    json_: options.Json = False,
    db: options.Db = None,
) -> None:
    """Add a specific task, such as "alert on connection pool use above 80 %"."""
    text = text_of(words).strip()
    if not text:
        raise UsageError('say what is to be done: pmlog task add "patch nginx"')
    data = task_data(door_of(context), owner, due, type_, ticket)
    given = json.dumps({key: value for key, value in data.items() if value})
    _write(context, Entry(text=text, kind=model.TASK, data=given), incident, db, json_)


def task_data(
    door: Door, owner: str | None, due: str | None, type_: str | None, ticket: str | None
) -> dict[str, str | None]:
    """Return the particulars of a task as they are stored; None what was not given."""
    if type_ and type_ not in TASK_TYPES:
        raise UsageError(f"no task type {type_!r}; it is one of: {', '.join(TASK_TYPES)}")
    return {
        details.OWNER: owner and storable(owner),
        details.DUE: due and _due(door, due),
        details.TYPE: type_,
        details.TICKET: ticket and storable(ticket),
    }


def _write(
    context: typer.Context,
    entry: Entry,
    incident: str | None,
    db: str | None,
    json_: bool,
    at: str | None = None,
) -> None:
    door = door_of(context)
    with door.existing_log(db) as log:
        receipt = _write_to(door, log, entry, door.incident(log, incident), at)
    confirm(receipt, json_)


def _write_to(door: Door, log: Log, entry: Entry, incident: str, at: str | None) -> Receipt:
    reading = time_typed(at, door, lookup.told(log, incident).zone)
    if reading:
        entry = entry._replace(
            at_us=reading.at_us, approx=reading.approx, said=storable(reading.said)
        )
    return record.write_up(log, door.responder(), entry, incident)


def _due(door: Door, typed: str) -> str:
    from pmlog import when

    return when.read_date(typed, now_us=door.now_us, zone=door.responder().zone)


def _field(typed: str) -> str:
    """Return the kind of a field; its start will do."""
    wanted = typed.strip().lower().replace("-", "_")
    if wanted in model.FIELD_KINDS:
        return wanted
    matches = [kind for kind in model.FIELD_KINDS if wanted and kind.startswith(wanted)]
    if len(matches) == 1:
        return matches[0]
    near = difflib.get_close_matches(wanted.replace("_", "-"), FIELDS, n=1)
    hint = f"did you mean {near[0]}?" if near else f"it is one of: {', '.join(FIELDS)}"
    raise UsageError(f"no field {typed!r}; {hint}")


def field_entry(kind: str, text: str) -> Entry:
    """Return a field's text as it is stored. UsageError where it is not of its sort."""
    if kind == model.TIMEZONE:
        return Entry(text=zone_named(text), kind=kind)
    if kind != model.USERS_AFFECTED:
        return Entry(text=text, kind=kind)
    percent = _percent(text)
    shown = text if "%" in text else f"{text} %"
    return Entry(text=shown, kind=kind, data=json.dumps({details.PERCENT: percent}))


def _percent(text: str) -> float:
    """Return the share that a text states. UsageError unless it is one from 0 to 100."""
    match = re.fullmatch(
        r"(?:~|about|around|approximately|ca\.?)?\s*([0-9]{1,3}(?:\.[0-9]+)?)\s*%?",
        text.lower(),
    )
    if not match or float(match[1]) > 100:
        raise UsageError(
            f"{text!r} is no share of users; give a percentage such as 30 or 12.5%"
        )
    value = float(match[1])
    return int(value) if value.is_integer() else value
