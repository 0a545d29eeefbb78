"""An incident -> its outage, computed."""

from __future__ import annotations

from typing import NamedTuple

from pmlog import model
from pmlog.clock import between
from pmlog.model import Event
from pmlog.timeline import Incident


class Outage(NamedTuple):
    """From the start of the impact to its end; None where the log does not say."""

    began: Event | None
    resolved: Event | None

    @property
    def duration_us(self) -> int | None:
        """The length of the outage; None while an end is open or they contradict."""
        if self.began is None or self.resolved is None or self.is_impossible:
            return None
        return between(self.began.at, self.resolved.at)

    @property
    def is_impossible(self) -> bool:
        """Whether it is said to have ended before it began."""
        return (
            self.began is not None
            and self.resolved is not None
            and self.resolved.at < self.began.at
        )

    @property
    def is_approximate(self) -> bool:
        """Whether one of its ends was given as about a time."""
        return any(end.approx for end in self if end is not None)


def outage(incident: Incident) -> Outage:
    """Return the incident's outage: from the first impact to the last resolution."""
    resolutions = incident.of_kind(model.RESOLVED)
    began = incident.first(model.BEGAN)
    if incident.resolved:
        return Outage(began, incident.resolved)
    contradicts = began and resolutions and resolutions[-1].at < began.at
    return Outage(began, resolutions[-1] if contradicts else None)
