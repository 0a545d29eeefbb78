"""Events -> the incident they tell of, corrections applied, in order.

Pure: the same events give the same incident, whatever order they come in. What corrects
or replaces goes by correction_order, the timeline by timeline_order (see model).
"""

from __future__ import annotations

from pmlog.clock import between, is_zone
from pmlog.errors import NotFound
from pmlog.incident import kinds
from pmlog.incident.event import Event, short, with_data
from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


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

    @property
    def short_id(self) -> str:
        """The part of the id that people type."""
        return short(self.id)

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
        """The event that ended the outage, unless it began again after that."""
        turns = [e for e in self.timeline if e.kind in (kinds.BEGAN, kinds.RESOLVED)]
        return turns[-1] if turns and turns[-1].kind == kinds.RESOLVED else None

    @property
    def state(self) -> str:
        """One of "open", "resolved" and "closed"."""
        if not self.is_open:
            return "closed"
        return "resolved" if self.resolved else "open"


def fold(events: Iterable[Event]) -> Incident | None:
    """Return the incident that events of one incident make up.

    None when no opening among them stands, as after an undone start.
    """
    events = sorted(events, key=_by_correction)
    standing = corrected(events)
    openings = [event for event in standing if event.kind == kinds.OPENED]
    if not openings:
        return None
    first = openings[0]
    if first.id != first.incident and any(e.id == first.incident for e in events):
        return None  # What opened it was retracted; that it was reopened saves nothing.
    turns = [e for e in standing if e.kind in (kinds.OPENED, kinds.CLOSED)]
    fields = {e.kind: e for e in standing if e.kind in kinds.FIELD_KINDS}
    told = _in_time(e for e in standing if e.kind in kinds.TIMELINE_KINDS)
    began = next((e for e in told if e.kind == kinds.BEGAN), next(iter(told), first))
    return Incident(
        id=first.incident,
        title=fields.get(kinds.TITLE, first).text,
        zone=_zone(first, fields.get(kinds.TIMEZONE)),
        is_open=turns[-1].kind == kinds.OPENED,
        opened_at=first.at,
        start_us=began.at,
        closed=None if turns[-1].kind == kinds.OPENED else turns[-1],
        timeline=told,
        fields=fields,
        impact=_in_time(e for e in standing if e.kind == kinds.USERS_AFFECTED),
        improvements=tuple(e for e in standing if e.kind == kinds.IMPROVEMENT),
        tasks=tuple(e for e in standing if e.kind == kinds.TASK),
        evidence={e.details.sha256: e for e in standing if e.kind == kinds.EVIDENCE},
    )


def _zone(opening: Event, field: Event | None) -> str:
    return field.text if field and is_zone(field.text) else opening.zone


def _in_time(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=_by_time))


def _by_correction(event: Event) -> tuple[int, str, int]:
    return event.correction_order


def _by_time(event: Event) -> tuple[int, int, str, int]:
    return event.timeline_order


def corrected(events: list[Event]) -> list[Event]:
    """Return the events that stand, as amended; events come in correction order."""
    words = [e for e in events if e.kind in (kinds.AMEND, kinds.RETRACT)]
    if not words:
        return events
    retracted = {
        w.details.target: w.details.retracted for w in words if w.kind == kinds.RETRACT
    }
    changes: dict[str, dict[str, Any]] = {}
    for word in words:
        # An amendment can be retracted as well; what retracts is answered, not retracted.
        if word.kind == kinds.AMEND and not retracted.get(word.id):
            changes.setdefault(word.details.target, {}).update(word.details.set)
    return [
        amended(event, changes[event.id]) if event.id in changes else event
        for event in events
        if event.kind not in (kinds.AMEND, kinds.RETRACT) and not retracted.get(event.id)
    ]


def amended(event: Event, changes: dict[str, Any]) -> Event:
    """Return an event with those of the changes that leave it one of its sort."""
    columns = {key: changes[key] for key in _PLAIN_COLUMNS if key in changes}
    if event.kind in kinds.TIMELINE_KINDS and changes.get("kind") in kinds.TIMELINE_KINDS:
        columns["kind"] = changes["kind"]
    if is_zone(changes.get("zone", "")):
        columns["zone"] = changes["zone"]
    particulars = {key: changes[key] for key in changes if key not in Event._fields}
    if particulars:
        columns["data"] = with_data(event.data, particulars)
    changed = event._replace(**columns)
    if changed.until is not None and changed.until < changed.at:
        return changed._replace(until=None)
    return changed


_PLAIN_COLUMNS = ("at", "until", "approx", "said", "text", "author")


def folded(events: Iterable[Event], incident: str) -> Incident:
    """Return the incident that events make up. NotFound where its opening was undone."""
    found = fold(events)
    if found is None:
        raise unknown_incident(short(incident))
    return found


def unknown_incident(reference: str) -> NotFound:
    """Return the error for a reference that names no incident."""
    return NotFound(f"no incident {reference!r}; 'pmlog list' shows them")
