"""join, move, pin, unpin: what belongs together, and what must be in the document."""

from __future__ import annotations

from typing import Annotated

import typer

from pmlog.actions import current_incident, joining, lookup
from pmlog.cli import arguments
from pmlog.cli.arguments import EventIds, Why
from pmlog.cli.output import report
from pmlog.cli.session import session_of
from pmlog.errors import NotFound, UsageError
from pmlog.text.terminal import clipped, say_stored, storable


def join(
    context: typer.Context,
    other: Annotated[
        str, typer.Argument(metavar="OTHER", help="The incident that is the same.")
    ],
    into: Annotated[
        str | None,
        typer.Argument(
            metavar="[INTO]", help="The one that it joins; else the current one."
        ),
    ] = None,
    db: arguments.Db = None,
) -> None:
    """Make two incidents one, where two responders logged one outage.

    Both halves stay as they are; pmlog undo takes it back.
    """
    session = session_of(context)
    with session.existing_log(db) as log:
        wanted = lookup.find_incident(log, other)
        named = session.incident_named(log, into)
        chosen = named or current_incident.open_now(log, session.now_us)
        if chosen is None:
            raise NotFound("no incident is open to join it with; name one: join OTHER INTO")
        if wanted == chosen:
            raise UsageError(f"{other!r} is that incident already; name the other one")
        done = joining.join(log, session.responder(), wanted, chosen)
    title = clipped(done.incident.title, 60)
    state = "one incident now:" if done.is_new else "one incident already:"
    say_stored(f"{state} {done.incident.short_id}  {title}")


def move(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="ID... [INCIDENT]", help="Events, and where they belong."),
    ],
    new: Annotated[
        str | None,
        typer.Option("--new", metavar="TITLE", help="Into a new incident of that title."),
    ] = None,
    why: Why = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Put events into the incident that they belong to."""
    if new is not None and not new.strip():
        raise UsageError("--new is empty; give the title of the incident")
    events = words if new is not None else words[:-1]
    if not events:
        raise UsageError(
            "name the events and then the incident: pmlog move 3fa9c1 checkout"
        )
    session = session_of(context)
    with session.existing_log(db) as log:
        place = None if new is not None else lookup.find_incident(log, words[-1])
        done = joining.move(
            log,
            session.responder(),
            events,
            place,
            storable(new or "").strip(),
            storable(why or ""),
        )
        report(log, done, json_, "is there")


def pin(
    context: typer.Context,
    events: EventIds,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Keep events in the document, however many there are."""
    session = session_of(context)
    with session.existing_log(db) as log:
        done = joining.pin(log, session.responder(), events, pinned=True)
        report(log, done, json_, "is pinned")


def unpin(
    context: typer.Context,
    events: EventIds,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Let the document leave events out again where there are many."""
    session = session_of(context)
    with session.existing_log(db) as log:
        done = joining.pin(log, session.responder(), events, pinned=False)
        report(log, done, json_, "is not pinned")
