"""Bars beside the timeline: when in the whole an event lies, and how long it took."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pmlog.incident import kinds
from pmlog.metrics import measure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident
    from pmlog.render.display import Display

LEAST, MOST = 12, 24
# In Unicode and in ASCII, as in the diagram.
_WRONG, _SPAN, _POINT = "╌-", "━=", "·."


class Bars(NamedTuple):
    """A scale of some columns from the first instant to the last; 0 columns: no bars."""

    columns: int
    first_us: int = 0
    last_us: int = 0
    ends: Mapping[str, int] = {}  # of spans, by id

    def bar(self, event: Event, display: Display) -> str:
        """Return the event's bar, as wide as the scale."""
        start = self._column(event.at)
        end = self._column(self.ends.get(event.id, event.at))
        pair = _WRONG if event.kind == kinds.MISLEADING else _SPAN
        mark = display.mark(pair if event.id in self.ends else _POINT)
        return (" " * start + mark * (end - start + 1)).ljust(self.columns)

    def _column(self, at_us: int) -> int:
        length_us = self.last_us - self.first_us
        return (at_us - self.first_us) * (self.columns - 1) // length_us


def bars(events: Sequence[Event], ends: Mapping[str, int], room: int) -> Bars:
    """Return the scale for events of which some are spans, in at most room columns.

    ends are the known ends of paths whose events do not say them. There are no bars
    where nothing is a span, or where they would have too little room.
    """
    known = {e.id: end for e in events if (end := e.until or ends.get(e.id)) is not None}
    first_us = min((e.at for e in events), default=0)
    last_us = max((*(e.at for e in events), *known.values()), default=0)
    if not known or last_us == first_us or room < LEAST:
        return Bars(0)
    return Bars(min(room, MOST), first_us, last_us, known)


def path_ends(incident: Incident) -> dict[str, int]:
    """Return where the misleading paths ended, by id, as far as that is known."""
    paths = measure(incident).misleading.paths
    return {path.event.id: path.until_us for path in paths if path.until_us is not None}
