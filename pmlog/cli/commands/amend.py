"""amend, retract, restore, undo, history: what was logged wrong."""

from __future__ import annotations

import contextlib
import re
from typing import Annotated

import typer

from pmlog import clock
from pmlog.actions import correct, lookup
from pmlog.actions.correct import Correction
from pmlog.cli import arguments
from pmlog.cli.amendment import Mending
from pmlog.cli.commands.event import Times, given, kind_named
from pmlog.cli.commands.set import at_later, task_data
from pmlog.cli.session import Session, options_typed, session_of, text_kept, text_of
from pmlog.errors import UsageError
from pmlog.exchange import export
from pmlog.incident import event_data, history
from pmlog.incident.history import Change
from pmlog.store import current, queries
from pmlog.store.log import Log
from pmlog.text.terminal import clipped, say_all, say_stored, storable, warn

EventId = Annotated[
    str, typer.Argument(metavar="ID", help="An event's id, or its first characters.")
]
EventIds = Annotated[
    list[str], typer.Argument(metavar="ID...", help="Ids, or their first characters.")
]
Why = Annotated[str | None, typer.Option("--why", metavar="TEXT", help="The reason.")]


def amend(
    context: typer.Context,
    event: EventId,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT...]", help="The new text; - reads standard input."),
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", metavar="TEXT", help="The new text.")
    ] = None,
    kind: arguments.Kind = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="TIME",
            help="When; of a bare 14:05, the one nearest to the time it had.",
        ),
    ] = None,
    until: arguments.Until = None,
    duration: arguments.For = None,
    no_until: Annotated[bool, typer.Option("--no-until", help="It has no end.")] = False,
    tz: arguments.Tz = None,
    by: arguments.By = None,
    how: arguments.How = None,
    to: arguments.To = None,
    link: arguments.Link = None,
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="NAME", help="Who does the task.")
    ] = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar="DATE", help="By when: 2026-12-01, fri.")
    ] = None,
    type_: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="The type of the task.")
    ] = None,
    ticket: Annotated[
        str | None, typer.Option("--ticket", metavar="TICKET", help="Where it is tracked.")
    ] = None,
    why: Why = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Mend an event: its text, time, kind or particulars.

    What is not given stays. --to and --link replace those that were there, and an empty one
    ("") takes them away, as it does with --how, --owner, --due, --type and --ticket.
    """
    session = session_of(context)
    new_text = _new_text(words, text)
    mending = Mending(
        new_text,
        None if kind is None else kind_named(kind),
        Times(at, until, duration, tz),
        no_until,
        _author(by),
        {
            event_data.HOW: how and storable(how),
            event_data.TO: None if to is None else given(to),
            event_data.LINKS: None if link is None else given(link),
            **task_data(session, owner, due, type_, ticket),
        },
    )
    if no_until and mending.times.has_end:
        raise UsageError("--no-until takes the end away; leave out --until and --for")
    with contextlib.ExitStack() as opened:
        with text_kept(["amend", event, *_again(context, session)], new_text):
            log = opened.enter_context(session.existing_log(db))
            done = correct.amend(
                log,
                session.responder(),
                event,
                lambda about: mending.values(about, session),
                storable(why or ""),
            )
        report(log, done, json_)


def _again(context: typer.Context, session: Session) -> list[str]:
    """Return the options of this call as they will mean the same later."""
    given_ = dict(context.params) | {"db": session.db_typed(context.params["db"])}
    for name in ("at", "until"):
        if given_[name] and _COUNTS_FROM_NOW.search(given_[name]):
            given_[name] = at_later(given_[name], session)
    left_out = {"text", "json_"}
    return options_typed(context, {k: v for k, v in given_.items() if k not in left_out})


_COUNTS_FROM_NOW = re.compile(
    r"^\s*(?:[+-]|in\b|(?:just |right )?now\b)|\b(?:ago|earlier|from now)\s*$",
    re.IGNORECASE,
)


def _new_text(words: list[str] | None, text: str | None) -> str | None:
    """Return the new text, if any. A pipe is read for "-" alone: it may be a loop's."""
    if words and text is not None:
        raise UsageError("the new text is there twice, as words and as --text")
    found = storable(text) if text is not None else text_of(words) if words else None
    if found is not None and not found.strip():
        raise UsageError("the new text is empty; 'pmlog retract ID' takes an event back")
    return found


