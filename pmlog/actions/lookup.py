"""Which incident is meant: the one that a person names, the last one, all of them.

From their landmarks alone, so that it takes no longer for incidents of many events. And
which event, by the part of its id that was typed.
"""

from __future__ import annotations

from pmlog import clock
from pmlog.errors import NotFound, UsageError
from pmlog.incident import kinds, timeline
from pmlog.incident.event import SHORT_ID_LENGTH
from pmlog.incident.joining import plain_key
from pmlog.namedtuple import NamedTuple
from pmlog.store import current, incident_queries, queries
from pmlog.store.halves import halves_of
from pmlog.text.terminal import clipped, storable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.store.log import Log

# Fewer characters are a slip more often than a name: "restart pod -i 5".
SHORTEST_REFERENCE = 3


def incidents(log: Log) -> Iterator[Incident]:
    """Yield each incident as its outline tells it, the first opened first."""
    return _outlined(log, incident_queries.incidents(log))


def _outlined(log: Log, ids: Iterable[str]) -> Iterator[Incident]:
    for each in ids:
        found = current.outline(log, each).fold()
        if found is not None:
            yield found


class Meant(NamedTuple):
    """The incident that a person names, and what else it could have been."""

    incident: str
    others: tuple[Incident, ...] = ()


def find_incident(log: Log, reference: str) -> str:
    """Return the name of the incident that a person means (see meant)."""
    return meant(log, reference).incident


def meant(log: Log, reference: str) -> Meant:
    """Return the incident that a person names: by id, short id, key or title.

    The start of an id will do, and so will a part of a title. Of several the one that is
    open is meant. NotFound when nothing fits, UsageError when several do.
    """
    wanted = storable(reference).strip().lower()
    if incident_queries.has_incident(log, wanted):
        return Meant(halves_of(log, wanted).name)
    if (by_key := keyed(log, reference)) is not None:
        return Meant(by_key)
    known = [] if not wanted else list(_outlined(log, _perhaps_meant(log, wanted)))
    for fits in (_by_id, _by_title, _by_part_of_title):
        matches = [each for each in known if fits(each, wanted)]
        # A title is often that of an earlier outage, too; the one that goes on is meant.
        going_on = [each for each in matches if each.state == "open"]
        if len(matches) > 1 and len(going_on) != 1:
            lines = "\n".join(f"  {summary(each)}" for each in matches[-MOST_CANDIDATES:])
            raise UsageError(f"{reference!r} fits several incidents; name one:\n{lines}")
        if matches:
            (one,) = going_on if len(matches) > 1 else matches
            return Meant(one.id, tuple(each for each in matches if each is not one))
    raise timeline.unknown_incident(reference)


def keyed(log: Log, reference: str) -> str | None:
    """Return the incident that was given a key, as it is now."""
    from pmlog.store import derived  # most name an incident by its id or title

    wanted = plain_key(storable(reference))
    for incident, key in derived.keys_of(log).items():
        if wanted and key == wanted:
            return halves_of(log, incident).name
    return None


def open_of_title(log: Log, title: str) -> list[Incident]:
    """Return the incidents of that very title that are neither resolved nor closed."""
    wanted = title.strip().lower()
    named = (
        halves_of(log, each).name for each in incident_queries.incidents_titled(log, wanted)
    )
    known = _outlined(log, dict.fromkeys(named))
    return [each for each in known if _by_title(each, wanted) and each.state == "open"]


def summary(incident: Incident) -> str:
    """Return an incident in a line: its id, state, date and title."""
    date = clock.date_text(incident.start_us, incident.zone)
    title = clipped(incident.title, 48)
    return f"{incident.short_id}  {incident.state:<8}  {date}  {title}"


def _perhaps_meant(log: Log, wanted: str) -> list[str]:
    """Return the names of incidents to look at closely, the first opened first."""
    titled = (
        halves_of(log, each).name for each in incident_queries.incidents_titled(log, wanted)
    )
    called = (each for each in incident_queries.incidents(log) if _is_id(each, wanted))
    return list(dict.fromkeys([*titled, *called]))


def _is_id(incident: str, wanted: str) -> bool:
    is_enough = len(wanted) >= SHORTEST_REFERENCE
    return is_enough and (incident[24:].startswith(wanted) or incident.startswith(wanted))


def _by_id(incident: Incident, wanted: str) -> bool:
    return _is_id(incident.id, wanted)


