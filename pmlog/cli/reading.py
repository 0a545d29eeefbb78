"""timeline: what happened, in order."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pmlog import exchange, lookup, timeline
from pmlog.cli import options
from pmlog.cli.door import Door, door_of, wants_colour, zone_named
from pmlog.store import Log
from pmlog.terminal import say, say_all, width
from pmlog.timeline import Incident

Zones = Annotated[
    list[str] | None,
    typer.Option(
        "--tz", metavar="ZONE", help="Show times in this zone; repeated, also in that one."
    ),
]


def timeline_(
    context: typer.Context,
    incident: options.IncidentArgument = None,
    tz: Zones = None,
    diagram_: Annotated[
        bool, typer.Option("--diagram", help="Draw it as well, with bars for spans.")
    ] = False,
    json_: options.Json = False,
    db: options.Db = None,
) -> None:
    """Show what happened, in order, with the time since the start."""
    from pmlog.render.screen import timeline_lines

    door = door_of(context)
    with door.existing_log(db) as log:
        told = incident_told(door, log, incident)
    if json_:
        say_all(exchange.line(exchange.timeline_object(told, e)) for e in told.timeline)
        return
    if diagram_:
        say(_diagram(told, zones_shown(tz, told)[0], door.now_us) + "\n")
    colour = wants_colour(door.environ)
    say_all(timeline_lines(told, zones=zones_shown(tz, told), colour=colour))


def _diagram(told: Incident, zone: str, now_us: int) -> str:
    from pmlog import diagram

    picture = diagram.picture(told, now_us=now_us, zone=zone)
    # What is no Unicode terminal gets plain characters.
    encoding = (sys.stdout.encoding or "ascii").lower()
    is_ascii = not encoding.startswith("utf")
    return diagram.text(picture, width=width() or 80, ascii=is_ascii)


def incident_told(door: Door, log: Log, reference: str | None) -> Incident:
    """Return the whole incident that was asked for, else the current or the last one."""
    incident = door.incident(log, reference)
    told = timeline.fold(log.events_of(incident))
    if told is None:
        raise lookup.unknown_incident(incident)
    return told


def zones_shown(typed: list[str] | None, incident: Incident) -> tuple[str, ...]:
    """Return the zones of --tz, else the incident's."""
    return tuple(map(zone_named, typed or [])) or (incident.zone,)
