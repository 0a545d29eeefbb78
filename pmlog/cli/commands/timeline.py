"""timeline: what happened, in order."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from pmlog.cli.options import spread
from pmlog.cli.reading import display_of, read_incident, zones_shown
from pmlog.cli.selection import Asked
from pmlog.cli.session import Session, session_of
from pmlog.cli.terminal import pager
from pmlog.errors import UsageError
from pmlog.exchange import export
from pmlog.incident.timeline import Incident
from pmlog.text.terminal import say_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    import typer

    from pmlog.cli import arguments
    from pmlog.incident.event import Event
    from pmlog.render.display import Display


class Options(NamedTuple):
    """What `pmlog timeline` can be told."""

    incident: arguments.IncidentArgument = None
    kind: arguments.EventKinds = None
    since: arguments.EventsSince = None
    until: arguments.EventsUntil = None
    last: arguments.LastEvents = None
    reverse: arguments.Reverse = False
    tz: arguments.Zones = None
    diagram_: Annotated[
        bool,
        typer.Option("--diagram", help="Draw it as well, in lanes over an axis of time."),
    ] = False
    plain: Annotated[
        bool, typer.Option("--plain", help="Columns between tabs, for grep, awk and cut.")
    ] = False
    json_: arguments.Json = False
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Print it all at once.")] = (
        False
    )
    db: arguments.Db = None


@spread(Options)
def timeline_(context: typer.Context, typed: Options) -> None:
    """Show what happened, in order, with the time since the start.

    Typed times count from now while the incident is open, from its last event afterwards.
    A timeline that is longer than the screen opens in PMLOG_PAGER, PAGER or less.
    """
    if typed.plain and (typed.json_ or typed.diagram_):
        raise UsageError("--plain is a form of its own; leave out --json and --diagram")
    session = session_of(context)
    asked = Asked(typed.kind, typed.since, typed.until, typed.last, typed.reverse)
    # The last events alone are read where they are all that is needed.
    page = None if typed.diagram_ else asked.page
    with session.existing_log(typed.db) as log:
        about = read_incident(session, log, typed.incident, page)
    zones = zones_shown(typed.tz, about)
    # What others' scripts read is the timeline itself.
    whole = about.timeline if typed.json_ else about.with_severity
    events = asked.read(session, about, zones[0]).of(whole)
    if typed.json_:
        say_all(export.line(export.timeline_object(about, e)) for e in events)
    elif typed.plain:
        from pmlog.render.plain import plain_line

        say_all(plain_line(about, event, zones[0]) for event in events)
    else:
        display = display_of(session)
        drawing = _overview(about, zones[0], session, display) if typed.diagram_ else ()
        lines = chain(drawing, _lines(about, events, page, zones, display))
        pager.show(lines, session.environ, wanted=not typed.no_pager)


def _lines(
    about: Incident,
    events: tuple[Event, ...],
    page: int | None,
    zones: tuple[str, ...],
    display: Display,
) -> Iterator[str]:
    from pmlog.render.bars import path_ends
    from pmlog.render.screen import View, heading_lines, timeline_lines

    is_all = len(events) == len(about.with_severity)
    some = (
        f"the last {page}"
        if page
        else f"{len(events)} of {len(about.with_severity)} events"
    )
    note = "" if is_all else some
    view = View(zones, display, path_ends(about))
    yield from heading_lines(about, view, note)
    yield from timeline_lines(about, events, view)


def _overview(
    about: Incident, zone: str, session: Session, display: Display
) -> Iterator[str]:
    from pmlog.render.overview import overview_lines

    return overview_lines(about, zone, session.now_us, display)
