"""From one event to another: a length that is never negative."""

from __future__ import annotations

from pmlog.clock import between
from pmlog.incident.event import Event
from pmlog.namedtuple import NamedTuple


class Interval(NamedTuple):
    """From an event to an event; None where the log does not say."""

    first: Event | None
    last: Event | None

    @property
    def duration_us(self) -> int | None:
        """Its length; None while an end is open or where the ends contradict."""
        if self.first is None or self.last is None or self.is_impossible:
            return None
        return between(self.first.at, self.last.at)

    @property
    def is_impossible(self) -> bool:
        """Whether it is said to have ended before it began."""
        return (
            self.first is not None
            and self.last is not None
            and self.last.at < self.first.at
        )

    @property
    def is_approximate(self) -> bool:
        """Whether one of its ends was given as about a time."""
        return any(end.approx for end in (self.first, self.last) if end is not None)


class Problem(NamedTuple):
    """Two events in an order that cannot be: the last lies before the first."""

    what: str  # the metric that cannot be computed
    first: Event
    last: Event
