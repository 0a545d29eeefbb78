"""search: events of all incidents by their words."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from pmlog import clock
from pmlog.actions import lookup
from pmlog.cli.session import session_of, wants_colour
from pmlog.cli.terminal import pager
from pmlog.cli.terminal.progress import Bar
from pmlog.errors import NotFound, UsageError
from pmlog.exchange import export
from pmlog.incident import kinds
from pmlog.store import current, search
from pmlog.store.search import Wanted
from pmlog.text import words
from pmlog.text.terminal import clipped, one_line, storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Annotated

    import typer

    from pmlog.cli import arguments
    from pmlog.cli.session import Session
    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.store.log import Log

_KIND_WIDTH = len(kinds.USERS_AFFECTED)  # of all but a few that nobody looks for
_MARK = ("\x1b[1;31m", "\x1b[0m")


def search_events(
    context: typer.Context,
    typed: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WORD...", help="All must be found; 'two words' is a phrase."
        ),
    ] = None,
    incident: arguments.Incident = None,
    kind: Annotated[
        str | None, typer.Option("-k", "--kind", metavar="KIND", help="Only of this kind.")
    ] = None,
    last: arguments.LastEvents = None,
    json_: arguments.Json = False,
    db: arguments.Db = None,
) -> None:
    """Find events by their words, the latest at the end.

    It looks at the texts, titles, fields and authors of all incidents, as corrected.
    """
    session = session_of(context)
    query = words.query(map(storable, typed or []))
    with session.existing_log(db) as log:
        chosen = lookup.find_incident(log, incident) if incident else None
        wanted = Wanted(query, chosen, _kind(kind))
        _fill_index(session, log)
        found = islice(_told(log, search.found(log, wanted)), last)
        if json_:
            lines = (export.line(_object(each, event)) for each, event in found)
        else:
            mark = _MARK if wants_colour(session.environ) else ("", "")
            # So that the newest stands above the prompt.
            latest_last = reversed(list(found))
            lines = (_line(each, event, query, mark) for each, event in latest_last)
        first = next(lines, None)
        if first is None:
            raise NotFound(f"nothing found for {one_line(' '.join(typed or []))!r}")
        pager.show(chain([first], lines), session.environ, wanted=not json_)


def _kind(typed: str | None) -> str | None:
    if typed in (None, *kinds.KINDS):
        return typed
    raise UsageError(f"no kind {typed!r}; it is one of: {', '.join(kinds.KINDS)}")


def _fill_index(session: Session, log: Log) -> None:
    with Bar("indexing", search.missing(log), session.environ) as bar:
        for done in search.fill(log):
            bar.add(done)


def _told(log: Log, events: Iterable[Event]) -> Iterator[tuple[Incident, Event]]:
    """Yield events with their incidents; those of an incident that was undone are not."""
    incidents: dict[str, Incident | None] = {}
    for event in events:
        if event.incident not in incidents:
            incidents[event.incident] = current.landmarks(log, event.incident).fold()
        about = incidents[event.incident]
        if about:
            yield about, event


def _object(incident: Incident, event: Event) -> dict[str, Any]:
    names = {"incident": incident.id, "title": incident.title}
    return export.timeline_object(incident, event) | names


def _line(
    incident: Incident, event: Event, query: words.Query, mark: tuple[str, str]
) -> str:
    at, zone = event.at, event.zone
    label = clock.zone(zone).at(at).abbreviation or clock.zone_label(at, zone)
    when = f"{clock.date_text(at, zone)} {clock.second_text(at, zone)} {label}"
    text = query.marked(one_line(event.text), *mark)
    by = one_line(event.author)
    by = f" (by {query.marked(by, *mark)})" if query.is_partly_in(by) else ""
    title = clipped(incident.title, 40)
    kind = event.kind.ljust(_KIND_WIDTH)
    return f"{event.short_id}  {when}  {kind}  {text}{by}  [{incident.short_id} {title}]"
