"""The share of the users affected, over time, where it was given more than once."""

from __future__ import annotations

from pmlog.incident.event import Event
from pmlog.incident.timeline import Incident
from pmlog.metrics.windows import Outage
from pmlog.namedtuple import NamedTuple


class Level(NamedTuple):
    """A share of the users, in percent, from an event until the next one or the end."""

    event: Event
    percent: float
    until_us: int | None  # None while the outage goes on

    @property
    def is_approximate(self) -> bool:
        """Whether its time was given as about a time."""
        return self.event.approx


def levels(incident: Incident, outage: Outage) -> tuple[Level, ...]:
    """Return the levels in order of time; none where there is only one to tell of.

    What was said for a time after the outage judges it as a whole and is no level.
    """
    end_us = outage.resolved.at if outage.resolved else None
    given = {
        event.at: (event, percent)
        for event in incident.impact
        if (percent := _percent(event)) is not None
        and (end_us is None or event.at <= end_us)
    }
    if len(given) < 2:
        return ()
    ends = [*list(given)[1:], end_us]
    return tuple(
        Level(event, percent, until_us)
        for (event, percent), until_us in zip(given.values(), ends, strict=True)
    )


def _percent(event: Event) -> float | None:
    percent = event.details.percent
    is_number = isinstance(percent, (int, float)) and not isinstance(percent, bool)
    return percent if is_number else None
