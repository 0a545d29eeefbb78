"""All that is known of an incident's times, and its JSON."""

from __future__ import annotations

from pmlog.clock import SECOND_US, rfc3339
from pmlog.incident.event import Event
from pmlog.incident.timeline import Incident
from pmlog.metrics.impact import Level, levels
from pmlog.metrics.interval import Interval, Problem
from pmlog.metrics.misleading import Misleading, Path, backward_spans, misleading
from pmlog.metrics.times import MEASURES, Time, times
from pmlog.metrics.windows import Outage, early_resolutions, outage
from pmlog.namedtuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# The keys of the JSON that are told in words as well.
DURATION = "duration_s"
WINDOWS = "windows"
MISLEADING = "misleading_s"
PATHS = "misleading"
SHARE = "misleading_percent"
LEVELS = "impact"
# Each key of the JSON that needs one, with its definition, in the order of the text.
DEFINITIONS = {
    DURATION: "the windows added up; unknown without a began, and until the last has ended",
    WINDOWS: "from began to the last resolved before it began again",
    **{measure.key: measure.definition for measure in MEASURES},
    MISLEADING: "the misleading paths added up, what two of them share counted once",
    PATHS: "from misleading to the end given with it, else to the next investigated, "
    "misleading, escalated, mitigated or resolved",
    SHARE: "of the outage, the part of the misleading paths inside its windows",
    LEVELS: "share of the users affected, until the next one or the last resolved",
}


class Report(NamedTuple):
    """An incident with its metrics."""

    incident: Incident
    outage: Outage
    times: tuple[Time, ...]
    misleading: Misleading
    levels: tuple[Level, ...]
    problems: tuple[Problem, ...]

    @property
    def is_share_approximate(self) -> bool:
        """Whether the share depends on a time that was given as about it."""
        return self.outage.is_approximate or self.misleading.is_approximate

    @property
    def misleading_percent(self) -> float | None:
        """The share of the outage that went on misleading paths, to a tenth."""
        if not self.outage.duration_us or self.misleading.lost_us is None:
            return None
        return round(100 * self.misleading.lost_in_outage_us / self.outage.duration_us, 1)


def measure(incident: Incident) -> Report:
    """Return the metrics of an incident."""
    found = outage(incident)
    measured = times(incident)
    return Report(
        incident,
        found,
        measured,
        misleading(incident, found.windows),
        levels(incident, found),
        (
            *early_resolutions(incident),
            *(problem for time in measured for problem in _problems(time)),
            *backward_spans(incident),
        ),
    )


def _problems(time: Time) -> tuple[Problem, ...]:
    first, last = time.interval
    if first is None or last is None or not time.interval.is_impossible:
        return ()
    return (Problem(time.measure.name, first, last),)


def lengths(report: Report) -> dict[str, tuple[int | None, bool]]:
    """Return each length by its key in JSON, in microseconds, and whether it is about."""
    lost = report.misleading
    return {
        DURATION: (report.outage.duration_us, report.outage.is_approximate),
        **{
            time.measure.key: (time.interval.duration_us, time.interval.is_approximate)
            for time in report.times
        },
        MISLEADING: (lost.lost_us, lost.is_approximate),
    }


def plain(report: Report) -> dict[str, Any]:
    """Return a report as `metrics --json` prints it."""
    return plain_incident(report) | {"definitions": DEFINITIONS} | _particulars(report)


def plain_incident(report: Report) -> dict[str, Any]:
    """Return the figures of a report without what explains them."""
    incident, found = report.incident, report.outage
    known = lengths(report)
    seconds = {key: _seconds(length) for key, (length, _) in known.items()}
    return {
        "incident": incident.id,
        "title": incident.title,
        "start": _instant(found.began),
        "end": _instant(found.ended),
        "zone": incident.zone,
        DURATION: seconds.pop(DURATION),
        WINDOWS: [_plain_window(window) for window in found.windows],
        **seconds,
    }


def approximate(report: Report) -> list[str]:
    """Return the keys of the lengths that are known, but only about."""
    return [
        key
        for key, (length, is_about) in lengths(report).items()
        if is_about and length is not None
    ]


def _particulars(report: Report) -> dict[str, Any]:
    return {
        SHARE: report.misleading_percent,
        "approximate": approximate(report),
        PATHS: [_plain_path(path) for path in report.misleading.paths],
        LEVELS: [_plain_level(level) for level in report.levels],
        "problems": [_plain_problem(problem) for problem in report.problems],
    }


def _plain_window(window: Interval) -> dict[str, Any]:
    return {
        "start": _instant(window.first),
        "end": _instant(window.last),
        DURATION: _seconds(window.duration_us),
    }


def _plain_path(path: Path) -> dict[str, Any]:
    return {
        "id": path.event.id,
        "text": path.event.text,
        "start": rfc3339(path.event.at),
        "end": None if path.until_us is None else rfc3339(path.until_us),
        DURATION: _seconds(path.duration_us),
        "ended_by": path.ended_by.id if path.ended_by else None,
    }


def _plain_level(level: Level) -> dict[str, Any]:
    return {
        "start": rfc3339(level.event.at),
        "end": None if level.until_us is None else rfc3339(level.until_us),
        "percent": level.percent,
    }


def _plain_problem(problem: Problem) -> dict[str, Any]:
    return {
        "what": problem.what,
        "events": [
            {"id": event.id, "kind": event.kind, "at": rfc3339(event.at)}
            for event in (problem.first, problem.last)
        ],
    }


def _instant(event: Event | None) -> str | None:
    return rfc3339(event.at) if event else None


def _seconds(duration_us: int | None) -> int | None:
    return None if duration_us is None else duration_us // SECOND_US