def _by_title(incident: Incident, wanted: str) -> bool:
    return incident.title.lower() == wanted


def _by_part_of_title(incident: Incident, wanted: str) -> bool:
    return len(wanted) >= SHORTEST_REFERENCE and wanted in incident.title.lower()


def closed_last(log: Log) -> str | None:
    """Return the id of the incident that was closed last, of those that are closed."""
    for closing in incident_queries.closings(log):
        name = halves_of(log, closing.incident).name
        incident = current.landmarks(log, name).fold()
        # It may have been reopened since, or the closing taken back.
        if incident and incident.closed and incident.closed.id == closing.id:
            return closing.incident
    return None


def incidents_since(log: Log, since_us: int) -> list[str]:
    """Return the incidents that are not over, or had an event since, the first first."""
    found = []
    for each in incident_queries.incidents(log):
        incident = current.landmarks(log, each).fold()
        if incident is None or incident.id != each:  # undone, or a half of another
            continue
        if incident.state == "open" or incident_queries.has_event_since(
            log, each, since_us
        ):
            found.append(each)
    return found


MOST_CANDIDATES = 10


LAST = "last"


def find_event(log: Log, reference: str, author: str = "") -> Event:
    """Return the event that a person names: by its id, its short id, the start of either.

    As it was logged, whatever corrected it since; "last" is the last one that an author
    logged here. NotFound when there is none, UsageError with the candidates when there are
    several.
    """
    wanted = reference.strip().lower()
    if wanted == LAST and author:
        return last_event(log, author)
    if len(wanted) < SHORTEST_REFERENCE or set(wanted) - set("0123456789abcdef-"):
        raise NotFound(
            f"{reference!r} is no id of an event; ids are what 'pmlog timeline' and "
            "'pmlog history' show in front, and their first characters will do"
        )
    found = queries.events_called(log, wanted, MOST_CANDIDATES + 1)
    if not found:
        raise NotFound(f"no event {reference!r}; {near_event(log, wanted)}")
    if len(found) > 1:
        raise UsageError(
            "\n".join((f"{reference!r} fits several events; name one:", *_shown(found)))
        )
    return found[0]


# What a person logs by a command, and may want to mend: not what is said about others.
_LOGGED = (
    *kinds.TIMELINE_KINDS,
    *kinds.FIELD_KINDS,
    kinds.TASK,
    kinds.IMPROVEMENT,
    kinds.OPENED,
)


def last_event(log: Log, author: str) -> Event:
    """Return the last event that an author logged here by a command, and that stands.

    NotFound where there is none.
    """
    # Not at the top: only who mends something needs it.
    from pmlog.incident import history

    for event in queries.own_events(log):
        is_mine = history.who(event) == author and event.source is None
        if not is_mine or event.kind not in _LOGGED:
            continue
        found = queries.subject(log, event)
        if found and not history.is_retracted(*found):
            return event
    raise NotFound(
        f"{author!r} has logged nothing here that stands; 'pmlog history' shows what was "
        "logged, with ids"
    )


def near_event(log: Log, wanted: str) -> str:
    """Return what to say of an id that no event has: the one that it is near to."""
    import difflib

    latest = {event.short_id: event for event in queries.latest_events(log, 500)}
    near = difflib.get_close_matches(wanted[:SHORT_ID_LENGTH], latest, n=1)
    if not near:
        return "'pmlog history' shows them all"
    return f"did you mean {_described(latest[near[0]], near[0])}?"


def _shown(events: list[Event]) -> Iterator[str]:
    names = _told_apart(events)
    for event, name in list(zip(events, names, strict=True))[:MOST_CANDIDATES]:
        yield f"  {_described(event, name)}"
    if len(events) > MOST_CANDIDATES:
        yield "  and others; type more of it"


def _told_apart(events: list[Event]) -> list[str]:
    """Return what to type for each of several events: as little as tells them apart."""
    for end in range(24 + SHORT_ID_LENGTH, 37):
        names = [event.id[24:end] for event in events]
        if len(set(names)) == len(names):
            return names
    return [event.id for event in events]


def _described(event: Event, name: str) -> str:
    when = (
        f"{clock.date_text(event.at, event.zone)} {clock.second_text(event.at, event.zone)}"
    )
    text = f": {clipped(event.text, 48)}" if event.text else ""
    return f"{name}  {when}  {event.kind}{text}"
