"""The paths that proved wrong, and the time they took.

A path ends where its event says (--until, --for), else with the next event that shows that
another one had been taken. Time that two paths share is lost once.
"""

from __future__ import annotations

from bisect import bisect_right

from pmlog.clock import SECOND_US, between
from pmlog.incident import kinds
from pmlog.incident.event import Event
from pmlog.incident.timeline import Incident
from pmlog.metrics.interval import Interval, Problem
from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

ENDS_A_PATH = (
    kinds.INVESTIGATED,
    kinds.MISLEADING,
    kinds.ESCALATED,
    kinds.MITIGATED,
    kinds.RESOLVED,
)


class Path(NamedTuple):
    """A misleading path; until_us is None where the log does not say when it ended."""

    event: Event
    until_us: int | None
    ended_by: Event | None  # the next event of another path; None where the end was said

    @property
    def duration_us(self) -> int | None:
        """Its length, if its end is known."""
        return None if self.until_us is None else between(self.event.at, self.until_us)

    @property
    def is_approximate(self) -> bool:
        """Whether one of its ends was given as about a time."""
        return self.event.approx or (self.ended_by is not None and self.ended_by.approx)


class Misleading(NamedTuple):
    """The misleading paths of an incident, in order."""

    paths: tuple[Path, ...]
    lost_us: int | None  # all together; None where no end is known
    lost_in_outage_us: int  # the part of it inside the outage's windows

    @property
    def is_approximate(self) -> bool:
        """Whether the time lost depends on a time that was given as about it."""
        return any(p.is_approximate for p in self.paths if p.until_us is not None)


def misleading(incident: Incident, windows: Iterable[Interval]) -> Misleading:
    """Return the incident's misleading paths and how much of the windows they took."""
    paths = _paths(incident)
    spans = _merged((p.event.at, p.until_us) for p in paths if p.until_us is not None)
    lost = sum(last - first for first, last in spans)
    outage = [(w.first.at, w.last.at) for w in windows if w.first and w.last]
    return Misleading(
        paths,
        lost if spans or not paths else None,
        _shared(spans, _merged(outage)),
    )


def _paths(incident: Incident) -> tuple[Path, ...]:
    turns = [event for event in incident.timeline if event.kind in ENDS_A_PATH]
    instants = [event.at for event in turns]

    def path(event: Event) -> Path:
        if event.until is not None:
            return Path(event, event.until if event.until >= event.at else None, None)
        # What was logged for the same moment belongs to it rather than ends it.
        following = bisect_right(instants, event.at)
        if following == len(turns):
            return Path(event, None, None)
        return Path(event, turns[following].at, turns[following])

    return tuple(map(path, incident.of_kind(kinds.MISLEADING)))


def backward_spans(incident: Incident) -> tuple[Problem, ...]:
    """Return a problem for each misleading path that is said to end before it starts."""
    return tuple(
        Problem("misleading paths", event, event._replace(at=event.until, kind="end"))
        for event in incident.of_kind(kinds.MISLEADING)
        if event.until is not None and event.until < event.at
    )


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans without overlaps, in whole seconds, in order."""
    found: list[tuple[int, int]] = []
    for first, last in sorted((_cut(first), _cut(last)) for first, last in spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def _cut(at_us: int) -> int:
    return at_us // SECOND_US * SECOND_US


def _shared(ours: list[tuple[int, int]], theirs: list[tuple[int, int]]) -> int:
    """Return the time that lies in both; each without overlaps and in order."""
    total = mine = other = 0
    while mine < len(ours) and other < len(theirs):
        first = max(ours[mine][0], theirs[other][0])
        last = min(ours[mine][1], theirs[other][1])
        total += max(0, last - first)
        if ours[mine][1] < theirs[other][1]:
            mine += 1
        else:
            other += 1
    return total
