"""status: the update for the chat channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from pmlog import clock, exchange, lookup, model
from pmlog.cli import options, templating
from pmlog.cli.door import Door, door_of
from pmlog.cli.reading import Zones, incident_told, zones_shown
from pmlog.metrics import outage
from pmlog.store import Log
from pmlog.terminal import clipped, say, warn

if TYPE_CHECKING:
    from pmlog.timeline import Incident

TEMPLATE = "status"


def status_(
    context: typer.Context,
    incident: options.IncidentArgument = None,
    tz: Zones = None,
    json_: options.Json = False,
    db: options.Db = None,
) -> None:
    """Print the update to paste into the chat.

    What, since when, whom, what is next. It is the template "status"; one of your own by
    that name is used instead. Nobody is called by it: a mention such as @here is taken
    apart.
    """
    door = door_of(context)
    with door.existing_log(db) as log:
        told = incident_told(door, log, incident, with_evidence=True)
        others = [] if incident else _others_open(log, told)
    text = _text(door, told, zones_shown(tz, told))
    say(exchange.line(_object(told, door.now_us, text)) if json_ else text)
    if others:
        named = "; ".join(f"{o.short_id} {clipped(o.title, 40)}" for o in others)
        warn(f"also open: {named}")


def _others_open(log: Log, told: Incident) -> list[Incident]:
    return [o for o in lookup.incidents(log) if o.state == "open" and o.id != told.id]


def _text(door: Door, told: Incident, zones: tuple[str, ...]) -> str:
    from pmlog.render import context as names
    from pmlog.render import document

    folders = templating.folders(door)
    found = document.find(TEMPLATE, folders)
    values = names.build(names.Telling(told, zones, door.now_us, found.ink))
    return document.fill(found, folders, values).strip()


def _object(told: Incident, now_us: int, text: str) -> dict[str, Any]:
    found = outage(told)
    latest = told.timeline[-1] if told.timeline else None
    fields = (model.SEVERITY, model.SERVICES, model.IMPACT, model.USERS_AFFECTED)
    escalated = (event.details.to for event in told.of_kind(model.ESCALATED))
    return {
        "incident": told.id,
        "title": told.title,
        "state": told.state,
        **{kind: e.text if (e := told.fields.get(kind)) else None for kind in fields},
        "start": clock.rfc3339(found.began.at) if found.began else None,
        "end": clock.rfc3339(found.resolved.at) if found.resolved else None,
        "duration_s": _seconds(found.duration_us),
        "latest": exchange.timeline_object(told, latest) if latest else None,
        "escalated_to": list(dict.fromkeys(name for names in escalated for name in names)),
        "zone": told.zone,
        "as_of": clock.rfc3339(now_us),
        "text": text,
    }


def _seconds(duration_us: int | None) -> int | None:
    return None if duration_us is None else duration_us // clock.SECOND_US
