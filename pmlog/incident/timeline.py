"""Events -> the incident they tell of, corrections applied, in order.

Pure: the same events give the same incident, whatever order they come in. What corrects
or replaces goes by correction_order, the timeline by timeline_order (see event).
"""

from __future__ import annotations

from pmlog.clock import between, is_zone
from pmlog.errors import NotFound
from pmlog.incident import kinds
from pmlog.incident.event import APART, NO_DATA, Event, short
from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Incident(NamedTuple):
    """An incident as its events tell it."""

    id: str
    title: str
    zone: str
    is_open: bool
    opened_at: int
    start_us: int  # elapsed times count from there: the impact, else the first thing known
    closed: Event | None  # what closed it, while it is
    timeline: tuple[Event, ...]
    fields: dict[str, Event]  # by kind; the last one said
    impact: tuple[Event, ...]  # what was said of the users affected, in order of time
    improvements: tuple[Event, ...]
    tasks: tuple[Event, ...]
    evidence: dict[str, Event]  # by the hash of its content, where that was read
    nones: dict[str, Event]  # by kind: who said that there was none
    halves: tuple[str, ...]  # the ids of the incidents that are this one
    keys: tuple[str, ...]  # the names that its halves were given
    is_timed: bool  # its opening says since when
    severities: tuple[Event, ...] = ()  # what was said of its severity, in order of time

    @property
    def short_id(self) -> str:
        """The part of the id that people type."""
        return short(self.id)

    @property
    def has_start(self) -> bool:
        """Whether anything says when it started: an event, or a time typed at the start."""
        told = (e.source is None or e.kind == kinds.BEGAN for e in self.timeline)
        return self.is_timed or any(told)

    @property
    def head(self) -> tuple[str, int, int | None, bool, bool]:
        """What decides whether an event may be of it: see store.derived."""
        ended = self.resolved
        until_us = ended.at if ended else None
        return self.id, self.start_us, until_us, self.is_open, self.has_start

    @property
    def with_severity(self) -> tuple[Event, ...]:
        """The timeline with what changed its severity, as "SEV-1 (was SEV-2)"."""
        changes = [
            after._replace(text=f"{after.text or 'none'} (was {before.text})")
            for before, after in zip(self.severities, self.severities[1:], strict=False)
            if before.text != after.text
        ]
        if not changes:
            return self.timeline
        return tuple(sorted((*self.timeline, *changes), key=_by_time))

    def elapsed_us(self, event: Event) -> int:
        """Return how far into the incident an event lies; negative before its start."""
        return between(self.start_us, event.at)

    def of_kind(self, kind: str) -> tuple[Event, ...]:
        """Return the timeline's events of a kind, in order."""
        return tuple(event for event in self.timeline if event.kind == kind)

    def first(self, kind: str) -> Event | None:
        """Return the timeline's first event of a kind."""
        return next(iter(self.of_kind(kind)), None)

    @property
    def resolved(self) -> Event | None:
        """The event that ended the outage, unless it began again after that.

        An impact that was given its own end was over by then: it is that event, at its end.
        """
        turns = [e for e in self.timeline if e.kind in (kinds.BEGAN, kinds.RESOLVED)]
        if not turns or turns[-1].kind == kinds.RESOLVED:
            return turns[-1] if turns else None
        return ending(turns[-1])

    @property
    def state(self) -> str:
        """One of "open", "resolved" and "closed"."""
        if not self.is_open:
            return "closed"
        return "resolved" if self.resolved else "open"


def ending(began: Event) -> Event | None:
    """Return a beginning as the event that ended it, where it was given an end."""
    return None if began.until is None else began._replace(at=began.until, until=None)


def fold(
    events: Iterable[Event], incident: str = "", named: Mapping[str, str] = APART
) -> Incident | None:
    """Return the incident that events make up: that of a name, else the only one there is.

    named says which incidents are one (see joining). None when no opening of it stands, as
    after an undone start.
    """
    ordered = sorted(events, key=_by_correction)
    incident = incident or next((named.get(e.incident, e.incident) for e in ordered), "")
    standing, moved = _placed(ordered, named)
    here = _here(ordered, standing, moved, incident, named)
    openings = [event for event in here if event.kind == kinds.OPENED]
    if not openings:
        return None
    first = min(openings, key=_by_half)
    *_, turn = (e for e in here if e.kind in (kinds.OPENED, kinds.CLOSED))
    fields = _fields(here)
    rows = _in_time(e for e in here if e.kind in kinds.TIMELINE_KINDS)
    return Incident(
        id=incident,
        title=fields[kinds.TITLE].text if kinds.TITLE in fields else first.text,
        zone=_zone(first, fields.get(kinds.TIMEZONE)),
        is_open=turn.kind == kinds.OPENED,
        opened_at=first.at,
        start_us=_start(rows, first),
        closed=turn if turn.kind == kinds.CLOSED else None,
        timeline=rows,
        fields=fields,
        impact=_in_time(e for e in here if e.kind == kinds.USERS_AFFECTED),
        improvements=tuple(e for e in here if e.kind == kinds.IMPROVEMENT),
        tasks=tuple(e for e in here if e.kind == kinds.TASK),
        # What an event refers to stays where it was when the event is moved.
        evidence={e.details.sha256: e for e in standing if e.kind == kinds.EVIDENCE},
        nones=_nones(here, rows),
        halves=tuple(sorted({e.incident for e in openings})),
        keys=_keys(here),
        is_timed=first.as_typed is not None,
        severities=_in_time(e for e in here if e.kind == kinds.SEVERITY),
    )


