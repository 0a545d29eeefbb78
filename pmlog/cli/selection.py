"""Which events of a timeline are shown, and in which direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pmlog import clock
from pmlog.cli.session import Session, time_typed
from pmlog.cli.values import kind_named
from pmlog.errors import UsageError

if TYPE_CHECKING:
    from pmlog.incident.event import Event
    from pmlog.incident.timeline import Incident


class Selection(NamedTuple):
    """What was asked for; nothing chooses everything."""

    kinds: tuple[str, ...] = ()
    since_us: int | None = None
    until_us: int | None = None
    last: int | None = None
    is_reversed: bool = False

    def of(self, events: tuple[Event, ...]) -> tuple[Event, ...]:
        """Return the chosen events of a timeline; a span counts by its start."""
        chosen = tuple(event for event in events if self._takes(event))
        if self.last is not None:
            chosen = chosen[-self.last :]
        return chosen[::-1] if self.is_reversed else chosen

    def _takes(self, event: Event) -> bool:
        # By whole seconds, as times are shown.
        after, until = self.since_us, self.until_us
        return (
            (not self.kinds or event.kind in self.kinds)
            and (after is None or clock.between(after, event.at) >= 0)
            and (until is None or clock.between(event.at, until) >= 0)
        )


class Asked(NamedTuple):
    """The selection as typed."""

    kinds: list[str] | None
    since: str | None
    until: str | None
    last: int | None
    reverse: bool

    @property
    def page(self) -> int | None:
        """How many of the last events are enough; None where all must be looked at."""
        return None if self.kinds or self.since or self.until else self.last

    def read(self, session: Session, incident: Incident, zone: str) -> Selection:
        """Return the selection; times are read in zone, as of the incident.

        That is now while it is open, and its last event afterwards: so -30m is its last
        half hour, and 14:05 the one that it saw.
        """
        then = session._replace(now_us=_present_us(incident, session.now_us))
        since_us = _instant(self.since, then, incident, zone)
        until_us = _instant(self.until, then, incident, zone)
        if since_us is not None and until_us is not None and until_us < since_us:
            raise UsageError(f"--until {self.until} is before --since {self.since}")
        return Selection(
            tuple(map(kind_named, self.kinds or ())),
            since_us,
            until_us,
            self.last,
            self.reverse,
        )


def _present_us(incident: Incident, now_us: int) -> int:
    if incident.state == "open":
        return now_us
    return max((e.until or e.at for e in incident.timeline), default=now_us)


def _instant(
    text: str | None, session: Session, incident: Incident, zone: str
) -> int | None:
    if text is not None and text.startswith("+"):
        from pmlog import when

        return incident.start_us + when.read_duration(text[1:])
    reading = time_typed(text, session, zone, start_us=incident.start_us)
    return reading.at_us if reading else None
