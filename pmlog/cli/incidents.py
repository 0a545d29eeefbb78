"""start, list, use, close, reopen: incidents as wholes."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from pmlog import clock, exchange, glance, lookup, metrics, model, record
from pmlog.cli import options
from pmlog.cli.door import Door, as_typed, door_of, text_kept, text_of
from pmlog.cli.logging import Times, confirm
from pmlog.errors import NotFound, UsageError
from pmlog.record import Entry
from pmlog.store import Log
from pmlog.terminal import clipped, say, say_stored, storable
from pmlog.timeline import Incident


def start(
    context: typer.Context,
    title: options.Words = None,
    severity: Annotated[
        str | None, typer.Option("--severity", metavar="TEXT", help="Such as SEV-1.")
    ] = None,
    service: Annotated[
        list[str] | None,
        typer.Option("--service", metavar="NAME", help="What is down (repeatable)."),
    ] = None,
    tz: Annotated[
        str | None,
        typer.Option("--tz", metavar="ZONE", help="The incident's zone: Europe/Berlin."),
    ] = None,
    at: options.At = None,
    by: options.By = None,
    json_: options.Json = False,
    db: options.Db = None,
) -> None:
    """Open an incident; what is logged next belongs to it."""
    door = door_of(context)
    text = text_of(title).strip()
    if not text:
        raise UsageError("the incident needs a title: pmlog start Checkout is down")
    responder = door.responder(tz)
    entry = Times(at, None, None, tz).read_into(
        Entry(text=text, author=by and storable(by)), door, responder.zone
    )
    fields = {model.SEVERITY: severity, model.SERVICES: ", ".join(service or [])}
    given = {"--severity": severity, "--tz": tz, "--by": by, "--db": door.db_typed(db)}
    again = ["start", *as_typed(given)]
    again += [word for name in service or [] for word in ("--service", name)]
    at_us = door.now_us if entry.at_us is None else entry.at_us
    again += ["--at", ("~" if entry.approx else "") + clock.rfc3339(at_us)]
    with text_kept(again, text), door.log_to_write(db) as log:
        receipt = record.open_incident(
            log,
            responder,
            # Its clock shows the incident's zone, whatever zone its time was typed in.
            entry._replace(zone=responder.zone),
            {kind: storable(value) for kind, value in fields.items() if value},
        )
    confirm(receipt, json_)


def list_(
    context: typer.Context,
    json_: options.Json = False,
    db: options.Db = None,
) -> None:
    """List the incidents, the last one first.

    A * marks the one that events go to.
    """
    door = door_of(context)
    with door.existing_log(db) as log:
        current = door.incident_to_log_to(log, None) or glance.current_incident(log)
        found = list(lookup.incidents(log))
    for incident in reversed(found):
        row = _row(incident, incident.id == current)
        say(exchange.line(row) if json_ else _line(incident, row, door.now_us))


def _row(incident: Incident, is_current: bool) -> dict[str, Any]:
    outage = metrics.outage(incident)
    duration = outage.duration_us
    return {
        "id": incident.id,
        "title": incident.title,
        "state": incident.state,
        "current": is_current,
        "zone": incident.zone,
        "opened_at": clock.rfc3339(incident.opened_at),
        "start": clock.rfc3339(outage.began.at) if outage.began else None,
        "end": clock.rfc3339(outage.resolved.at) if outage.resolved else None,
        "duration_s": None if duration is None else duration // clock.SECOND_US,
    }


def _line(incident: Incident, row: dict[str, Any], now_us: int) -> str:
    at_us = incident.start_us
    zone = clock.zone(incident.zone).at(at_us).abbreviation
    when = (
        f"{clock.date_text(at_us, incident.zone)} "
        f"{clock.minute_text(at_us, incident.zone)} "
        f"{zone or clock.zone_label(at_us, incident.zone)}"
    )
    if row["duration_s"] is not None:
        length = clock.duration_text(row["duration_s"] * clock.SECOND_US)
    elif incident.is_open and row["end"] is None and at_us <= now_us:
        length = f"{clock.duration_text(clock.between(at_us, now_us))} so far"
    else:
        length = "-"
    mark = "*" if row["current"] else " "
    return (
        f"{mark} {incident.short_id}  {row['state']:<8}  {when:<21}  {length:<16}  "
        f"{clipped(incident.title, 60)}"
    )


def use(
    context: typer.Context,
    incident: Annotated[str, typer.Argument(metavar="INCIDENT")],
    db: options.Db = None,
) -> None:
    """Turn to another open incident."""
    door = door_of(context)
    with door.log_to_write(db) as log:
        wanted = lookup.find_incident(log, incident)
        if not glance.incident(log, wanted).is_open:
            raise UsageError(f"{incident!r} is closed; 'pmlog reopen' opens it again")
        _turn(door, log, model.USED, wanted)


def close(
    context: typer.Context,
    incident: options.IncidentArgument = None,
    db: options.Db = None,
) -> None:
    """Close an incident: what is logged next opens a new one."""
    from pmlog import chain

    door = door_of(context)
    with door.existing_log(db) as log:
        wanted = door.incident_named(log, incident) or glance.current_incident(log)
        if wanted is None:
            raise NotFound("no incident is open; 'pmlog list' shows them all")
        if glance.incident(log, wanted).is_open:
            _turn(door, log, model.CLOSED, wanted)
            chain.seal_in_passing(log)
        else:
            say(f"{model.short(wanted)} is closed already")


def reopen(
    context: typer.Context,
    incident: options.IncidentArgument = None,
    db: options.Db = None,
) -> None:
    """Open a closed incident again, else the one closed last."""
    door = door_of(context)
    with door.existing_log(db) as log:
        wanted = door.incident_named(log, incident) or lookup.closed_last(log)
        if wanted is None:
            raise NotFound("no incident is closed; 'pmlog list' shows them all")
        _turn(door, log, model.OPENED, wanted)


_TURNED = {
    model.USED: "events now go to",
    model.CLOSED: "closed",
    model.OPENED: "open again:",
}


def _turn(door: Door, log: Log, kind: str, incident: str) -> None:
    receipt = record.write_up(log, door.responder(), Entry(text="", kind=kind), incident)
    turned = receipt.incident
    say_stored(f"{_TURNED[kind]} {turned.short_id}  {clipped(turned.title, 60)}")
