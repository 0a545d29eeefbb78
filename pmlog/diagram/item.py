"""What stands in a picture: something at a time, or from one time to another."""

from __future__ import annotations

from typing import NamedTuple

from pmlog import clock
from pmlog.incident.event import Event

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What the bars are made of, beside the kinds of events.
OUTAGE = "outage"
MITIGATED = "mitigated"
UNDETECTED = "undetected"
UNACKNOWLEDGED = "unacknowledged"
RESPONSE = "response"
# What the phases of the response are called.
PHASES = {
    UNDETECTED: "nobody knew",
    UNACKNOWLEDGED: "nobody had it",
    RESPONSE: "being worked on",
}


class Item(NamedTuple):
    """A window, a phase or a path from first_us to last_us; an event at first_us."""

    kind: str  # of its event, or what its bar is made of
    text: str
    first_us: int
    last_us: int
    id: str = ""  # the short one, of the event that it starts with
    is_about: bool = False  # its start was given as about a time
    is_rough: bool = False  # so was one of its ends, and so its length is one
    is_open: bool = False  # it goes on; last_us is now
    has_end: bool = True  # the log says when it ended, or will

    @property
    def duration_us(self) -> int:
        """Its length in whole seconds."""
        return clock.between(self.first_us, self.last_us)

    @property
    def length(self) -> str:
        """Its length as "25 min", "~ 25 min" or "25 min so far"; empty for a point."""
        if not (self.duration_us and self.has_end):
            return ""
        about, so_far = "~ " * self.is_rough, " so far" * self.is_open
        return f"{about}{clock.duration_text(self.duration_us)}{so_far}"

    @property
    def name(self) -> str:
        """What a phase is called; what another item is."""
        return PHASES.get(self.kind, self.kind)


def point(event: Event) -> Item:
    """Return an event at its time."""
    return Item(
        event.kind,
        event.text,
        event.at,
        event.at,
        event.short_id,
        event.approx,
        event.approx,
    )


def by_time(item: Item) -> int:
    """Return the key that puts items in order."""
    return item.first_us


def lengths(phases: Iterable[Item]) -> Iterator[str]:
    """Yield each name of these phases with how long it was so, all together."""
    found = tuple(phases)
    for kind, name in PHASES.items():
        same = [phase for phase in found if phase.kind == kind]
        if same:
            total_us = sum(phase.duration_us for phase in same)
            about = "~ " * any(phase.is_rough for phase in same)
            so_far = " so far" * any(phase.is_open for phase in same)
            yield f"{name} {about}{clock.duration_text(total_us)}{so_far}"
