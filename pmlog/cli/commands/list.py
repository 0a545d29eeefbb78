"""list: the incidents."""

from __future__ import annotations

from typing import Annotated, NamedTuple

import typer

from pmlog.actions import choice as choosing
from pmlog.cli import arguments, incident_rows, period
from pmlog.cli.options import spread
from pmlog.cli.session import session_of
from pmlog.cli.terminal import pager
from pmlog.exchange import export
from pmlog.text.terminal import say_all


class Options(NamedTuple):
    """What `pmlog list` can be told."""

    since: period.Since = None
    until: period.Until = None
    service: period.Services = None
    severity: period.Severities = None
    key: period.Keys = None
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
        found = list(incident_rows.rows(log))
    period.check_there(
        "service", asked.services, [s for row in found for s in row.services]
    )
    period.check_there("severity", asked.severities, [row.severity for row in found])
    rows = incident_rows.chosen(
        found, asked, is_open=typed.open_, sort=typed.sort, last=typed.last
    )
    marked = [(row, row.incident.id == current) for row in rows]
    if typed.json_:
        say_all(
            export.line(incident_rows.plain(row, is_current=is_)) for row, is_ in marked
        )
        return
    if typed.sort is None:
        marked.reverse()  # so that the newest stands above the prompt
    lines = (incident_rows.line(row, is_current=is_, now_us=now_us) for row, is_ in marked)
    pager.show(lines, session.environ, wanted=not typed.no_pager)
