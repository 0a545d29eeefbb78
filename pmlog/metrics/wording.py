"""A report as lines of text, for a terminal."""

from __future__ import annotations

from typing import NamedTuple

from pmlog import clock
from pmlog.incident.event import Event
from pmlog.metrics.interval import Interval, Problem
from pmlog.metrics.misleading import Path
from pmlog.metrics.report import (
    DEFINITIONS,
    DURATION,
    LEVELS,
    MISLEADING,
    SHARE,
    WINDOWS,
    Report,
)
from pmlog.metrics.times import Time
from pmlog.metrics.windows import window_so_far_us
from pmlog.text.terminal import clipped, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

UNKNOWN = "-"
TITLE_WIDTH = 60


class Face(NamedTuple):
    """How times are written: the wall clock of a zone, the date where it is another."""

    zone: str
    first_us: int

    @property
    def heading(self) -> str:
        """The date and the zone that all times share unless they say otherwise."""
        day = clock.date_text(self.first_us, self.zone)
        return f"{day}, {clock.zone_label(self.first_us, self.zone)}"

    def time(self, at_us: int, *, about: bool = False) -> str:
        """Return "14:05:09", with the date or the zone where they differ from the first."""
        text = f"{'~' if about else ''}{clock.second_text(at_us, self.zone)}"
        day, label = clock.date_text(at_us, self.zone), clock.zone_label(at_us, self.zone)
        if day != clock.date_text(self.first_us, self.zone):
            text = f"{day} {text}"
        is_same = label == clock.zone_label(self.first_us, self.zone)
        return text if is_same else f"{text} {label}"


class Row(NamedTuple):
    """A figure with what it is, between which times it lies and how it is defined."""

    name: str
    value: str
    between: str
    definition: str


def length(duration_us: int | None, *, about: bool = False) -> str:
    """Return a length as "2 h 30 min", "~ 2 h 30 min", or a dash where it is unknown."""
    if duration_us is None:
        return UNKNOWN
    return f"{'~ ' if about else ''}{clock.duration_text(duration_us)}"


def report_lines(report: Report, *, zone: str, now_us: int) -> Iterator[str]:
    """Yield the lines of a report; an outage that goes on is counted up to now."""
    face = Face(zone, report.incident.start_us)
    incident = report.incident
    yield f"{one_line(incident.title)}  [{incident.short_id}, {incident.state}]"
    yield face.heading
    yield from _table(list(_rows(report, face, now_us)))
    yield from (_problem(problem, face) for problem in report.problems)
    yield from _missing(report)


def _missing(report: Report) -> Iterator[str]:
    """Yield what would have to be logged for figures whose end alone is known."""
    ended = (
        time for time in report.times if time.interval.last and not time.interval.first
    )
    for kind in dict.fromkeys(time.measure.first for time in ended):
        yield (
            f"no {kind} is logged, so what counts from it is not known: "
            f"pmlog {kind} -i {report.incident.short_id} --at TIME TEXT"
        )


def _rows(report: Report, face: Face, now_us: int) -> Iterator[Row]:
    yield _outage(report, face, now_us)
    if len(report.outage.windows) > 1:
        for number, window in enumerate(report.outage.windows, 1):
            yield _window(number, window, face, now_us)
    yield from (_time(time, face) for time in report.times)
    yield from _misleading(report, face)
    for level in report.levels:
        until = face.time(level.until_us) if level.until_us is not None else "now"
        start = face.time(level.event.at, about=level.is_approximate)
        share = f"{level.percent:g} % of users"
        yield Row("impact", share, f"{start} to {until}", DEFINITIONS[LEVELS])


def _outage(report: Report, face: Face, now_us: int) -> Row:
    found = report.outage
    value = length(found.duration_us, about=found.is_approximate)
    if found.duration_us is None:
        value = _so_far(report, now_us)
    return Row("outage", value, _ends(found.whole, face), DEFINITIONS[DURATION])


def _so_far(report: Report, now_us: int) -> str:
    """Return how an outage without an end stands."""
    windows = report.outage.windows
    if not windows or report.outage.is_impossible or not report.incident.is_open:
        return UNKNOWN
    spent_us = report.outage.so_far_us(now_us) or 0
    about = "~ " if report.outage.is_approximate else ""
    return f"ongoing, {about}{clock.duration_text(spent_us)} so far"


def _window(number: int, window: Interval, face: Face, now_us: int) -> Row:
    value = length(window.duration_us, about=window.is_approximate)
    if window.last is None:
        value = f"{clock.duration_text(window_so_far_us(window, now_us))} so far"
    return Row(f"  window {number}", value, _ends(window, face), DEFINITIONS[WINDOWS])


def _time(time: Time, face: Face) -> Row:
    interval = time.interval
    value = length(interval.duration_us, about=interval.is_approximate)
    if interval.is_impossible:
        value = "impossible"
    return Row(time.measure.name, value, _ends(interval, face), time.measure.definition)


def _ends(interval: Interval, face: Face) -> str:
    first, last = (_end(event, face) for event in interval)
    return "" if first == last == "?" else f"{first} to {last}"


def _end(event: Event | None, face: Face) -> str:
    return face.time(event.at, about=event.approx) if event else "?"


def _misleading(report: Report, face: Face) -> Iterator[Row]:
    lost = report.misleading
    total = length(lost.lost_us, about=lost.is_approximate)
    percent = report.misleading_percent
    yield Row("misleading paths", total, "", DEFINITIONS[MISLEADING])
    for number, path in enumerate(lost.paths, 1):
        value = length(path.duration_us, about=path.is_approximate)
        yield Row(f"  path {number}", value, _path_ends(path, face), _ended_by(path))
    if percent is not None:
        about = "~ " if report.is_share_approximate else ""
        yield Row("  their share", f"{about}{percent:g} %", "", DEFINITIONS[SHARE])


def _path_ends(path: Path, face: Face) -> str:
    first = face.time(path.event.at, about=path.event.approx)
    return f"{first} to {'?' if path.until_us is None else face.time(path.until_us)}"


def _ended_by(path: Path) -> str:
    what = clipped(path.event.text, TITLE_WIDTH)
    if path.ended_by is not None:
        next_ = path.ended_by
        return f"{what} (until the next event, {next_.kind} {next_.short_id})"
    return f"{what} ({'its end is not known' if path.until_us is None else 'end given'})"


def _problem(problem: Problem, face: Face) -> str:
    first, last = (
        f"{event.kind} at {face.time(event.at, about=event.approx)} ({event.short_id})"
        for event in (problem.first, problem.last)
    )
    return f"impossible: {problem.what}: {last} lies before {first}"


def _table(rows: list[Row]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    for *cells, definition in rows:
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        yield "  ".join((*padded, definition)).rstrip()
