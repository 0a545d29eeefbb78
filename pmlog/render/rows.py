"""The timeline as rows: dates, clock changes and events, in one or more zones.

The first zone is the one that dates and clocks are shown in; further ones stand beside.
"""

from __future__ import annotations

from datetime import date as date_class
from typing import TYPE_CHECKING, NamedTuple

from pmlog import clock
from pmlog.incident.event import Event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pmlog.metrics import Interval


class Date(NamedTuple):
    """A new date on the first zone's calendar."""

    text: str


class ClockChange(NamedTuple):
    """Between two events the first zone's clocks went forward or back."""

    date: str  # on which the clocks would have gone on
    clock_before: str  # "03:00", as they would have gone on
    clock_after: str
    label_before: str
    label_after: str


# From when to when, each.
Spans = tuple[tuple[int, int], ...]
FOREVER_US = 2**63

Row = Date | ClockChange | Event


def rows(events: Iterable[Event], zone: str, outage: Spans = ()) -> Iterator[Row]:
    """Yield the events in their order, either way, with what changes between them.

    A clock change stands on its own date, and only where it matters: inside the outage,
    or between two events of the same day or of adjacent ones.
    """
    date = ""
    previous_us: int | None = None
    for event in events:
        if previous_us is not None:
            for change in _changes(previous_us, event.at, zone, outage):
                # It may be days from the events on its two sides.
                if change.date != date:
                    date = change.date
                    yield Date(date)
                yield change
        previous_us = event.at
        if clock.date_text(event.at, zone) != date:
            date = clock.date_text(event.at, zone)
            yield Date(date)
        yield event


def _changes(first_us: int, last_us: int, zone: str, outage: Spans) -> list[ClockChange]:
    low_us, high_us = sorted((first_us, last_us))
    changes = clock.zone(zone).changes_between(low_us, high_us)
    if not changes:
        return []
    is_close = abs(_day(high_us, zone) - _day(low_us, zone)) <= 1
    shown = [
        at_us for at_us in changes if is_close or any(a <= at_us <= b for a, b in outage)
    ]
    return [
        _change(at_us, zone) for at_us in (shown if first_us == low_us else shown[::-1])
    ]


def _day(at_us: int, zone: str) -> int:
    return date_class.fromisoformat(clock.date_text(at_us, zone)).toordinal()


def _change(at_us: int, zone: str) -> ClockChange:
    just_before_us = at_us - clock.SECOND_US
    before = clock.zone_of_offset(clock.zone(zone).at(just_before_us).seconds)
    return ClockChange(
        clock.date_text(at_us, before),
        clock.minute_text(at_us, before),
        clock.minute_text(at_us, zone),
        clock.zone_label(just_before_us, zone),
        clock.zone_label(at_us, zone),
    )


def outage_spans(windows: Iterable[Interval]) -> Spans:
    """Return the windows of an outage, an open one without end."""
    return tuple(
        (window.first.at, window.last.at if window.last else FOREVER_US)
        for window in windows
        if window.first is not None
    )


def beside(at_us: int, zones: tuple[str, ...]) -> str:
    """Return an instant in the further zones: " (14:05 CET, 2026-11-22 02:05 NZDT)".

    A date is added where it is not that of the first zone.
    """
    first, *others = zones
    date = clock.date_text(at_us, first)
    shown = [_beside(at_us, zone, date) for zone in others]
    return f" ({', '.join(shown)})" if shown else ""


def _beside(at_us: int, zone: str, first_date: str) -> str:
    text = f"{clock_text(at_us)(at_us, zone)} {_short_label(at_us, zone)}"
    date = clock.date_text(at_us, zone)
    return text if date == first_date else f"{date} {text}"


def _short_label(at_us: int, zone: str) -> str:
    offset = clock.zone(zone).at(at_us)
    return offset.abbreviation or clock.zone_label(at_us, zone)


def clock_text(*instants: int) -> Callable[[int, str], str]:
    """Return how to write these clock times: to the minute if all are whole minutes."""
    whole = all(instant // clock.SECOND_US % 60 == 0 for instant in instants)
    return clock.minute_text if whole else clock.second_text


def zones_used(events: Iterable[Event], zone: str) -> str:
    """Return the label of a zone, or each in turn where the clocks changed on the way."""
    labels = [clock.zone_label(event.at, zone) for event in events]
    return ", then ".join(dict.fromkeys(labels))


def moment(at_us: int, zone: str, *, about: bool = False) -> str:
    """Return an instant in full: "2026-11-21 14:05 CET (UTC+01:00)", "~14:05" if about."""
    text = clock_text(at_us)
    label = clock.zone_label(at_us, zone)
    return f"{clock.date_text(at_us, zone)} {'~' * about}{text(at_us, zone)} {label}"