def _by_half(opening: Event) -> tuple[str, bool, tuple[int, str, int]]:
    """Sort first the half that the whole is named by, else the least of those there.

    Of one half's openings, the one that it was opened by, not opened again.
    """
    return opening.incident, opening.id != opening.incident, opening.correction_order


def _fields(standing: Iterable[Event]) -> dict[str, Event]:
    """Return the last value of each field that was set and not unset, by kind."""
    last = {e.kind: e for e in standing if e.kind in kinds.FIELD_KINDS}
    return {kind: event for kind, event in last.items() if not _is_unset(event)}


def _is_unset(field: Event) -> bool:
    # Most fields have no data, and to read it would import json on the way of an event.
    return field.data != NO_DATA and field.details.unset


def _keys(standing: Iterable[Event]) -> tuple[str, ...]:
    """Return the keys that the halves have, each its last one, as they were typed."""
    last = {e.incident: e for e in standing if e.kind == kinds.KEY}
    return tuple(dict.fromkeys(e.text.strip() for e in last.values() if not _is_unset(e)))


def _nones(standing: Iterable[Event], rows: tuple[Event, ...]) -> dict[str, Event]:
    """Return, by kind, who said that there was none, where there is none."""
    there = {event.kind for event in rows}
    nones = {e.details.of: e for e in standing if e.kind == kinds.NONE}
    return {kind: event for kind, event in nones.items() if kind not in there}


def _start(rows: tuple[Event, ...], opening: Event) -> int:
    """Return when the impact began; else the time typed at the start; else the first event.

    Of those that a person logged, the opening among them: tools speak long before anything
    is wrong, and what is collected moves no start.
    """
    began = next((event for event in rows if event.kind == kinds.BEGAN), None)
    if began is not None:
        return began.at
    if opening.as_typed is not None:
        return opening.at
    return next((event.at for event in rows if event.source is None), opening.at)


def _zone(opening: Event, field: Event | None) -> str:
    return field.text if field and is_zone(field.text) else opening.zone


def _in_time(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=_by_time))


def _by_correction(event: Event) -> tuple[int, str, int]:
    return event.correction_order


def _by_time(event: Event) -> tuple[int, int, str, int]:
    return event.timeline_order


def _placed(
    events: list[Event], named: Mapping[str, str]
) -> tuple[list[Event], dict[str, str]]:
    """Return the events that stand, as amended, and where what was moved belongs."""
    if not any(e.kind in (kinds.AMEND, kinds.RETRACT) or e.source for e in events):
        return events, {}
    from pmlog.incident import corrections  # the last events of most incidents have none

    return corrections.placed(events, named)


def _here(
    events: list[Event],
    standing: list[Event],
    moved: Mapping[str, str],
    incident: str,
    named: Mapping[str, str],
) -> list[Event]:
    """Return those of the standing events that belong to an incident.

    What was moved away, and what belongs to a half whose opening does not stand, is not
    among them.
    """
    there = {event.id for event in standing}
    gone = {e.incident for e in events if e.id == e.incident and e.id not in there}
    found = []
    for event in standing:
        place = moved.get(event.id, event.incident)
        is_lost = event.incident in gone and event.id not in moved
        if named.get(place, place) == incident and not is_lost:
            found.append(event)
    return _without_twins(found) if moved else found


def _without_twins(events: list[Event]) -> list[Event]:
    """Return events but for those that a move has brought together with their twins."""
    least: dict[tuple[str | None, str | None], str] = {}
    for event in events:
        if event.source is not None:
            key = (event.source, event.source_id)
            least[key] = min(event.id, least.get(key, event.id))
    return [
        event
        for event in events
        if event.source is None or least[event.source, event.source_id] == event.id
    ]


def folded(
    events: Iterable[Event], incident: str, named: Mapping[str, str] = APART
) -> Incident:
    """Return the incident that events make up. NotFound where its opening was undone."""
    found = fold(events, incident, named)
    if found is None:
        raise unknown_incident(short(incident))
    return found


def unknown_incident(reference: str) -> NotFound:
    """Return the error for a reference that names no incident."""
    return NotFound(f"no incident {reference!r}; 'pmlog list' shows them")
