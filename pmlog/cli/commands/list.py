"""list: the incidents."""

from __future__ import annotations

from typing import Any

import typer

from pmlog import clock, metrics
from pmlog.actions import choice, lookup
from pmlog.cli import arguments
from pmlog.cli.session import session_of
from pmlog.exchange import export
from pmlog.incident import kinds
from pmlog.incident.timeline import Incident
from pmlog.text.terminal import clipped, say


def list_(
    context: typer.Context,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """List the incidents, the last one first.

    A * marks the one that events go to.
    """
    session = session_of(context)
    with session.existing_log(db) as log:
        chosen = session.incident_to_log_to(log, None)
        now_us = session.now_us
        chosen = chosen or choice.for_event(log, now_us, now_us).incident
        found = list(lookup.incidents(log))
    for incident in reversed(found):
        row = _row(incident, incident.id == chosen)
        say(export.line(row) if json_ else _line(incident, row, session.now_us))


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
        "approx": outage.is_approximate,
    }


def _line(incident: Incident, row: dict[str, Any], now_us: int) -> str:
    at_us = incident.start_us
    zone = clock.zone(incident.zone).at(at_us).abbreviation
    began = incident.first(kinds.BEGAN)
    is_rough = began is not None and began.approx
    when = (
        f"{clock.date_text(at_us, incident.zone)} {'~' * is_rough}"
        f"{clock.minute_text(at_us, incident.zone)} "
        f"{zone or clock.zone_label(at_us, incident.zone)}"
    )
    if row["duration_s"] is not None:
        length = clock.duration_text(row["duration_s"] * clock.SECOND_US)
    elif incident.is_open and row["end"] is None and at_us <= now_us:
        length = f"{clock.duration_text(clock.between(at_us, now_us))} so far"
    else:
        length = "-"
    if row["approx"] and length != "-":
        length = f"~ {length}"
    mark = "*" if row["current"] else " "
    return (
        f"{mark} {incident.short_id}  {row['state']:<8}  {when:<21}  {length:<16}  "
        f"{clipped(incident.title, 60)}"
    )
