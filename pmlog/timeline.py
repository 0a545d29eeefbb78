"""Events -> the incident they tell of, corrections applied, in order.

Pure: the same events give the same incident, whatever order they come in. What corrects
or replaces goes by correction_order, the timeline by timeline_order (see model).
"""

from __future__ import annotations

from pmlog import model
from pmlog.clock import between
from pmlog.lean import NamedTuple
from pmlog.model import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

# What an amend may change; anything else in its data is ignored.
AMENDABLE = ("kind", "at", "until", "zone", "approx", "said", "text", "author")


class Incident(NamedTuple):
    """An incident as its events tell it."""

    id: str
    title: str
    zone: str
    is_open: bool
    opened_at: int
    closed_at: int | None
    timeline: tuple[Event, ...]
    fields: dict[str, Event]  # by kind; the last one said
    impact: tuple[Event, ...]  # what was said of the users affected, in order of time
    improvements: tuple[Event, ...]
    tasks: tuple[Event, ...]

    @property
    def short_id(self) -> str:
        """The part of the id that people type."""
        return model.short(self.id)

    @property
    def start_us(self) -> int:
        """Where elapsed times count from: the impact, else the first thing known."""
        began = self.first(model.BEGAN) or next(iter(self.timeline), None)
        return began.at if began else self.opened_at

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
        turns = [e for e in self.timeline if e.kind in (model.BEGAN, model.RESOLVED)]
        return turns[-1] if turns and turns[-1].kind == model.RESOLVED else None

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
    standing = corrected(sorted(events, key=_by_correction))
    openings = [event for event in standing if event.kind == model.OPENED]
    if not openings:
        return None
    first = openings[0]
    turns = [e for e in standing if e.kind in (model.OPENED, model.CLOSED)]
    fields = {e.kind: e for e in standing if e.kind in model.FIELD_KINDS}
    return Incident(
        id=first.incident,
        title=fields.get(model.TITLE, first).text,
        zone=fields[model.TIMEZONE].text if model.TIMEZONE in fields else first.zone,
        is_open=turns[-1].kind == model.OPENED,
        opened_at=first.at,
        closed_at=None if turns[-1].kind == model.OPENED else turns[-1].at,
        timeline=_in_time(e for e in standing if e.kind in model.TIMELINE_KINDS),
        fields=fields,
        impact=_in_time(e for e in standing if e.kind == model.USERS_AFFECTED),
        improvements=tuple(e for e in standing if e.kind == model.IMPROVEMENT),
        tasks=tuple(e for e in standing if e.kind == model.TASK),
    )


def _in_time(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=_by_time))


def _by_correction(event: Event) -> tuple[int, str, int]:
    return event.correction_order


def _by_time(event: Event) -> tuple[int, int, str, int]:
    return event.timeline_order


def corrected(events: list[Event]) -> list[Event]:
    """Return the events that stand, as amended; events come in correction order."""
    words = [e for e in events if e.kind in (model.AMEND, model.RETRACT)]
    if not words:
        return events
    retracted, changes = _read(words)
    return [
        event._replace(**changes.get(event.id, {}))
        for event in events
        if event.kind not in (model.AMEND, model.RETRACT) and not retracted.get(event.id)
    ]


def _read(words: list[Event]) -> tuple[dict[str, bool], dict[str, dict[str, Any]]]:
    """Return by target whether it is retracted, and what is changed: last word wins."""
    retracted: dict[str, bool] = {}
    changes: dict[str, dict[str, Any]] = {}
    for word in words:
        data = word.details
        target = data[model.DATA_TARGET]
        if word.kind == model.RETRACT:
            retracted[target] = data.get(model.DATA_RETRACTED, True)
        else:
            wanted = data.get(model.DATA_SET, {})
            known = {k: v for k, v in wanted.items() if k in AMENDABLE}
            changes.setdefault(target, {}).update(known)
    return retracted, changes
