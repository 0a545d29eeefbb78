"""list: the incidents."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pmlog.actions import current_incident as choosing
from pmlog.cli import incident_rows, period
from pmlog.cli.options import spread
from pmlog.cli.session import session_of
from pmlog.cli.terminal import pager
from pmlog.exchange import export
from pmlog.text.terminal import say_all, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Annotated

    import typer

    from pmlog.cli import arguments
    from pmlog.cli.incident_rows import Row
    from pmlog.stats.choice import Choice
    from pmlog.store.log import Log


class Options(NamedTuple):
    """What `pmlog list` can be told."""

    since: arguments.IncidentsSince = None
    until: arguments.IncidentsUntil = None
    service: arguments.Services = None
    severity: arguments.Severities = None
    key: arguments.Keys = None
    open_: Annotated[
        bool, typer.Option("--open", help="Only those that are not closed.")
    ] = False
    last: Annotated[
        int | None, typer.Option("-n", "--last", metavar="N", min=1, help="At most N.")
    ] = None
    sort: Annotated[
        str | None,
        typer.Option(metavar="|".join(incident_rows.SORTS), help="In this order."),
    ] = None
    json_: arguments.Json = False
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Print it all at once.")] = (
        False
    )
    db: arguments.Db = None


@spread(Options)
def list_(context: typer.Context, typed: Options) -> None:
    """List the incidents, the last one at the end.

    A * marks the one that events go to. With --sort the list begins with the first of
    that order; --json begins with the newest incident.
    """
    session = session_of(context)
    asked = period.choice_typed(
        session, typed.since, typed.until, typed.service, typed.severity, typed.key
    )
    with session.existing_log(typed.db) as log:
        now_us = session.now_us
        current = session.incident_to_log_to(log, None)
        current = current or choosing.for_event(log, now_us, now_us).incident
        found = _asked_for(log, asked, is_open=typed.open_)
        rows = incident_rows.ordered(found, typed.sort, typed.last)
    marked = [(row, row.incident.id == current) for row in rows]
    if typed.json_:
        say_all(
            export.line(incident_rows.plain(row, is_current=is_)) for row, is_ in marked
        )
        return
    if typed.sort is None:
        marked.reverse()  # so that the newest stands above the prompt
    lines = incident_rows.lines(marked, now_us, width())
    pager.show(lines, session.environ, wanted=not typed.no_pager)


def _asked_for(log: Log, asked: Choice, *, is_open: bool) -> Iterator[Row]:
    """Yield the incidents that were asked for. NotFound where a name is no incident's."""
    found: Iterable[Row] = incident_rows.rows(log, asked, is_open=is_open)
    if asked.services or asked.severities:
        # Whether a name is one's, only all of them can tell.
        found = list(incident_rows.rows(log))
        services = [service for row in found for service in row.services]
        period.check_there("service", asked.services, services)
        period.check_there("severity", asked.severities, [row.severity for row in found])
    for row in found:
        if asked.takes(row) and (row.incident.is_open or not is_open):
            yield row
