"""task done, reopen, list: what became of the tasks."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from pmlog.actions import correct
from pmlog.actions.correct import Subject
from pmlog.cli import arguments
from pmlog.cli.commands.amend import EventId, report
from pmlog.cli.commands.metrics import all_told
from pmlog.cli.commands.timeline import incident_told
from pmlog.cli.session import session_of
from pmlog.errors import UsageError
from pmlog.exchange import export
from pmlog.incident import event_data, kinds
from pmlog.incident.event import Event
from pmlog.incident.timeline import Incident
from pmlog.text.terminal import one_line, say


def done(
    context: typer.Context,
    task: EventId,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Mark a task as done; the document shows it ticked."""
    _mark(context, task, json_, db, is_done=True)


def reopen(
    context: typer.Context,
    task: EventId,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Mark a task as not done after all."""
    _mark(context, task, json_, db, is_done=False)


def _mark(
    context: typer.Context, task: str, json_: bool, db: str | None, *, is_done: bool
) -> None:
    def said(about: Subject) -> dict[str, Any]:
        if about.fact.kind != kinds.TASK:
            raise UsageError(
                f"{about.fact.short_id} is no task; 'pmlog task list' shows them"
            )
        return {event_data.DONE: is_done}

    session = session_of(context)
    with session.existing_log(db) as log:
        report(log, correct.amend(log, session.responder(), task, said), json_)


def list_(
    context: typer.Context,
    incident: arguments.IncidentArgument = None,
    all_: Annotated[bool, typer.Option("--all", help="Of all incidents.")] = False,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """List the tasks, each with its id; [x] marks what is done."""
    if all_ and incident:
        raise UsageError("--all is about every incident; leave out INCIDENT or --all")
    session = session_of(context)
    with session.existing_log(db) as log:
        told = all_told(log) if all_ else [incident_told(session, log, incident)]
    for each in told:
        for task in each.tasks:
            say(export.line(_plain(each, task)) if json_ else _line(each, task, all_))


def _plain(incident: Incident, task: Event) -> dict[str, Any]:
    known = task.details
    return {
        "id": task.id,
        "incident": incident.id,
        "text": task.text,
        "owner": known.owner or None,
        "due": known.due or None,
        "type": known.type or None,
        "ticket": known.ticket or None,
        "done": known.done,
    }


def _line(incident: Incident, task: Event, all_: bool) -> str:
    known = task.details
    parts = [known.owner, known.due and f"due {known.due}", known.type, known.ticket]
    inside = ", ".join(part for part in parts if part)
    mark = "x" if known.done else " "
    place = f"  [{incident.title}]" if all_ else ""
    particulars = f" ({inside})" if inside else ""
    return one_line(f"[{mark}] {task.short_id}  {task.text}{particulars}{place}")
