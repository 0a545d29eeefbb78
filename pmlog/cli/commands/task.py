"""task done, reopen, list: what became of the tasks."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from pmlog.actions import correct
from pmlog.actions.correct import Subject
from pmlog.cli import arguments
from pmlog.cli.arguments import EventId
from pmlog.cli.output import report
from pmlog.cli.reading import read_all_incidents, read_incident
from pmlog.cli.session import as_typed, session_of, text_of
from pmlog.cli.values import task_data
from pmlog.cli.write_up import log_entry
from pmlog.errors import UsageError
from pmlog.exchange import export
from pmlog.incident import event_data, kinds
from pmlog.incident.event import Event
from pmlog.incident.timeline import Incident
from pmlog.postmortem import fields
from pmlog.text.terminal import one_line, say_all


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
    def read_values(about: Subject) -> dict[str, Any]:
        if about.fact.kind != kinds.TASK:
            raise UsageError(
                f"{about.fact.short_id} is no task; 'pmlog task list' shows them"
            )
        return {event_data.DONE: is_done}

    session = session_of(context)
    with session.existing_log(db) as log:
        report(log, correct.amend(log, session.responder(), task, read_values), json_)


def list_(
    context: typer.Context,
    incident: arguments.IncidentArgument = None,
    all_: Annotated[bool, typer.Option("--all", help="Of all incidents.")] = False,
    overdue: Annotated[
        bool, typer.Option("--overdue", help="Only what is overdue; exit 1 if anything is.")
    ] = False,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """List the tasks, each with its id; [x] marks what is done.

    A task is overdue from the day after its date, by the zone of its incident.
    """
    if all_ and incident:
        raise UsageError("--all is about every incident; leave out INCIDENT or --all")
    session = session_of(context)
    with session.existing_log(db) as log:
        incidents = (
            read_all_incidents(log) if all_ else [read_incident(session, log, incident)]
        )
    shown = [
        (each, task)
        for each in incidents
        for task in each.tasks
        if not overdue or _days_over(task, session.now_us, each.zone)
    ]
    say_all(
        export.line(_plain(each, task)) if json_ else _line(each, task, all_)
        for each, task in shown
    )
    if overdue and shown:
        raise typer.Exit(1)


def _days_over(task: Event, now_us: int, zone: str) -> int:
    from pmlog.stats.followup import days_over

    return days_over(task.details.due, now_us, zone, is_done=task.details.done)


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
    """Add a specific task, such as "alert at 80 % of the pool"."""
    text = text_of(words).strip()
    if not text:
        raise UsageError('say what is to be done: pmlog task add "patch nginx"')
    data = task_data(session_of(context), owner, due, type_, ticket)
    given = {"--owner": owner, "--due": due, "--type": type_, "--ticket": ticket}
    again = ["task", "add", *as_typed(given)]
    log_entry(context, fields.task_entry(text, data), again, incident, db, json_)
