"""Which events of a long log a document has: those that matter, and the pinned ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pmlog.incident import kinds

if TYPE_CHECKING:
    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident

# Up to so many events a reader has all of them.
SHORT = 24


class Curated(NamedTuple):
    """The events that a document has, and how many notes it leaves out."""

    events: tuple[Event, ...]
    left_out: int = 0


def curated(incident: Incident, *, all_events: bool = False) -> Curated:
    """Return the events of an incident that its document has.

    A timeline of more than two dozen events is one that few read to its end: then notes are
    counted, but for those that somebody pinned.
    """
    events = incident.timeline
    if all_events or len(events) <= SHORT:
        return Curated(events)
    kept = tuple(e for e in events if e.kind != kinds.NOTE or e.details.pinned)
    return Curated(kept, len(events) - len(kept))
