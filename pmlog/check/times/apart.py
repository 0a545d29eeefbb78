"""How far two clocks are apart.

A span between two clocks is counted through midnight where no dates say otherwise.
"""

from __future__ import annotations

from datetime import timedelta

from pmlog.check.times.clock_times import DAY_S, HALF_DAY_S, Clock
from pmlog.check.times.zones import HOUR_S


def clock_s(clock: Clock) -> int:
    """Return the seconds of a clock, in UTC where its zone says how."""
    return clock.second_of_day - (clock.zone.offset_s or 0 if clock.zone else 0)


def later(clock: Clock, seconds: int) -> Clock | None:
    """Return the clock so many seconds later, written as this one is.

    None where that is behind noon and nothing says whether its hours are 12 or 24.
    """
    if clock.is_half_open and clock.second_of_day + seconds >= HALF_DAY_S + HOUR_S:
        return None
    days, second = divmod(clock.second_of_day + seconds, DAY_S)
    hour, minute = divmod(second // 60, 60)
    text = f"{hour:02}:{minute:02}"
    if clock.text.lower().rstrip(".").endswith("m"):
        text = f"{hour % 12 or 12}:{minute:02} {'AM' if second < HALF_DAY_S else 'PM'}"
    day = clock.day + timedelta(days) if clock.day else None
    return clock._replace(second_of_day=second, text=text, day=day)


def span_s(one: Clock, other: Clock) -> int | None:
    """Return the seconds from one clock to another; None where zones leave it open.

    Without dates the second is the next one after the first, within a day.
    """
    shift = 0
    if one.zone and other.zone and one.zone != other.zone:
        if one.zone.offset_s is None or other.zone.offset_s is None:
            return None
        shift = one.zone.offset_s - other.zone.offset_s
    seconds = other.second_of_day - one.second_of_day + shift
    if one.day and other.day and one.day != other.day:
        return seconds + (other.day - one.day).days * DAY_S
    return seconds % DAY_S


def spans_s(one: Clock, other: Clock) -> list[int]:
    """Return the spans that two clocks may mean: half a day more where am is not told."""
    span = span_s(one, other)
    if span is None:
        return []
    if one.is_half_open != other.is_half_open or not one.is_half_open:
        return [span]
    return [span] if other.second_of_day >= one.second_of_day else [span, span - HALF_DAY_S]
