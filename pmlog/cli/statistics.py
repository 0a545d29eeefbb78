"""The figures of all incidents, read from the log and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmlog.cli.period import check_there
from pmlog.cli.reading import display_of
from pmlog.cli.session import Session
from pmlog.cli.terminal import pager
from pmlog.exchange import export
from pmlog.stats.exact import CONFIDENCE
from pmlog.store import current, incident_queries
from pmlog.store.log import Log
from pmlog.text.terminal import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmlog.stats.case import Case
    from pmlog.stats.choice import Choice
    from pmlog.stats.figures import Figures


def cases(log: Log) -> Iterator[Case]:
    """Yield what the statistics keep of each incident; its events are let go."""
    from pmlog.stats.case import case

    for each in incident_queries.incidents(log):
        marks = current.whole(log, each)
        incident = marks.fold()
        if incident is not None:
            yield case(incident, marks.events)


def read_figures(
    session: Session, db: str | None, choice: Choice, confidence: float = CONFIDENCE
) -> Figures:
    """Return the figures of the incidents that were chosen.

    NotFound where a service or a severity that was asked for is no incident's.
    """
    from pmlog.stats.figures import figures

    with session.existing_log(db) as log:
        found = list(cases(log))
    known = [name for each in found for name in each.services]
    check_there("service", choice.services, known)
    check_there("severity", choice.severities, [each.severity for each in found])
    zone = session.responder().zone
    return figures(found, choice, now_us=session.now_us, zone=zone, confidence=confidence)


def say_figures(found: Figures, session: Session, json_: bool, paged: bool = True) -> None:
    """Print the figures, as JSON or for people."""
    if json_:
        from pmlog.stats.objects import figures_object

        say(export.line(figures_object(found)))
        return
    from pmlog.stats.lines import figures_lines

    lines = figures_lines(found, display_of(session))
    pager.show(lines, session.environ, wanted=paged)