def _author(typed: str | None) -> str | None:
    author = None if typed is None else storable(typed).strip()
    if author == "":
        raise UsageError("--by is empty; give the name of who did it")
    return author


def retract(
    context: typer.Context,
    events: EventIds,
    why: Why = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Take events back, so that they count no more.

    They stay in the log and in its history.
    """
    _retract(context, events, why, json_, db, retracted=True)


def restore(
    context: typer.Context,
    events: EventIds,
    why: Why = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Let events count again that were retracted or undone."""
    _retract(context, events, why, json_, db, retracted=False)


def _retract(
    context: typer.Context,
    events: list[str],
    why: str | None,
    json_: bool,
    db: str | None,
    *,
    retracted: bool,
) -> None:
    session = session_of(context)
    reason = storable(why or "")
    with session.existing_log(db) as log:
        done = correct.retract(
            log, session.responder(), events, retracted=retracted, why=reason
        )
        report(log, done, json_, "is retracted" if retracted else "counts")


def undo(
    context: typer.Context, json_: arguments.Json = False, db: arguments.Db = None
) -> None:
    """Take back what you did last by one command.

    Again, it takes back what you did before that. Whatever it was: an event, a field, a
    task, an incident, a correction. What others did stays, and nothing is deleted.
    """
    session = session_of(context)
    with session.existing_log(db) as log:
        done = correct.undo(log, session.responder())
        report(log, done, json_)


def report(log: Log, done: Correction, json_: bool, so: str = "is so") -> None:
    """Print what was corrected, or undone and how to get it back; what was so already."""
    logged_at = {event.id: event.recorded_at for event in done.undone}
    for change in done.changes:
        if json_:
            say_stored(export.line(export.event_object(change.said)))
        else:
            say_stored(_confirmation(log, change, logged_at))
    if not json_:
        say_all(f"to get it back: {command}" for command in correct.ways_back(done.undone))
    for event in done.unchanged:
        warn(f"{event.short_id} {so} already; nothing was changed")
    for warning in done.warnings:
        warn(f"warning: {warning}")


def _confirmation(log: Log, change: Change, logged_at: dict[str, int]) -> str:
    about = correct.subject(log, change.after)
    place = f"  [{clipped(about.incident.title, 24)}]" if about.incident else ""
    what = history.what(change, about.zone)
    now_us = change.said.recorded_at
    after_us = clock.between(logged_at.get(change.said.details.undoes, now_us), now_us)
    is_old = after_us >= clock.MINUTE_US
    late = f" {clock.duration_text(after_us)} later" if is_old else ""
    return f"{change.after.short_id}  {change.action}{late}: {what}{place}"


def history_(
    context: typer.Context,
    event: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="An event; else the incident.")
    ] = None,
    incident: arguments.Incident = None,
    all_: Annotated[
        bool, typer.Option("--all", help="All incidents, those taken back among them.")
    ] = False,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Show who logged and changed what, when and why.

    The last change comes last. Of an event, its whole life; else of the incident.
    """
    if (event is not None) + (incident is not None) + all_ > 1:
        raise UsageError("ID, --incident and --all exclude each other; give one of them")
    session = session_of(context)
    with session.existing_log(db) as log:
        zone, told = _told(session, log, event, incident, all_)
    if json_:
        say_all(export.line(history.plain(change)) for change in told)
    else:
        say_all(history.line(change, zone) for change in told)


def _told(
    session: Session, log: Log, event: str | None, incident: str | None, all_: bool
) -> tuple[str, list[Change]]:
    """Return the zone to tell the times in, and the changes that were asked for."""
    if event is not None:
        about = correct.subject(log, lookup.find_event(log, event))
        return about.zone, list(history.changes([about.fact, *about.words]))
    if all_:
        return session.responder().zone, list(history.changes(queries.all_events(log)))
    chosen = session.incident(log, incident)
    return current.incident(log, chosen).zone, list(
        history.changes(queries.events_of(log, chosen))
    )
