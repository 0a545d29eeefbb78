"""The outage: from the first impact to the last resolution, in one window or several.

A window opens with `began` and closes with the end that this was given, else with the last
`resolved` before the outage began again. Between two windows the service worked.
"""

from __future__ import annotations

from pmlog.clock import between
from pmlog.incident import kinds
from pmlog.incident.event import Event
from pmlog.incident.timeline import Incident, ending
from pmlog.metrics.interval import Interval, Problem
from pmlog.namedtuple import NamedTuple


class Outage(NamedTuple):
    """From the start of the impact to its end; None where the log does not say."""

    began: Event | None
    resolved: Event | None
    windows: tuple[Interval, ...] = ()

    @property
    def whole(self) -> Interval:
        """From its first start to its last end, whatever lay between."""
        return Interval(self.began, self.resolved)

    @property
    def duration_us(self) -> int | None:
        """Its windows added up; None while an end is open or they contradict."""
        if self.began is None or self.resolved is None or self.is_impossible:
            return None
        return sum(window.duration_us or 0 for window in self.windows)

    def so_far_us(self, now_us: int) -> int | None:
        """Its windows added up, the last one counted to now where it goes on.

        None where nothing says when it began. Pauses between the windows do not count, as
        they do not in duration_us; the time since the start is elapsed time.
        """
        if not self.windows:
            return None
        return sum(window_so_far_us(window, now_us) for window in self.windows)

    @property
    def is_impossible(self) -> bool:
        """Whether it is said to have ended before it began."""
        return self.whole.is_impossible

    @property
    def ended(self) -> Event | None:
        """What ended it; None while nothing has, or where that lies before its start."""
        return None if self.is_impossible else self.resolved

    @property
    def is_approximate(self) -> bool:
        """Whether one of its windows' ends was given as about a time."""
        return any(each.is_approximate for each in (self.whole, *self.windows))


def window_so_far_us(window: Interval, now_us: int) -> int:
    """Return the length of a window, counted to now where it goes on; never negative."""
    if window.duration_us is not None or window.first is None:
        return window.duration_us or 0
    return max(0, between(window.first.at, now_us))


def outage(incident: Incident) -> Outage:
    """Return the incident's outage: from the first impact to the last resolution."""
    resolutions = incident.of_kind(kinds.RESOLVED)
    began = incident.first(kinds.BEGAN)
    if incident.resolved:
        return Outage(began, incident.resolved, _windows(incident))
    # It goes on; but where every resolution lies before all of it, the two contradict each
    # other, which is reported: an outage without an end would hide it.
    contradicts = began and resolutions and resolutions[-1].at < began.at
    return Outage(began, resolutions[-1] if contradicts else None, _windows(incident))


def _windows(incident: Incident) -> tuple[Interval, ...]:
    found: list[Interval] = []
    for event in incident.timeline:
        if event.kind == kinds.BEGAN:
            _begin(found, event)
        # Whoever logged an impact with its end knew when that was; "resolved" is often
        # logged when the paperwork is.
        elif event.kind == kinds.RESOLVED and found and not _has_own_end(found[-1]):
            found[-1] = found[-1]._replace(last=event)
    return tuple(found)


def _begin(found: list[Interval], began: Event) -> None:
    """Open a window, or go on with the last one where that is not over yet."""
    end, last = ending(began), found[-1].last if found else None
    if not found or (last is not None and last.at <= began.at):
        found.append(Interval(began, end))
    # Two people log one beginning: that is no second window, and may only make it longer.
    elif last is None or end is None or end.at > last.at:
        found[-1] = found[-1]._replace(last=end)


def _has_own_end(window: Interval) -> bool:
    return window.last is not None and window.last.kind == kinds.BEGAN


def early_resolutions(incident: Incident) -> tuple[Problem, ...]:
    """Return a problem for each resolution that lies before anything had begun."""
    began = incident.first(kinds.BEGAN)
    if began is None:
        return ()
    return tuple(
        Problem("outage", began, resolved)
        for resolved in incident.of_kind(kinds.RESOLVED)
        if resolved.at < began.at
    )
