"""The phases of the response: nobody knew, nobody had it, being worked on.

A phase is drawn where both its ends are told. Where the log does not say when something
was noticed, nobody is said to have slept.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from pmlog.diagram.extent import MILESTONES, Extent, Window
from pmlog.diagram.item import MITIGATED, RESPONSE, UNACKNOWLEDGED, UNDETECTED, Item
from pmlog.incident import kinds
from pmlog.incident.event import Event
from pmlog.incident.timeline import Incident

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_BETWEEN = {
    (kinds.BEGAN, kinds.DETECTED): UNDETECTED,
    (kinds.DETECTED, kinds.ACKNOWLEDGED): UNACKNOWLEDGED,
}
_WORKED_ON = (kinds.DETECTED, kinds.ACKNOWLEDGED)


def phases(incident: Incident, extent: Extent) -> Iterator[Item]:
    """Yield the phases of each window, and from when on it was mitigated."""
    milestones = [event for event in incident.timeline if event.kind in MILESTONES]
    instants = [event.at for event in milestones]
    for window in extent.windows:
        low = bisect_left(instants, window.first.at)
        high = bisect_right(instants, extent.end_of(window))
        inside = milestones[low:high]
        mitigated = [e for e in inside if e.kind == kinds.MITIGATED][:1]
        known = _rising([e for e in inside if e.kind != kinds.MITIGATED])
        yield from _phases(known, window, extent)
        yield from (_item(MITIGATED, event, None, window, extent) for event in mitigated)


def _rising(events: list[Event]) -> list[Event]:
    """Return the first of each milestone, without those that come after a later one."""
    found = events[:1]
    for event in events[1:]:
        if MILESTONES.index(event.kind) > MILESTONES.index(found[-1].kind):
            found.append(event)
    return found


def _phases(steps: list[Event], window: Window, extent: Extent) -> Iterator[Item]:
    for event, following in zip(steps, (*steps[1:], None), strict=False):
        between = (event.kind, following.kind if following else "")
        kind = _BETWEEN.get(between, RESPONSE if event.kind in _WORKED_ON else "")
        item = _item(kind, event, following, window, extent)
        if kind and item.duration_us:
            yield item


def _item(
    kind: str, event: Event, following: Event | None, window: Window, extent: Extent
) -> Item:
    end = following or window.last
    return Item(
        kind,
        event.text,
        event.at,
        following.at if following else extent.end_of(window),
        event.short_id,
        event.approx,
        event.approx or (end is not None and end.approx),
        is_open=following is None and extent.goes_on(window),
        has_end=end is not None or extent.is_ongoing,
    )
