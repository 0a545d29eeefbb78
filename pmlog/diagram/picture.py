"""What is drawn of an incident: lanes with names, and the time that they share."""

from __future__ import annotations

from typing import NamedTuple

from pmlog import clock
from pmlog.clock import MINUTE_US
from pmlog.diagram.extent import Extent, extent
from pmlog.diagram.item import MITIGATED, OUTAGE, Item, by_time, point
from pmlog.diagram.response import phases
from pmlog.incident import kinds
from pmlog.incident.timeline import Incident
from pmlog.metrics.misleading import Path, misleading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# The lanes of single events, from top to bottom.
LANES = {
    kinds.ESCALATED: "Escalated",
    kinds.COMMUNICATED: "Told users",
    kinds.INVESTIGATED: "Found out",
}
USERS_HIT, THE_RESPONSE, WRONG_PATHS = "Users hit", "Response", "Wrong paths"
ALL_EVENTS = "All events"
NO_START = "when it began is not in the log"
NOTHING = "nothing is logged yet"

# A picture of an incident that took no time still needs some.
_SHORTEST_US = MINUTE_US


class Picture(NamedTuple):
    """All that a drawing needs to know; items are in order of time."""

    title: str
    zone: str
    first_us: int
    last_us: int
    is_ongoing: bool
    windows: tuple[Item, ...]  # of the outage; none where its start is not known
    mitigated: tuple[Item, ...]  # the parts of windows that users felt less
    phases: tuple[Item, ...]  # of the response
    paths: tuple[Item, ...]  # that proved wrong; a point where no end is known
    events: tuple[Item, ...]  # all of them
    clock_changes: tuple[int, ...]  # the instants at which the zone's offset changed
    left_out: int = 0  # events of the incident that are not in the picture

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.events

    @property
    def lanes(self) -> Iterator[tuple[str, tuple[Item, ...]]]:
        """The lanes of single events that are not empty, by their names."""
        for kind, name in LANES.items():
            items = tuple(item for item in self.events if item.kind == kind)
            if items:
                yield name, items

    @property
    def users_hit(self) -> str:
        """What stands in the place of windows where there are none."""
        return NO_START if self.phases or self.mitigated else ""


def picture(
    incident: Incident, *, now_us: int, zone: str | None = None, is_public: bool = False
) -> Picture:
    """Return the picture of an incident, in its own zone unless another is asked for.

    A public one has no response: that is told by events which are not for everybody.
    """
    reach = extent(incident, now_us)
    inside = [event for event in incident.timeline if reach.holds(event)]
    found = tuple(phases(incident, reach))
    paths = tuple(_paths(misleading(incident, ()).paths, reach))
    events = tuple(map(point, inside))
    windows = tuple(_windows(reach))
    first_us, last_us = _ends((*windows, *found, *paths, *events), incident.start_us)
    shown = zone or incident.zone
    return Picture(
        title=incident.title,
        zone=shown,
        first_us=first_us,
        last_us=last_us,
        is_ongoing=reach.is_ongoing,
        windows=windows,
        mitigated=tuple(item for item in found if item.kind == MITIGATED),
        phases=tuple(i for i in found if i.kind != MITIGATED and not is_public),
        paths=paths,
        events=events,
        clock_changes=tuple(clock.zone(shown).changes_between(first_us, last_us)),
        left_out=len(incident.timeline) - len(inside),
    )


def _windows(reach: Extent) -> Iterator[Item]:
    for window in reach.windows if reach.has_start else ():
        first, last = window
        yield point(first)._replace(
            kind=OUTAGE,
            last_us=reach.end_of(window),
            is_rough=first.approx or (last is not None and last.approx),
            is_open=reach.goes_on(window),
            has_end=last is not None or reach.goes_on(window),
        )


def _paths(paths: Iterable[Path], reach: Extent) -> Iterator[Item]:
    for path in paths:
        event, until_us = path.event, path.until_us
        # Nothing has shown yet that another path was taken.
        is_open = event.until is None and until_us is None and reach.is_ongoing
        if is_open:
            until_us = reach.end_us
        end_us = max(event.at, event.at if until_us is None else until_us)
        if reach.holds(event):
            yield point(event)._replace(
                last_us=min(end_us, reach.last_us) if reach.windows else end_us,
                is_rough=path.is_approximate,
                is_open=is_open,
            )


def _ends(items: tuple[Item, ...], start_us: int) -> tuple[int, int]:
    first_us = min(map(by_time, items), default=start_us)
    last_us = max((item.last_us for item in items), default=start_us)
    return first_us, max(last_us, first_us + _SHORTEST_US)


def left_out_text(picture: Picture) -> str:
    """Return how many events lie outside the picture; empty where none does."""
    count = picture.left_out
    if not count:
        return ""
    return f"{count} more {'event is' if count == 1 else 'events are'} in the timeline only"
