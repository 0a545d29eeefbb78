"""timeline, render: what the log tells."""

from __future__ import annotations

import os
import tempfile
from typing import Annotated

import typer

from pmlog import exchange, paths, record, timeline
from pmlog.cli import options
from pmlog.cli.door import Door, door_of, wants_colour, zone_named
from pmlog.errors import PmlogError, UsageError
from pmlog.gaps import gaps
from pmlog.store import Log
from pmlog.terminal import say, say_all, warn
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
    json_: options.Json = False,
    db: options.Db = None,
) -> None:
    """Show what happened, in order, with the time since the start."""
    from pmlog.render.screen import timeline_lines

    door = door_of(context)
    with door.log_to_read(db) as log:
        told = _told(door, log, incident)
    if json_:
        say_all(exchange.line(exchange.timeline_object(told, e)) for e in told.timeline)
        return
    colour = wants_colour(door.environ)
    say_all(timeline_lines(told, zones=_zones(tz, told), colour=colour))


def render(
    context: typer.Context,
    incident: options.IncidentArgument = None,
    template: Annotated[
        str,
        typer.Option("-t", "--template", metavar="NAME", help="A template, or its file."),
    ] = "postmortem",
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Write here, not to the screen."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("-f", "--force", help="Overwrite FILE.")] = False,
    tz: Zones = None,
    db: options.Db = None,
) -> None:
    """Render the postmortem; what the log does not say is left as a visible TODO(...)."""
    from pmlog.render import context as names
    from pmlog.render import document

    door = door_of(context)
    with door.log_to_read(db) as log:
        told = _told(door, log, incident)
    values = names.build(told, zones=_zones(tz, told), now_us=door.now_us)
    folders = (paths.user_templates(door.environ), paths.shipped("templates"))
    text = document.fill(template, folders, values)
    if output in (None, "-"):
        say(text.removesuffix("\n"))
    else:
        write_file(str(output), text, overwrite=force)
    _report_gaps(told)


def _told(door: Door, log: Log, reference: str | None) -> Incident:
    incident = door.incident(log, reference)
    told = timeline.fold(log.events_of(incident))
    if told is None:
        raise record.unknown_incident(incident)
    return told


def _zones(typed: list[str] | None, incident: Incident) -> tuple[str, ...]:
    return tuple(map(zone_named, typed or [])) or (incident.zone,)


def _report_gaps(incident: Incident) -> None:
    missing = gaps(incident)
    if missing:
        warn(f"{len(missing)} things are missing; each is a TODO in the document:")
        for clause in missing:
            warn(f"  {clause.asks}  {clause.command}")


def write_file(path: str, text: str, *, overwrite: bool) -> None:
    """Write a file whole or not at all. UsageError when it is there and is to be kept."""
    if os.path.exists(path) and not overwrite:
        raise UsageError(f"{path} exists and may hold your edits; --force overwrites it")
    folder = os.path.dirname(os.path.abspath(path))
    try:
        with tempfile.NamedTemporaryFile(
            "w", dir=folder, encoding="utf-8", newline="\n", delete=False
        ) as file:
            temporary = file.name
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _give_usual_mode(temporary)
        os.replace(temporary, path)
    except OSError as error:
        raise PmlogError(f"{path} cannot be written: {error.strerror}") from error


def _give_usual_mode(path: str) -> None:
    # A temporary file is private; the document is for others to read.
    mask = os.umask(0)
    os.umask(mask)
    os.chmod(path, 0o666 & ~mask)
