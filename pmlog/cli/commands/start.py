"""start, use, close, reopen: incidents as wholes."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import typer

from pmlog import clock
from pmlog.actions import current_incident, lifecycle, lookup
from pmlog.cli import arguments
from pmlog.cli.options import spread
from pmlog.cli.output import confirm
from pmlog.cli.session import Session, options_typed, session_of, text_kept, text_of
from pmlog.errors import NotFound, UsageError
from pmlog.event_times import Times
from pmlog.incident import kinds
from pmlog.incident.event import Entry, short
from pmlog.incident.timeline import Incident
from pmlog.store import current
from pmlog.store.log import Log
from pmlog.text.terminal import clipped, say, say_stored, storable, warn


class Options(NamedTuple):
    """What `pmlog start` can be told."""

    title: arguments.Words = None
    severity: Annotated[
        str | None, typer.Option("--severity", metavar="TEXT", help="Such as SEV-1.")
    ] = None
    service: Annotated[
        list[str] | None,
        typer.Option("--service", metavar="NAME", help="What is down (repeatable)."),
    ] = None
    tz: Annotated[
        str | None,
        typer.Option("--tz", metavar="ZONE", help="The incident's zone: Europe/Berlin."),
    ] = None
    at: arguments.At = None
    key: Annotated[
        str | None,
        typer.Option(
            "--key", metavar="KEY", help="A name your team knows, such as INC-42."
        ),
    ] = None
    commander: Annotated[
        str | None, typer.Option("--commander", metavar="NAME", help="Who leads it.")
    ] = None
    by: arguments.By = None
    json_: arguments.Json = False
    db: arguments.Db = None


@spread(Options)
def start(context: typer.Context, typed: Options) -> None:
    """Open an incident; what is logged next belongs to it.

    Where an incident has that --key already, that one becomes the current one instead.
    """
    session = session_of(context)
    text = text_of(typed.title).strip()
    if not text:
        raise UsageError("the incident needs a title: pmlog start Checkout is down")
    responder = session.responder(typed.tz)
    entry = Times(typed.at, None, None, typed.tz, may_span=False).read_into(
        Entry(text=text, author=typed.by and storable(typed.by)), session, responder.zone
    )
    again = ["start", *_again(context, session, entry)]
    with text_kept(again, text), session.log_to_write(typed.db) as log:
        if typed.key and (there := lookup.keyed(log, typed.key)):
            _turn(session, log, kinds.USED, there)
            return
        others = lookup.open_of_title(log, text)
        # Its clock shows the incident's zone, whatever zone its time was typed in.
        entry = entry._replace(zone=responder.zone)
        receipt = lifecycle.open_incident(log, responder, entry, _fields(typed))
    confirm(receipt, typed.json_)
    _tell_of(others)


def _fields(typed: Options) -> dict[str, str]:
    fields = {
        kinds.SEVERITY: typed.severity,
        kinds.SERVICES: ", ".join(typed.service or []),
        kinds.KEY: typed.key,
        kinds.COMMANDER: typed.commander,
    }
    return {kind: storable(value) for kind, value in fields.items() if value}


def _again(context: typer.Context, session: Session, entry: Entry) -> list[str]:
    """Return the options with which the incident is opened later, as of now."""
    at_us = session.now_us if entry.at_us is None else entry.at_us
    at = ("~" if entry.approx else "") + clock.rfc3339(at_us)
    db = session.db_typed(context.params["db"])
    return options_typed(context, context.params | {"db": db, "at": at})


def _tell_of(others: list[Incident]) -> None:
    """Say which incidents of the very same title are open already."""
    for other in others:
        warn(
            f"one of that title is open already: {lookup.summary(other)}; "
            f"if it is the same: pmlog join {other.short_id}"
        )


def use(
    context: typer.Context,
    incident: Annotated[
        str, typer.Argument(metavar="INCIDENT", help="An id, a key, part of a title.")
    ],
    db: arguments.Db = None,
) -> None:
    """Turn to another open incident."""
    session = session_of(context)
    with session.log_to_write(db) as log:
        wanted = lookup.find_incident(log, incident)
        if not current.incident(log, wanted).is_open:
            raise UsageError(f"{incident!r} is closed; 'pmlog reopen' opens it again")
        _turn(session, log, kinds.USED, wanted)


def close(
    context: typer.Context,
    incident: arguments.IncidentArgument = None,
    db: arguments.Db = None,
) -> None:
    """Close an incident: what is logged next opens a new one."""
    session = session_of(context)
    with session.existing_log(db) as log:
        # Not what one reads: that may be closed long since.
        wanted = session.incident_named(log, incident) or current_incident.open_now(
            log, session.now_us
        )
        if wanted is None:
            raise NotFound("no incident is open; 'pmlog list' shows them all")
        if current.incident(log, wanted).is_open:
            _turn(session, log, kinds.CLOSED, wanted)
        else:
            say(f"{short(wanted)} is closed already")


def reopen(
    context: typer.Context,
    incident: arguments.IncidentArgument = None,
    db: arguments.Db = None,
) -> None:
    """Open a closed incident again: that one, or the one closed last."""
    session = session_of(context)
    with session.existing_log(db) as log:
        wanted = session.incident_named(log, incident) or lookup.closed_last(log)
        if wanted is None:
            raise NotFound("no incident is closed; 'pmlog list' shows them all")
        _turn(session, log, kinds.OPENED, wanted)


_TURNED = {
    kinds.USED: "events now go to",
    kinds.CLOSED: "closed",
    kinds.OPENED: "open again:",
}


def _turn(session: Session, log: Log, kind: str, incident: str) -> None:
    receipt = lifecycle.write_up(
        log, session.responder(), Entry(text="", kind=kind), incident
    )
    turned = receipt.incident
    say_stored(f"{_TURNED[kind]} {turned.short_id}  {clipped(turned.title, 60)}")
