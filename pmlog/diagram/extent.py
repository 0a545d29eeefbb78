"""The windows of an outage as far as they are drawn, and the time around them."""

from __future__ import annotations

from typing import NamedTuple

from pmlog import metrics
from pmlog.clock import HOUR_US
from pmlog.incident import kinds
from pmlog.incident.event import Event
from pmlog.incident.timeline import Incident

# A phase lasts from one milestone to the next.
MILESTONES = (kinds.BEGAN, kinds.DETECTED, kinds.ACKNOWLEDGED, kinds.MITIGATED)


class Window(NamedTuple):
    """A part of the outage; last is None where the log has no end of it."""

    first: Event
    last: Event | None


class Extent(NamedTuple):
    """The time that a picture takes up at most, and the windows inside it."""

    first_us: int
    last_us: int
    windows: tuple[Window, ...]
    end_us: int  # until when the last window is drawn
    is_ongoing: bool
    has_start: bool  # whether the windows are those of the impact

    def holds(self, event: Event) -> bool:
        """Tell whether an event lies in it."""
        return self.first_us <= event.at <= self.last_us

    def end_of(self, window: Window) -> int:
        """Return until when a window is drawn."""
        return window.last.at if window.last else self.end_us

    def goes_on(self, window: Window) -> bool:
        """Tell whether a window has not ended yet."""
        return window.last is None and self.is_ongoing


def extent(incident: Incident, now_us: int) -> Extent:
    """Return the extent of an incident's picture; an outage that goes on ends now.

    It reaches as far around the outage as that is long, and no further: a meeting a week
    later must not make it a dot.
    """
    outage = metrics.outage(incident)
    # An end that lies before its beginning is none.
    found = tuple(
        Window(w.first, None if w.is_impossible else w.last)
        for w in outage.windows
        if w.first
    )
    contradicts = outage.is_impossible or any(w.is_impossible for w in outage.windows)
    windows = found or _without_start(incident)
    instants = [event.at for event in incident.timeline] or [incident.opened_at]
    if not windows:
        ends = (instants[0], instants[-1])
        return Extent(*ends, (), instants[-1], is_ongoing=False, has_start=False)
    first_us = windows[0].first.at
    last = windows[-1].last
    goes_on = last is None and incident.is_open and not contradicts
    latest_us = now_us if goes_on else instants[-1]
    # An outage may be said to begin in the future.
    end_us = last.at if last else max(latest_us, windows[-1].first.at)
    margin_us = max(end_us - first_us, HOUR_US)
    return Extent(
        first_us - margin_us,
        end_us + margin_us,
        windows,
        end_us,
        goes_on,
        has_start=bool(found),
    )


def _without_start(incident: Incident) -> tuple[Window, ...]:
    """Return from the first milestone to the end: when it began is not in the log."""
    first = next((e for e in incident.timeline if e.kind in MILESTONES), None)
    if first is None:
        return ()
    last = incident.resolved
    return (Window(first, last if last and last.at >= first.at else None),)
