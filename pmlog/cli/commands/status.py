"""status: the update for the chat channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from pmlog import clock
from pmlog.actions import lookup
from pmlog.cli import arguments
from pmlog.cli.reading import Zones, read_incident, template_folders, zones_shown
from pmlog.cli.session import Session, session_of
from pmlog.exchange import export
from pmlog.incident import kinds
from pmlog.metrics import outage
from pmlog.store.log import Log
from pmlog.text.terminal import clipped, say, warn

if TYPE_CHECKING:
    from pmlog.incident.timeline import Incident

TEMPLATE = "status"


def status_(
    context: typer.Context,
    incident: arguments.IncidentArgument = None,
    tz: Zones = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Print the update to paste into the chat.

    What, since when, whom, what is next. It is the template "status"; one of your own by
    that name is used instead. Nobody is called by it: a mention such as @here is taken
    apart.
    """
    session = session_of(context)
    with session.existing_log(db) as log:
        told = read_incident(session, log, incident, with_evidence=True)
        others = [] if incident else _others_open(log, told)
    text = _text(session, told, zones_shown(tz, told))
    say(export.line(_object(told, session.now_us, text)) if json_ else text)
    if others:
        named = "; ".join(f"{o.short_id} {clipped(o.title, 40)}" for o in others)
        warn(f"also open: {named}")


def _others_open(log: Log, told: Incident) -> list[Incident]:
    return [o for o in lookup.incidents(log) if o.state == "open" and o.id != told.id]


def _text(session: Session, told: Incident, zones: tuple[str, ...]) -> str:
    from pmlog.render import context as names
    from pmlog.render import document

    folders = template_folders(session)
    found = document.find(TEMPLATE, folders)
    values = names.build(names.RenderContext(told, zones, session.now_us, found.format))
    return document.fill(found, folders, values).strip()


def _object(told: Incident, now_us: int, text: str) -> dict[str, Any]:
    found = outage(told)
    latest = told.timeline[-1] if told.timeline else None
    fields = (kinds.SEVERITY, kinds.SERVICES, kinds.IMPACT, kinds.USERS_AFFECTED)
    escalated = (event.details.to for event in told.of_kind(kinds.ESCALATED))
    return {
        "incident": told.id,
        "title": told.title,
        "state": told.state,
        **{kind: e.text if (e := told.fields.get(kind)) else None for kind in fields},
        "start": clock.rfc3339(found.began.at) if found.began else None,
        "end": clock.rfc3339(found.resolved.at) if found.resolved else None,
        "duration_s": _seconds(found.duration_us),
        "latest": export.timeline_object(told, latest) if latest else None,
        "escalated_to": list(dict.fromkeys(name for names in escalated for name in names)),
        "zone": told.zone,
        "as_of": clock.rfc3339(now_us),
        "text": text,
    }


def _seconds(duration_us: int | None) -> int | None:
    return None if duration_us is None else duration_us // clock.SECOND_US
