"""metrics: how long it took, of one incident or of all."""

from __future__ import annotations

from typing import Annotated

import typer

from pmlog.cli import arguments
from pmlog.cli.reading import read_all_incidents, read_incident
from pmlog.cli.session import Session, session_of, zone_named
from pmlog.errors import UsageError
from pmlog.exchange import export
from pmlog.incident.timeline import Incident
from pmlog.text.terminal import say, say_all


def metrics_(
    context: typer.Context,
    incident: arguments.IncidentArgument = None,
    all_: Annotated[
        bool, typer.Option("--all", help="All incidents: each, median and quantiles.")
    ] = False,
    tz: Annotated[
        str | None, typer.Option("--tz", metavar="ZONE", help="Show times in this zone.")
    ] = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Compute the times to detect, acknowledge, escalate and resolve.

    With them the outage, its windows and the time lost on misleading paths, each with its
    definition. What the log does not say is a dash.
    """
    if all_ and incident:
        raise UsageError("--all is about every incident; leave out INCIDENT or --all")
    session = session_of(context)
    with session.existing_log(db) as log:
        told = read_all_incidents(log) if all_ else [read_incident(session, log, incident)]
    if all_:
        _say_all(told, json_)
    else:
        _say_one(told[0], session, tz, json_)


def _say_one(told: Incident, session: Session, tz: str | None, json_: bool) -> None:
    from pmlog.metrics import measure, report, wording

    measured = measure(told)
    if json_:
        say(export.line(report.plain(measured)))
        return
    zone = zone_named(tz) if tz else told.zone
    say_all(wording.report_lines(measured, zone=zone, now_us=session.now_us))


def _say_all(told: list[Incident], json_: bool) -> None:
    from pmlog.metrics import measure, summarise, summary, table

    summed = summarise([measure(each) for each in told])
    if json_:
        say(export.line(summary.plain(summed)))
    else:
        say_all(table.summary_lines(summed))
