"""metrics: how long it took, of one incident or of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlog.cli.reading import read_incident, zones_shown
from pmlog.cli.session import Session, session_of
from pmlog.errors import UsageError
from pmlog.exchange import export
from pmlog.incident.timeline import Incident
from pmlog.text.terminal import say, say_all, warn

if TYPE_CHECKING:
    from typing import Annotated

    import typer

    from pmlog.cli import arguments


def metrics_(
    context: typer.Context,
    incident: arguments.IncidentArgument = None,
    all_: Annotated[
        bool, typer.Option("--all", help="The old name of 'pmlog stats'.")
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
    if all_:
        from pmlog.cli.statistics import read_figures, say_figures
        from pmlog.stats.choice import Choice

        warn("metrics --all is now 'pmlog stats', and will be removed in the next version")
        say_figures(read_figures(session, db, Choice()), session, json_)
        return
    with session.existing_log(db) as log:
        about = read_incident(session, log, incident)
    _say_one(about, session, tz, json_)


def _say_one(about: Incident, session: Session, tz: str | None, json_: bool) -> None:
    from pmlog.metrics import measure, report, wording

    measured = measure(about)
    if json_:
        say(export.line(report.plain(measured)))
        return
    (zone,) = zones_shown([tz] if tz else None, about)
    say_all(wording.report_lines(measured, zone=zone, now_us=session.now_us))
